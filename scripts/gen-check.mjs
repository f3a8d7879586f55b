/** What is wrong with generated code. */
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { listFiles } from './setup.mjs';

/**
 * Answers a line for each file that is not what its generator writes, and for each in a folder of generated code that none writes.
 *
 * @param {ReadonlyMap<string, string>} files what the generators write, by path from the root
 * @param {string} root
 * @returns {string[]}
 */
export function faultsOfGenerated(files, root) {
  const left = generatedFiles(root).filter((path) => !files.has(path));
  return [
    ...staleFiles(files, root).map((path) => `${path} is not what its generator writes: run \`npm run gen\``),
    ...left.map((path) => `${path} is written by no generator: delete it`),
  ];
}

/**
 * Answers the paths of the files that are not as they would be written.
 *
 * @param {ReadonlyMap<string, string>} files
 * @param {string} root
 */
export function staleFiles(files, root) {
  return [...files].filter(([path, text]) => readIfThere(join(root, path)) !== text).map(([path]) => path);
}

/** What stands in the folders of generated code now. @param {string} root */
function generatedFiles(root) {
  const paths = listFiles(join(root, 'src')).map((file) => relative(root, file).split(sep).join('/'));
  return paths.filter((path) => path.includes('/generated/'));
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
