/** Builds the playground by itself and says where it is: `npm run playground`. `npm run build` makes it as well. */
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildPlayground } from './bundle-playground.mjs';
import { root } from './setup.mjs';

const folder = join(root, 'dist/playground');
const files = await buildPlayground(folder);
for (const [name, bytes] of files)
  console.log(
    `${join(relative(root, folder), name).padEnd(40)} ${kilobytes(bytes)}, ${kilobytes(gzipSync(bytes))} packed`,
  );
console.log(
  `\nOpen ${pathToFileURL(join(folder, 'index.html')).href} in a browser, or put the folder on any host for static files.`,
);
console.log('The ledger API serves it at /: node services/index.js --only ledger');

/** @param {Uint8Array} bytes */
function kilobytes(bytes) {
  return `${(bytes.length / 1000).toFixed(1)} kB`;
}
