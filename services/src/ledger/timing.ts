/** How long hashing, checking and appending take, measured where they are done. */
import type { Engine, LedgerStore, LedgerTurn } from 'logline-core';
import type { Metrics } from '../metrics.ts';

/** Answers an engine that counts its time. */
export function timedEngine(engine: Engine, { hashing, verifying }: Metrics): Engine {
  return {
    name: engine.name,
    hash: (material) => {
      const end = hashing.startTimer();
      const hash = engine.hash(material);
      end();
      return hash;
    },
    verify: (check) => {
      const end = verifying.startTimer();
      const verdict = engine.verify(check);
      end();
      return verdict;
    },
    verifyMany: async (checks) => {
      const end = verifying.startTimer();
      const verdicts = await engine.verifyMany(checks);
      end();
      return verdicts;
    },
  };
}

/** Answers a store that counts the time of its appends. */
export function timedStore(store: LedgerStore, { appending }: Metrics): LedgerStore {
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const end = appending.startTimer();
    const done = await work();
    end();
    return done;
  };
  return {
    name: store.name,
    ...(store.appendsAtOnce !== undefined && { appendsAtOnce: store.appendsAtOnce }),
    ...(store.file !== undefined && { file: store.file }),
    sizeBytes: () => store.sizeBytes(),
    read: (range) => store.read(range),
    ...(store.find !== undefined && { find: store.find.bind(store) }),
    ...(store.watch !== undefined && { watch: store.watch.bind(store) }),
    head: () => store.head(),
    append: (expected, lines, hash) => timed(() => store.append(expected, lines, hash)),
    exclusive: (work) =>
      store.exclusive((turn) => {
        const own: LedgerTurn = {
          head: () => turn.head(),
          append: (expected, lines, hash) => timed(() => turn.append(expected, lines, hash)),
        };
        return work(own);
      }),
    close: () => store.close(),
  };
}
