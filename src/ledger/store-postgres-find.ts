/** Finding lines by the indexes of PostgreSQL, a page at a time, in the order of the ledger or backward. */
import { indexText } from './store-postgres-columns.ts';
import type { Database, Row, Statement } from './store-postgres-connection.ts';
import type { FindRange, FoundLine, LineFilter } from './store.ts';

/** Bounds on a page: how many lines, and after how many bytes no further line is fetched. */
const PAGE_LINES = 500;
const PAGE_BYTES = 1024 * 1024;

/** Answers the lines of the range that may fit the filter. */
export async function* findLines(
  database: Database,
  ledger: string,
  filter: LineFilter,
  range: FindRange,
): AsyncGenerator<FoundLine> {
  const search = new Search(ledger, filter);
  let { start, end } = isTimed(filter) ? await narrowed(database, search, range) : range;
  while (start < end) {
    const rows = await database.query(search.page(start, end, range.reverse));
    for (const row of rows) yield foundOf(row);
    const last = rows.at(-1);
    if (last === undefined || (last['is_last'] === true && rows.length < PAGE_LINES)) return;
    if (range.reverse) end = last['start'] as number;
    else start = (last['start'] as number) + 1;
  }
}

/** Whether it is about time alone. */
const isTimed = ({ traceId, actor, intent, mission }: LineFilter): boolean =>
  [traceId, actor, intent, mission].every((text) => text === undefined);

/** Times mostly grow with the ledger: the index of times says between which places lines can be, and these are read in their order. */
async function narrowed(database: Database, search: Search, { start, end }: FindRange): Promise<FindEnds> {
  const [row] = await database.query(search.extent(start, end));
  const { first, last } = row as { readonly first: number | null; readonly last: number | null };
  return { start: first ?? end, end: last === null ? end : last + 1 };
}

interface FindEnds {
  readonly start: number;
  readonly end: number;
}

function foundOf(row: Row): FoundLine {
  const body = row['body'] as Uint8Array;
  return { bytes: body.subarray(0, -1), byteOffset: row['start'] as number, line: row['number'] as number };
}

/** The statements of one search. */
class Search {
  readonly #values: unknown[] = [];
  readonly #where: string;

  constructor(ledger: string, { sinceMs, untilMs, ...texts }: LineFilter) {
    const conditions = [`ledger = (SELECT id FROM logline.ledger WHERE name = ${this.#value(ledger)})`];
    for (const [name, column] of COLUMNS) {
      if (texts[name] !== undefined) conditions.push(`${column} = ${this.#value(indexText(texts[name]))}`);
    }
    if (sinceMs !== undefined) conditions.push(`created_ms >= ${this.#value(sinceMs)}`);
    if (untilMs !== undefined) conditions.push(`created_ms < ${this.#value(untilMs)}`);
    this.#where = conditions.join(' AND ');
  }

  /** First and last place of lines that fit. */
  extent(start: number, end: number): Statement {
    const [from, to] = this.#placeholders();
    const text = `SELECT min(start)::float8 AS first, max(start)::float8 AS last FROM logline.line
      WHERE ${this.#where} AND start >= ${from} AND start < ${to}`;
    return { text, values: [...this.#values, start, end] };
  }

  /** Lines that fit, until they are a page's worth of bytes. */
  page(start: number, end: number, reverse: boolean): Statement {
    const [from, to] = this.#placeholders();
    const order = reverse ? 'start DESC' : 'start';
    const text = `WITH found AS (
        SELECT ledger, start, octet_length(body) AS size FROM logline.line
        WHERE ${this.#where} AND start >= ${from} AND start < ${to} ORDER BY ${order} LIMIT ${PAGE_LINES}
      ), page AS (
        SELECT ledger, start, sum(size) OVER (ORDER BY ${order}) - size AS before,
          row_number() OVER (ORDER BY ${order}) = (SELECT count(*) FROM found) AS is_last FROM found
      )
      SELECT line.start::float8 AS start, line.number::float8 AS number, line.body, page.is_last
      FROM page JOIN logline.line USING (ledger, start) WHERE page.before < ${PAGE_BYTES} ORDER BY line.${order}`;
    return { text, values: [...this.#values, start, end] };
  }

  #value(value: unknown): string {
    this.#values.push(value);
    return `$${this.#values.length}`;
  }

  /** Behind the values of the filter. */
  #placeholders(): readonly [string, string] {
    return [`$${this.#values.length + 1}::bigint`, `$${this.#values.length + 2}::bigint`];
  }
}

const COLUMNS = [
  ['traceId', 'trace_id'],
  ['actor', 'actor'],
  ['intent', 'intent'],
  ['mission', 'mission'],
] as const;
