/** Several ways to one repository: the next is taken where one does not lead there. */
import { LoglineError } from 'logline-core';
import type { History, Snapshot, TreeEntry } from './history.ts';

/** Answers a history that asks each of `ways` in turn. A content is read the way by which its snapshot came. */
export function firstOf(ways: readonly History[]): History {
  const origins = new WeakMap<TreeEntry, History>();
  const ask = async <T>(question: (way: History) => Promise<T>): Promise<T> => {
    const failures: LoglineError[] = [];
    for (const way of ways) {
      try {
        return await question(way);
      } catch (error) {
        if (!(error instanceof LoglineError)) throw error;
        failures.push(error);
      }
    }
    throw new LoglineError('INPUT_MISSING', failures.map(({ message }) => message).join(' '), { cause: failures[0] });
  };
  const remember = (way: History, snapshot: Snapshot): Snapshot => {
    for (const entry of snapshot.files.values()) origins.set(entry, way);
    return snapshot;
  };
  return {
    way: ways.map(({ way }) => way).join(', then '),
    commit: (id) => ask((way) => way.commit(id)),
    mergeBase: (a, b) => ask((way) => way.mergeBase(a, b)),
    snapshot: (id) => ask(async (way) => remember(way, await way.snapshot(id))),
    open: (path, entry) => origins.get(entry)!.open(path, entry),
  };
}
