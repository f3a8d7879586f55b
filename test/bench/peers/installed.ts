/** Packages that only the benches need: installed by `npm run bench` into a folder of its own, so that nobody else waits for them. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../root.ts';

const source = join(root, 'test/bench/peer-packages');
const folder = join(root, '.cache/bench-peers');
const FILES = ['package.json', 'package-lock.json'];

/** Installs them as the lock file has them, if they are not. Without a registry the benches do without them. */
export function installPeers(): void {
  if (arePeersInstalled()) return;
  mkdirSync(folder, { recursive: true });
  for (const file of FILES) copyFileSync(join(source, file), join(folder, file));
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  spawnSync(npm, ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 2, 2] });
}

/** Whether what the lock file names is there. */
export function arePeersInstalled(): boolean {
  const isSame = (file: string): boolean =>
    existsSync(join(folder, file)) && readFileSync(join(folder, file)).equals(readFileSync(join(source, file)));
  return existsSync(join(folder, 'node_modules/.package-lock.json')) && FILES.every(isSame);
}

/** Where they are: for programs that load them by themselves. */
export const peersFolder = folder;

/** Answers a module of a peer. */
export function requirePeer(name: string): unknown {
  return createRequire(join(folder, 'package.json'))(name);
}

/** Answers the version of a peer. */
export function versionOfPeer(name: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
