// An HTTP application that records every request in a ledger before it answers, and can be audited while it runs.
//
//   POST /orders            the application itself: takes an order
//   GET  /audit             verifies the whole ledger: 200 and the report, or 500 if it does not verify
//   GET  /audit?trace=UUID  what happened in one request (its id is in the answer's x-trace-id)
//
// Settings: PORT (default 8080), LEDGER_PATH (default audit.jsonl), SIGNING_KEY_FILE (default a new key, for trying it out).
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import {
  createFileSigner,
  createFileStore,
  createMemorySigner,
  generateKeyPair,
  keyringOf,
  LoglineError,
  openLedger,
} from 'logline-core';

const { PORT = '8080', LEDGER_PATH = 'audit.jsonl', SIGNING_KEY_FILE } = process.env;

const signer = SIGNING_KEY_FILE
  ? await createFileSigner(SIGNING_KEY_FILE)
  : createMemorySigner(generateKeyPair().privateKey);
const store = createFileStore(LEDGER_PATH, { onNotice: ({ message }) => console.error(message) });
const ledger = openLedger(store, { signer, guard: refuseSecrets });
// A real auditor has a keyring of their own, and does not take the server's word.
const keyring = keyringOf([signer.publicKey]);

const server = createServer((request, response) => {
  handle(request).then(
    ({ status, body, headers }) => send(response, status, body, headers),
    (error) => {
      const code = error instanceof LoglineError ? error.code : 'INTERNAL';
      console.error(error);
      // Without a record there is no answer: what is not in the ledger did not happen.
      send(response, 503, { error: { code } });
    },
  );
});

async function handle(request) {
  const url = new URL(request.url, 'http://localhost');
  if (request.method === 'GET' && url.pathname === '/audit') return audit(url.searchParams.get('trace'));
  const traceId = randomUUID();
  const { status, body, fact } = await application(request, url.pathname);
  await ledger.append({
    entity_type: 'decision',
    intent: 'http_request',
    this: '/http/requests',
    did: { actor: request.headers['x-user'] ?? 'anonymous', action: 'request' },
    trace_id: traceId,
    metadata: { created_at: new Date().toISOString() },
    input: { method: request.method, path: url.pathname, ...fact },
    output: { status },
  });
  return { status, body, headers: { 'x-trace-id': traceId } };
}

/** What the server is for. */
async function application(request, path) {
  if (request.method !== 'POST' || path !== '/orders') return { status: 404, body: { error: 'not found' }, fact: {} };
  const text = await readBody(request);
  try {
    const { item, count } = JSON.parse(text);
    if (typeof item === 'string' && Number.isSafeInteger(count) && count > 0) {
      return { status: 201, body: { item, count }, fact: { order: { item, count } } };
    }
  } catch {
    // answered below
  }
  return { status: 400, body: { error: 'an order is {"item": text, "count": whole number}' }, fact: {} };
}

async function audit(trace) {
  if (trace === null) {
    const report = await ledger.verify({ keyring, requireSignatures: true, strict: true });
    return { status: report.ok ? 200 : 500, body: report };
  }
  const atomics = [];
  for await (const { atomic } of ledger.query({ traceId: trace })) atomics.push(atomic);
  return { status: 200, body: atomics };
}

/** A ledger cannot forget: so this is the last moment to notice what must not be in it. */
function refuseSecrets(draft) {
  const isSecret = /\b(password|authorization|api[_-]?key)\b/i.test(JSON.stringify(draft));
  return isSecret ? [{ code: 'GUARD_REFUSED', message: 'It looks like a secret.' }] : [];
}

async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > 64 * 1024) throw new LoglineError('LINE_TOO_LARGE', 'The body is longer than 64 KiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(`${JSON.stringify(body)}\n`);
}

/** Answers what was begun, writes what was accepted, then lets go of the ledger. */
function stop() {
  server.close(async () => {
    await ledger.close();
    console.log('stopped');
  });
  server.closeIdleConnections();
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);

server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}, public key ${signer.publicKey}`);
});
