/**
 * `npm test`: every check of the project, from a fresh clone. `npm test -- FILTER…` runs only the tests whose path
 * contains a filter. Runs all checks even where one fails, and names the failed ones at the end. With `--long` before the filters the tests
 * try all that they know instead of a part of it: `npm run test:long -- FILTER…`, which takes hours without filters.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './setup.mjs';

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {string[]} args arguments of this Node
 * @property {string[]} [first] the same for what has to run before it
 * @property {NodeJS.ProcessEnv} [env] variables besides those of this process
 * @property {boolean} [streams] shows its output while it runs, not only when it fails
 * @property {boolean} [tells] shows its output when it is done, even where it does not fail
 */

ensureInstalled();
/** @type {Check} */
const demo = { name: 'demo', args: ['scripts/demo.mjs'] };
/** How every test process is started, so that it runs the sources as they are. */
const onSource = ['--import', import.meta.resolve('../test/sources/register.mjs'), '--conditions=logline:src'];
/** Where the output of a check goes. @type {['inherit', 'inherit']} */
const shown = ['inherit', 'inherit'];
/** @type {['pipe', 'pipe']} */
const kept = ['pipe', 'pipe'];
const scratch = mkdtempSync(join(tmpdir(), 'logline-test-'));
try {
  const isLong = process.argv[2] === '--long';
  if (isLong) process.env['LOGLINE_LONG'] = '1';
  const filters = process.argv.slice(isLong ? 3 : 2);
  process.exitCode = filters.length > 0 ? await runOnly(filters) : await runAll();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** @param {string[]} filters */
async function runOnly(filters) {
  ensureBuilt();
  return (await run([...onSource, 'test/run.ts', ...filters], true)).status;
}

async function runAll() {
  const failed = ensureBuilt() ? [] : ['build'];
  const raw = join(scratch, 'coverage-raw');
  const judge = async (/** @type {Check} */ check) => {
    if (!(await passes(check))) failed.push(check.name);
  };
  const waiting = checksOfTexts();
  const lane = async () => {
    for (let check; (check = waiting.shift()) !== undefined;) await judge(check);
  };
  // These need one processor each. Tests wait for programs and disks much of their time, which those on other versions fill.
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  await Promise.all([tests(raw), testsOnOtherNodes()].map(judge));
  await Promise.all([coverage(raw), demo].map(judge));
  if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`);
  else console.log('\nall checks passed');
  printTotals();
  return failed.length > 0 ? 1 : 0;
}

/** @returns {Check[]} */
function checksOfTexts() {
  return [
    // What takes longest comes first, and the others beside it.
    { name: 'lint', args: [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'] },
    { name: 'lint with types', args: [bin('oxlint/bin/oxlint'), '.'] },
    { name: 'generated code is up to date', args: ['scripts/gen.mjs', '--check'] },
    { name: 'bundle of the action is up to date', args: ['scripts/bundle-action.mjs', '--check'] },
    { name: 'types', args: [bin('typescript-7/bin/tsc'), '-p', 'tsconfig.json'] },
    { name: 'types of the playground', args: [bin('typescript-7/bin/tsc'), '-p', 'src/playground/tsconfig.json'] },
    { name: 'types of scripts', args: [bin('typescript-7/bin/tsc'), '-p', 'tsconfig.scripts.json'] },
    { name: 'format', args: [bin('oxfmt/bin/oxfmt'), '--check'] },
    { name: 'imports', args: [bin('dependency-cruiser/bin/dependency-cruise.mjs'), ...cruised()] },
    { name: 'unused code', args: [bin('knip/bin/knip.js'), '--no-progress'] },
    { name: 'package', args: ['scripts/check-package.mjs'] },
  ];
}

/** @param {string} raw @returns {Check} */
function tests(raw) {
  const args = [...onSource, 'test/run.ts', ...totals('tests')];
  return { name: 'tests', args, env: { NODE_V8_COVERAGE: raw }, streams: true };
}

/** @param {string} raw @returns {Check} */
function coverage(raw) {
  const folder = join(scratch, 'coverage');
  const c8 = ['report', '--reporter', 'json', '--reports-dir', folder, '--temp-directory', raw];
  const args = [...onSource, 'scripts/coverage.ts', join(folder, 'coverage-final.json')];
  return { name: 'coverage', first: [bin('c8/bin/c8.js'), ...c8], args };
}

/** @returns {Check} */
function testsOnOtherNodes() {
  const args = ['scripts/test-nodes.mjs', '--workers', '1', ...totals('nodes')];
  return { name: 'tests on other versions of Node', args, tells: true };
}

/** @param {string} path below node_modules */
function bin(path) {
  return join(root, 'node_modules', path);
}

function cruised() {
  const folders = ['src', 'test', 'scripts', 'examples', 'action', 'services', 'hooks'];
  return folders.filter((folder) => existsSync(join(root, folder))).concat('--config', '.dependency-cruiser.cjs');
}

/** @param {string} name */
function totals(name) {
  return ['--totals', join(scratch, `${name}.totals.json`)];
}

/** @param {Check} check */
async function passes({ name, args, first, env = {}, streams = false, tells = false }) {
  if (streams) console.log(`\n${name} …`);
  const started = performance.now();
  const before = first === undefined ? { status: 0, output: '' } : await run(first, streams);
  const { status, output } = before.status === 0 ? await run(args, streams, env) : before;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (status !== 0 || tells) console.log(output);
  return status === 0;
}

/**
 * @param {string[]} args
 * @param {boolean} streams
 * @param {NodeJS.ProcessEnv} env
 */
async function run(args, streams, env = {}) {
  const stdio = streams ? shown : kept;
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', ...stdio],
    env: { ...process.env, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  const [status] = await once(child, 'close');
  return { status: status ?? 1, output: output.trimEnd() };
}

/** The closing line, over all runs of tests: `N passed, N failed, N skipped`. */
function printTotals() {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const name of ['tests', 'nodes']) {
    const file = join(scratch, `${name}.totals.json`);
    if (!existsSync(file)) continue;
    const of = JSON.parse(readFileSync(file, 'utf8'));
    sum.passed += of.passed;
    sum.failed += of.failed;
    sum.skipped += of.skipped;
  }
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
}
