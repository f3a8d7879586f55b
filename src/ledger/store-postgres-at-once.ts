/**
 * An append that is a turn of its own: one message, where a turn takes three. It needs a head that this process has left, and gets its place only
 * where nobody else has a turn, or waits for one.
 */
import { appendAtOnceStatement } from './store-postgres-append.ts';
import type { Append } from './store-postgres-append.ts';
import type { Database, Session } from './store-postgres-connection.ts';
import { settle } from './store-postgres-settle.ts';
import { lockKey } from './store-postgres-turn.ts';
import type { TurnPlace } from './store-postgres-turn.ts';
import type { LoglineError } from '../base/errors.ts';
import { requireLines } from './store-rules.ts';
import type { Head } from './store.ts';

/**
 * Answers whether the lines are appended behind `before` now; where they are not, nothing was done, and a turn finds out why.
 *
 * @throws {LoglineError} USAGE - no lines. LEDGER_UNAVAILABLE, DATABASE_OUTDATED, DRIVER_MISSING
 */
export async function appendAtOnce(
  database: Database,
  place: TurnPlace,
  before: Head,
  append: Append,
): Promise<boolean> {
  requireLines(place.name, append.lines, append.newHash);
  const session = await database.session();
  try {
    // Only of a connection that has had a turn it can be told later that it is at its end.
    const { backend } = session;
    return backend !== undefined && (await run(session, { database, place, before, append, backend }));
  } finally {
    session.release();
  }
}

interface Attempt {
  readonly database: Database;
  readonly place: TurnPlace;
  readonly before: Head;
  readonly append: Append;
  readonly backend: number;
}

async function run(session: Session, { database, place, before, append, backend }: Attempt): Promise<boolean> {
  try {
    const statement = appendAtOnceStatement(place.ledger, before, append, lockKey(place.ledger));
    return (await session.query(statement)).length > 0;
  } catch (error) {
    if (!session.isLost) throw error;
    return settle(database, { ...place, ...append, before, backend, cause: error as LoglineError });
  }
}
