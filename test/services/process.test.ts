/** `node services/index.js` as a process: settings, the first start, several on one ledger, and the end. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { plant, projectRoot } from '../checks/scratch.ts';
import { runProgram, startProcess } from './processes.ts';
import { ask, assertError } from './running.ts';
import '../uncounted.ts';

const DRAFT = {
  entity_type: 'file',
  this: '/a',
  did: { action: 'create' },
  metadata: { created_at: '2026-01-31T12:00:00Z' },
};
const until = async (what: () => Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 100; i++) {
    if (await what()) return;
    await setTimeout(50);
  }
  assert.fail('it never came to that');
};
/** Makes a line of the log each time. */
async function askOften(port: number, times: number): Promise<void> {
  const lane = async (): Promise<void> => {
    for (let i = 0; i < times / 20; i++) assert.equal((await ask(port, 'GET /stats')).status, 200);
  };
  await Promise.all(Array.from({ length: 20 }, lane));
}

describe('the program', { concurrency: 2 }, () => {
  test('starts with nothing set, makes a key, and ends when it is told, with what it accepted on disk', async (t) => {
    const folder = plant(t, { '.env': 'LOG_LEVEL=debug\n' });
    const { child, ports, lines } = await startProcess(t, folder);
    const port = ports['ledger']!;
    assert.equal(statSync(join(folder, 'data/private.key')).mode & 0o777, 0o600);
    assert.equal(readFileSync(join(folder, 'data/.gitignore'), 'utf8'), '/private.key\n');
    const key = readFileSync(join(folder, 'data/private.key'), 'utf8').trim();
    assert.ok(lines.some(({ msg, level }) => level === 'warn' && String(msg).includes('private.key')));
    const appends = Array.from({ length: 50 }, () => ask(port, 'POST /append', { body: DRAFT }));
    await appends[0];
    const ended = once(child, 'exit') as Promise<[number | null]>;
    child.kill('SIGTERM');
    const answers = await Promise.allSettled(appends);
    const [status] = await ended;
    assert.equal(status, 0);
    const acknowledged = answers.filter((one) => one.status === 'fulfilled' && one.value.status === 201).length;
    const stored = readFileSync(join(folder, 'data/ledger.jsonl'), 'utf8').trim().split('\n').length;
    assert.ok(acknowledged >= 1 && stored >= acknowledged, `${String(acknowledged)} of ${String(stored)}`);
    assert.doesNotMatch(JSON.stringify(lines), new RegExp(key));
    assert.ok(lines.some(({ msg }) => msg === 'ended'));
  });

  test('a checkout without a build starts from its sources', async (t) => {
    const checkout = plant(t, { 'services/package.json': '{"type":"module"}' });
    for (const name of ['services/src', 'src', 'schemas', 'package.json', 'node_modules', 'dist'])
      symlinkSync(join(projectRoot, name), join(checkout, name));
    for (const name of ['index.js', 'start.js', 'from-source.js'])
      copyFileSync(join(projectRoot, 'services', name), join(checkout, 'services', name));
    const { child, ports } = await startProcess(t, checkout, { checkout });
    assert.equal((await ask(ports['ledger']!, 'POST /append', { body: DRAFT })).status, 201);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    assert.equal(child.exitCode, 0);
  });

  test('at its end, what was begun is answered, and what comes then is told to go elsewhere', async (t) => {
    const { child, ports, lines } = await startProcess(t, plant(t, {}));
    const socket = connect(ports['ledger']!, '127.0.0.1').setEncoding('utf8');
    let text = '';
    socket.on('data', (chunk: string) => (text += chunk));
    const body = JSON.stringify(DRAFT);
    const head = `Host: localhost\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n`;
    socket.write(`POST /append HTTP/1.1\r\n${head}${body.slice(0, 5)}`);
    await ask(ports['ledger']!, 'GET /health');
    child.kill('SIGTERM');
    await until(async () => lines.some(({ msg }) => String(msg).startsWith('ending')));
    socket.write(`${body.slice(5)}GET /stats HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await Promise.all([once(socket, 'close'), once(child, 'exit')]);
    assert.match(text, /^HTTP\/1\.1 201 [^]*HTTP\/1\.1 503 [^]*retry-after: 1\r\n[^]*"code":"OVERLOADED"/i);
  });

  test('ends where nobody reads its log any more', async (t) => {
    const { child, ports } = await startProcess(t, plant(t, {}));
    child.stdout!.removeAllListeners('data').pause();
    // Between processes of Node goes a socket, which takes more than the 64 KiB of a pipe.
    await askOften(ports['ledger']!, 800);
    const started = performance.now();
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await Promise.race([ended, setTimeout(20_000, undefined, { ref: false })]);
    assert.equal(child.exitCode, 0);
    assert.ok(performance.now() - started > 1500, 'its log was taken after all');
  });

  test('goes on where the reader of its log is gone, and ends well', async (t) => {
    const { child, ports } = await startProcess(t, plant(t, {}));
    let errors = '';
    child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout!.destroy();
    await askOften(ports['ledger']!, 50);
    assert.equal((await ask(ports['ledger']!, 'POST /append', { body: DRAFT })).status, 201);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    assert.equal(child.exitCode, 0);
    assert.match(errors, /^services: nobody takes the log any more \(write EPIPE\); the services go on without it\n$/);
  });

  test('a setting that is none stops the start, by its name', async (t) => {
    const cases = [
      [{ '.env': 'GATEWAY_PROT=1\n' }, {}, [], /\.env:1: there is no setting GATEWAY_PROT/],
      [{}, { PORT: 'http' }, [], /PORT has to be a whole number/],
      [{}, {}, ['--only', 'ledger,nothing'], /There is no service "nothing"/],
    ] as const;
    for (const [files, env, args, message] of cases) {
      const child = runProgram(plant(t, files), args, env);
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
    const first = await startProcess(t, folder, { env });
    await until(async () => (await ask(first.ports['ledger']!, 'POST /append', { body: DRAFT })).status === 201);
    const second = await startProcess(t, folder, { env });
    const refused = await ask(second.ports['ledger']!, 'POST /append', { body: DRAFT });
    assertError(refused, 503, 'LEDGER_NOT_WRITER');
    assert.ok(refused.headers.get('retry-after'));
    assert.ok(
      second.lines.some(({ level, msg }) => level === 'warn' && String(msg).includes('Another process is the writer')),
    );
    assert.equal(
      (await ask(second.ports['ledger']!, 'GET /verify')).json().counts.valid,
      (await ask(first.ports['ledger']!, 'GET /verify')).json().counts.valid,
    );
    assert.equal((await ask(second.ports['ledger']!, 'GET /health')).status, 200);
    await first.kill();
    await until(async () => (await ask(second.ports['ledger']!, 'POST /append', { body: DRAFT })).status === 201);
    assert.equal((await ask(second.ports['ledger']!, 'GET /verify')).json().ok, true);
  });

  test('on an address that others reach, without a key, nothing but health is answered', async (t) => {
    const { ports, lines } = await startProcess(t, plant(t, {}), { env: { HOST: '0.0.0.0' } });
    const port = ports['ledger']!;
    assert.equal((await ask(port, 'GET /health')).status, 200);
    assert.equal((await ask(port, 'GET /metrics')).status, 200);
    for (const request of ['GET /stats', 'POST /append', 'GET /openapi.json'])
      assertError(await ask(port, request), 401, 'UNAUTHENTICATED');
    assert.ok(lines.some(({ level, msg }) => level === 'warn' && String(msg).includes('Set API_KEY')));
  });
});
