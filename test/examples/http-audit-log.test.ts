/** The HTTP example as a real process: requests at the same time, an audit while it runs, a forgery, an orderly end. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { keyringOf, verifyLedger } from 'logline-core';
import type { Atomic, LedgerReport } from 'logline-core';
import { plant, projectRoot } from '../checks/scratch.ts';
import { sourceOf } from '../ledger/fixtures.ts';
import '../uncounted.ts';

interface Running {
  readonly url: string;
  readonly publicKey: string;
  readonly ledger: string;
  readonly stop: () => Promise<number | null>;
}

async function start(t: TestContext, env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const folder = plant(t, {});
  const script = join(projectRoot, 'examples/http-audit-log/server.mjs');
  const child = spawn(process.execPath, [...process.execArgv, script], {
    cwd: folder,
    env: { ...process.env, PORT: '0', SIGNING_KEY_FILE: '', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const [, url, publicKey] = /^listening on (\S+), public key ([0-9a-f]{64})$/.exec(line) ?? [];
  assert.ok(url !== undefined && publicKey !== undefined, line);
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    const [status] = (await exited) as [number | null];
    return status;
  };
  return { url, publicKey, ledger: join(folder, 'audit.jsonl'), stop };
}

const order = (url: string, body: unknown): Promise<Response> =>
  fetch(`${url}/orders`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'x-user': 'kim', connection: 'close' },
  });

test('every request is recorded before it is answered, also many at once and those that are refused', async (t) => {
  const { url, publicKey, ledger, stop } = await start(t);
  const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => order(url, { item: 'apple', count: i })));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [201, 400]);
  assert.equal((await fetch(`${url}/nothing`)).status, 404);

  const trace = answers[7]!.headers.get('x-trace-id')!;
  const [atomic, ...others] = (await (await fetch(`${url}/audit?trace=${trace}`)).json()) as Atomic[];
  assert.deepEqual(
    [atomic!.input, others],
    [{ method: 'POST', path: '/orders', order: { item: 'apple', count: 7 } }, []],
  );
  assert.deepEqual([atomic!.did.actor, atomic!.output], ['kim', { status: 201 }]);

  const audit = await fetch(`${url}/audit`);
  const report = (await audit.json()) as LedgerReport;
  assert.deepEqual([audit.status, report.ok, report.counts.valid, report.chain], [200, true, 41, 'unbroken']);

  assert.equal(await stop(), 0);
  const { ok, counts } = await verifyLedger(sourceOf(readFileSync(ledger)), { keyring: keyringOf([publicKey]) });
  assert.deepEqual([ok, counts.valid], [true, 41]);
});

test('a line that somebody edits shows in the audit', async (t) => {
  const { url, ledger } = await start(t);
  for (const count of [1, 2, 3]) await order(url, { item: 'pear', count });
  writeFileSync(ledger, readFileSync(ledger, 'utf8').replace('"count":2', '"count":9'));
  const audit = await fetch(`${url}/audit`);
  const { findings } = (await audit.json()) as LedgerReport;
  assert.deepEqual(
    [audit.status, findings.map(({ code, line }) => `${code}@${String(line)}`)],
    [500, ['HASH_MISMATCH@2']],
  );
});

test('what cannot be recorded is not answered: a secret, a disk that fails', async (t) => {
  const { url } = await start(t);
  const refused = await order(url, { item: 'my password', count: 1 });
  assert.deepEqual([refused.status, await refused.json()], [503, { error: { code: 'GUARD_REFUSED' } }]);
  const blocked = await start(t, { LEDGER_PATH: '/dev/null/ledger.jsonl' });
  assert.equal((await order(blocked.url, { item: 'plum', count: 1 })).status, 503);
});

test('a request that is under way when it is told to stop is answered and recorded', async (t) => {
  const { url, ledger, stop } = await start(t);
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const body = new ReadableStream({
    async start(controller) {
      controller.enqueue(new TextEncoder().encode('{"item":"fig",'));
      await released;
      controller.enqueue(new TextEncoder().encode('"count":4}'));
      controller.close();
    },
  });
  const slow = fetch(`${url}/orders`, {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { connection: 'close' },
  });
  await order(url, { item: 'first', count: 1 });
  const stopped = stop();
  release();
  assert.equal((await slow).status, 201);
  assert.equal(await stopped, 0);
  assert.match(readFileSync(ledger, 'utf8'), /"item":"fig"/);
});
