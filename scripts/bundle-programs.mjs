/**
 * Puts the modules of a compiled program, or of a door of the library, into few files: Node takes most of a millisecond to find and load each one, and a
 * program that is called from hooks and loops has to start at once (docs/performance.md). Code that a command does not need
 * stays in files that it does not load.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { listFiles } from './setup.mjs';

/** Smaller pieces are put together, unless that makes a command load code which it does not need. */
const MIN_CHUNK_CHARS = 100_000;

/** Packages that are loaded from where they are installed: too large to be copied, or not made of modules. */
const LEFT_OUT = [
  '@ts-morph/common',
  'esquery',
  'gpt-tokenizer/encoding/o200k_base',
  'libphonenumber-js/min',
  'pg',
  're2js',
  'smol-toml',
  'web-tree-sitter',
];

/**
 * Replaces the folder of compiled programs by their bundles. Each has files of its own: what two programs share would be in files
 * that neither needs alone.
 *
 * @param {string[]} programs the files that Node is started with, all in one folder
 * @param {readonly string[]} threads files that threads of them are started with: they are looked for beside the code that starts them
 */
export async function bundlePrograms(programs, threads) {
  const folder = dirname(programs[0] ?? '');
  const bundles = await Promise.all(programs.map((program) => rollup(optionsFor([program, ...threads]))));
  rmSync(folder, { recursive: true });
  for (const bundle of bundles) {
    await bundle.write({
      dir: folder,
      format: 'es',
      sourcemap: true,
      chunkFileNames: '[name]-[hash].js',
      experimentalMinChunkSize: MIN_CHUNK_CHARS,
    });
    await bundle.close();
  }
}

/**
 * Puts the modules of a door of the library, all of which are in the door's own folder, into few files. What the doors share stays as it is,
 * so that it is there once.
 *
 * @param {string} folder of the compiled door
 */
export async function bundleDoor(folder) {
  const door = join(folder, 'index.js');
  const options = optionsFor([door]);
  const bundle = await rollup({ ...options, external: (id) => isLeftOut(id) || leadsOut(id, folder) });
  const { output } = await bundle.generate({ format: 'es', sourcemap: true, chunkFileNames: '[name]-[hash].js' });
  await bundle.close();
  for (const file of listFiles(folder).filter((name) => /\.js(?:\.map)?$/.test(name))) rmSync(file);
  for (const file of output)
    writeFileSync(join(folder, file.fileName), file.type === 'chunk' ? file.code : file.source);
}

/** @param {string} id */
const isLeftOut = (id) => id.startsWith('node:') || LEFT_OUT.includes(id);

/** Whether a resolved module is of another folder. @param {string} id @param {string} folder */
const leadsOut = (id, folder) => isAbsolute(id) && relative(folder, id).startsWith('..');

/** @param {string[]} inputs @returns {import('rollup').RollupOptions} */
function optionsFor(inputs) {
  return {
    input: inputs,
    logLevel: 'warn',
    external: isLeftOut,
    // As package.json promises for all modules; here for those of dependencies, too.
    treeshake: { moduleSideEffects: (id) => inputs.includes(id) },
    plugins: [nodeResolve(), readSourceMaps],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  };
}

/** So that a stack trace and a coverage report show the sources. */
const readSourceMaps = {
  name: 'read-source-maps',
  /** @param {string} id */
  load(id) {
    const map = `${id}.map`;
    return existsSync(map) ? { code: readFileSync(id, 'utf8'), map: readFileSync(map, 'utf8') } : null;
  },
};
