/** The tables, as steps that each database takes once. A step that was released is never changed: a new one is added. */
import { LoglineError } from '../base/errors.ts';
import { parsePostgresAddress } from './store-postgres-address.ts';
import { Database } from './store-postgres-connection.ts';
import type { Session } from './store-postgres-connection.ts';

/** What a migration did. */
export interface PostgresMigration {
  /** The version that the database has now. */
  readonly version: number;
  /** The steps that it took, in order; none where it was up to date. */
  readonly applied: readonly number[];
}

/**
 * Lines are `bytea`: their bytes come back as they were, whatever they are and whatever the database's encoding and collation. In a `jsonb`,
 * members would be sorted and numbers changed; a `text` takes no U+0000 and no line that is not UTF-8.
 *
 * `start` is where a line starts in the ledger, in bytes, `number` counts from 1. `backend` says which connection wrote the line, so that
 * a writer whose connection was cut finds out whether its append was done. The columns behind it are for the indexes alone.
 */
const FIRST = `
CREATE TABLE logline.ledger (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE,
  hash text COLLATE "C" NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  size_bytes bigint NOT NULL,
  lines bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE logline.line (
  ledger integer NOT NULL,
  start bigint NOT NULL,
  number bigint NOT NULL,
  body bytea NOT NULL,
  backend integer NOT NULL,
  trace_id text COLLATE "C",
  actor text COLLATE "C",
  intent text COLLATE "C",
  mission text COLLATE "C",
  created_ms bigint,
  PRIMARY KEY (ledger, start)
);
CREATE INDEX line_trace_id ON logline.line (ledger, trace_id, start) WHERE trace_id IS NOT NULL;
CREATE INDEX line_actor ON logline.line (ledger, actor, start) WHERE actor IS NOT NULL;
CREATE INDEX line_intent ON logline.line (ledger, intent, start) WHERE intent IS NOT NULL;
CREATE INDEX line_mission ON logline.line (ledger, mission, start) WHERE mission IS NOT NULL;
CREATE INDEX line_created_ms ON logline.line (ledger, created_ms, start) WHERE created_ms IS NOT NULL;

CREATE FUNCTION logline.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'logline.%: a ledger is only appended to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON logline.line
  FOR EACH STATEMENT EXECUTE FUNCTION logline.refuse();
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON logline.ledger
  FOR EACH STATEMENT EXECUTE FUNCTION logline.refuse();
CREATE TRIGGER only_grows BEFORE UPDATE ON logline.ledger
  FOR EACH ROW WHEN (NEW.size_bytes <= OLD.size_bytes OR NEW.lines <= OLD.lines OR NEW.name <> OLD.name)
  EXECUTE FUNCTION logline.refuse();
`;

const STEPS: readonly string[] = [FIRST];

/** Nobody migrates while somebody else does. */
const LOCK = 7_310_589_116_421_233n;

/**
 * Brings the tables of a database to this release, in one transaction; where they are there, it changes nothing. Several may do so at once.
 *
 * @param address - `postgres://user@host:5432/database`, of a role that may create a schema there.
 * @throws {LoglineError} USAGE - no address. DRIVER_MISSING. LEDGER_UNAVAILABLE - the database cannot be reached, or its encoding is not
 *   UTF8. DATABASE_OUTDATED - a newer release migrated it.
 */
export async function migratePostgres(address: string): Promise<PostgresMigration> {
  const { connection, name } = parsePostgresAddress(address);
  const patience = { connectTimeoutMs: 10_000, answerTimeoutMs: 3_600_000, lockTimeoutMs: 600_000 };
  const database = new Database({ connection, name, maxConnections: 1, ...patience });
  try {
    const session = await database.session();
    try {
      return await migrate(session, name);
    } finally {
      session.spoil(); // whatever transaction a failure left open ends with its connection
      session.release();
    }
  } finally {
    await database.close();
  }
}

async function migrate(session: Session, name: string): Promise<PostgresMigration> {
  await demandUtf8(session, name);
  await session.query({ text: `BEGIN; SELECT pg_advisory_xact_lock(${String(LOCK)})` });
  const before = await versionOf(session);
  if (before > STEPS.length) throw tooNew(name, before);
  if (before === 0) {
    const made = 'version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now()';
    await session.query({ text: `CREATE SCHEMA IF NOT EXISTS logline; CREATE TABLE logline.migration (${made})` });
  }
  const applied: number[] = [];
  for (let version = before + 1; version <= STEPS.length; version++) {
    await session.query({ text: STEPS[version - 1]! });
    await session.query({ text: 'INSERT INTO logline.migration (version) VALUES ($1)', values: [version] });
    applied.push(version);
  }
  await session.query({ text: 'COMMIT' });
  return { version: STEPS.length, applied };
}

async function versionOf(session: Session): Promise<number> {
  const [found] = await session.query({ text: "SELECT to_regclass('logline.migration') IS NOT NULL AS is_there" });
  if (found!['is_there'] !== true) return 0;
  const [row] = await session.query({ text: 'SELECT coalesce(max(version), 0) AS version FROM logline.migration' });
  return row!['version'] as number;
}

async function demandUtf8(session: Session, name: string): Promise<void> {
  const [row] = await session.query({ text: 'SHOW server_encoding' });
  const encoding = String(row!['server_encoding']);
  if (encoding === 'UTF8') return;
  const message = `${name}: the encoding of the database is ${encoding}, in which not every name can be written; create it with ENCODING 'UTF8'.`;
  throw new LoglineError('LEDGER_UNAVAILABLE', message, { details: { name, encoding, retryable: false } });
}

function tooNew(name: string, version: number): LoglineError {
  const message = `${name}: the database has version ${version} of the tables; this release knows ${STEPS.length}.`;
  return new LoglineError('DATABASE_OUTDATED', message, { details: { name, version, known: STEPS.length } });
}
