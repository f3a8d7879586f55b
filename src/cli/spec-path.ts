/** Where the file of a spec is. */
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** Answers the path of a spec's file relative to the root, `undefined` for one that is elsewhere. */
export function specPathIn(root: string, file: string): string | undefined {
  const path = relative(resolve(root), resolve(file)).split(sep).join('/');
  return file === '-' || path.startsWith('../') || isAbsolute(path) ? undefined : path;
}
