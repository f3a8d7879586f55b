/** The changes of patch after patch to a tree, and the tree as it is after them. */
import { LoglineError } from '../base/errors.ts';
import { BaseEdits } from './base-edits.ts';
import { applyEdits, editsByPath, sortEdits } from './edit.ts';
import type { TextEdit } from './edit.ts';
import { compareText } from './order.ts';
import { MAX_WRITTEN_BYTES } from './limits.ts';
import { findCollisions } from './path-collisions.ts';
import type { FileMove } from './patch.ts';
import { safePath } from './path-filter.ts';
import { decodeSource, encodeSource } from './source-text.ts';
import { isPlainFile, overlayTree } from './source-tree.ts';
import type { SourceTree, TreeFile } from './source-tree.ts';

/** What became of one file of the base tree. */
export interface ChangedFile {
  /** Path in the base tree. */
  readonly path: string;
  /** Path in the tree as it is now. */
  readonly newPath: string;
  /** In places of the base text. */
  readonly edits: readonly TextEdit[];
}

/** @throws {LoglineError} LIMIT_EXCEEDED - contents of these sizes are too much to be held. */
export function demandRoom(sizesBytes: Iterable<number>): void {
  let sum = 0;
  for (const sizeBytes of sizesBytes) sum += sizeBytes;
  if (sum <= MAX_WRITTEN_BYTES) return;
  const limit = `${MAX_WRITTEN_BYTES / 2 ** 20} MiB`;
  throw new LoglineError('LIMIT_EXCEEDED', `What is written comes to more than ${limit}: divide the change.`);
}

/** Takes in the outcomes of patches, one after the other. */
export class TreeChanges {
  readonly base: SourceTree;
  #tree: SourceTree;
  readonly #edits = new Map<string, BaseEdits>();
  /** Of files with edits, by path in the base tree, in bytes. */
  readonly #sizes = new Map<string, number>();
  /** Path now → path in the base tree, of files that moved. */
  readonly #origins = new Map<string, string>();

  constructor(base: SourceTree) {
    this.base = base;
    this.#tree = base;
  }

  /** The tree as it is after all changes so far. */
  get tree(): SourceTree {
    return this.#tree;
  }

  get editCount(): number {
    return [...this.#edits.values()].reduce((count, { edits }) => count + edits.length, 0);
  }

  get fileCount(): number {
    return this.files.length;
  }

  /** The files that changed, by their paths in the base tree. A file that is back where and as it was is not among them. */
  get files(): readonly ChangedFile[] {
    const moved = new Map([...this.#origins].map(([now, base]) => [base, now]));
    return [...new Set([...this.#edits.keys(), ...moved.keys()])]
      .sort(compareText)
      .map((path) => ({ path, newPath: moved.get(path) ?? path, edits: this.#edits.get(path)?.edits ?? [] }))
      .filter(({ path, newPath, edits }) => newPath !== path || edits.length > 0);
  }

  /**
   * Takes in what a patch does to the tree as it is now.
   *
   * @throws {LoglineError} EDIT_CONFLICT - it touches what an earlier patch wrote. TARGET_EXISTS - a move leads to what is there, or would be one with it where
   *   names have no case. PATH_UNSAFE - a move leads out of the tree.
   *   FILE_UNSUPPORTED - a file is no plain UTF-8 text. LIMIT_EXCEEDED - all patches together write too much.
   */
  add(patch: number, edits: readonly TextEdit[], moves: readonly FileMove[]): void {
    const changed = new Map<string, TreeFile | undefined>();
    for (const [path, own] of editsByPath(sortEdits(edits))) {
      this.#editsOf(path).add(patch, own);
      const file = this.#edited(path, own);
      this.#sizes.set(this.#origins.get(path) ?? path, file.bytes.length);
      changed.set(path, file);
    }
    demandRoom(this.#sizes.values());
    this.#tree = overlayTree(this.#tree, changed);
    this.#move(moves);
  }

  #editsOf(path: string): BaseEdits {
    const base = this.#origins.get(path) ?? path;
    let edits = this.#edits.get(base);
    if (edits === undefined) this.#edits.set(base, (edits = new BaseEdits(base)));
    return edits;
  }

  #edited(path: string, edits: readonly TextEdit[]): TreeFile {
    const mode = this.#tree.modes.get(path)!;
    if (!isPlainFile(mode)) throw new LoglineError('FILE_UNSUPPORTED', `${path} is a link or a submodule.`);
    const source = decodeSource(path, this.#tree.read(path));
    return { mode, bytes: encodeSource({ ...source, text: applyEdits(source.text, edits) }) };
  }

  /** All at once: two files may change places. */
  #move(moves: readonly FileMove[]): void {
    if (moves.length === 0) return;
    const leaving = new Set(moves.map(({ from }) => from));
    const changed = new Map<string, TreeFile | undefined>(moves.map(({ from }) => [from, undefined]));
    const origins = moves.map(({ from, to }) => [to, this.#origins.get(from) ?? from] as const);
    for (const { from, to } of moves) {
      if ((this.#tree.modes.has(safePath(to)) && !leaving.has(to)) || changed.get(to) !== undefined) {
        throw new LoglineError('TARGET_EXISTS', `${to} exists already.`, { details: { path: to } });
      }
      changed.set(to, { mode: this.#tree.modes.get(from)!, bytes: this.#tree.read(from) });
    }
    const [collision] = findCollisions(
      [...this.#tree.modes.keys()].filter((path) => !leaving.has(path)),
      moves.map(({ to }) => to),
    );
    if (collision)
      throw new LoglineError(collision.code, `${collision.message}.`, { details: { path: collision.path } });
    for (const from of leaving) this.#origins.delete(from);
    for (const [to, base] of origins) if (to !== base) this.#origins.set(to, base);
    this.#tree = overlayTree(this.#tree, changed);
  }
}
