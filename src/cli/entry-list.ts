/** Atomics of a ledger as a list. */
import type { Entries, LedgerEntry } from '../ledger/index.ts';
import type { Call } from './command.ts';
import { warn } from './notice.ts';
import type { Item } from './output.ts';

const COLUMNS = ['CREATED AT', 'TYPE', 'INTENT', 'ACTOR', 'ACTION', 'THIS', 'HASH'];

/**
 * Prints entries as they come: lines of the ledger byte for byte, or a table. Lines that are no atomics are told of on standard error.
 *
 * @param live - shows each entry at once.
 */
export async function printEntries(
  { output, terminal }: Pick<Call, 'output' | 'terminal'>,
  entries: Entries,
  live: boolean,
): Promise<void> {
  const list = output.list(COLUMNS);
  for await (const entry of entries) {
    await list.add(itemOf(entry));
    if (live) await list.show();
  }
  await list.end();
  const { skipped, firstSkipped } = entries;
  if (firstSkipped !== undefined) warn(terminal, skippedText(skipped, firstSkipped));
}

/** Answers a warning about lines that are no atomics. Pure. */
export function skippedText(
  skipped: number,
  { line, byteOffset, code, message }: NonNullable<Entries['firstSkipped']>,
): string {
  const what =
    skipped === 1 ? '1 line is no atomic and is left out' : `${skipped} lines are no atomics and are left out`;
  const place = line === undefined ? `at byte ${byteOffset!}` : `line ${line}`;
  return `${what}; the first, ${place}: ${code}: ${message}`;
}

function itemOf({ atomic, text }: LedgerEntry): Item {
  const { metadata, entity_type, intent = '-', did, hash } = atomic;
  return {
    json: text,
    cells: [metadata.created_at, entity_type, intent, did.actor, did.action, atomic.this, hash?.slice(0, 16) ?? '-'],
  };
}
