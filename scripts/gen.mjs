/**
 * Writes all generated code: `npm run gen`. With `--check` writes nothing, names each file that is not what would be written, and
 * exits 1 where there is one.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { register } from 'tsx/esm/api';
import { generateSchemaFiles } from '../schemas/codegen.mjs';
import { faultsOfGenerated, staleFiles } from './gen-check.mjs';
import { generateBlake3Compress } from './gen-blake3.mjs';
import { generateClientOperations } from './gen-client.mjs';
import { generateGrammars } from './gen-grammars.mjs';
import { generateFieldProducts } from './gen-field.mjs';
import { compileFastWasm } from './gen-wasm.mjs';
import { generateMutationChild } from './gen-mutation-child.mjs';
import { generatePackVerifier } from './gen-pack-verifier.mjs';
import { root } from './setup.mjs';

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
files.set('src/client/generated/operations.ts', generateClientOperations());
files.set('docs/errors.md', withErrorCodes(readFileSync(join(root, 'docs/errors.md'), 'utf8')));
files.set('docs/cli.md', cliPage());

if (process.argv.includes('--check')) {
  const faults = faultsOfGenerated(files, root);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
} else {
  for (const path of staleFiles(files, root)) write(path, files.get(path) ?? '');
}

/** @param {string} path @param {string} text */
function write(path, text) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`wrote ${path}`);
}
