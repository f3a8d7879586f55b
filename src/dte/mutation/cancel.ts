/** The end of work that somebody does not want any more. */
import { LoglineError } from '../../base/errors.ts';

/** @throws {LoglineError} CANCELLED - the signal was aborted. */
export function demandNotCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new LoglineError('CANCELLED', 'The mutation test was cancelled.');
}
