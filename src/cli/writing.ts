/** A ledger file opened for writing, as the flags of a command say. */
import { createFileStore } from '../ledger/index.ts';
import type { FileStore } from '../ledger/index.ts';
import type { LIMITS, LOCK } from './catalog/shared.ts';
import type { Call } from './command.ts';
import { warn } from './notice.ts';

/** Answers the store of a ledger file. What it mends by itself is told on standard error. Close it when done. */
export function openStore(path: string, { flags, terminal }: Call<typeof LIMITS & typeof LOCK>): FileStore {
  const { maxLineBytes, lockTimeoutMs } = flags;
  return createFileStore(path, {
    maxLineBytes,
    ...(lockTimeoutMs !== undefined && { lockTimeoutMs }),
    onNotice: ({ message }) => warn(terminal, message),
  });
}

/** Does `work` with a store, and lets go of it whatever happens. */
export async function withStore<T>(store: FileStore, work: (store: FileStore) => Promise<T>): Promise<T> {
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
