/**
 * An append as one statement: it moves the head, if that is the expected one, adds the lines and tells whoever listens; all or nothing. Within a
 * writer's turn, or as a turn of its own.
 */
import type { Statement } from './store-postgres-connection.ts';
import { columnsOf } from './store-postgres-columns.ts';
import type { Head } from './store.ts';

/** Where notifications of appends go; each says the name of the ledger. */
export const CHANNEL = 'logline_ledger';

/** A line within bytes, its line feed included. */
export interface CutLine {
  readonly at: number;
  readonly size: number;
}

const LF = 0x0a;

/** Answers where the lines stand in whole lines. Pure. */
export function cutLines(lines: Uint8Array): CutLine[] {
  const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.length);
  const cut: CutLine[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(LF, at) + 1;
    cut.push({ at, size: end - at });
    at = end;
  }
  return cut;
}

/** The lines go as one value, which the server cuts: thousands of small values would cost more than what is in them. */
const ADD = `
added AS (
  INSERT INTO logline.line (ledger, start, number, body, backend, trace_id, actor, intent, mission, created_ms)
  SELECT moved.id, moved.size_bytes - $3::bigint + l.at, moved.lines - $4::bigint + l.n, substr($5::bytea, l.at + 1, l.size),
    pg_backend_pid(), l.trace_id, l.actor, l.intent, l.mission, l.created_ms::bigint
  FROM moved, unnest($6::int[], $7::int[], $8::text[], $9::text[], $10::text[], $11::text[], $12::float8[])
    WITH ORDINALITY AS l(at, size, trace_id, actor, intent, mission, created_ms, n)
)
SELECT pg_notify('${CHANNEL}', $1::text) FROM moved`;

const BEGIN = `WITH moved AS (
  INSERT INTO logline.ledger (name, hash, size_bytes, lines) VALUES ($1::text, $2::text, $3::bigint, $4::bigint)
  ON CONFLICT (name) DO NOTHING RETURNING id, size_bytes, lines
),${ADD}`;

const GO_ON = `WITH moved AS (
  UPDATE logline.ledger SET hash = $2::text, size_bytes = size_bytes + $3::bigint, lines = lines + $4::bigint
  WHERE name = $1::text AND hash = $13::text AND size_bytes = $14::bigint RETURNING id, size_bytes, lines
),${ADD}`;

/** The lock is held to the end of the statement, which is its commit. It is not waited for: who waits for it already is first. */
const AT_ONCE = `WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock($15::bigint) AS is_mine),
moved AS (
  UPDATE logline.ledger SET hash = $2::text, size_bytes = size_bytes + $3::bigint, lines = lines + $4::bigint
  FROM turn WHERE turn.is_mine AND name = $1::text AND hash = $13::text AND size_bytes = $14::bigint RETURNING id, size_bytes, lines
),${ADD}`;

/** An append: whole lines, and the hash of the last of them. */
export interface Append {
  readonly lines: Uint8Array;
  readonly newHash: string;
}

/** Answers the statement that appends behind `head`. It answers one row; none where the head is another. Pure. */
export function appendStatement(ledger: string, head: Head, append: Append): Statement {
  const values = valuesOf(ledger, append);
  return head.hash === null
    ? { name: 'logline_begin', text: BEGIN, values }
    : { name: 'logline_go_on', text: GO_ON, values: [...values, head.hash, head.sizeBytes] };
}

/** Answers the statement that takes the lock as well. It answers one row; none where the head is another, or somebody has or wants the lock. Pure. */
export function appendAtOnceStatement(ledger: string, head: Head, append: Append, lockKey: string): Statement {
  const values = [...valuesOf(ledger, append), head.hash, head.sizeBytes, lockKey];
  return { name: 'logline_go_on_at_once', text: AT_ONCE, values };
}

function valuesOf(ledger: string, { lines, newHash }: Append): unknown[] {
  const cut = cutLines(lines);
  const columns = cut.map(({ at, size }) => columnsOf(lines.subarray(at, at + size - 1)));
  return [
    ...[ledger, newHash, lines.length, cut.length, lines],
    cut.map(({ at }) => at),
    cut.map(({ size }) => size),
    columns.map(({ traceId }) => traceId),
    columns.map(({ actor }) => actor),
    columns.map(({ intent }) => intent),
    columns.map(({ mission }) => mission),
    columns.map(({ createdMs }) => createdMs),
  ];
}
