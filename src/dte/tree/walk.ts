/** The files of a folder without a repository. */
import { LoglineError } from '../../base/errors.ts';
import { lookAt, namesIn } from '../../base/tree-fs.ts';
import { MAX_FOLDER_DEPTH, MAX_TREE_FILES } from '../limits.ts';
import type { TreeListing } from './listing.ts';

/** Folders of installed packages hold other people's files, and as many of them as all others together. */
const LEFT_OUT: readonly string[] = ['.git', 'node_modules'];

/**
 * Answers all names below a folder but those of git and of installed packages. Links are not followed, and a folder with a `.git` in
 * it is a repository of its own.
 *
 * @throws {LoglineError} INPUT_UNREADABLE. LIMIT_EXCEEDED - more than 200 000 files, or more than 64 folders deep.
 */
export function listByWalk(root: string): TreeListing {
  const paths: string[] = [];
  const submodules = new Set<string>();
  const open: string[][] = [[]];
  for (let steps = open.pop(); steps !== undefined; steps = open.pop()) {
    demandBounds(root, steps, paths.length);
    for (const name of namesIn([root, ...steps].join('/'))) {
      if (LEFT_OUT.includes(name)) continue;
      const path = [...steps, name].join('/');
      if (lookAt(`${root}/${path}`)?.kind !== 'folder') paths.push(path);
      else if (lookAt(`${root}/${path}/.git`) === undefined) open.push([...steps, name]);
      else {
        paths.push(path);
        submodules.add(path);
      }
    }
  }
  return { paths, submodules };
}

function demandBounds(root: string, steps: readonly string[], count: number): void {
  if (steps.length > MAX_FOLDER_DEPTH)
    throw new LoglineError('LIMIT_EXCEEDED', `${steps.join('/')} is more than ${MAX_FOLDER_DEPTH} folders deep.`);
  if (count > MAX_TREE_FILES)
    throw new LoglineError('LIMIT_EXCEEDED', `${root} has more than ${MAX_TREE_FILES} files.`);
}
