/** The files that a change is about, looked at before anything is written. Everything that stands in the way is told at once. */
import { LoglineError } from '../../base/errors.ts';
import { lookAt, mayWrite, readStamped } from '../../base/tree-fs.ts';
import type { TreeEntry } from '../../base/tree-fs.ts';
import { MAX_CHANGED_BYTES } from '../limits.ts';
import { findCollisions } from '../path-collisions.ts';
import { OWN_FOLDER } from '../tree/own-folder.ts';
import { ignoredPaths } from '../tree/git-files.ts';
import { listFiles } from '../tree/work-tree.ts';
import { ownFolderOf } from './own-files.ts';
import { foldersAbove, sha256 } from './path-change.ts';
import type { PathChange } from './path-change.ts';
import { demandNone } from './problems.ts';
import type { Problem } from './problems.ts';

/** A change, and what stands at its path now. */
export interface Target {
  readonly change: PathChange;
  /** `undefined` where nothing stands there. */
  readonly entry: TreeEntry | undefined;
}

/**
 * Answers the targets of changes, all of them as planned and free to be changed.
 *
 * @param root - absolute, without links in it.
 * @throws {LoglineError} MODIFIED_SINCE - a file is not as planned. PATH_UNSAFE - a link, a submodule or a file that git ignores.
 *   TARGET_EXISTS - something has a new path, or one that differs in case only. OUTPUT_UNWRITABLE - read-only files and folders, or
 *   another file system. The first of them, with all in `details.problems`.
 */
export async function lookAtTargets(root: string, changes: readonly PathChange[]): Promise<Target[]> {
  const { device } = lookAt(ownFolderOf(root))!;
  const targets = changes.map((change) => ({ change, entry: lookAtSafely(root, change.path) }));
  const folders = new Set(changes.flatMap(({ path }) => foldersAbove(path)));
  const inTheWay = [...folders].flatMap((folder) => folderProblems(root, folder, device));
  demandNone(inTheWay);
  demandNone([...targets.flatMap((target) => fileProblems(root, target)), ...rootProblems(root, device)]);
  demandNone(await treeProblems(root, changes));
  return targets;
}

/** A name below a file or a circle of links cannot be looked at: the folder above tells why. */
function lookAtSafely(root: string, path: string): TreeEntry | undefined {
  try {
    return lookAt(`${root}/${path}`);
  } catch {
    return undefined;
  }
}

function folderProblems(root: string, path: string, device: string): Problem[] {
  const entry = lookAtSafely(root, path);
  if (entry === undefined) return []; // to be made
  if (entry.kind === 'link')
    return [{ code: 'PATH_UNSAFE', path, message: `${path} is a symbolic link, and no folder of this tree` }];
  if (entry.kind !== 'folder')
    return [{ code: 'TARGET_EXISTS', path, message: `${path} is a file where a folder is needed` }];
  if (lookAt(`${root}/${path}/.git`) !== undefined)
    return [{ code: 'PATH_UNSAFE', path, message: `${path} is a submodule or a repository of its own` }];
  if (entry.device !== device) return [elsewhere(path)];
  return isReadOnly(root, path, entry) ? [readOnly(path)] : [];
}

function rootProblems(root: string, device: string): Problem[] {
  return lookAt(root)!.device === device ? (mayWrite(root) ? [] : [readOnly(root)]) : [elsewhere(root)];
}

const elsewhere = (path: string): Problem => ({
  code: 'OUTPUT_UNWRITABLE',
  path,
  message: `${path} is on another file system than ${OWN_FOLDER}`,
});

const isReadOnly = (root: string, path: string, { permissions }: TreeEntry): boolean =>
  (permissions & 0o222) === 0 || !mayWrite(`${root}/${path}`);

const readOnly = (path: string): Problem => ({
  code: 'OUTPUT_UNWRITABLE',
  path,
  message: `${path} is read-only`,
});

function fileProblems(root: string, { change: { path, before }, entry }: Target): Problem[] {
  if (before === undefined) {
    return entry === undefined ? [] : [{ code: 'TARGET_EXISTS', path, message: `${path} exists already` }];
  }
  if (entry === undefined) return [{ code: 'MODIFIED_SINCE', path, message: `${path} is gone` }];
  if (entry.kind !== 'file')
    return [{ code: 'PATH_UNSAFE', path, message: `${path} is no plain file, but a ${entry.kind}` }];
  if (isReadOnly(root, path, entry)) return [readOnly(path)];
  return isAsPlanned(root, path, before, entry)
    ? []
    : [{ code: 'MODIFIED_SINCE', path, message: `${path} was changed meanwhile` }];
}

function isAsPlanned(root: string, path: string, before: NonNullable<PathChange['before']>, entry: TreeEntry): boolean {
  const mode = (entry.permissions & 0o100) === 0 ? '100644' : '100755';
  if (mode !== before.mode) return false;
  const { bytes, entry: read } = readStamped(`${root}/${path}`, MAX_CHANGED_BYTES);
  return read.stamp === entry.stamp && sha256(bytes) === before.sha256;
}

/** What only the whole tree tells: whether git has the files, and whether new names can stand beside the others. */
async function treeProblems(root: string, changes: readonly PathChange[]): Promise<Problem[]> {
  const { paths, submodules } = await listFiles(root);
  const known = new Set(paths.filter((path) => !submodules.has(path)));
  const unknown = changes.filter(({ path, before }) => before !== undefined && !known.has(path));
  const made = changes.filter(({ before, after }) => before === undefined && after !== undefined);
  const newPaths = made.map(({ path }) => path);
  const ignored = await ignoredPaths(root, newPaths);
  const gone = new Set(changes.filter(({ after }) => after === undefined).map(({ path }) => path));
  const left = paths.filter((path) => !gone.has(path));
  return [
    ...[...unknown.map(({ path }) => path), ...ignored].map((path): Problem => {
      return { code: 'PATH_UNSAFE', path, message: `${path} is ignored by git, so no commit would have the change` };
    }),
    ...findCollisions(left, newPaths),
  ];
}

/** Whether what stands at the path of a target is still what was looked at. @throws {LoglineError} MODIFIED_SINCE, PATH_UNSAFE */
export function demandUnchanged(root: string, { change: { path }, entry }: Target): void {
  for (const folder of foldersAbove(path)) {
    if (lookAt(`${root}/${folder}`)?.kind === 'folder') continue;
    throw new LoglineError('PATH_UNSAFE', `${folder} is no folder any more.`, { details: { path: folder } });
  }
  const now = lookAt(`${root}/${path}`);
  if (now?.stamp !== entry?.stamp)
    throw new LoglineError('MODIFIED_SINCE', `${path} was changed while the change was made.`, { details: { path } });
}
