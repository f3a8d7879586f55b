/** Names that are two here and one on file systems without case, or whose letters are written in two ways. */
import type { Problem } from './apply/problems.ts';
import { foldersAbove } from './apply/path-change.ts';

/** Answers which new paths collide with others of the tree, or with each other. A folder counts as much as a file. Pure. */
export function findCollisions(paths: readonly string[], newPaths: readonly string[]): Problem[] {
  if (newPaths.length === 0) return [];
  const known = new Map<string, string>();
  for (const path of paths) for (const name of [...foldersAbove(path), path]) known.set(foldedPath(name), name);
  return newPaths.flatMap((path): Problem[] => {
    const names = [...foldersAbove(path), path];
    const other = names
      .map((name) => known.get(foldedPath(name)))
      .find((name, i) => name !== undefined && name !== names[i]);
    for (const name of names) if (!known.has(foldedPath(name))) known.set(foldedPath(name), name);
    if (other === undefined) return [];
    const message = `${path} and ${other} differ in nothing but case or Unicode normalisation, and are one name on many systems`;
    return [{ code: 'TARGET_EXISTS', path, message }];
  });
}

/** Answers what two paths have in common that are one on such a system. Letters such as ſ are one with s there, which only its capital tells. Pure. */
export const foldedPath = (path: string): string => path.normalize('NFC').toUpperCase().toLowerCase();
