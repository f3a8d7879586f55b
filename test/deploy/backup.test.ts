/** backup.sh and restore.sh: what is lost comes back byte for byte, from a file and from PostgreSQL, and what is not whole is refused. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { isBuilt } from '../../scripts/setup.mjs';
import { plant, projectRoot } from '../checks/scratch.ts';
import { migratePostgres } from '../../src/ledger/store-postgres.ts';
import { sharedPostgres } from '../ledger/postgres-shared.ts';
import type { SharedPostgres } from '../ledger/postgres-shared.ts';
import { KEY, startServices } from '../services/running.ts';
import '../uncounted.ts';

interface Result {
  readonly status: number | null;
  readonly output: string;
}

/** Where services have their ledger and contents, and where backups are. */
interface Place {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

function run(script: string, to: string, { folder, env }: Place): Result {
  const { PATH = '' } = process.env;
  const program = join(projectRoot, 'services/deploy', script);
  const { status, stdout, stderr } = spawnSync(program, [to], { cwd: folder, env: { PATH, ...env }, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Runs services for a moment, in which they do some work. */
async function work({ folder, env }: Place, title: string): Promise<void> {
  const EVIDENCE_PATH = join(folder, 'evidence');
  const services = await startServices(['orchestrator', 'evidence'], { ...env, EVIDENCE_PATH, SIGNING_KEY_HEX: KEY });
  try {
    const mission = (await services.ask('orchestrator', 'POST /missions', { body: { title } })).json() as {
      missionId: string;
    };
    const body = { type: 'Done', missionId: mission.missionId, data: { title } };
    assert.equal((await services.ask('evidence', 'POST /evidence/events', { body })).status, 201);
  } finally {
    await services.close();
  }
}

let server: SharedPostgres;
before(async () => (server = await sharedPostgres()));
after(() => server.remove());

const kinds: Readonly<Record<string, (t: TestContext) => Promise<Place & { wipe(): Promise<void> }>>> = {
  'a file': async (t) => {
    const folder = plant(t, {});
    const ledger = join(folder, 'ledger.jsonl');
    const wipe = async (): Promise<void> => rmSync(ledger);
    return { folder, env: { LEDGER_PATH: ledger, EVIDENCE_PATH: join(folder, 'evidence') }, wipe };
  },
  PostgreSQL: async (t) => {
    const folder = plant(t, {});
    const address = await server.newDatabase();
    const wipe = async (): Promise<void> => {
      await server.sql(address, 'DROP SCHEMA logline CASCADE');
      await migratePostgres(address);
    };
    return { folder, env: { DATABASE_URL: address, EVIDENCE_PATH: join(folder, 'evidence') }, wipe };
  },
};

describe('a backup of a ledger', () => {
  for (const [kind, make] of Object.entries(kinds))
    test(`in ${kind}: made, added to, lost, restored, and gone on with`, { timeout: 120_000 }, async (t) => {
      assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
      const place = await make(t);
      const backup = join(place.folder, 'backup');
      await work(place, 'The first');
      const first = run('backup.sh', backup, place);
      assert.equal(first.status, 0, first.output);
      assert.match(first.output, /^copied_contents {2}1$/m);
      const early = readFileSync(join(backup, 'ledger.jsonl'), 'utf8');

      await work(place, 'The second');
      const second = run('backup.sh', backup, place);
      assert.equal(second.status, 0, second.output);
      assert.match(second.output, /^copied_contents {2}1$/m);
      const whole = readFileSync(join(backup, 'ledger.jsonl'), 'utf8');
      assert.ok(whole.startsWith(early) && whole.length > early.length);

      await place.wipe();
      rmSync(join(place.folder, 'evidence'), { recursive: true });
      const restored = run('restore.sh', backup, place);
      assert.equal(restored.status, 0, restored.output);
      assert.deepEqual(readdirSync(join(place.folder, 'evidence')), readdirSync(join(backup, 'evidence')));
      const again = join(place.folder, 'again');
      assert.equal(run('backup.sh', again, place).status, 0);
      assert.equal(readFileSync(join(again, 'ledger.jsonl'), 'utf8'), whole);

      await work(place, 'The third');
      const third = run('backup.sh', backup, place);
      assert.equal(third.status, 0, third.output);
      assert.ok(readFileSync(join(backup, 'ledger.jsonl'), 'utf8').startsWith(whole));
      // Over what has gone on since, the older backup is no beginning anew.
      const refused = run('restore.sh', again, place);
      assert.equal(refused.status, 1, refused.output);
      assert.match(refused.output, /NOT_APPEND_ONLY/);
    });

  test('with a content that is not what its name says is no backup, and is not restored', async (t) => {
    const place = await kinds['a file']!(t);
    const backup = join(place.folder, 'backup');
    await work(place, 'One');
    const name = sha256('what is meant');
    writeFileSync(join(place.folder, 'evidence', name), 'something else');
    const made = run('backup.sh', backup, place);
    assert.equal(made.status, 1, made.output);
    assert.match(made.output, new RegExp(`${name}: FAILED`));
    await place.wipe();
    assert.equal(run('restore.sh', backup, place).status, 1);
    assert.ok(!existsSync(join(place.folder, 'ledger.jsonl')));
  });

  test('that was tampered with, or of a ledger that does not verify, is refused', async (t) => {
    const place = await kinds['a file']!(t);
    const backup = join(place.folder, 'backup');
    await work(place, 'One');
    assert.equal(run('backup.sh', backup, place).status, 0);
    const file = join(backup, 'ledger.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"One"', '"Two"'));
    await place.wipe();
    const restored = run('restore.sh', backup, place);
    assert.equal(restored.status, 1, restored.output);
    assert.match(restored.output, /HASH_MISMATCH/);
    assert.ok(!existsSync(join(place.folder, 'ledger.jsonl')));

    const other = join(place.folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'ledger.jsonl'), readFileSync(file));
    appendFileSync(join(other, 'ledger.jsonl'), 'no atomic\n');
    const env = { ...place.env, LEDGER_PATH: join(other, 'ledger.jsonl') };
    assert.equal(run('backup.sh', join(place.folder, 'third'), { ...place, env }).status, 1);
  });

  test('says how it is used', (t) => {
    const { status, output } = run('restore.sh', '', { folder: plant(t, {}), env: {} });
    assert.notEqual(status, 0);
    assert.match(output, /usage: restore\.sh FOLDER/);
  });
});
