/** Waiting, without a clock. */
import { LoglineError } from '../base/errors.ts';

/** Answers whether the caller has had enough. */
export const isOver = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** Waits so many milliseconds. @throws {LoglineError} CANCELLED - by the signal */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new LoglineError('CANCELLED'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (isOver(signal)) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
