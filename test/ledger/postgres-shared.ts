/**
 * One PostgreSQL for all test files of a run that need one and do not crash it: starting a server takes longer than most of their tests.
 *
 * The runner (test/run.ts) starts it beside the first tests and says by a file where it is; a test file that is run without the runner starts one
 * of its own.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databasesAt, startPostgres } from './postgres-server.ts';
import type { Databases, PostgresServer } from './postgres-server.ts';

/** Names the file that says where the server is. */
const PLACE = 'LOGLINE_TEST_POSTGRES';
/** A busy machine takes its time. */
const PATIENCE_MS = 120_000;

/** A server that others use as well. */
export interface SharedPostgres extends Databases {
  /** Ends it where nobody else uses it. */
  remove(): Promise<void>;
}

/** Answers the server. Have it removed `after` the tests. */
export async function sharedPostgres(): Promise<SharedPostgres> {
  const place = process.env[PLACE];
  if (place === undefined) return startPostgres();
  const end = performance.now() + PATIENCE_MS;
  while (!existsSync(place)) {
    assert.ok(performance.now() < end, 'no PostgreSQL was started');
    await sleep(20);
  }
  const said = readFileSync(place, 'utf8');
  assert.match(said, /^\d+$/, `PostgreSQL did not start: ${said}`);
  return { ...databasesAt(Number(said), `test_${String(process.pid)}`), remove: async () => undefined };
}

/** For the runner: starts the server; answers how to end it. */
export function offerPostgres(): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'logline-shared-'));
  const place = join(folder, 'place');
  process.env[PLACE] = place;
  const tell = (text: string): void => {
    writeFileSync(`${place}.new`, text);
    renameSync(`${place}.new`, place);
  };
  const started: Promise<PostgresServer | undefined> = startPostgres().then(
    (server) => {
      tell(String(server.port));
      return server;
    },
    (error: unknown) => {
      tell(String(error));
      return undefined;
    },
  );
  return async () => {
    await (await started)?.remove();
    rmSync(folder, { recursive: true });
  };
}
