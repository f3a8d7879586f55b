/** `node services/index.js` as a process: settings, the first start, several on one ledger, and the end. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { plant, projectRoot } from '../checks/scratch.ts';
import { ask, assertError } from './running.ts';
import '../unmeasured.ts';

const DRAFT = {
  entity_type: 'file',
  this: '/a',
  did: { action: 'create' },
  metadata: { created_at: '2026-01-31T12:00:00Z' },
};
const PORTS = {
  PORT: '0',
  METRICS_PORT: '0',
  GATEWAY_PORT: '0',
  ORCHESTRATOR_PORT: '0',
  DTE_PORT: '0',
  FINOPS_PORT: '0',
  EVIDENCE_PORT: '0',
};

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
  readonly lines: Record<string, unknown>[];
}

/** Runs the program that users start, in the folder of a project. */
function run(folder: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const plain = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(PATH|HOME|TMPDIR|LANG)$/.test(name)),
  );
  return spawn(process.execPath, [join(projectRoot, 'services/index.js'), ...args], {
    cwd: folder,
    env: { ...plain, ...env },
  });
}

/** Starts the ledger API and waits until it is ready. */
async function start(t: TestContext, folder: string, env: Record<string, string> = {}): Promise<Started> {
  const child = run(folder, ['--only', 'ledger'], { ...PORTS, ...env });
  t.after(() => killAll(child));
  const lines: Record<string, unknown>[] = [];
  let rest = '';
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', () => reject(new Error(errors)));
    child.stdout!.on('data', (chunk: Buffer) => {
      const parts = `${rest}${chunk.toString()}`.split('\n');
      rest = parts.pop()!;
      for (const line of parts) {
        const read = JSON.parse(line) as Record<string, unknown>;
        lines.push(read);
        if (String(read['msg']).startsWith('ready')) resolve((read['ports'] as { ledger: number }).ledger);
      }
    });
  });
  return { child, port, lines };
}

const until = async (what: () => Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 100; i++) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('it never came to that');
};

describe('the program', { concurrency: 2 }, () => {
  test('starts with nothing set, makes a key, and ends when it is told, with what it accepted on disk', async (t) => {
    const folder = plant(t, { '.env': 'LOG_LEVEL=debug\n' });
    const { child, port, lines } = await start(t, folder);
    assert.equal(statSync(join(folder, 'data/private.key')).mode & 0o777, 0o600);
    const key = readFileSync(join(folder, 'data/private.key'), 'utf8').trim();
    assert.ok(lines.some(({ msg, level }) => level === 'warn' && String(msg).includes('private.key')));
    const appends = Array.from({ length: 50 }, () => ask(port, 'POST /append', { body: DRAFT }));
    await appends[0];
    child.kill('SIGTERM');
    const answers = await Promise.allSettled(appends);
    const [status] = (await once(child, 'exit')) as [number | null];
    assert.equal(status, 0);
    const acknowledged = answers.filter((one) => one.status === 'fulfilled' && one.value.status === 201).length;
    const stored = readFileSync(join(folder, 'data/ledger.jsonl'), 'utf8').trim().split('\n').length;
    assert.ok(acknowledged >= 1 && stored >= acknowledged, `${String(acknowledged)} of ${String(stored)}`);
    assert.doesNotMatch(JSON.stringify(lines), new RegExp(key));
    assert.ok(lines.some(({ msg }) => msg === 'ended'));
  });

  test('a setting that is none stops the start, by its name', async (t) => {
    const cases = [
      [{ '.env': 'GATEWAY_PROT=1\n' }, {}, [], /\.env:1: there is no setting GATEWAY_PROT/],
      [{}, { PORT: 'http' }, [], /PORT has to be a whole number/],
      [{}, {}, ['--only', 'ledger,nothing'], /There is no service "nothing"/],
    ] as const;
    for (const [files, env, args, message] of cases) {
      const child = run(plant(t, files), args, env);
      let errors = '';
      child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
      const [status] = (await once(child, 'close')) as [number];
      assert.equal(status, 2);
      assert.match(errors, message);
    }
  });

  test('two on one ledger: one writes, the other reads, and takes over when that one is killed', async (t) => {
    const folder = plant(t, {});
    const env = { LEDGER_LEASE_MS: '1000' };
    const first = await start(t, folder, env);
    await until(async () => (await ask(first.port, 'POST /append', { body: DRAFT })).status === 201);
    const second = await start(t, folder, env);
    const refused = await ask(second.port, 'POST /append', { body: DRAFT });
    assertError(refused, 503, 'LEDGER_NOT_WRITER');
    assert.ok(refused.headers.get('retry-after'));
    assert.ok(
      second.lines.some(({ level, msg }) => level === 'warn' && String(msg).includes('Another process is the writer')),
    );
    assert.equal(
      (await ask(second.port, 'GET /verify')).json().counts.valid,
      (await ask(first.port, 'GET /verify')).json().counts.valid,
    );
    assert.equal((await ask(second.port, 'GET /health')).status, 200);
    killAll(first.child);
    await until(async () => (await ask(second.port, 'POST /append', { body: DRAFT })).status === 201);
    assert.equal((await ask(second.port, 'GET /verify')).json().ok, true);
  });

  test('on an address that others reach, without a key, nothing but health is answered', async (t) => {
    const { port, lines } = await start(t, plant(t, {}), { HOST: '0.0.0.0' });
    assert.equal((await ask(port, 'GET /health')).status, 200);
    assert.equal((await ask(port, 'GET /metrics')).status, 200);
    for (const request of ['GET /stats', 'POST /append', 'GET /openapi.json'])
      assertError(await ask(port, request), 401, 'UNAUTHENTICATED');
    assert.ok(lines.some(({ level, msg }) => level === 'warn' && String(msg).includes('Set API_KEY')));
  });
});

/** Where there is no build, the program is a process below the one that was started. */
function killAll(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const below = readFileSync(`/proc/${String(child.pid)}/task/${String(child.pid)}/children`, 'utf8').trim();
  for (const pid of below.split(' ').filter(Boolean)) process.kill(Number(pid), 'SIGKILL');
  child.kill('SIGKILL');
}
