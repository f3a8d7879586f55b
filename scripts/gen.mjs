/**
 * Writes all generated code: `npm run gen`. With `--check` writes nothing, names each file that is not what would be written, and
 * exits 1 where there is one.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { register } from 'tsx/esm/api';
import { generateSchemaFiles } from '../schemas/codegen.mjs';
import { generateBlake3Compress } from './gen-blake3.mjs';
import { generateGrammars } from './gen-grammars.mjs';
import { generateFieldProducts } from './gen-field.mjs';
import { compileFastWasm } from './gen-wasm.mjs';
import { generateMutationChild } from './gen-mutation-child.mjs';
import { generatePackVerifier } from './gen-pack-verifier.mjs';
import { listFiles, root } from './setup.mjs';

register();
const { withErrorCodes } = await import('./error-docs.ts');
const { cliPage } = await import('./cli-docs.ts');

const files = await generateSchemaFiles();
files.set('src/atomic/generated/blake3-compress.ts', generateBlake3Compress());
for (const [path, text] of generateGrammars()) files.set(path, text);
const products = generateFieldProducts();
files.set('src/atomic/wasm/generated/product.ts', products);
files.set('src/atomic/generated/fast-wasm.ts', compileFastWasm(products));
files.set('src/dte/mutation/generated/child-text.ts', await generateMutationChild());
files.set('src/evidence/generated/pack-verifier.ts', await generatePackVerifier(files));
files.set('docs/errors.md', withErrorCodes(readFileSync(join(root, 'docs/errors.md'), 'utf8')));
files.set('docs/cli.md', cliPage());

const stale = [...files].filter(([path, text]) => readIfThere(join(root, path)) !== text);
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is not what its generator writes: run \`npm run gen\``);
  const left = generatedFiles().filter((path) => !files.has(path));
  for (const path of left) console.error(`${path} is written by no generator: delete it`);
  if (stale.length + left.length > 0) process.exitCode = 1;
} else {
  for (const [path, text] of stale) write(path, text);
}

/** What stands in the folders of generated code now. */
function generatedFiles() {
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

/** @param {string} path @param {string} text */
function write(path, text) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`wrote ${path}`);
}
