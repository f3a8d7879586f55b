/**
 * Work in processes of its own: what this one holds of other sides is not in the way, and two at once show what the machine gives to two,
 * which is rarely twice what it gives to one.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { createFastEngine } from '../../src/atomic/index.ts';
import { createFileSource, verifyLedger } from '../../src/ledger/index.ts';
import { prepareAppends } from './appenders.ts';
import type { AppendWork } from './appenders.ts';
import { verifyByOpenssl } from './openssl.ts';
import { demandAll, partsOf, verifyPart } from './parts.ts';
import type { Prepared, Side } from './rounds.ts';
import { signedChecks } from './signed-checks.ts';

/** What a process is to do: append; or verify a ledger with so many further threads, one part of several of it, or so many signatures. */
export type Work =
  | AppendWork
  | { readonly ledger: string; readonly lines: number; readonly threads: number }
  | { readonly ledger: string; readonly lines: number; readonly part: number }
  | { readonly signatures: number };

const program = fileURLToPath(import.meta.url);

/** Processes with their work prepared, which they do at once, each time that the side is run. */
export class Processes {
  readonly side: Side;
  readonly #children: readonly ChildProcess[];

  private constructor(name: string, children: readonly ChildProcess[]) {
    this.side = { name, run: () => this.#run() };
    this.#children = children;
  }

  /** Starts a process for each of the works, and waits until they are ready. */
  static async start(name: string, works: readonly Work[]): Promise<Processes> {
    const children = works.map((work) => fork(program, [JSON.stringify(work)]));
    await Promise.all(children.map((child) => once(child, 'message')));
    return new Processes(name, children);
  }

  async #run(): Promise<number> {
    const answers = this.#children.map(async (child) => {
      child.send('go');
      const [units] = (await once(child, 'message')) as [number];
      return units;
    });
    return (await Promise.all(answers)).reduce((sum, units) => sum + units, 0);
  }

  /** Ends the processes. Fails where one does not find right what it has done. */
  async close(): Promise<void> {
    const ends = this.#children.map(async (child) => {
      child.disconnect();
      const [status] = (await once(child, 'exit')) as [number | null];
      if (status !== 0) throw new Error(`${this.side.name}: its process ended with ${String(status)}`);
    });
    await Promise.all(ends);
  }
}

/** Answers what a process does each time that it is told to. */
async function prepare(work: Work): Promise<Prepared> {
  if ('append' in work) return prepareAppends(work);
  if ('signatures' in work) {
    const checks = signedChecks(1, work.signatures);
    return { run: () => verifyByOpenssl(checks) };
  }
  const { ledger, lines } = work;
  if ('threads' in work) {
    return { run: async () => demandAll((await verifyLedger(createFileSource(ledger), work)).counts.valid, lines) };
  }
  const part = (await partsOf(ledger, lines))[work.part]!;
  const engine = createFastEngine();
  return { run: () => verifyPart(part, engine) };
}

if (argv[1] === program) {
  const { run, close } = await prepare(JSON.parse(argv[2]!) as Work);
  process.on('message', () => {
    globalThis.gc?.(); // one round's garbage is not the next one's
    void Promise.resolve(run()).then((units) => process.send!(units));
  });
  process.once('disconnect', () => void close?.());
  process.send!('ready');
}
