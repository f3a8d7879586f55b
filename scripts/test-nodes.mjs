/**
 * Runs what rests on the version of Node, the foreign vectors among it, what the transform engine yields, and the bundle of the Action on the
 * other supported versions: `npm run test:nodes`. Other tests by filters: `npm run test:nodes -- ledger`. Laws of our own code that are
 * tried at random are left to the main run.
 *
 * Verdicts must not depend on the version: node:crypto has changed its mind about odd signatures before. The versions
 * come from the npm registry; where it cannot be reached they are skipped in plain sight, and with CI=true that fails.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './setup.mjs';

const versions = [22, 24];

/** What rests on the version: its crypto, its WebAssembly, its numbers and texts, and how it loads bundles. Code of our own that reads bytes does not. */
const OF_THE_VERSION = [
  'atomic/attacks',
  'atomic/canonical',
  'atomic/ed25519',
  'atomic/engine',
  'atomic/native',
  'atomic/number-text',
  'atomic/own-vectors',
  'atomic/sign',
  'atomic/vectors',
  'atomic/verify',
  'atomic/wasm',
  'action/nodes',
  'dte/determinism',
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { totals: { type: 'string' }, workers: { type: 'string' } },
});
const workers = values.workers === undefined ? [] : ['--workers', values.workers];
const filters = positionals.length > 0 ? positionals : [...OF_THE_VERSION, '--except', '.prop.'];
const isCi = process.env['CI'] === 'true';

const scratch = mkdtempSync(join(tmpdir(), 'logline-nodes-'));
const sum = { passed: 0, failed: 0, skipped: 0 };
try {
  for (const version of versions) testOn(version);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (values.totals !== undefined) writeFileSync(values.totals, JSON.stringify(sum));

/** @param {number} version */
function testOn(version) {
  const node = findNode(version);
  if (node === undefined) {
    console.log(`SKIPPED Node ${version}: it could not be fetched from the npm registry, nothing was tested on it`);
    sum.skipped++;
    if (isCi) process.exitCode = 1;
    return;
  }
  console.log(`Node ${node.release}`);
  const totals = join(scratch, `${version}.json`);
  const onSource = ['--import', import.meta.resolve('../test/sources/register.mjs'), '--conditions=logline:src'];
  const args = [...onSource, 'test/run.ts', '--totals', totals, ...workers, ...filters];
  const env = { ...process.env, LOGLINE_OTHER_NODE: '1' };
  const { status } = spawnSync(node.path, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exitCode = 1;
  if (existsSync(totals)) add(JSON.parse(readFileSync(totals, 'utf8')));
}

/** @param {number} version */
function findNode(version) {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major === version) return { path: process.execPath, release: process.versions.node };
  const print = 'process.stdout.write(JSON.stringify({ path: process.execPath, release: process.versions.node }))';
  const npx = ['--yes', '--package', `node@${version}`, 'node', '-e', print];
  const { status, stdout } = spawnSync('npx', npx, {
    cwd: scratch,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) return undefined;
  const node = JSON.parse(stdout);
  return node.release.startsWith(`${version}.`) ? node : undefined;
}

/** @param {{ passed: number, failed: number, skipped: number }} of */
function add(of) {
  sum.passed += of.passed;
  sum.failed += of.failed;
  sum.skipped += of.skipped;
}
