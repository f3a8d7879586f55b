/** The program of a thread that checks lines (verify-thread.ts): pieces come in, what they show by themselves goes out, in the same order. */
import { parentPort, workerData } from 'node:worker_threads';
import { defaultEngine } from '../atomic/index.ts';
import type { Code, ErrorDetails, LoglineError } from '../base/errors.ts';
import { LineChecker } from './line-checks.ts';
import type { LinePiece, LineRules } from './line-checks.ts';
import { sentLinesOf } from './sent-lines.ts';
import type { SentLines } from './sent-lines.ts';

/** What the thread is told: by which rules it checks from now on, some lines, or that it is not needed any more. */
export type Request = LineRules | LinePiece | 'end';

/** What the thread knows of a piece, and which engine judged. */
export interface CheckedPiece {
  readonly lines: SentLines;
  readonly engine: string;
}

/** What the thread answers to a piece. */
export type Answer = CheckedPiece | { readonly code: Code; readonly message: string; readonly details: ErrorDetails };

const port = parentPort!;
/** Counts the pieces done, where the other thread can see it at any time. */
const done = workerData as Int32Array;
let checker: LineChecker | undefined;
let last: Promise<void> = Promise.resolve();

port.on('message', (request: Request) => {
  last = last.then(async () => {
    if (request === 'end') port.close();
    else if ('limits' in request) checker = new LineChecker(defaultEngine(), request);
    else {
      const said = await answer(request);
      Atomics.add(done, 0, 1);
      port.postMessage(said);
    }
  });
});

async function answer(piece: LinePiece): Promise<Answer> {
  try {
    return { lines: sentLinesOf(await checker!.check(piece)), engine: checker!.engineName };
  } catch (error) {
    const { code = 'INTERNAL', message, details = {} } = error as Error & Partial<LoglineError>;
    return { code, message, details };
  }
}
