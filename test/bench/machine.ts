/** Where and when something was measured, and who else was using the processors meanwhile. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a reader needs in order to judge a figure. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
  readonly openssl: string;
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    openssl: process.versions.openssl,
  };
}

/** Time used by the processors, in ticks of 10 ms: by everybody, and by this process with all that it has started. */
interface Ticks {
  readonly at: number;
  readonly all: number;
  readonly own: number;
}

/** What others use of the processors; 0 where the system does not tell. */
export class ForeignLoad {
  #since = ticks();

  /** The share of all processors, from 0 to 1, that others used since the last call. */
  take(): number {
    const now = ticks();
    const since = this.#since;
    this.#since = now;
    if (now === undefined || since === undefined) return 0;
    const possible = ((now.at - since.at) / 10) * availableParallelism();
    return Math.max(0, (now.all - since.all - (now.own - since.own)) / Math.max(1, possible));
  }
}

/** Waits until others use less than `share` of the processors, for `limitMs` at most. */
export async function waitForQuiet(share = 0.05, limitMs = 60_000): Promise<void> {
  const load = new ForeignLoad();
  for (let waited = 0; waited < limitMs; waited += 1000) {
    await sleep(1000);
    if (load.take() < share) return;
  }
}

function ticks(): Ticks | undefined {
  try {
    const [, user, nice, system, , , irq, softirq, steal] = fields('/proc/stat');
    return { at: performance.now(), all: sum(user, nice, system, irq, softirq, steal), own: ownTicks(process.pid) };
  } catch {
    return undefined; // no Linux
  }
}

/** A server that is measured runs beside this process, and is waited for at the end alone: what runs below a process is its own as well. */
export function ownTicks(pid: number): number {
  // The name of a program, in brackets, may have spaces in it.
  const [utime, stime, cutime, cstime] = fields(`/proc/${String(pid)}/stat`).slice(-39);
  return childrenOf(pid).reduce((total, child) => total + ticksOf(child), sum(utime, stime, cutime, cstime));
}

/** One that has ended in between counts as one that was waited for, at the next look. */
function ticksOf(child: number): number {
  try {
    return ownTicks(child);
  } catch {
    return 0;
  }
}

/** Answers the ids of the processes that a process has started and that run. @throws where it has ended, or the system does not tell */
export function childrenOf(pid: number): number[] {
  const children = fields(`/proc/${String(pid)}/task/${String(pid)}/children`);
  return children.filter((text) => text !== '').map(Number);
}

const fields = (path: string): string[] => readFileSync(path, 'latin1').split('\n', 1)[0]!.trim().split(/\s+/);

const sum = (...numbers: (string | undefined)[]): number => numbers.reduce((total, text) => total + Number(text), 0);
