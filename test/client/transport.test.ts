/** Requests on their way, against a server that answers as a service, a proxy or a broken network would. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { createClient, LoglineError } from '../../src/client/index.ts';
import type { ClientOptions } from '../../src/client/index.ts';
import { answerFailure } from '../../src/client/failure.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

let url = '';
const seen: Seen[] = [];
/** What is answered, one after the other; the last one again and again. */
let answers: Answer[] = [];
const server = createServer((request, response) => {
  seen.push({ method: request.method!, url: request.url!, headers: request.headers });
  request.resume();
  (answers.length > 1 ? answers.shift()! : answers[0]!)(request, response);
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => seen.splice(0));

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const failure = (status: number, code: string, headers: Record<string, string> = {}): Answer =>
  json(status, { error: `It is ${code}.`, code, details: { place: 'here' } }, headers);
const HEAD = { hash: null, sizeBytes: 0 };
const client = (options: Partial<ClientOptions> = {}) => createClient({ url, ...options });
const refused = async (work: Promise<unknown>, code: string): Promise<LoglineError> => {
  const error = await work.then(
    () => assert.fail('it was answered'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof LoglineError, String(error));
  assert.equal(error.code, code, error.message);
  return error;
};

describe('a request', () => {
  test('carries key, trace and name, and no cookies', async () => {
    answers = [json(201, {})];
    const traceId = '0af76519-16cd-43dd-8448-eb211c80319c';
    await client({ apiKey: async () => 'the-key' }).missions.create(
      { title: 'x' },
      { traceId, idempotencyKey: 'order-7/42' },
    );
    const [{ method, headers } = assert.fail('nothing came')] = seen;
    assert.equal(method, 'POST');
    assert.equal(headers.authorization, 'Bearer the-key');
    assert.match(headers['traceparent'] as string, /^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
    assert.equal(headers['idempotency-key'], '"order-7/42"');
    assert.equal(headers.cookie, undefined);
  });

  test('has another name and trace each time, and none where it only reads', async () => {
    answers = [json(200, [])];
    await client().missions.list();
    answers = [json(201, {})];
    await client().missions.create({ title: 'x' });
    await client().missions.create({ title: 'x' });
    const names = seen.map(({ headers }) => headers['idempotency-key'] as string | undefined);
    assert.equal(names[0], undefined);
    assert.match(names[1]!, /^"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$/);
    assert.notEqual(names[1], names[2]);
    assert.equal(new Set(seen.map(({ headers }) => headers['traceparent'])).size, 3);
  });

  test('goes to the address of its service, below the path of the address, with its parameters as they are', async () => {
    answers = [json(200, {})];
    const elsewhere = client({ url: `${url}/base/`, addresses: { gateway: `${url}/gate` } });
    await elsewhere.missions.get('M-1');
    await elsewhere.gateway.route({ task: 'x' });
    await elsewhere.ledger.query({ this: '/a?b&c', limit: 5 });
    await elsewhere.missions.get('../x');
    assert.deepEqual(
      seen.map((one) => one.url),
      ['/base/missions/M-1', '/gate/gateway/route', '/base/query?this=%2Fa%3Fb%26c&limit=5', '/base/missions/..%2Fx'],
    );
  });

  test('is refused before it is sent where it cannot be right', async () => {
    for (const address of ['', 'localhost:8000', 'ftp://x', 'http://kim:secret@x', 'http://'])
      assert.throws(() => createClient({ url: address }), { code: 'USAGE' });
    answers = [json(200, {})];
    await refused(client().missions.get(''), 'USAGE');
    await refused(client().missions.get('..'), 'USAGE');
    await refused(client().missions.create({ title: 'x' }, { traceId: 'no' }), 'USAGE');
    await refused(client().missions.create({ title: 'x' }, { idempotencyKey: 'two words' }), 'USAGE');
    await refused(client({ apiKey: 'two\nlines' }).ledger.head(), 'USAGE');
    assert.equal(seen.length, 0);
  });
});

describe('an error', () => {
  test('has the code, message and details of the service, and where and whether again', async () => {
    answers = [failure(409, 'TRANSITION_REFUSED', { 'x-request-id': 'trace-1' })];
    const { message, details } = await refused(client().missions.finalize('M-1'), 'TRANSITION_REFUSED');
    assert.equal(message, 'It is TRANSITION_REFUSED.');
    assert.deepEqual(details, {
      place: 'here',
      request: 'POST /missions/{id}/finalize',
      status: 409,
      retryable: false,
      traceId: 'trace-1',
    });
  });

  test('that no service told is told as such', async () => {
    for (const [status, text] of [
      [502, '<html>Bad gateway</html>'],
      [404, '{"error":"x","code":"NO_SUCH_CODE"}'],
      [500, '{"error":"x","code":"toString"}'],
      [401, ''],
    ] as const) {
      answers = [(_, response) => response.writeHead(status).end(text)];
      const { details } = await refused(client({ retries: 0 }).ledger.head(), 'SERVICE_ANSWER_INVALID');
      assert.equal(details['status'], status);
      assert.equal(details['retryable'], status === 502);
    }
    answers = [(_, response) => response.writeHead(200).end('<html>')];
    await refused(client().ledger.head(), 'SERVICE_ANSWER_INVALID');
  });

  test('is made of any answer whatever', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 599 }),
        fc.oneof(fc.string(), fc.json()),
        fc.string(),
        (status, text, after) => {
          const headers = new Headers();
          if (/^[\x20-\x7e]*$/.test(after)) headers.set('retry-after', after);
          const error = answerFailure({ status, headers, text, request: 'GET /x' });
          assert.equal(error.code, 'SERVICE_ANSWER_INVALID');
          assert.equal(error.details['status'], status);
        },
      ),
    );
  });

  test('of an answer that is too long ends the reading', async () => {
    answers = [
      (_, response) => {
        response.writeHead(200);
        const more = (): void => void (response.destroyed || (response.write('x'.repeat(65_536)), setImmediate(more)));
        more();
      },
    ];
    await refused(client({ maxAnswerBytes: 200_000 }).ledger.head(), 'SERVICE_ANSWER_INVALID');
  });

  test('of a redirect is an error: a key goes nowhere else', async () => {
    answers = [(_, response) => response.writeHead(302, { location: `${url}/elsewhere` }).end()];
    await refused(client({ apiKey: 'secret', retries: 0 }).ledger.head(), 'SERVICE_UNREACHABLE');
    assert.equal(seen.length, 1);
  });
});

describe('sending again', () => {
  test('waits as long as the service asks for', async () => {
    answers = [failure(503, 'LEDGER_UNAVAILABLE', { 'retry-after': '1' }), json(200, HEAD)];
    const began = performance.now();
    assert.deepEqual(await client().ledger.head(), HEAD);
    assert.ok(performance.now() - began >= 990);
    assert.equal(seen.length, 2);
  });

  test('ends after so many times, and at once where the wait is too long', async () => {
    answers = [failure(503, 'OVERLOADED')];
    await refused(client({ retries: 2 }).ledger.head(), 'OVERLOADED');
    assert.equal(seen.length, 3);
    seen.splice(0);
    answers = [failure(429, 'TOO_MANY_REQUESTS', { 'retry-after': '60' })];
    const { details } = await refused(client().ledger.head(), 'TOO_MANY_REQUESTS');
    assert.deepEqual([details['retryable'], details['retryAfterSeconds'], seen.length], [true, 60, 1]);
  });

  test('is not done where it would not help', async () => {
    answers = [failure(404, 'MISSION_UNKNOWN')];
    await refused(client().missions.get('M-9'), 'MISSION_UNKNOWN');
    assert.equal(seen.length, 1);
  });

  test('happens when a connection breaks', async () => {
    answers = [(request) => request.socket.destroy(), json(200, HEAD)];
    assert.deepEqual(await client().ledger.head(), HEAD);
    answers = [(request) => request.socket.destroy()];
    const { details } = await refused(client({ retries: 1 }).ledger.head(), 'SERVICE_UNREACHABLE');
    assert.equal(details['retryable'], true);
  });

  test('puts again what was put, and keeps the name of a write that the service turned away', async () => {
    answers = [failure(503, 'LEDGER_UNAVAILABLE'), json(200, {})];
    await client().finops.setLimit({ total: 1 });
    assert.deepEqual(
      seen.map(({ method }) => method),
      ['PUT', 'PUT'],
    );
    seen.splice(0);
    answers = [failure(429, 'TOO_MANY_REQUESTS'), json(201, {})];
    await client().missions.create({ title: 'x' });
    const names = seen.map(({ headers }) => headers['idempotency-key']);
    assert.equal(names.length, 2);
    assert.equal(names[0], names[1]);
  });
});

describe('time', () => {
  test('is up when nothing comes, and when an answer does not end', async () => {
    answers = [() => undefined];
    const { message } = await refused(client({ timeoutMs: 50, retries: 0 }).ledger.head(), 'SERVICE_UNREACHABLE');
    assert.match(message, /GET \/head: no answer in 50 ms/);
    answers = [(_, response) => response.writeHead(200).write('{"hash"')];
    await refused(client({ timeoutMs: 50, retries: 0 }).ledger.head(), 'SERVICE_UNREACHABLE');
  });

  test('is up when the caller says so, before, while it is sent, and while it waits', async () => {
    await refused(client().ledger.head({ signal: AbortSignal.abort() }), 'CANCELLED');
    answers = [() => undefined];
    await refused(client().ledger.head({ signal: AbortSignal.timeout(30) }), 'CANCELLED');
    answers = [failure(503, 'OVERLOADED', { 'retry-after': '5' })];
    await refused(client().ledger.head({ signal: AbortSignal.timeout(50) }), 'CANCELLED');
  });
});

test('a port where nobody listens is SERVICE_UNREACHABLE', async () => {
  const error = await refused(
    createClient({ url: 'http://127.0.0.1:9', retries: 0 }).ledger.head(),
    'SERVICE_UNREACHABLE',
  );
  assert.match(error.message, /^GET \/head: the service cannot be reached\.$/);
});

test('what Node knows of a service that cannot be reached is told', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, 'close');
  const error = await refused(
    createClient({ url: `http://127.0.0.1:${String(port)}`, retries: 0 }).ledger.head(),
    'SERVICE_UNREACHABLE',
  );
  assert.match(error.message, /^GET \/head: the service cannot be reached \(ECONNREFUSED\)\.$/);
});

describe('a tail', () => {
  const line = (n: number): string => `{"this":"/${String(n)}"}\n`;
  const lines =
    (...texts: string[]): Answer =>
    (_, response) => {
      response.writeHead(200);
      for (const text of texts) response.write(text);
      setTimeout(() => response.destroy(), 20);
    };

  test('goes on where a connection broke, in the middle of a line', async () => {
    answers = [lines(line(1), '{"this":'), lines(line(2), line(3).slice(0, 4), line(3).slice(4)), lines()];
    const got: string[] = [];
    for await (const { cursor, atomic } of client().ledger.tail({ cursor: '0' })) {
      got.push(`${cursor} ${atomic.this}`);
      if (got.length === 3) break;
    }
    const length = line(1).length;
    assert.deepEqual(
      got,
      [1, 2, 3].map((n) => `${String(n * length)} /${String(n)}`),
    );
    assert.deepEqual(
      seen.map((one) => one.url),
      ['/lines?cursor=0&follow=true', `/lines?cursor=${String(length)}&follow=true`],
    );
  });

  test('ends by its signal, as if there were no more', async () => {
    answers = [lines(line(1)), () => undefined];
    const stop = new AbortController();
    const got: string[] = [];
    for await (const { text } of client().ledger.tail({ cursor: '0', signal: stop.signal })) {
      got.push(text);
      setTimeout(() => stop.abort(), 100);
    }
    assert.deepEqual(got, [line(1).trimEnd()]);
  });

  test('throws what the service says, and what is no line', async () => {
    answers = [failure(401, 'UNAUTHENTICATED')];
    const follow = async (): Promise<void> => {
      for await (const one of client().ledger.tail({ cursor: '0' })) void one;
    };
    await refused(follow(), 'UNAUTHENTICATED');
    answers = [lines('nonsense\n')];
    await refused(follow(), 'SERVICE_ANSWER_INVALID');
  });
});
