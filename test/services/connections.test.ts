/**
 * What connections may do: be slow, be many, bring too much, and lie about what they bring. Others are answered all the same, and nothing
 * is waited for or kept without end.
 *
 * A few hundred connections that do nothing; with LOGLINE_LONG=1 ten thousand.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { plant } from '../checks/scratch.ts';
import '../uncounted.ts';
import { startProcess } from './processes.ts';
import { ask, assertError, startServices } from './running.ts';
import type { Running } from './running.ts';

const IS_LONG = process.env['LOGLINE_LONG'] === '1';
const IDLE = IS_LONG ? 10_000 : 300;
const NAMES = ['ledger', 'gateway', 'orchestrator', 'dte', 'finops', 'evidence', 'metrics'];
const LIMIT = 20_000;
const WRITES = {
  ledger: '/append',
  gateway: '/gateway/preflight',
  orchestrator: '/missions',
  dte: '/dte/plan',
  finops: '/finops/budget',
  evidence: '/evidence/events',
} as const;

const DRAFT = {
  entity_type: 'file',
  this: '/a',
  did: { action: 'create' },
  metadata: { created_at: '2026-01-31T12:00:00Z' },
};

/** So many connections take their time to be made. */
const PATIENT = { HEADERS_TIMEOUT_MS: '5000', REQUEST_TIMEOUT_MS: '5000' };

let services: Running;
/** Those that wait for next to nothing: what is about time is sent to them, and nothing else, which a busy machine may be slow to send. */
let hasty: Running;
before(async () => {
  const env = { MAX_REQUEST_SIZE: String(LIMIT), DTE_WORKERS: '1' };
  services = await startServices(NAMES, env);
  const hurry = { LEDGER_PATH: services.ledgerPath, HEADERS_TIMEOUT_MS: '300', REQUEST_TIMEOUT_MS: '600' };
  hasty = await startServices(NAMES, { ...env, ...hurry });
});
after(() => Promise.all([services.close(), hasty.close()]));

/** Far less than what Node waits where nobody tells it, which is a minute and more. */
const SOON_MS = 20_000;

const open = (service: string, ports = services.ports): Socket =>
  connect(ports[service]!, '127.0.0.1').on('error', () => undefined);

/** All that comes back until the other side closes; with how long that took. */
async function answerTo(
  service: string,
  send: (socket: Socket) => Promise<void>,
  ports = services.ports,
): Promise<{ text: string; ms: number }> {
  const socket = open(service, ports);
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  const began = performance.now();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await send(socket);
  await closed;
  return { text, ms: performance.now() - began };
}

const head = (path: string, more = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${more}\r\n`;
const all = (text: string) => async (socket: Socket) => void socket.write(text, 'latin1');
const closing = 'Connection: close\r\n';
/** As bytes: one for each character. */
const body = (text: string): string => `Content-Length: ${String(text.length)}\r\n\r\n${text}`;

// Most of the time is waited.
describe('each service', { concurrency: true }, () => {
  for (const [service, path] of Object.entries(WRITES)) {
    describe(service, { concurrency: true }, () => {
      test('does not wait for a body that does not come, or comes a byte at a time', async () => {
        const stalled = answerTo(service, all(head(path, 'Content-Length: 100\r\n')), hasty.ports);
        const trickling = answerTo(
          service,
          async (socket) => {
            socket.write(head(path, 'Content-Length: 100\r\n'));
            for (let i = 0; i < 50 && !socket.destroyed; i++) {
              socket.write(' ');
              await sleep(50);
            }
          },
          hasty.ports,
        );
        for (const { text, ms } of await Promise.all([stalled, trickling])) {
          assert.match(text, /^(HTTP\/1\.1 4\d\d |$)/);
          assert.ok(ms < SOON_MS, `${String(ms)} ms`);
        }
      });

      test('does not wait for a head that comes a byte at a time', async () => {
        const { text, ms } = await answerTo(
          service,
          async (socket) => {
            for (const byte of head(path)) {
              if (socket.destroyed) break;
              socket.write(byte);
              await sleep(30);
            }
          },
          hasty.ports,
        );
        assert.match(text, /^(HTTP\/1\.1 4\d\d |$)/);
        assert.ok(ms < SOON_MS, `${String(ms)} ms`);
      });

      test('refuses what is too large before it is sent', async () => {
        const most = service === 'gateway' ? 2 * LIMIT + 65_536 : LIMIT;
        const { text } = await answerTo(service, all(head(path, `${closing}Content-Length: ${String(most + 1)}\r\n`)));
        assert.match(
          text,
          service === 'gateway' ? /^HTTP\/1\.1 200 [^]*"ok":false/ : /^HTTP\/1\.1 413 [^]*"LINE_TOO_LARGE"/,
        );
      });

      test('refuses JSON that is deep, torn or twice, and types that are no JSON', async () => {
        const deep = `{"a":${'['.repeat(4000)}${']'.repeat(4000)}}`;
        for (const [text, code] of [
          [deep, 'TOO_DEEP'],
          ['{"title":"x"', 'PARSE_ERROR'],
          ['{"title":"x","title":"y"}', 'DUPLICATE_KEY'],
          ['\u00ff\u00fe', 'INVALID_UTF8'],
        ] as const) {
          const reply = await answerTo(service, all(`${head(path, closing).slice(0, -2)}${body(text)}`));
          assert.match(reply.text, new RegExp(`^HTTP/1\\.1 400 [^]*"${code}"`), text.slice(0, 20));
        }
        for (const type of [
          'text/plain',
          'application/xml',
          'application/json-patch+json',
          'multipart/form-data; boundary=x',
        ]) {
          const typed = head(path, closing).slice(0, -2).replace('application/json', type);
          const { text } = await answerTo(service, all(`${typed}${body('{}')}`));
          assert.match(text, /^HTTP\/1\.1 415 [^]*"MEDIA_TYPE_UNSUPPORTED"/, type);
        }
      });

      test('knows no other paths, however they are written', async () => {
        for (const way of [
          '/../../../etc/passwd',
          `${path}/../../../etc/passwd`,
          '/%2e%2e/%2e%2e/etc/passwd',
          '/..%2f..%2fetc%2fpasswd',
          '/..%5c..%5cetc%5cpasswd',
          '//etc/passwd',
          '/.env',
          '/package.json',
          'http://example.com/etc/passwd',
          '/%00',
        ]) {
          const { text } = await answerTo(service, all(`GET ${way} HTTP/1.1\r\nHost: localhost\r\n${closing}\r\n`));
          assert.match(text, /^HTTP\/1\.1 40[04] /, way);
          assert.doesNotMatch(text, /root:/);
        }
      });

      test('takes no headers that are two, and gives none back', async () => {
        for (const header of [
          'X-A: b\r\n folded: yes',
          'X-A: b\rInjected: yes',
          'X-A: b\nInjected: yes',
          'Bad Name: x',
          'Content-Length: 2\r\nContent-Length: 3',
          'Transfer-Encoding: chunked\r\nContent-Length: 4',
          'Transfer-Encoding: xchunked',
          'X-A: \u0000',
        ]) {
          const { text } = await answerTo(service, all(`${head(path, `${closing}${header}\r\n`)}{}`));
          assert.match(text, /^HTTP\/1\.1 [45]\d\d |^$/, JSON.stringify(header));
          assert.doesNotMatch(text.split('\r\n\r\n')[0]!, /injected/i);
        }
        const trace = `traceparent: 00-${'a'.repeat(32)}-${'b'.repeat(16)}-01%0d%0aInjected: yes\r\n`;
        const { text } = await answerTo(
          service,
          all(`GET /health?a=%0d%0aInjected:yes HTTP/1.1\r\nHost: localhost\r\n${trace}${closing}\r\n`),
        );
        assert.doesNotMatch(text, /^injected/im);
      });
    });
  }
});

describe('connections', () => {
  test('that do nothing keep nobody else waiting, and are let go of', { timeout: 120_000 }, async (t) => {
    // Of so many, one process cannot have both ends open.
    const { ports } = IS_LONG ? await startProcess(t, plant(t, {}), { names: NAMES, env: PATIENT }) : await patient(t);
    const sockets = await connected(IDLE, ports);
    const began = performance.now();
    for (const service of NAMES) assert.equal((await ask(ports[service]!, 'GET /health')).status, 200);
    const took = performance.now() - began;
    assert.ok(took < SOON_MS, `${String(took)} ms`);
    const end = performance.now() + SOON_MS;
    while (sockets.some((socket) => !socket.closed) && performance.now() < end) await sleep(50);
    const left = sockets.filter((socket) => !socket.closed).length;
    for (const socket of sockets) socket.destroy();
    assert.equal(left, 0, 'connections without a request are kept');
  });

  test('that announce more large bodies than there is room for have others told to come again', async (t) => {
    const roomy = await startServices(['ledger'], {});
    t.after(() => roomy.close());
    // Nobody knows how much a body in chunks will be.
    const sizes = ['Content-Length: 20971520\r\n', 'Transfer-Encoding: chunked\r\n'];
    const sockets = Array.from({ length: 32 }, () => open('ledger', roomy.ports));
    for (const [i, socket] of sockets.entries()) socket.write(head('/append', sizes[i % 2]));
    const append = () => roomy.ask('ledger', 'POST /append', { body: DRAFT });
    let reply = await append();
    for (let i = 0; reply.status === 201 && i < 100; i++, reply = await append()) await sleep(20);
    assertError(reply, 503, 'OVERLOADED');
    assert.equal(reply.headers.get('retry-after'), '1');
    assert.equal((await roomy.ask('ledger', 'GET /stats')).status, 200);
    for (const socket of sockets) socket.destroy();
    for (let i = 0; reply.status === 503 && i < 100; i++, reply = await append()) await sleep(20);
    assert.equal(reply.status, 201, reply.text);
  });

  test('that do not take their answer are let go of', async () => {
    const text = 'x'.repeat(15_000);
    const append = () => services.ask('ledger', 'POST /append', { body: { ...DRAFT, payload: { text } } });
    for (const { status } of await Promise.all(Array.from({ length: 300 }, append))) assert.equal(status, 201);
    const socket = open('ledger', hasty.ports);
    socket.pause();
    socket.write(`GET /scan?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(3));
    const count = (): number => hasty.lines.filter(({ msg }) => String(msg) === 'GET /scan 499').length;
    for (let i = 0; count() === 0 && i < 100; i++) await sleep(50);
    socket.destroy();
    assert.ok(count() > 0, 'it is still waited for');
  });

  test('left nothing behind', async () => {
    for (const service of NAMES) assert.equal((await services.ask(service, 'GET /health')).status, 200);
    const lines = [...services.lines, ...hasty.lines];
    assert.deepEqual(
      lines.filter(({ level }) => level === 'error'),
      [],
    );
    assert.doesNotMatch(JSON.stringify(lines), /njected: yes/);
  });
});

async function patient(t: TestContext): Promise<Running> {
  const running = await startServices(NAMES, { ...PATIENT, DTE_WORKERS: '1' });
  t.after(() => running.close());
  return running;
}

/** So many connections, over all services: all of them stand. Not all at once: the system's queue of them is short. */
async function connected(count: number, ports: Running['ports']): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let i = 0; i < count; i += 200) {
    const next = Array.from({ length: Math.min(200, count - i) }, (_, n) =>
      open(NAMES[n % NAMES.length]!, ports).resume(),
    );
    await Promise.all(next.map((socket) => once(socket, 'connect')));
    sockets.push(...next);
  }
  return sockets;
}
