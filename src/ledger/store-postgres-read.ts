/** The bytes of a ledger in PostgreSQL, in chunks that do not grow with it. */
import type { Database } from './store-postgres-connection.ts';

const CHUNK_BYTES = 1024 * 1024;

/**
 * The lines that start within a chunk's size, and the one that the chunk starts in, as one value. Numbers are asked for as `float8`, which the
 * driver reads as numbers; they are exact up to 2^53.
 */
const PAGE = `SELECT min(start)::float8 AS start, string_agg(body, ''::bytea ORDER BY start) AS bytes FROM logline.line
  WHERE ledger = (SELECT id FROM logline.ledger WHERE name = $1) AND start < least($2::bigint + ${CHUNK_BYTES}, $3::bigint)
  AND start >= coalesce((SELECT start FROM logline.line
    WHERE ledger = (SELECT id FROM logline.ledger WHERE name = $1) AND start <= $2::bigint ORDER BY start DESC LIMIT 1), 0)`;

interface Page {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Answers the bytes from `start` up to where the range ends. While a chunk is looked at, the next page is on its way. */
export async function* readRange(
  database: Database,
  ledger: string,
  start: number,
  rangeEnd: number | Promise<number>,
): AsyncGenerator<Uint8Array> {
  const end = await rangeEnd;
  const fetch = async (at: number): Promise<Page | undefined> => {
    if (at >= end) return undefined;
    const [row] = await database.query({ name: 'logline_page', text: PAGE, values: [ledger, at, end] });
    return row!['bytes'] === null ? undefined : (row as unknown as Page);
  };
  let next = fetch(start);
  for (let at = start; ;) {
    const page = await next;
    if (page === undefined) return;
    const pageEnd = page.start + page.bytes.length;
    if (pageEnd <= at) return; // lines were removed behind the store's back
    const bytes = page.bytes.subarray(at - page.start, end - page.start);
    at = pageEnd;
    next = fetch(at);
    next.catch(ignore); // it may fail before anybody asks for it, or never be asked for
    for (let i = 0; i < bytes.length; i += CHUNK_BYTES) yield bytes.subarray(i, i + CHUNK_BYTES);
  }
}

function ignore(): void {
  // whoever asks for the page hears of it
}
