/**
 * What a container engine does, as far as the kernel alone can: a program with a folder as its root, read-only but for some places, as another user.
 * The system's programs (/usr) are those of this machine. Needs root and Linux.
 */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** How a program is run in a root. */
export interface Sandboxed {
  readonly root: string;
  readonly folder: string;
  /** `uid:gid`. */
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  /** Places that can be written though the rest cannot; without them all can. */
  readonly writable?: readonly string[];
}

/** Why there is no sandbox here; `false` where there is. */
export const noSandbox: string | false =
  process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0
    ? false
    : 'roots of programs can be changed by root on Linux only';

/** Lays out the folders of a root that has no image below it. */
export function makeRoot(root: string): void {
  for (const name of ['usr', 'proc', 'dev', 'tmp', 'var', 'root']) mkdirSync(join(root, name), { recursive: true });
  for (const name of ['bin', 'sbin', 'lib', 'lib64'])
    if (existsSync(`/${name}`) && !existsSync(join(root, name))) symlinkSync(`usr/${name}`, join(root, name));
  cpSync('/etc', join(root, 'etc'), { recursive: true, verbatimSymlinks: true });
}

const ENTER = `
root=$1 folder=$2 user=$3 writable=$4
shift 4
mount --bind "$root" "$root"
mount --rbind /usr "$root/usr"
mount --rbind /dev "$root/dev"
mount --rbind /proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
if [ -n "$SANDBOX_HOME" ]; then mkdir -p "$root$SANDBOX_HOME"; mount --rbind "$SANDBOX_HOME" "$root$SANDBOX_HOME"; unset SANDBOX_HOME; fi
if [ -n "$writable" ]; then
  for place in $writable; do mount --bind "$root$place" "$root$place"; done
  mount -o remount,bind,ro "$root"
fi
exec chroot --userspec="$user" "$root" /bin/sh -c 'cd "$1" && shift && exec "$@"' sh "$folder" "$@"
`;

/** Starts a program. It has no variables but those that are named. */
export function enter({ root, folder, user, env, writable }: Sandboxed, command: readonly string[]): ChildProcess {
  const args = ['--mount', 'bash', '-euc', ENTER, 'bash', root, folder, user, (writable ?? []).join(' ')];
  const home = writable === undefined ? { SANDBOX_HOME: homedir() } : { SANDBOX_HOME: '' };
  return spawn('unshare', [...args, ...command], { env: { ...env, ...home }, stdio: ['ignore', 'pipe', 'pipe'] });
}
