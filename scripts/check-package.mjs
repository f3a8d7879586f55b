/**
 * Judges the package as it would be published: packs it, then asks publint (is package.json right?) and attw (do the
 * types resolve for every kind of consumer that can import ESM?).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { root } from './setup.mjs';

const folder = mkdtempSync(join(tmpdir(), 'logline-package-'));
try {
  const tarball = pack();
  const clean = [await isPublishable(tarball), resolvesTypes(tarball)];
  process.exitCode = clean.every(Boolean) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function pack() {
  const args = ['pack', '--ignore-scripts', '--pack-destination', folder];
  const { status } = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 'ignore', 2] });
  const [name] = readdirSync(folder);
  if (status !== 0 || name === undefined) throw new Error('npm pack failed');
  return join(folder, name);
}

/** @param {string} tarball */
async function isPublishable(tarball) {
  const bytes = readFileSync(tarball);
  const { messages, pkg } = await publint({
    pkgDir: root,
    strict: true,
    pack: { tarball: new Uint8Array(bytes).buffer },
  });
  for (const message of messages) console.error(`publint: ${formatMessage(message, pkg) ?? message.code}`);
  return messages.length === 0;
}

/** @param {string} tarball */
function resolvesTypes(tarball) {
  const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  const args = [attw, tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji'];
  return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] }).status === 0;
}
