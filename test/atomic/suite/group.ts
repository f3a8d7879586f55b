/** What one group of vectors came to. */

/** Files by their paths below the folder of vectors. */
export type VectorFiles = Readonly<Record<string, Uint8Array>>;

/** The outcome of one group. Plain data: a browser sends it as JSON, to be compared with that of Node. */
export interface Group {
  readonly name: string;
  /** How many vectors were judged. */
  readonly checked: number;
  /** The vectors that came out wrong. */
  readonly faults: readonly string[];
  /** Every verdict, in order: the same on all platforms, or one of them is wrong. */
  readonly verdicts: readonly string[];
}

/** Gathers the verdicts of one group. */
export class Verdicts {
  readonly #faults: string[] = [];
  readonly #verdicts: string[] = [];

  /** Notes a verdict, and a fault where it is not the one expected. */
  note(vector: string, verdict: string, expected: string): void {
    this.#verdicts.push(`${vector}: ${verdict}`);
    if (verdict !== expected) this.#faults.push(`${vector}: expected ${expected}, found ${verdict}`);
  }

  group(name: string): Group {
    return { name, checked: this.#verdicts.length, faults: this.#faults, verdicts: this.#verdicts };
  }
}

/** The files of a folder, by name. */
export function filesOf(files: VectorFiles, folder: string): [string, Uint8Array][] {
  const inside = Object.entries(files).filter(([path]) => path.startsWith(`${folder}/`));
  return inside.map(([path, bytes]): [string, Uint8Array] => [path.slice(folder.length + 1), bytes]).sort();
}

export const textOf = (files: VectorFiles, path: string): string => new TextDecoder().decode(files[path]);
