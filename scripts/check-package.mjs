/**
 * Judges the package as it would be published: packs it, then asks publint (is package.json right?) and attw (do the
 * types resolve for every kind of consumer that can import ESM?).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './setup.mjs';

const folder = mkdtempSync(join(tmpdir(), 'logline-package-'));
try {
  const tarball = pack();
  const judges = [
    ['publint/src/cli.js', 'run', tarball, '--strict'],
    ['@arethetypeswrong/cli/dist/index.js', tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji'],
  ];
  if (judges.map(accepts).includes(false)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function pack() {
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  const { status } = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 'ignore', 2] });
  const [name] = readdirSync(folder);
  if (status !== 0 || name === undefined) throw new Error('npm pack failed');
  return join(folder, name);
}

/** @param {readonly string[]} judge */
function accepts([program = '', ...args]) {
  const path = join(root, 'node_modules', program);
  return spawnSync(process.execPath, [path, ...args], { cwd: root, stdio: ['ignore', 2, 2] }).status === 0;
}
