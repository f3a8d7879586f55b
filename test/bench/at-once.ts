/**
 * The same work in two processes at once, each by itself: what the machine gives to two, which is rarely twice what it gives to one. Threads
 * that work together cannot be faster.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { createFastEngine } from '../../src/atomic/index.ts';
import { verifyByOpenssl } from './openssl.ts';
import { partsOf, verifyPart } from './parts.ts';
import type { Side } from './rounds.ts';
import { signedChecks } from './signed-checks.ts';

/** What each process is to do: verify its half of a ledger, or so many signatures. */
export type SharedWork = { readonly ledger: string; readonly lines: number } | { readonly signatures: number };

type Share = SharedWork & { readonly number: number };

const PROCESSES = 2;
const program = fileURLToPath(import.meta.url);

/** Processes with their work prepared. */
export class AtOnce {
  readonly side: Side;
  readonly #processes: readonly ChildProcess[];

  private constructor(name: string, processes: readonly ChildProcess[]) {
    this.side = { name, run: () => this.#run() };
    this.#processes = processes;
  }

  /** Starts the processes and waits until they are ready. */
  static async start(name: string, work: SharedWork): Promise<AtOnce> {
    const processes = Array.from({ length: PROCESSES }, (_, number) =>
      fork(program, [JSON.stringify({ ...work, number } satisfies Share)]),
    );
    await Promise.all(processes.map((child) => once(child, 'message')));
    return new AtOnce(name, processes);
  }

  async #run(): Promise<number> {
    const answers = this.#processes.map(async (child) => {
      child.send('go');
      const [units] = (await once(child, 'message')) as [number];
      return units;
    });
    return (await Promise.all(answers)).reduce((sum, units) => sum + units, 0);
  }

  close(): void {
    for (const child of this.#processes) child.disconnect();
  }
}

/** Answers what a process does each time that it is told to. */
async function prepare(share: Share): Promise<() => number | Promise<number>> {
  if ('signatures' in share) {
    const checks = signedChecks(1, share.signatures);
    return () => verifyByOpenssl(checks);
  }
  const part = (await partsOf(share.ledger, share.lines / PROCESSES))[share.number]!;
  // A new engine each time, as a process has that verifies one ledger.
  return () => verifyPart(part, createFastEngine());
}

if (argv[1] === program) {
  const run = await prepare(JSON.parse(argv[2]!) as Share);
  process.on('message', () => {
    void Promise.resolve(run()).then((units) => process.send!(units));
  });
  process.send!('ready');
}
