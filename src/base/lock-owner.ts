/**
 * Who holds a lock: one short text that another process can judge after a crash, a restart of the machine or a reuse of the
 * process id.
 *
 * `7041.6mwz1.1f3x9q2.0kq7hzs.1a2b3c4@build-7`: process id, its start, boot, process table, machine, and the host's name for people.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { kill, pid as ownPid, platform } from 'node:process';
import { toUtf8 } from './bytes.ts';
import { errnoOf } from './file-failure.ts';
import { runProgram } from './process.ts';

/** What an owner's text says; `-` stands for what the system does not tell. */
export interface LockOwner {
  readonly pid: number;
  /** When the process started, as the system counts it: with the pid, one process for all time of a boot. */
  readonly start: string;
  /** Digest of the boot id: another one after each restart of the machine. */
  readonly boot: string;
  /** Digest of the namespaces that process ids and times are counted in: a container has its own. */
  readonly table: string;
  /** Digest of the machine's id and name. */
  readonly machine: string;
  /** For people; cut to what fits. */
  readonly host: string;
}

/** Where the system tells about processes. */
export interface SystemView {
  readonly platform: string;
  /** What stands before `/proc`, `/etc` and `/bin`. */
  readonly root: string;
}

const HERE: SystemView = { platform, root: '' };

/** ext4 and others keep a symbolic link of this length in the inode itself, which makes it twice as fast. */
const MAX_TEXT_BYTES = 59;
const OWNER_TEXT =
  /^(?<pid>\d+)\.(?<start>[\w-]+)\.(?<boot>[\w-]+)\.(?<table>[\w-]+)\.(?<machine>[\w-]+)@(?<host>[\w.-]*)$/;
const UNKNOWN = '-';
const ENDED = 'ended';

/** Answers a process of this machine as an owner of locks: by default, this one. */
export async function describeProcess(pid: number = ownPid, view: SystemView = HERE): Promise<LockOwner> {
  const host = hostname();
  const start = (await startOf(pid, view)) ?? UNKNOWN;
  const places = view.platform === 'linux' ? linuxPlaces(view.root, host) : { ...NOWHERE, machine: digest(host) };
  return { pid, start, ...places, host };
}

const NOWHERE = { boot: UNKNOWN, table: UNKNOWN, machine: UNKNOWN };

function linuxPlaces(root: string, host: string): Pick<LockOwner, 'boot' | 'table' | 'machine'> {
  const boot = attempt(() => readFileSync(`${root}/proc/sys/kernel/random/boot_id`, 'latin1'));
  const spaces = ['pid', 'time'].map((space) => attempt(() => readlinkSync(`${root}/proc/self/ns/${space}`)));
  const machine = attempt(() => /^[0-9a-f]{32}$/m.exec(readFileSync(`${root}/etc/machine-id`, 'latin1'))?.[0]);
  return {
    boot: digest(boot),
    table: digest(spaces.join(' ')),
    machine: digest(machine && `${machine} ${host}`),
  };
}

/** Answers the text that {@link parseOwner} reads. Pure. */
export function formatOwner({ pid, start, boot, table, machine, host }: LockOwner): string {
  return `${pid}.${start}.${boot}.${table}.${machine}@${host.replace(/[^\w.-]/g, '_')}`.slice(0, MAX_TEXT_BYTES);
}

/** Answers who a lock's text names, or `undefined` where it is none of ours. Pure. */
export function parseOwner(text: string): LockOwner | undefined {
  const parts = OWNER_TEXT.exec(text)?.groups as unknown as Record<keyof LockOwner, string> | undefined;
  return parts && { ...parts, pid: Number(parts.pid) };
}

/**
 * Answers whether the owner has ended for certain. `false` is "no, or there is no way to tell from here": another machine, another
 * container.
 */
export async function hasEnded(owner: LockOwner, own: LockOwner, view: SystemView = HERE): Promise<boolean> {
  if (!isComparable(owner, own)) return wasRestarted(owner, own);
  if (!hasProcess(owner.pid)) return true;
  if (owner.start === UNKNOWN) return false;
  const start = await startOf(owner.pid, view);
  return start !== undefined && start !== owner.start;
}

/** Answers whether the pids of both are counted in one table. Pure. */
export function isComparable(owner: LockOwner, own: LockOwner): boolean {
  if (owner.boot !== own.boot || owner.table !== own.table) return false;
  return own.boot !== UNKNOWN || (own.machine !== UNKNOWN && owner.machine === own.machine);
}

/** The same machine, up again: nothing that ran before can still run. */
function wasRestarted(owner: LockOwner, own: LockOwner): boolean {
  const known = ![owner.boot, own.boot, own.machine].includes(UNKNOWN);
  return known && owner.machine === own.machine && owner.boot !== own.boot;
}

function hasProcess(pid: number): boolean {
  try {
    return kill(pid, 0);
  } catch (error) {
    return errnoOf(error) !== 'ESRCH'; // EPERM: another user's
  }
}

/** When a process started, `undefined` where that cannot be told. One that its parent has not asked after yet has ended all the same. */
async function startOf(pid: number, { platform: system, root }: SystemView): Promise<string | undefined> {
  return system === 'linux' ? startInProc(`${root}/proc`, pid) : startByPs(root, pid);
}

/** @see proc_pid_stat(5): the name, field 2, may hold spaces and brackets; state is field 3, num_threads 20, starttime 22. */
function startInProc(proc: string, pid: number): string | undefined {
  return attempt(() => {
    // Where a container sees the /proc of its host, the pids in there are not those that this process is counted in.
    if (readlinkSync(`${proc}/self`) !== String(ownPid)) return undefined;
    const stat = readFileSync(`${proc}/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // While threads of it are left, a write of it may be under way.
    const hasEnded = fields[0] === 'Z' && Number(fields[17]) <= 1;
    return hasEnded ? ENDED : Number(fields[19]).toString(36);
  });
}

async function startByPs(root: string, pid: number): Promise<string | undefined> {
  try {
    const env = { LC_ALL: 'C', TZ: 'UTC' }; // one form of dates, whatever the user's
    const { stdout } = await runProgram([`${root}/bin/ps`, '-o', 'state=,lstart=', '-p', String(pid)], { env });
    const [state, ...date] = new TextDecoder().decode(stdout).trim().split(/\s+/);
    return state?.startsWith('Z') === true ? ENDED : digest(date.join(' '));
  } catch {
    return undefined;
  }
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** 32 bits of FNV-1a, seven characters: enough to tell machines and boots apart, where nobody gains by a collision. */
function digest(text: string | undefined): string {
  if (text === undefined) return UNKNOWN;
  let hash = 0x811c9dc5;
  for (const byte of toUtf8(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(36).padStart(7, '0');
}
