/**
 * The same work in two threads at once, each by itself: what the machine gives to two, which is rarely twice what it gives to one. Threads
 * that work together cannot be faster.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { createFastEngine } from '../../src/atomic/index.ts';
import { verifyByOpenssl } from './openssl.ts';
import { partsOf, verifyPart } from './parts.ts';
import type { Part } from './parts.ts';
import type { Side } from './rounds.ts';
import { signedChecks } from './signed-checks.ts';

/** What each thread is to do: verify its half of a ledger, or so many signatures. */
export type SharedWork = { readonly ledger: string; readonly lines: number } | { readonly signatures: number };

type Share = SharedWork & { readonly number: number };

const THREADS = 2;

/** Threads with their work prepared. */
export class AtOnce {
  readonly side: Side;
  readonly #workers: readonly Worker[];

  private constructor(name: string, workers: readonly Worker[]) {
    this.side = { name, run: () => this.#run() };
    this.#workers = workers;
  }

  /** Starts the threads and waits until they are ready. */
  static async start(name: string, work: SharedWork): Promise<AtOnce> {
    const workers = Array.from(
      { length: THREADS },
      (_, number) => new Worker(fileURLToPath(import.meta.url), { workerData: { ...work, number } satisfies Share }),
    );
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    return new AtOnce(name, workers);
  }

  async #run(): Promise<number> {
    const answers = this.#workers.map(async (worker) => {
      worker.postMessage('go');
      const [units] = (await once(worker, 'message')) as [number];
      return units;
    });
    return (await Promise.all(answers)).reduce((sum, units) => sum + units, 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** Answers what a thread does each time that it is told to. */
async function prepare(share: Share): Promise<() => number | Promise<number>> {
  if ('signatures' in share) {
    const checks = signedChecks(1, share.signatures);
    return () => verifyByOpenssl(checks);
  }
  const part: Part = (await partsOf(share.ledger, share.lines / THREADS))[share.number]!;
  // A new engine each time, as the thread of a verification has.
  return () => verifyPart(part, createFastEngine());
}

if (!isMainThread) {
  const run = await prepare(workerData as Share);
  const port = parentPort!;
  port.on('message', () => {
    void Promise.resolve(run()).then((units) => {
      port.postMessage(units);
    });
  });
  port.postMessage('ready');
}
