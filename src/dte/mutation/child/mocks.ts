/** Mocks by `node:test` itself, each kept by whoever has to undo it. */
import { mock } from 'node:test';
import type { MockTracker } from 'node:test';

const Tracker = mock.constructor as new () => MockTracker;

/** Those of whatever runs, made when the first one is wanted. */
let current: { tracker?: MockTracker } = {};

/** Answers a `mock` whose mocks belong to whatever runs: a test, or a file. */
export function currentMocks(): MockTracker {
  return new Proxy(mock, {
    get: (_, name) => {
      const tracker = (current.tracker ??= newMocks());
      const value: unknown = Reflect.get(tracker, name);
      return typeof value === 'function' ? (value as () => unknown).bind(tracker) : value;
    },
  });
}

export const newMocks = (): MockTracker => new Tracker();

/** Runs code; what it mocks is undone afterwards. */
export async function undoingMocks<T>(code: () => Promise<T>): Promise<T> {
  const outer = current;
  const own: { tracker?: MockTracker } = {};
  current = own;
  try {
    return await code();
  } finally {
    own.tracker?.reset();
    current = outer;
  }
}
