/** A ledger as programs use it: append to it, read it, ask it, verify it. */
import type { Draft, SignedLine } from '../atomic/index.ts';
import { AppendQueue } from './append.ts';
import type { LedgerOptions } from './ledger-options.ts';
import type { Entries, ReadOptions } from './entries.ts';
import type { LedgerReport } from './ledger-report.ts';
import { queryLedger } from './query.ts';
import type { QueryFilter } from './query.ts';
import { ledgerStats } from './stats.ts';
import type { LedgerStats } from './stats.ts';
import type { Head, LedgerStore } from './store.ts';
import { tailLedger } from './tail.ts';
import type { TailOptions } from './tail.ts';
import { verifyLedger } from './verify.ts';
import type { VerifyOptions } from './verify-options.ts';

/** One ledger. Its appends are written in the order of their calls, those of many callers in groups. */
export interface Ledger {
  /**
   * Signs a draft with `prev` set to the head, appends it, and answers it when it is durable. What the draft says is fixed when this is
   * called.
   *
   * @param draft - where it has a `prev`, that has to be the head.
   * @throws {LoglineError} SCHEMA_INVALID, CANONICAL_UNSUPPORTED, LINE_TOO_LARGE and the other codes of one atomic - this draft is not
   *   written, others are. GUARD_REFUSED - with `details.findings`. KEY_MISSING, SIGNER_FAILED. LEDGER_CONFLICT - the draft's `prev` is
   *   not the head. LEDGER_LOCKED, LEDGER_UNAVAILABLE, LEDGER_BROKEN - the store could not take it; nothing of it is in the ledger.
   * @see docs/format.md, "Line and ledger"
   */
  append(draft: Draft): Promise<SignedLine>;
  /**
   * Appends drafts one directly behind the other, all or none. No drafts, no effect.
   *
   * @throws {LoglineError} as `append`; of several drafts, `details.index` says which one is meant.
   */
  appendMany(drafts: readonly Draft[]): Promise<readonly SignedLine[]>;
  /** The end of the ledger as it is stored now. @throws {LoglineError} LEDGER_BROKEN, UNSUPPORTED_VERSION, INPUT_UNREADABLE */
  head(): Promise<Head>;
  /**
   * Answers the atomics in the order of the ledger. With `start` at an earlier `head().sizeBytes`: what came since then.
   *
   * @throws {LoglineError} while reading: INPUT_MISSING, INPUT_UNREADABLE, CANCELLED.
   */
  read(options?: ReadOptions): Entries;
  /** {@link queryLedger} on this ledger. @throws as {@link queryLedger} */
  query(filter: QueryFilter, options?: ReadOptions): Entries;
  /** {@link tailLedger} on this ledger. @throws as {@link tailLedger} */
  tail(options?: TailOptions): Entries;
  /** {@link ledgerStats} of this ledger. @throws as {@link ledgerStats} */
  stats(options?: ReadOptions): Promise<LedgerStats>;
  /** {@link verifyLedger} on this ledger. @throws as {@link verifyLedger} */
  verify(options?: VerifyOptions): Promise<LedgerReport>;
  /** Waits for the appends that were asked for, then lets go of the store. Later ones throw LEDGER_UNAVAILABLE. */
  close(): Promise<void>;
}

/**
 * Answers the ledger in a store. Nothing is read or written yet.
 *
 * @example
 * const ledger = openLedger(createFileStore('ledger.jsonl'), { signer: createMemorySigner(privateKey) });
 * const { atomic } = await ledger.append(draft);
 * await ledger.close();
 */
export function openLedger(store: LedgerStore, options: LedgerOptions = {}): Ledger {
  const queue = new AppendQueue(store, options);
  const readOptions = options.limits && { limits: options.limits };
  return {
    append: async (draft) => (await queue.append([draft]))[0]!,
    appendMany: (drafts) => queue.append(drafts),
    head: () => store.head(),
    read: (reading) => queryLedger(store, {}, { ...readOptions, ...reading }),
    query: (filter, reading) => queryLedger(store, filter, { ...readOptions, ...reading }),
    tail: (tailing) => tailLedger(store, { ...readOptions, ...tailing }),
    stats: (reading) => ledgerStats(store, { ...readOptions, ...reading }),
    verify: (verifying) =>
      verifyLedger(store, { ...readOptions, ...(options.engine && { engine: options.engine }), ...verifying }),
    close: () => queue.close(),
  };
}
