/** The packages that are installed in a folder, as a type check reads them. */
import { fromUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { lookAt, namesIn, readPlainFile, realFolder } from '../../base/tree-fs.ts';
import type { TreeEntry } from '../../base/tree-fs.ts';
import { MAX_FILE_BYTES } from '../limits.ts';
import type { ExternalFiles } from '../typescript/external-files.ts';

const PACKAGES = /(?:^|\/)node_modules(?:\/|$)/;

/**
 * Answers the files below the `node_modules` of a folder. Links lead to where they lead, as package managers set them, but never out
 * of the folder. Files are read when they are asked for, and nothing in them is run.
 *
 * @throws {LoglineError} INPUT_MISSING - there is no such folder.
 */
export function installedFiles(folder: string): ExternalFiles {
  const root = realFolder(folder);
  const find = (path: string, kind: TreeEntry['kind']): string | undefined => {
    const real = PACKAGES.test(path) ? realPath(`${root}/${path}`) : undefined;
    return real?.startsWith(`${root}/`) === true && lookAt(real)?.kind === kind ? real : undefined;
  };
  return {
    readFile: (path) => textOf(find(path, 'file')),
    fileExists: (path) => find(path, 'file') !== undefined,
    directoryExists: (path) => find(path, 'folder') !== undefined,
    getDirectories: (path) => {
      const inside = find(path, 'folder');
      return inside === undefined ? [] : namesIn(inside).sort();
    },
  };
}

function realPath(path: string): string | undefined {
  try {
    return realFolder(path);
  } catch (error) {
    if (error instanceof LoglineError) return undefined;
    throw error;
  }
}

/** A file that is too large, or no text, is none for a compiler. */
function textOf(path: string | undefined): string | undefined {
  if (path === undefined || (lookAt(path)?.sizeBytes ?? Infinity) > 4 * MAX_FILE_BYTES) return undefined;
  return fromUtf8(readPlainFile(path, 4 * MAX_FILE_BYTES));
}
