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
 * @property {boolean} [streams] runs by itself, after those before it, and shows its output while it runs, not only when it fails
 */

ensureInstalled();
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
  const checks = allChecks();
  const first = checks.findIndex(({ streams }) => streams);
  // The checks before the tests need one processor each.
  const waiting = checks.slice(0, first);
  const lane = async () => {
    for (let check; (check = waiting.shift()) !== undefined;) if (!(await passes(check))) failed.push(check.name);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  for (const check of checks.slice(first)) if (!(await passes(check))) failed.push(check.name);
  if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`);
  else console.log('\nall checks passed');
  printTotals();
  return failed.length > 0 ? 1 : 0;
}

/** @returns {Check[]} */
function allChecks() {
  const coverage = join(scratch, 'coverage');
  const bin = (/** @type {string} */ path) => join(root, 'node_modules', path);
  return [
    // What takes longest comes first, and the others beside it.
    { name: 'lint', args: [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'] },
    { name: 'lint with types', args: [bin('oxlint/bin/oxlint'), '.'] },
    { name: 'generated code is up to date', args: ['scripts/gen.mjs', '--check'] },
    { name: 'bundle of the action is up to date', args: ['scripts/bundle-action.mjs', '--check'] },
    { name: 'types', args: [bin('typescript-7/bin/tsc'), '-p', 'tsconfig.json'] },
    { name: 'types of the playground', args: [bin('typescript-7/bin/tsc'), '-p', 'src/playground/tsconfig.json'] },
    { name: 'types of scripts', args: [bin('typescript-7/bin/tsc'), '-p', 'tsconfig.scripts.json'] },
    { name: 'format', args: [bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'] },
    { name: 'imports', args: [bin('dependency-cruiser/bin/dependency-cruise.mjs'), ...cruised()] },
    { name: 'unused code', args: [bin('knip/bin/knip.js'), '--no-progress'] },
    { name: 'package', args: ['scripts/check-package.mjs'] },
    { name: 'tests', args: [bin('c8/bin/c8.js'), ...c8(coverage), ...testRun('tests')], streams: true },
    { name: 'coverage', args: [...onSource, 'scripts/coverage.ts', join(coverage, 'coverage-final.json')] },
    { name: 'tests on other versions of Node', args: ['scripts/test-nodes.mjs', ...totals('nodes')], streams: true },
  ];
}

function cruised() {
  const folders = ['src', 'test', 'scripts', 'examples', 'action', 'services', 'hooks'];
  return folders.filter((folder) => existsSync(join(root, folder))).concat('--config', '.dependency-cruiser.cjs');
}

/** @param {string} folder */
function c8(folder) {
  return ['--reporter', 'json', '--reports-dir', folder, '--temp-directory', join(folder, 'raw')];
}

/** @param {string} name */
function testRun(name) {
  return [process.execPath, ...onSource, 'test/run.ts', ...totals(name)];
}

/** @param {string} name */
function totals(name) {
  return ['--totals', join(scratch, `${name}.totals.json`)];
}

/** @param {Check} check */
async function passes({ name, args, streams = false }) {
  if (streams) console.log(`\n${name} …`);
  const started = performance.now();
  const { status, output } = await run(args, streams);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (status !== 0) console.log(output);
  return status === 0;
}

/**
 * @param {string[]} args
 * @param {boolean} streams
 */
async function run(args, streams) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', ...(streams ? shown : kept)] });
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
