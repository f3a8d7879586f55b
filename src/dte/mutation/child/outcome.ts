/** Runs a piece of a test, and finds out how it ends: also by what it left behind, by never going on, or by ending the process. */

/** What a piece of code came to. */
export interface Outcome {
  readonly isPassed: boolean;
  readonly message?: string;
  /** The failure came from outside of the test: an error that nobody caught. */
  readonly isStray?: boolean;
  readonly isByClock?: boolean;
}

export const PASSED: Outcome = { isPassed: true };

let interrupt: ((outcome: Outcome) => void) | undefined;

/** Listens for what ends tests from outside. To be called once. */
export function listen(): void {
  const onStray = (error: unknown): void => interrupt?.({ isPassed: false, message: textOf(error), isStray: true });
  process.on('uncaughtException', onStray);
  process.on('unhandledRejection', onStray);
  // Nothing is left that could ever continue the test.
  process.on('beforeExit', () =>
    interrupt?.({ isPassed: false, message: 'The test waits for something that never comes.' }),
  );
  process.exit = (): never => {
    const message = 'The test ended the process.';
    interrupt?.({ isPassed: false, message });
    throw new Error(message);
  };
}

/** Runs code to its end, but not longer than a time in milliseconds. Never throws. */
export async function outcomeOf(code: () => unknown, timeoutMs: number): Promise<Outcome> {
  const outside = new Promise<Outcome>((resolve) => {
    interrupt = resolve;
  });
  const message = `The test took longer than ${String(timeoutMs)} ms.`;
  const timer = setTimeout(() => interrupt?.({ isPassed: false, message, isByClock: true }), timeoutMs);
  timer.unref();
  try {
    return await Promise.race([outside, settled(code)]);
  } finally {
    clearTimeout(timer);
    interrupt = undefined;
  }
}

async function settled(code: () => unknown): Promise<Outcome> {
  try {
    const answer = code();
    if (isPromise(answer)) await answer;
    return PASSED;
  } catch (error) {
    return { isPassed: false, message: textOf(error) };
  }
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';

/** The first lines of an error, whatever was thrown. */
export function textOf(error: unknown): string {
  try {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return text.slice(0, 2000);
  } catch {
    return 'something that cannot be told was thrown';
  }
}
