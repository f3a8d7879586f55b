/** Cancellation. */
import { LoglineError } from '../base/errors.ts';

/** Does nothing while the signal is quiet. @throws {LoglineError} CANCELLED */
export function demandRunning(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw new LoglineError('CANCELLED', 'The work was cancelled.', { cause: signal.reason });
}
