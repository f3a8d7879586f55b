/**
 * Puts the modules of a compiled program into few files: Node takes most of a millisecond to find and load each one, and a
 * program that is called from hooks and loops has to start at once (docs/performance.md). Code that a command does not need
 * stays in files that it does not load.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';

/** Smaller pieces are put together, unless that makes a command load code which it does not need. */
const MIN_CHUNK_CHARS = 100_000;

/**
 * Replaces the folder of a compiled program by its bundle.
 *
 * @param {string} program the file that Node is started with
 * @param {readonly string[]} threads files that threads of it are started with: they are looked for beside the code that starts them
 */
export async function bundleProgram(program, threads) {
  const inputs = [program, ...threads];
  const bundle = await rollup({
    input: inputs,
    logLevel: 'warn',
    external: /^node:/,
    // As package.json promises for all modules; here for those of dependencies, too.
    treeshake: { moduleSideEffects: (id) => inputs.includes(id) },
    plugins: [nodeResolve(), readSourceMaps],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  const folder = dirname(program);
  rmSync(folder, { recursive: true });
  await bundle.write({
    dir: folder,
    format: 'es',
    sourcemap: true,
    chunkFileNames: '[name]-[hash].js',
    experimentalMinChunkSize: MIN_CHUNK_CHARS,
  });
  await bundle.close();
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
