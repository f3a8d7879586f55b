/** Arithmetic of paths in a tree. They are relative to its root; a path that leaves the root keeps its leading `..`. */
import { posix } from 'node:path';

/** Stands above the root, where a way begins or ends outside of the tree. No path has such a step. */
const ABOVE = `/${'\0/'.repeat(64)}`;

/** Answers the folder of a path, `''` for the root. Pure. */
export function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : path.slice(0, at);
}

/** Answers the last step of a path. Pure. */
export const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Answers the path that a relative text means, seen from a folder; `''` for the root. Without a slash at its end. Pure. */
export function joinPath(folder: string, text: string): string {
  const joined = posix.join(folder, `./${text}`).replace(/\/$/, '');
  return joined === '.' ? '' : joined;
}

/** Answers the way from a folder to a path, without a leading `./`; `''` for the folder itself. Pure. */
export function wayTo(folder: string, path: string): string {
  if (!folder.startsWith('..') && !path.startsWith('..')) return posix.relative(`/${folder}`, `/${path}`);
  return posix.relative(posix.join(ABOVE, folder), posix.join(ABOVE, path));
}

/** Whether a path is a folder or below it. The root is above everything. Pure. */
export const isWithin = (folder: string, path: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`);
