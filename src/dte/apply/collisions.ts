/** Names that are two here and one on file systems without case, or whose letters are written in two ways. */
import type { Problem } from './problems.ts';
import { foldersAbove } from './path-change.ts';

/** Answers which new paths collide with others of the tree, or with each other. A folder counts as much as a file. Pure. */
export function findCollisions(paths: readonly string[], newPaths: readonly string[]): Problem[] {
  if (newPaths.length === 0) return [];
  const known = new Map<string, string>();
  for (const path of paths) for (const name of [...foldersAbove(path), path]) known.set(fold(name), name);
  return newPaths.flatMap((path): Problem[] => {
    const names = [...foldersAbove(path), path];
    const other = names.map((name) => known.get(fold(name))).find((name, i) => name !== undefined && name !== names[i]);
    for (const name of names) if (!known.has(fold(name))) known.set(fold(name), name);
    if (other === undefined) return [];
    const message = `${path} and ${other} differ in nothing but case, and are one name on many systems`;
    return [{ code: 'TARGET_EXISTS', path, message }];
  });
}

const fold = (name: string): string => name.normalize('NFC').toLowerCase();
