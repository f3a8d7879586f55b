/**
 * Measures, and writes docs/performance.md: `npm run bench -- [NAME…]`. `--short` shows that the benches run, and writes nothing.
 *
 * What is measured is compiled as the build compiles it: the loader that tests use adds calls of its own to the code.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureReady, listFiles, root } from './setup.mjs';

ensureReady();
const out = join(root, '.cache', `bench-${process.pid}`);
try {
  const tsc = join(root, 'node_modules/typescript-7/bin/tsc');
  const compiled = runNode([tsc, '-p', join(root, 'test/bench/tsconfig.json'), '--outDir', out]);
  for (const file of listFiles(join(root, 'src')).filter((name) => name.endsWith('.js')))
    cpSync(file, join(out, relative(root, file)));
  process.exitCode = compiled === 0 ? runNode([join(out, 'test/bench/run.js'), ...process.argv.slice(2)]) : compiled;
} finally {
  rmSync(out, { recursive: true, force: true });
}

/** @param {string[]} args */
function runNode(args) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}
