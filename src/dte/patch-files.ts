/** The files that the patches of a spec are about. */
import { fromUtf8 } from '../base/bytes.ts';
import type { ChangeSpec } from './generated/types.ts';
import { pathFilter } from './path-filter.ts';
import { isPlainFile } from './source-tree.ts';
import type { SourceTree } from './source-tree.ts';

/** A file with text in it. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Answers for each patch of a spec the files in scope that its path means, in the order of their paths. Files that are not UTF-8 are
 * left out. Whether its selector finds something in them is not looked at.
 *
 * @throws {LoglineError} FILE_UNSUPPORTED - a file cannot be read.
 */
export function patchFiles({ scope, patches }: ChangeSpec, tree: SourceTree): readonly (readonly TextFile[])[] {
  const inScope = pathFilter(scope);
  const paths = [...tree.modes].filter(([path, mode]) => isPlainFile(mode) && inScope(path)).map(([path]) => path);
  return patches.map((patch) => {
    const isMeant = pathFilter([patch.path]);
    return paths.filter(isMeant).flatMap((path) => {
      const text = fromUtf8(tree.read(path));
      return text === undefined ? [] : [{ path, text }];
    });
  });
}
