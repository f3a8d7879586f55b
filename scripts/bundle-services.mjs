/**
 * Builds `services/dist/`: the second half of `npm run build`.
 *
 * Puts the services with all that they need into few files, from the sources: the hundreds of modules of the framework, the validator and the
 * library by themselves take twice as long to be found and loaded.
 */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { licensesOf } from './action-licenses.mjs';
import { digestInputs, root, SERVICES, stampBuild } from './setup.mjs';

/** The program, and what it starts: processes and threads look for their files beside the code that starts them. */
const PROGRAMS = {
  main: 'services/src/main.ts',
  worker: 'services/src/dte/worker.ts',
  'verify-worker': 'src/ledger/verify-worker.ts',
};

/** Loaded from where they are installed, and only when they are needed: drivers, compilers, tables of tokens. */
const LEFT_OUT = ['pg', '@ts-morph/common', 'gpt-tokenizer', 'web-tree-sitter'];

/** What modules of the older kind expect. */
const COMMON_JS = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;

const folder = join(root, SERVICES.output);
const fresh = `${folder}.${String(process.pid)}`;
const old = `${fresh}.old`;

const inputs = digestInputs(SERVICES);
try {
  const { metafile } = await build({
    entryPoints: PROGRAMS,
    outdir: fresh,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['logline:src'],
    external: LEFT_OUT,
    banner: { js: COMMON_JS },
    sourcemap: true,
    sourcesContent: false,
    charset: 'utf8',
    legalComments: 'none',
    absWorkingDir: root,
    tsconfigRaw: {},
    metafile: true,
    logLevel: 'error',
  });
  const files = Object.keys(metafile.inputs).map((path) => join(root, path));
  writeFileSync(join(fresh, 'licenses.txt'), licensesOf(files));
  swap();
  stampBuild(SERVICES, inputs);
} finally {
  for (const left of [fresh, old]) rmSync(left, { recursive: true, force: true });
}

function swap() {
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(fresh, folder);
}
