/**
 * What became of an append whose connection was lost before its answer came.
 *
 * Every connection that appends holds a lock of its own for as long as it lives. Whoever gets that one knows that the connection is at its end, and that
 * nothing comes from it any more: so what is not in the ledger then never will be.
 */
import { LoglineError } from '../base/errors.ts';
import type { Append } from './store-postgres-append.ts';
import { cutLines } from './store-postgres-append.ts';
import type { Database, Row } from './store-postgres-connection.ts';
import type { Head } from './store.ts';

/** The first of two numbers that name the lock of a connection; the other one is the server's number of it. */
export const CONNECTION_LOCKS = 762_114_091;

/** Which append, and for how long it is looked for. */
export interface LostAppend extends Append {
  /** The store's name, for messages. */
  readonly name: string;
  readonly ledger: string;
  readonly before: Head;
  /** The server's number of the connection that was lost. */
  readonly backend: number;
  readonly settleTimeoutMs: number;
  /** Why it was lost. */
  readonly cause: LoglineError;
}

const WRITTEN = `SELECT 1 FROM logline.line WHERE ledger = (SELECT id FROM logline.ledger WHERE name = $1)
  AND start = $2 AND backend = $3 AND body = $4`;

/**
 * Answers whether it was done.
 *
 * @throws {LoglineError} LEDGER_UNAVAILABLE - it could not be found out in time: `details.outcome` is `unknown`.
 */
export async function settle(database: Database, lost: LostAppend): Promise<boolean> {
  const { name, cause, settleTimeoutMs } = lost;
  const found = await untilAnswered(settleTimeoutMs, () => find(database, lost));
  if (found !== undefined) return found.length > 0;
  const message = `${cause.message} Whether the append was done is not known: read the head before you append again.`;
  const details = { ...cause.details, name, outcome: 'unknown' };
  throw new LoglineError('LEDGER_UNAVAILABLE', message, { details, cause });
}

async function find(
  database: Database,
  { ledger, before, backend, lines }: Omit<LostAppend, 'cause'>,
): Promise<readonly Row[]> {
  const first = cutLines(lines)[0]!;
  const session = await database.session();
  try {
    await session.query({ text: `SELECT pg_advisory_lock(${CONNECTION_LOCKS}, ${backend})` });
    const values = [ledger, before.sizeBytes, backend, lines.subarray(0, first.size)];
    return await session.query({ text: WRITTEN, values });
  } finally {
    session.spoil();
    session.release();
  }
}

const PAUSE_MS = 50;

/** Asks again and again; answers `undefined` where no answer came in time. */
async function untilAnswered<T>(timeoutMs: number, ask: () => Promise<T>): Promise<T | undefined> {
  const deadline = { isOver: false, end: (): void => undefined };
  const over = new Promise<undefined>((resolve) => {
    deadline.end = () => {
      deadline.isOver = true;
      resolve(undefined);
    };
  });
  const timer = setTimeout(deadline.end, timeoutMs);
  const asking = async (): Promise<T | undefined> => {
    while (!deadline.isOver) {
      try {
        return await ask();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
    return undefined;
  };
  const answer = await Promise.race([asking(), over]);
  deadline.end();
  clearTimeout(timer);
  return answer;
}
