/** Runs mutants in several processes, each of which takes the next ones when it is done. */
import { demandNotCancelled } from './cancel.ts';
import type { DryRun, MutantTask, Verdict } from './child/protocol.ts';
import { Worker } from './worker.ts';
import type { Gone, WorkerSetup } from './worker.ts';

/** How mutants are run. */
export interface MutantRun {
  readonly setup: WorkerSetup;
  readonly dry: DryRun;
  /** The process that did the dry run: it has the files loaded. */
  readonly first: Worker;
  readonly workers: number;
  /** Longest time for one mutant, in milliseconds. */
  readonly silenceMs: number;
  readonly signal?: AbortSignal;
  readonly onVerdict: (verdict: Verdict) => void;
}

const BATCH = 8;

/** A mutant that ends its process is believed to do so when it did it twice. */
const MAX_ENDS = 2;

/** Answers a verdict for each mutant. @throws {LoglineError} CANCELLED */
export async function runMutants(tasks: readonly MutantTask[], run: MutantRun): Promise<void> {
  const waiting = [...tasks];
  const count = Math.max(1, Math.min(run.workers, Math.ceil(tasks.length / (2 * BATCH))));
  const lanes = Array.from({ length: count }, (_, lane) => new Lane(run, waiting, lane === 0 ? run.first : undefined));
  const stopAll = async (): Promise<unknown> => Promise.all(lanes.map(async (lane) => lane.stop()));
  const abort = (): void => void stopAll();
  run.signal?.addEventListener('abort', abort);
  try {
    await Promise.all(lanes.map(async (lane) => lane.work()));
  } finally {
    run.signal?.removeEventListener('abort', abort);
    await stopAll();
  }
}

/** One process after the other, and what they are asked. */
class Lane {
  readonly #run: MutantRun;
  readonly #waiting: MutantTask[];
  readonly #ends = new Map<number, number>();
  #worker: Worker | undefined;

  constructor(run: MutantRun, waiting: MutantTask[], worker: Worker | undefined) {
    this.#run = run;
    this.#waiting = waiting;
    this.#worker = worker;
  }

  async work(): Promise<void> {
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) {
      for (let left = batch; left.length > 0;) left = await this.#judge(left);
    }
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.stop();
  }

  #take(): readonly MutantTask[] {
    demandNotCancelled(this.#run.signal);
    return this.#waiting.splice(0, BATCH);
  }

  /** Asks for verdicts, and answers those mutants that are without one, since the process had to go. */
  async #judge(batch: readonly MutantTask[]): Promise<readonly MutantTask[]> {
    const worker = (this.#worker ??= await this.#start());
    worker.ask({ kind: 'mutants', mutants: batch });
    for (const [index, task] of batch.entries()) {
      const reply = await worker.next(this.#run.silenceMs);
      demandNotCancelled(this.#run.signal);
      if (reply.kind === 'verdict') {
        this.#run.onVerdict(reply);
        continue;
      }
      await this.stop();
      const isOver = reply.kind === 'gone' && this.#endedBy(task, reply);
      return batch.slice(isOver ? index + 1 : index);
    }
    return [];
  }

  async #start(): Promise<Worker> {
    const worker = await Worker.start(this.#run.setup);
    worker.ask({ kind: 'load', dry: this.#run.dry });
    await worker.next(this.#run.silenceMs);
    return worker;
  }

  /** Whether the end of the process is the mutant's verdict. */
  #endedBy({ id }: MutantTask, { isSilent, said }: Gone): boolean {
    const ends = (this.#ends.get(id) ?? 0) + 1;
    this.#ends.set(id, ends);
    const verdict = { kind: 'verdict', id, testsRun: 1 } as const;
    if (isSilent) this.#run.onVerdict({ ...verdict, status: 'Timeout', isByClock: true });
    else if (ends < MAX_ENDS) return false;
    else
      this.#run.onVerdict({
        ...verdict,
        status: 'Killed',
        reason: `It ended the process. ${said.trim().slice(-500)}`.trim(),
      });
    return true;
  }
}
