/**
 * Faults of the file system at the n-th call that changes something. Node's own functions stay what they are; each is called through a
 * counter, which can fail it, kill the process, or behave like the disk of a process that was killed: from then on nothing changes.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** What happens at the call. */
export type Fault = 'none' | 'dead' | 'kill' | 'EIO' | 'ENOSPC' | { readonly once: () => void };

const CHANGING = [
  'openSync',
  'writeSync',
  'fsyncSync',
  'linkSync',
  'copyFileSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'unlinkSync',
  'mkdirSync',
  'chmodSync',
  'chownSync',
  'symlinkSync',
] as const;

type Call = (...args: unknown[]) => unknown;
const state = { count: 0, at: 0, fault: 'none' as Fault, calls: [] as string[], isDead: false };
const real = new Map<string, Call>();

/** Begins to count. @returns stops it, and answers the calls that were counted. */
export function arm(fault: Fault, at: number): () => readonly string[] {
  if (real.size === 0) install();
  Object.assign(state, { count: 0, at, fault, calls: [], isDead: false });
  isArmed = true;
  return () => {
    isArmed = false;
    return state.calls;
  };
}

let isArmed = false;

function install(): void {
  const functions = fs as unknown as Record<string, Call>;
  for (const name of CHANGING) {
    const call = functions[name]!;
    real.set(name, call);
    // What these tests prove does not hang on the disk's own time.
    const quick: Call = name === 'fsyncSync' ? () => undefined : call;
    functions[name] = (...args) => (isArmed && changes(name, args) ? counted(name, quick, args) : quick(...args));
  }
  syncBuiltinESMExports();
}

/** Opening for reading changes nothing. */
const changes = (name: string, args: readonly unknown[]): boolean =>
  name !== 'openSync' || (typeof args[1] === 'string' && args[1] !== 'r');

function counted(name: string, call: Call, args: unknown[]): unknown {
  state.count++;
  state.calls.push(name);
  if (state.isDead) throw failure('EIO', name);
  if (state.count !== state.at) return call(...args);
  const { fault } = state;
  if (typeof fault === 'object') fault.once();
  else if (fault === 'EIO' || fault === 'ENOSPC') throw failure(fault, name);
  else if (fault !== 'none') die(fault, name, args);
  return call(...args);
}

/** A write is cut off in its middle. */
function die(fault: 'dead' | 'kill', name: string, args: unknown[]): never {
  if (name === 'writeSync')
    real.get(name)!(args[0], (args[1] as Uint8Array).subarray(0, (args[1] as Uint8Array).length / 2));
  if (fault === 'kill') process.kill(process.pid, 'SIGKILL');
  state.isDead = true;
  throw failure('EIO', name);
}

const failure = (code: string, call: string): Error => Object.assign(new Error(`${code}: ${call}`), { code });
