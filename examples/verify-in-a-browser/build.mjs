// Builds the page into a folder that any web server can serve: `node examples/verify-in-a-browser/build.mjs [FOLDER]`.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';

const here = dirname(fileURLToPath(import.meta.url));
const folder = resolve(process.argv[2] ?? join(here, 'dist'));

mkdirSync(folder, { recursive: true });
const bundle = await rollup({ input: join(here, 'page.mjs'), plugins: [nodeResolve({ browser: true })] });
await bundle.write({ file: join(folder, 'page.js'), format: 'es' });
for (const name of ['index.html', 'page.css']) copyFileSync(join(here, name), join(folder, name));
console.log(`built ${folder}`);
