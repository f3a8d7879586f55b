/** The process that does the jobs of the transform engine, one at a time, as its parent sends them. */
import { LoglineError } from 'logline-core';
import { runJob } from './jobs.ts';
import type { Done } from './done.ts';
import type { Job } from './jobs.ts';

/** What the parent sends. */
export type ToWorker = { readonly job: Job } | { readonly cancel: true };

/** What it gets back. */
export type FromWorker = { readonly done: Done } | { readonly error: WorkerError };

/** An error on its way between processes. Without a code: a fault. */
export interface WorkerError {
  readonly code?: string;
  readonly message: string;
  readonly details?: object;
}

let abort = new AbortController();

process.on('message', (message: ToWorker) => {
  if ('cancel' in message) abort.abort();
  else void answer(message.job);
});
// Without its parent nobody waits for the answer.
process.on('disconnect', () => process.exit(0));

async function answer(job: Job): Promise<void> {
  abort = new AbortController();
  const reply: FromWorker = await runJob(job, abort.signal, () => new Date()).then(
    (done) => ({ done }),
    (error: unknown) => ({ error: errorOf(error) }),
  );
  process.send?.(reply);
}

function errorOf(error: unknown): WorkerError {
  if (error instanceof LoglineError) return { code: error.code, message: error.message, details: error.details };
  return { message: String((error as Error).stack) };
}
