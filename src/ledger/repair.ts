/** Repair on demand: what an append does by itself at a torn tail, without an append. */
import { createFileStore } from './store-file.ts';
import type { FileStoreOptions, TailRepair } from './store-file.ts';

/**
 * Mends the end of a ledger file: moves a torn last line into `<ledger>.torn-<offset>`, gives a whole one its line feed. Deletes
 * nothing and touches no whole line. On disk when it returns.
 *
 * @throws {LoglineError} INPUT_MISSING - there is no file. INPUT_UNREADABLE - it is no file, or may not be read. LEDGER_BROKEN - its
 *   end is no atomic, neither whole nor torn: restore it from history. LEDGER_LOCKED, LEDGER_UNAVAILABLE - as when appending.
 * @see docs/format.md, "Line and ledger": TRUNCATED_TAIL
 */
export async function repairLedger(path: string, options: FileStoreOptions = {}): Promise<TailRepair> {
  const store = createFileStore(path, options);
  try {
    return await store.repair();
  } finally {
    await store.close();
  }
}
