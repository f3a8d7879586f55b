/** A thread that checks signatures for verify-workers.ts: batches come in, verdicts go out, in the same order. */
import { parentPort, workerData } from 'node:worker_threads';
import { defaultEngine } from '../atomic/index.ts';
import type { Code, ErrorDetails, LoglineError } from '../base/errors.ts';
import { unpackChecks } from './packed-checks.ts';

/** What the thread answers to a batch. */
export type Answer =
  | { readonly verdicts: readonly boolean[]; readonly engine: string }
  | { readonly code: Code; readonly message: string; readonly details: ErrorDetails };

const port = parentPort!;
/** Counts the batches done, where the other thread can see it at any time. */
const done = workerData as Int32Array;
const engine = defaultEngine();
let last: Promise<void> = Promise.resolve();

port.on('message', (packed: Uint8Array | 'end') => {
  last = last.then(async () => {
    if (packed === 'end') port.close();
    else {
      const said = await answer(packed);
      Atomics.add(done, 0, 1);
      port.postMessage(said);
    }
  });
});

async function answer(packed: Uint8Array): Promise<Answer> {
  try {
    return { verdicts: await engine.verifyMany(unpackChecks(packed)), engine: engine.name };
  } catch (error) {
    const { code = 'INTERNAL', message, details = {} } = error as Error & Partial<LoglineError>;
    return { code, message, details };
  }
}
