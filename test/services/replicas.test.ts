/**
 * Three processes over one PostgreSQL behave as one service: also where one of them is killed under load, and where the database goes away.
 *
 * For a few seconds; with LOGLINE_LONG=1 with 200 requests a second for 30 seconds.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '../ledger/postgres-server.ts';
import type { PostgresServer } from '../ledger/postgres-server.ts';
import '../uncounted.ts';
import { startProcess } from './processes.ts';
import type { ServiceProcess } from './processes.ts';
import { KEY, ask, assertError, startServices } from './running.ts';
import type { Reply, Sent } from './running.ts';

const IS_LONG = process.env['LOGLINE_LONG'] === '1';
const LOAD = IS_LONG ? { perSecond: 200, seconds: 30 } : { perSecond: 40, seconds: 3 };
const names = ['ledger', 'orchestrator', 'finops'];
const folder = mkdtempSync(join(tmpdir(), 'logline-replicas-'));

let server: PostgresServer;
let replicas: ServiceProcess[] = [];
const ends: (() => unknown)[] = [];
const start = async (): Promise<ServiceProcess> =>
  startProcess({ after: (end) => void ends.push(end as () => unknown) }, folder, { names, env });
let env: Record<string, string> = {};
before(async () => {
  server = await startPostgres();
  env = { DATABASE_URL: await server.newDatabase(), SIGNING_KEY_HEX: KEY, DTE_ROOT: folder };
  replicas = await Promise.all([start(), start(), start()]);
});
after(async () => {
  for (const end of ends) end();
  await server.remove();
  rmSync(folder, { recursive: true });
});

const on = (n: number, service: string, request: string, sent?: Sent): Promise<Reply> =>
  ask(replicas[n % 3]!.ports[service]!, request, sent);
const many = <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)));

describe('three processes', () => {
  test('have the same missions, and decide each once', async () => {
    const began = await many(12, (n) =>
      on(n, 'orchestrator', 'POST /missions', { body: { title: `Of ${String(n)}` } }),
    );
    assert.deepEqual(new Set(began.map(({ status }) => status)), new Set([201]));
    assert.equal(new Set(began.map((reply) => reply.json().missionId as string)).size, 12);
    const lists = await many(3, (n) => on(n, 'orchestrator', 'GET /missions'));
    assert.equal(new Set(lists.map(({ text }) => text)).size, 1);
    const approved = await many(6, (n) => on(n, 'orchestrator', 'POST /missions/M-1/checkpoints/plan/approve'));
    assert.deepEqual(new Set(approved.map(({ status }) => status)), new Set([200]));
    const { atomics } = (await on(1, 'ledger', 'GET /query?intent=checkpoint_decided')).json();
    assert.equal(atomics.length, 1, 'it was approved twice');
  });

  test('do one request once, whichever of them gets it', async () => {
    const sent = { body: { title: 'Once' }, headers: { 'idempotency-key': 'one-mission' } };
    const began = await many(6, (n) => on(n, 'orchestrator', 'POST /missions', sent));
    assert.equal(new Set(began.map(({ text }) => text)).size, 1);
    const other = { ...sent, body: { title: 'Twice' } };
    for (const reply of await many(3, (n) => on(n, 'orchestrator', 'POST /missions', other)))
      assertError(reply, 422, 'IDEMPOTENCY_KEY_REUSED');
  });

  test('never spend the same money twice', async () => {
    assert.equal((await on(0, 'finops', 'PUT /finops/budget', { body: { total: 10, hard: true } })).status, 200);
    const spent = await many(36, (n) =>
      on(n, 'finops', 'POST /finops/budget', { body: { consumed: 0.5, withinBudget: true } }),
    );
    assert.equal(spent.filter(({ status }) => status === 200).length, 20);
    assertError(
      spent.find(({ status }) => status !== 200)!,
      402,
      'BUDGET_EXCEEDED',
    );
    for (const { remaining, consumed } of (await many(3, (n) => on(n, 'finops', 'GET /finops/budget'))).map((reply) =>
      reply.json(),
    ))
      assert.deepEqual([remaining, consumed], [0, 10]);
  });
});

test('processes on one database need a key that is told to all of them', async () => {
  const settings = { DATABASE_URL: 'postgres://localhost/none', SIGNING_KEY_HEX: '' };
  await assert.rejects(startServices(['ledger'], settings), { code: 'CONFIG_INVALID' });
});

describe('under load', () => {
  test('one is killed and started again: nothing that was acknowledged is lost, and the chain is whole', async (t) => {
    const load = new Load('killed');
    const done = load.run();
    await sleep(LOAD.seconds * 300);
    await replicas[1]!.kill();
    await sleep(LOAD.seconds * 200);
    replicas[1] = await start();
    const { acks, failures, repeated } = await done;
    t.diagnostic(
      `${String(acks.size)} acknowledged, ${String(failures)} failed, ${String(repeated)} sent again to another`,
    );
    assert.ok(failures > 0, 'nobody noticed');
    await prove(load);
    assert.equal((await on(1, 'ledger', 'GET /ready')).status, 200);
  });

  test('the database ends at once and comes back: 503 with Retry-After meanwhile, recovery by itself', async (t) => {
    const load = new Load('restarted');
    const done = load.run();
    await sleep(LOAD.seconds * 300);
    await server.crash();
    await sleep(500);
    const away = await on(0, 'finops', 'GET /finops/budget');
    assertError(away, 503, 'LEDGER_UNAVAILABLE');
    assert.ok(away.headers.get('retry-after'));
    assert.doesNotMatch(away.text, /postgres:\/\//);
    await server.start();
    const { acks, unavailable, statuses } = await done;
    t.diagnostic(`${String(acks.size)} acknowledged, ${String(unavailable)} answered with 503`);
    assert.ok(statuses.has(201) && statuses.has(503), [...statuses].join());
    for (const n of [0, 1, 2]) assert.equal((await append(n, `/restarted/after/${String(n)}`)).status, 201);
    await prove(load);
  });
});

const append = (n: number, path: string, headers: Record<string, string> = {}): Promise<Reply> =>
  on(n, 'ledger', 'POST /append', {
    headers,
    body: {
      entity_type: 'file',
      this: path,
      did: { action: 'create' },
      metadata: { created_at: '2026-01-31T12:00:00Z' },
    },
  });

/** So many appends a second, one replica after the other. What no replica has answered is sent to the next one, under its key. */
class Load {
  /** Hashes by path. */
  readonly acks = new Map<string, string>();
  readonly statuses = new Set<number>();
  failures = 0;
  repeated = 0;
  unavailable = 0;
  /** Answers that nobody should get. */
  readonly wrong: string[] = [];
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  async run(): Promise<this> {
    const running: Promise<void>[] = [];
    const began = performance.now();
    for (let n = 0; n < LOAD.perSecond * LOAD.seconds; n++) {
      await sleep(began + (n * 1000) / LOAD.perSecond - performance.now());
      running.push(this.#send(n));
    }
    await Promise.all(running);
    return this;
  }

  async #send(n: number): Promise<void> {
    const path = `/${this.#name}/${String(n)}`;
    const key: Record<string, string> = n % 4 === 0 ? { 'idempotency-key': path } : {};
    const attempts = n % 4 === 0 ? 40 : 1;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const reply = await append(n + attempt, path, key).catch(() => undefined);
      if (reply !== undefined) this.#note(path, reply);
      else this.failures++;
      if (reply?.status === 201) return;
      this.repeated++;
      await sleep(100);
    }
  }

  #note(path: string, reply: Reply): void {
    this.statuses.add(reply.status);
    if (reply.status === 201) this.acks.set(path, reply.json().hash as string);
    // A machine that is busy with other things does not keep up: who waits for a turn for too long is told to come back, too.
    else if ([503, 423].includes(reply.status) && reply.headers.get('retry-after') !== null) this.unavailable++;
    else this.wrong.push(`${String(reply.status)} ${reply.text.slice(0, 500)}`);
  }
}

/** What was acknowledged stands in the ledger, once; what had a key stands there in any case. */
async function prove({ acks, wrong }: Load): Promise<void> {
  assert.deepEqual(wrong.slice(0, 5), []);
  const report = (await on(2, 'ledger', 'GET /verify')).json();
  assert.deepEqual([report.ok, report.findings], [true, []]);
  const stored = new Map<string, string[]>();
  for (let cursor: string | null = '0'; cursor !== null;) {
    const page = (await on(0, 'ledger', `GET /scan?limit=1000&cursor=${cursor}`)).json() as {
      next: string | null;
      entries: { atomic: { this: string; hash: string } }[];
    };
    for (const { atomic } of page.entries) stored.set(atomic.this, [...(stored.get(atomic.this) ?? []), atomic.hash]);
    cursor = page.next;
  }
  assert.ok(acks.size > 0);
  for (const [path, hash] of acks) assert.deepEqual(stored.get(path), [hash], path);
  const [name] = [...acks.keys()][0]!.split('/').slice(1);
  for (let n = 0; n < LOAD.perSecond * LOAD.seconds; n += 4) assert.ok(acks.has(`/${name!}/${String(n)}`), String(n));
}
