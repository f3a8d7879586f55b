/**
 * Builds `dist/` from `src/`: `npm run build`.
 *
 * Compiles into a folder beside it and swaps the two at the end, so that a failed or interrupted build leaves the last
 * good one, and a program that is running never sees half of one.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildPlayground } from './bundle-playground.mjs';
import { bundleDoor, bundlePrograms } from './bundle-programs.mjs';
import { digestInputs, LIBRARY, listFiles, root, stampBuild } from './setup.mjs';

const fresh = join(root, `dist.${String(process.pid)}`);
const old = `${fresh}.old`;

const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** From `dist/`. */
const programs = /** @type {string[]} */ (Object.values(bin)).map((path) => relative('dist', path));

const inputs = digestInputs(LIBRARY);
try {
  if (compile() && hasPrograms()) {
    copyPlainJavaScript();
    const files = programs.map((program) => join(fresh, program));
    await bundlePrograms(files, [join(fresh, 'ledger/verify-worker.js')]);
    for (const file of files) chmodSync(file, 0o755);
    await bundleDoor(join(fresh, 'dte'));
    await buildPlayground(join(fresh, 'playground'));
    swap();
    stampBuild(LIBRARY, inputs);
  } else {
    process.exitCode = 1;
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
  rmSync(old, { recursive: true, force: true });
}

function compile() {
  const tsc = join(root, 'node_modules/typescript-7/bin/tsc');
  const args = [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', fresh];
  return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] }).status === 0;
}

/** Generated code is JavaScript with declarations beside it, which the compiler does not copy. */
function copyPlainJavaScript() {
  const source = join(root, 'src');
  for (const file of listFiles(source).filter((name) => /\.(js|d\.ts)$/.test(name))) {
    cpSync(file, join(fresh, relative(source, file)));
  }
}

/** Answers whether every program that package.json lists was built. */
function hasPrograms() {
  const missing = programs.filter((program) => !existsSync(join(fresh, program)));
  for (const program of missing) console.error(`dist/${program} is listed in "bin" of package.json but was not built`);
  return missing.length === 0;
}

function swap() {
  const dist = join(root, 'dist');
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
}
