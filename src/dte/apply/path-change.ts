/** What becomes of each path when a plan is carried out: a move is one path less and one more, and two files that swap are two changes. */
import { createHash } from 'node:crypto';
import { LoglineError } from '../../base/errors.ts';
import { compareText } from '../order.ts';
import { safePath } from '../path-filter.ts';
import type { FileMode } from '../source-tree.ts';
import { isOwnPath } from '../tree/own-folder.ts';

/** One file as it is before and after: a {@link import('../plan.ts').FileChange} without its edits. */
export interface FileStep {
  readonly path: string;
  readonly newPath: string;
  readonly mode: FileMode;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** What becomes of one path. */
export interface PathChange {
  readonly path: string;
  /** What has to stand there now; `undefined` for nothing. */
  readonly before: { readonly sha256: string; readonly mode: FileMode } | undefined;
  /** What stands there afterwards; `undefined` for nothing. */
  readonly after: { readonly sha256: string; readonly bytes: Uint8Array; readonly from: string } | undefined;
}

/** Answers the digest that files are compared by: 64 lower-case hex. Pure. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Answers the changes by path, sorted. Pure.
 *
 * @throws {LoglineError} PATH_UNSAFE - a path leads out of the tree or into the engine's own folder. EDIT_CONFLICT - two files come
 *   from or go to one path.
 */
export function pathChanges(files: readonly FileStep[]): PathChange[] {
  const before = new Map<string, PathChange['before']>();
  const after = new Map<string, PathChange['after']>();
  for (const file of files) {
    [file.path, file.newPath].forEach(demandOwnable);
    if (before.has(file.path)) throw twice(file.path);
    if (after.has(file.newPath)) throw twice(file.newPath);
    before.set(file.path, { sha256: sha256(file.before), mode: file.mode });
    after.set(file.newPath, { sha256: sha256(file.after), bytes: file.after, from: file.path });
  }
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
  return paths.map((path) => ({ path, before: before.get(path), after: after.get(path) }));
}

function demandOwnable(path: string): void {
  if (safePath(path) === path && !isOwnPath(path)) return;
  throw new LoglineError('PATH_UNSAFE', `Nothing may be written to ${path}.`, { details: { path } });
}

const twice = (path: string): LoglineError =>
  new LoglineError('EDIT_CONFLICT', `Two files come from or go to ${path}.`, { details: { path } });

/** Answers the folders above a path, from the top down, without the root. Pure. */
export function foldersAbove(path: string): string[] {
  const steps = path.split('/').slice(0, -1);
  return steps.map((_, i) => steps.slice(0, i + 1).join('/'));
}
