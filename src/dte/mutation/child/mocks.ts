/** Mocks by `node:test` itself, each kept by whoever has to undo it. */
import { mock } from 'node:test';
import type { MockTracker } from 'node:test';

const Tracker = mock.constructor as new () => MockTracker;

let current = new Tracker();

/** Answers a `mock` whose mocks belong to whatever runs: a test, or a file. */
export function currentMocks(): MockTracker {
  return new Proxy(mock, {
    get: (_, name) => {
      const value: unknown = Reflect.get(current, name);
      return typeof value === 'function' ? (value as () => unknown).bind(current) : value;
    },
  });
}

export const newMocks = (): MockTracker => new Tracker();

/** Runs code; what it mocks is undone afterwards. */
export async function undoingMocks<T>(code: () => Promise<T>): Promise<T> {
  const outer = current;
  current = new Tracker();
  try {
    return await code();
  } finally {
    current.reset();
    current = outer;
  }
}
