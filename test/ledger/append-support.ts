/** What tests of appending share. */
import assert from 'node:assert/strict';
import { LoglineError } from '../../src/atomic/index.ts';
import { createMemoryStore, openLedger } from '../../src/ledger/index.ts';
import type { Head, Ledger, LedgerOptions, LedgerStore, LedgerTurn } from '../../src/ledger/index.ts';
import { signer } from './fixtures.ts';

/** A ledger by the first signer, in memory unless it is said where. */
export const open = (options: LedgerOptions = {}, store = createMemoryStore()): Ledger =>
  openLedger(store, { signer: signer(1), ...options });

/** What the lines of a ledger are about, in their order. */
export const names = async (ledger: Ledger): Promise<string[]> => {
  const list: string[] = [];
  for await (const { atomic } of ledger.read()) list.push(atomic.this);
  return list;
};

/** The error of ours with which something fails. */
export const failure = async (work: Promise<unknown>): Promise<LoglineError> => {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof LoglineError, String(error));
    return error;
  }
  return assert.fail('it did not fail');
};

/** A store that lets a test see and change what a group does. */
export function spy(
  store: LedgerStore,
  hooks: { beforeAppend?: (count: number) => Promise<unknown> },
): LedgerStore & { readonly groups: number[] } {
  const groups: number[] = [];
  const watch = (turn: LedgerTurn): LedgerTurn => ({
    head: () => turn.head(),
    append: async (expected: string | null, lines: Uint8Array, newHash: string): Promise<Head> => {
      groups.push(Buffer.from(lines).toString().split('\n').length - 1);
      await hooks.beforeAppend?.(groups.length);
      return turn.append(expected, lines, newHash);
    },
  });
  return {
    groups,
    name: store.name,
    sizeBytes: () => store.sizeBytes(),
    read: (range) => store.read(range),
    head: () => store.head(),
    append: (expected, lines, newHash) => store.append(expected, lines, newHash),
    exclusive: (work) => store.exclusive((turn) => work(watch(turn))),
    close: () => store.close(),
  };
}
