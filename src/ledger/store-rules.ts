/** What every store promises in the same way: which appends it takes, and that nobody appends outside of a turn. */
import { isHex } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import type { Head, LedgerTurn } from './store.ts';

const LF = 0x0a;

/**
 * Refuses what would break a ledger whatever its content is.
 *
 * @throws {LoglineError} USAGE - no lines, no line feed at their end, or no hash.
 */
export function requireLines(name: string, lines: Uint8Array, newHash: string): void {
  if (lines.at(-1) !== LF)
    throw new LoglineError('USAGE', `${name}: what is appended has to be whole lines, each with its line feed.`);
  if (!isHex(newHash, 32))
    throw new LoglineError('USAGE', `${name}: the new head has to be 64 lower-case hex characters.`);
}

/**
 * Refuses an append that was made for another head.
 *
 * @throws {LoglineError} LEDGER_CONFLICT
 */
export function requireHead(name: string, head: Head, expectedHash: string | null): void {
  if (head.hash === expectedHash) return;
  const message = `${name}: its head is ${head.hash ?? 'none (it is empty)'}, the append was made for ${expectedHash ?? 'an empty ledger'}.`;
  throw new LoglineError('LEDGER_CONFLICT', message, { details: { name, head: head.hash, expected: expectedHash } });
}

/** Answers the error of a store that was closed. */
export function closedStore(name: string): LoglineError {
  return new LoglineError('LEDGER_UNAVAILABLE', `${name}: this store was closed; open the ledger again.`, {
    details: { name },
  });
}

/**
 * Answers what `work` answers. The turn that it gets does one thing after the other, and ends with it: kept for later, it
 * would append without a lock, so it throws then.
 */
export async function duringTurn<T>(
  name: string,
  turn: LedgerTurn,
  work: (turn: LedgerTurn) => Promise<T>,
): Promise<T> {
  let over = false;
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = <R>(act: () => Promise<R>): Promise<R> => {
    if (over)
      return Promise.reject(
        new LoglineError('USAGE', `${name}: this turn has ended; ask for another with exclusive().`),
      );
    const done = last.then(act);
    last = done.catch(() => undefined);
    return done;
  };
  try {
    return await work({
      head: () => inOrder(() => turn.head()),
      append: (expectedHash, lines, newHash) => inOrder(() => turn.append(expectedHash, lines, newHash)),
    });
  } finally {
    over = true;
    await last;
  }
}
