/**
 * A mark (lock-mark.ts) that is kept between the turns of a process that has many in a row: a folder that stands aside, is moved to the
 * place of the mark, and back. A new mark needs a new inode, which ext4 searches for up to a millisecond where many were freed just now,
 * such as those of marks.
 */
import { lstatSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { elapsedMs } from './clock.ts';
import { errnoOf } from './file-failure.ts';
import { fillFolderMark } from './lock-mark.ts';
import { hasEnded, parseOwner } from './lock-owner.ts';
import type { LockOwner } from './lock-owner.ts';

/** So many turns in a row, and a mark is kept: programs that have a few leave nothing beside it, not even for a moment. */
const MANY = 16;
/** A longer pause ends a row. */
const PAUSE_MS = 20;

/** A folder, for as long as there is a file system: another one may get its inode once it is gone. */
type Folder = Pick<BigIntStats, 'ino' | 'birthtimeNs'>;

/** What is kept for the mark of one lock, while it is. */
export class SpareMark {
  readonly #mark: string;
  readonly #text: string;
  #inARow = 0;
  #wasKept = false;
  #lastMs = -Infinity;
  #kept: { readonly path: string; readonly folder: Folder | undefined } | undefined;
  #isPlaced = false;
  #pause: NodeJS.Timeout | undefined;

  /**
   * @param mark - path of the mark.
   * @param text - its text, which names its owner.
   */
  constructor(mark: string, text: string) {
    this.#mark = mark;
    this.#text = text;
  }

  /** Places what is kept. Answers `false` where nothing is, or something else is in its place, or for any other reason. */
  place(): boolean {
    if (this.#kept === undefined) return false;
    try {
      renameSync(this.#kept.path, this.#mark);
      return (this.#isPlaced = true);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') this.drop();
      return false;
    }
  }

  /** Takes back what was placed. Answers `false` where nothing was, or it is not there any more. @throws the system's error. */
  takeBack(): boolean {
    if (!this.#isPlaced) return false;
    this.#isPlaced = false;
    const { path, folder } = this.#kept!;
    if (!isSame(lookAt(this.#mark), folder)) {
      this.drop();
      return false;
    }
    renameSync(this.#mark, path);
    this.#pause!.refresh();
    return true;
  }

  /** To be called at the end of each turn that was had without it. Keeps a mark for the next, if this is one of many. */
  count(): void {
    const now = elapsedMs();
    this.#inARow = now - this.#lastMs < PAUSE_MS ? this.#inARow + 1 : 1;
    this.#lastMs = now;
    if (this.#inARow >= MANY && this.#kept === undefined) this.#keep();
  }

  #keep(): void {
    try {
      const path = mkdtempSync(`${this.#mark}.${this.#text}.`);
      this.#kept = { path, folder: lookAt(path) };
      fillFolderMark(path, this.#text);
      this.#pause = setTimeout(() => this.#onPause(), PAUSE_MS);
      this.#wasKept = true;
    } catch {
      this.drop(); // Each turn makes a mark of its own, as ever.
    }
  }

  #onPause(): void {
    if (this.#isPlaced) this.#pause!.refresh();
    else this.drop();
  }

  /** Whether a mark was kept at any time. */
  get wasKept(): boolean {
    return this.#wasKept;
  }

  /** Removes what is kept. */
  drop(): void {
    this.#inARow = 0;
    clearTimeout(this.#pause);
    if (this.#kept !== undefined) rmSync(this.#kept.path, { recursive: true, force: true });
    this.#kept = this.#pause = undefined;
  }
}

function lookAt(path: string): Folder | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

const isSame = (a: Folder | undefined, b: Folder | undefined): boolean =>
  a?.ino === b?.ino && a?.birthtimeNs === b?.birthtimeNs;

/** Removes what processes have kept that were killed between two turns. */
export async function removeLeftSpares(mark: string, own: LockOwner): Promise<void> {
  const before = `${basename(mark)}.`;
  for (const name of readdirSync(dirname(mark))) {
    const owner = name.startsWith(before) ? parseOwner(name.slice(before.length)) : undefined;
    if (owner !== undefined && (await hasEnded(owner, own))) rmSync(join(dirname(mark), name), { recursive: true });
  }
}
