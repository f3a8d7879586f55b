/** Trees for tests, from paths and texts. */
import { toUtf8 } from '../../src/base/bytes.ts';
import { memoryTree } from '../../src/dte/source-tree.ts';
import type { SourceTree } from '../../src/dte/source-tree.ts';

/** Answers a tree of plain files. */
export function treeOf(files: Readonly<Record<string, string | Uint8Array>>): SourceTree {
  return memoryTree(
    new Map(
      Object.entries(files).map(([path, content]) => [
        path,
        { mode: '100644', bytes: typeof content === 'string' ? toUtf8(content) : content },
      ]),
    ),
  );
}
