/** What every service does with requests, good ones and hostile ones. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertError, startServices } from './running.ts';
import type { Reply, Running } from './running.ts';

const folder = mkdtempSync(join(tmpdir(), 'logline-keys-'));
const keysFile = join(folder, 'keys');
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
writeFileSync(
  keysFile,
  ['viewer', 'agent', 'approver', 'operator']
    .map((role) => `${role}, ${digest(`key-${role}`)}, ${role}, ${role} one\n`)
    .join(''),
);

const DRAFT = {
  entity_type: 'file',
  this: '/a',
  did: { action: 'create' },
  metadata: { created_at: '2026-01-31T12:00:00Z' },
};
const LIMIT = 20_000;

let services: Running;
before(async () => {
  services = await startServices(['ledger'], {
    API_KEY: 'admin-key',
    API_KEYS_FILE: keysFile,
    MAX_REQUEST_SIZE: String(LIMIT),
    RATE_LIMIT_MAX: '100',
    HEADERS_TIMEOUT_MS: '300',
  });
});
after(async () => {
  await services.close();
  rmSync(folder, { recursive: true });
});

const as = (key: string): { headers: Record<string, string> } => ({ headers: { 'x-api-key': key } });

describe('keys', () => {
  test('are asked for everywhere but where health and figures are', async () => {
    for (const path of ['/health', '/ready', '/metrics'])
      assert.equal((await services.ask('ledger', `GET ${path}`)).status, 200, path);
    for (const request of ['GET /stats', 'POST /append', 'GET /openapi.json', 'GET /no-such', 'POST /verify']) {
      const reply = await services.ask('ledger', request);
      assertError(reply, 401, 'UNAUTHENTICATED');
      assert.equal(reply.headers.get('www-authenticate'), 'Bearer');
      assertError(await services.ask('ledger', request, as('wrong')), 401, 'UNAUTHENTICATED');
    }
  });

  test('are not asked for by the files of the playground, which hold nothing of the ledger and are no part of the API', async () => {
    for (const path of ['/', '/main.js', '/style.css', '/ledger-worker.js']) {
      const reply = await services.ask('ledger', `GET ${path}`);
      assert.equal(reply.status, 200, path);
      assert.doesNotMatch(reply.headers.get('content-security-policy')!, /unsafe-inline|'unsafe-eval'|\*/);
    }
    const { text } = await services.ask('ledger', 'GET /openapi.json', as('admin-key'));
    assert.doesNotMatch(text, /main\.js/);
    assertError(await services.ask('ledger', 'GET /main.js.map', as('admin-key')), 404, 'NOT_FOUND');
  });

  test('have roles', async () => {
    const may = { viewer: 403, approver: 403, agent: 201, operator: 201 };
    for (const [role, status] of Object.entries(may)) {
      const reply = await services.ask('ledger', 'POST /append', { body: DRAFT, ...as(`key-${role}`) });
      assert.equal(reply.status, status, reply.text);
      if (status === 201) assert.equal(reply.json().atomic.did.actor, `${role} one`);
      assert.equal((await services.ask('ledger', 'GET /stats', as(`key-${role}`))).status, 200);
    }
  });

  test('cannot append what other routes decide', async () => {
    for (const intent of [
      'checkpoint_decided',
      'mission_created',
      'key_rotation',
      'budget_set',
      'usage_recorded',
      'evidence_withheld',
      'ledger_seal',
      'change_verified',
      'gateway_decision',
    ])
      for (const role of ['agent', 'operator']) {
        const reply = await services.ask('ledger', 'POST /append', {
          body: { ...DRAFT, intent },
          ...as(`key-${role}`),
        });
        assertError(reply, 403, 'FORBIDDEN');
      }
  });

  test('never get into the log', () => {
    const text = JSON.stringify(services.lines);
    assert.doesNotMatch(text, /admin-key|key-agent/);
    assert.match(text, /"key":"agent"/);
  });
});

describe('answers', () => {
  test('have the headers that keep browsers from guessing, and say what they are', async () => {
    const { headers } = await services.ask('ledger', 'GET /stats', as('admin-key'));
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.equal(headers.get('x-frame-options'), 'DENY');
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
  });

  test('health has the shape of the guide', async () => {
    assert.deepEqual((await services.ask('ledger', 'GET /health')).json(), { status: 'healthy', service: 'ledger' });
    assert.deepEqual((await services.ask('ledger', 'GET /ready')).json(), { status: 'ready', service: 'ledger' });
  });

  test('the description is OpenAPI 3.1, with every route and its roles', async () => {
    const document = (await services.ask('ledger', 'GET /openapi.json', as('key-viewer'))).json();
    assert.equal(document.openapi, '3.1.0');
    assert.deepEqual(Object.keys(document.paths).sort(), [
      '/append',
      '/head',
      '/lines',
      '/query',
      '/scan',
      '/stats',
      '/verify',
    ]);
    const { post } = document.paths['/append'];
    assert.deepEqual(post['x-roles'], ['agent', 'operator', 'admin']);
    assert.deepEqual(Object.keys(post.responses), ['201', 'default']);
    assert.equal(
      document.paths['/query'].get.parameters.find(({ name }: { name: string }) => name === 'trace_id').in,
      'query',
    );
  });
});

describe('bodies', () => {
  const send = (text: string, type = 'application/json'): Promise<Reply> =>
    services.ask('ledger', 'POST /append', {
      text,
      headers: { 'x-api-key': 'admin-key', ...(type !== '' && { 'content-type': type }) },
    });

  for (const [what, text, code] of [
    ['broken JSON', '{"a":', 'PARSE_ERROR'],
    ['the same key twice', '{"a":1,"a":2}', 'DUPLICATE_KEY'],
    ['a number that no double holds', '{"a":12345678901234567890}', 'NUMBER_PRECISION'],
    ['1000 levels', `${'['.repeat(1000)}${']'.repeat(1000)}`, 'TOO_DEEP'],
    ['half a character', '{"a":"\\ud800"}', 'LONE_SURROGATE'],
    ['a list', '[]', 'REQUEST_INVALID'],
    ['null', 'null', 'REQUEST_INVALID'],
    ['a prototype', '{"__proto__":{"did":{"action":"x"}}}', 'REQUEST_INVALID'],
  ] as const) {
    test(`${what} is refused`, async () => assertError(await send(text), 400, code));
  }

  test('other types are refused, whatever is in them', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      assertError(await send(JSON.stringify(DRAFT), type), 415, 'MEDIA_TYPE_UNSUPPORTED');
  });

  test('no body is no error of type, whatever the type says', async () => {
    for (const type of ['', 'application/json', 'application/x-www-form-urlencoded']) {
      const headers = { 'x-api-key': 'admin-key', ...(type !== '' && { 'content-type': type }) };
      assert.equal((await services.ask('ledger', 'POST /verify', { headers })).status, 200, type);
    }
  });

  test('too large a one is refused, told before or not', async () => {
    assertError(await send(`{"a":"${'x'.repeat(LIMIT)}"}`), 413, 'LINE_TOO_LARGE');
    const head = `POST /append HTTP/1.1\r\nHost: localhost\r\nX-API-Key: admin-key\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const reply = await raw(`${head}${`4000\r\n${'x'.repeat(0x4000)}\r\n`.repeat(3)}0\r\n\r\n`);
    assert.match(reply, /^HTTP\/1\.1 413 /);
  });
});

describe('what is no request', () => {
  for (const [what, text] of [
    ['noise', '\u0000\u0001\u0002\r\n\r\n'],
    ['two lengths', 'POST /append HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'],
    [
      'length and chunks',
      'POST /append HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx',
    ],
    ['a line feed in a header', 'GET /stats HTTP/1.1\r\nHost: a\r\nX-API-Key: a\nb: c\r\u0000\r\n\r\n'],
    ['headers without end', `GET /stats HTTP/1.1\r\nHost: a\r\n${`X: ${'y'.repeat(1000)}\r\n`.repeat(40)}`],
  ] as const) {
    test(`${what} gets an error and no answer`, async () => assert.match(await raw(text), /^(HTTP\/1\.1 4\d\d |$)/));
  }

  test('a path that cannot be read, or that is long, is an error of the caller', async () => {
    for (const path of [
      '/%ff',
      '/%00',
      '/%',
      `/${'a'.repeat(8000)}`,
      '/../../etc/passwd',
      '//append',
      '/append/..;/x',
    ]) {
      const reply = await raw(
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: admin-key\r\nConnection: close\r\n\r\n`,
      );
      assert.match(reply, /^HTTP\/1\.1 4\d\d /, path);
      assert.match(reply, /"code":"(NOT_FOUND|REQUEST_INVALID)"/, path);
    }
  });

  test('a head that does not come is not waited for', async () => {
    const reply = await raw('GET /stats HTTP/1.1\r\nHost: a\r\n', false);
    assert.match(reply, /^(HTTP\/1\.1 408 |HTTP\/1\.1 400 |$)/);
  });

  test('another method is not found', async () => {
    for (const request of ['DELETE /append', 'PUT /stats', 'PATCH /append', 'OPTIONS /append'])
      assertError(await services.ask('ledger', request, as('admin-key')), 404, 'NOT_FOUND');
  });

  test('nothing of it was a fault of the service', async () => {
    assert.equal((await services.ask('ledger', 'GET /health')).status, 200);
    assert.deepEqual(
      services.lines.filter(({ level }) => level === 'error'),
      [],
    );
  });
});

describe('limits', () => {
  test('more requests than a key may send are refused, those of others are not', async () => {
    let last: Reply | undefined;
    for (let i = 0; i < 101 && last?.status !== 429; i++)
      last = await services.ask('ledger', 'GET /head', as('key-viewer'));
    assertError(last!, 429, 'TOO_MANY_REQUESTS');
    assert.match(last!.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    assert.equal((await services.ask('ledger', 'GET /head', as('key-agent'))).status, 200);
  });
});

/** Sends bytes as they are, and answers all that comes back until the other side closes. */
function raw(text: string, ends = true): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(services.ports['ledger']!, '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
    socket
      .on('close', () => resolve(answer))
      .on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(answer);
        else reject(error);
      });
    if (ends) socket.end(text, 'latin1');
    else socket.write(text, 'latin1');
  });
}
