/** Reads the foreign vectors. They are public data of others, so they stand beside the project and not in it. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VectorFiles } from './group.ts';

const projectRoot = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const folder = resolve(process.env['VECTORS_DIR'] ?? join(projectRoot, '../shared/vectors'));

/** Whether there are vectors to be read; why not, where there are none. */
export const missingVectors: string | false = existsSync(join(folder, 'jcs'))
  ? false
  : `NOTHING WAS TESTED ON FOREIGN VECTORS: there are none in ${folder}; set VECTORS_DIR`;

/** Answers all files of vectors, our own below `own`. */
export function readVectors(): VectorFiles {
  return { ...readBelow(folder), ...readOwnVectors() };
}

/** Answers our own vectors alone. */
export function readOwnVectors(): VectorFiles {
  return readBelow(join(projectRoot, 'test/vectors'));
}

function readBelow(top: string): VectorFiles {
  const paths = readdirSync(top, { recursive: true, encoding: 'utf8' }).map((path) => join(top, path));
  const files = paths.filter((path) => statSync(path).isFile());
  return Object.fromEntries(
    files.map((path) => [relative(top, path).replaceAll('\\', '/'), Uint8Array.from(readFileSync(path))]),
  );
}
