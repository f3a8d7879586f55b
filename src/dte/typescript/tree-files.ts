/** A source tree as the file system that the compiler sees. Nothing outside of it exists but the compiler's own library files. */
import { decodeSource } from '../source-text.ts';
import type { SourceText } from '../source-text.ts';
import { isPlainFile } from '../source-tree.ts';
import type { SourceTree } from '../source-tree.ts';
import { LIB_FOLDER, libText } from './ts.ts';

/** Where the root of the tree is for the compiler. */
const ROOT = '/tree';

/** Answers the name that the compiler knows a path by. Pure. */
export const fileNameOf = (path: string): string => `${ROOT}/${path}`;

/** Answers the path of a name of the compiler, or `undefined` for what is not in the tree. Pure. */
export function pathOf(fileName: string): string | undefined {
  return fileName.startsWith(`${ROOT}/`) ? fileName.slice(ROOT.length + 1) : undefined;
}

/** The files of a tree by the compiler's names. */
export class TreeFiles {
  readonly #tree: SourceTree;
  readonly #texts = new Map<string, SourceText | undefined>();
  readonly #folders: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(tree: SourceTree) {
    this.#tree = tree;
    this.#folders = foldersOf(tree);
  }

  /** Answers the text of a path, or `undefined` where there is no plain UTF-8 file of a bearable size. */
  source(path: string): SourceText | undefined {
    if (!this.#texts.has(path)) this.#texts.set(path, this.#decode(path));
    return this.#texts.get(path);
  }

  #decode(path: string): SourceText | undefined {
    const mode = this.#tree.modes.get(path);
    if (mode === undefined || !isPlainFile(mode)) return undefined;
    try {
      return decodeSource(path, this.#tree.read(path));
    } catch {
      return undefined; // the compiler takes it as missing; whoever wants to edit it is told why
    }
  }

  readFile(fileName: string): string | undefined {
    const path = pathOf(fileName);
    return path === undefined ? libText(fileName) : this.source(path)?.text;
  }

  fileExists(fileName: string): boolean {
    const path = pathOf(fileName);
    if (path === undefined) return libText(fileName) !== undefined;
    const mode = this.#tree.modes.get(path);
    return mode !== undefined && isPlainFile(mode);
  }

  directoryExists(folder: string): boolean {
    const plain = folder.replace(/\/$/, '');
    return plain === LIB_FOLDER || this.#folders.has(plain);
  }

  /** Answers the names of the folders right in a folder. */
  getDirectories(folder: string): string[] {
    return [...(this.#folders.get(folder.replace(/\/$/, '')) ?? [])];
  }
}

function foldersOf(tree: SourceTree): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>([[ROOT, new Set()]]);
  for (const path of tree.modes.keys()) {
    let above = ROOT;
    for (const step of path.split('/').slice(0, -1)) {
      folders.get(above)!.add(step);
      above = `${above}/${step}`;
      if (!folders.has(above)) folders.set(above, new Set());
    }
  }
  return folders;
}
