/** Whether a path stays in a folder. */
import { isAbsolute, relative } from 'node:path';

/** Answers whether a path is a folder or in it, as far as its text tells. Pure. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!/^\.\.(?:[/\\]|$)/.test(way) && !isAbsolute(way));
}
