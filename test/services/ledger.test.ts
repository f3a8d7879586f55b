/** The ledger API, as programs use it over HTTP. */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createMemorySigner, signDraft } from '../../src/atomic/index.ts';
import { assertError, KEY, startServices } from './running.ts';
import type { Running } from './running.ts';

const TRACE = '8d9f4e8a-3c1b-4c55-9a9e-1f6f0d2b7c10';
const fact = (n: number): Record<string, unknown> => ({
  entity_type: 'function',
  this: `/functions/${String(n)}`,
  did: { actor: 'somebody else', action: 'create' },
  metadata: { created_at: '2026-01-31T12:00:00Z' },
  trace_id: TRACE,
});

let services: Running;
before(async () => {
  services = await startServices(['ledger', 'metrics']);
});
after(() => services.close());

describe('the ledger API', () => {
  test('appends, and answers where the next one begins', async () => {
    const first = await services.ask('ledger', 'POST /append', { body: fact(1) });
    assert.equal(first.status, 201, first.text);
    const { cursor, hash, atomic } = first.json();
    assert.equal(Number(cursor), readFileSync(services.ledgerPath).length);
    assert.equal(atomic.hash, hash);
    assert.match(hash, /^[0-9a-f]{64}$/);
    const second = (await services.ask('ledger', 'POST /append', { body: fact(2) })).json();
    assert.equal(second.atomic.prev, hash);
  });

  test('the actor is that of the key, and whoever the body names is on whose behalf it is done', async () => {
    const { atomic } = (
      await services.ask('ledger', 'POST /append', { body: { ...fact(3), onBehalfOf: 'kim' } })
    ).json();
    assert.equal(atomic.did.actor, 'local');
    assert.equal(atomic.metadata.on_behalf_of, 'kim');
    const named = (await services.ask('ledger', 'POST /append', { body: fact(4) })).json();
    assert.equal(named.atomic.metadata.on_behalf_of, 'somebody else');
  });

  test('the line in the log has the hash of what was appended, and the trace of the caller', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const reply = await services.ask('ledger', 'POST /append', { body: fact(5), headers: { traceparent } });
    const line = services.lines.findLast(({ msg }) => msg === 'POST /append 201');
    assert.ok(line);
    assert.equal(line['hash'], reply.json().hash);
    assert.equal(line['trace_id'], '0af76519-16cd-43dd-8448-eb211c80319c');
    assert.equal(line['level'], 'info');
    assert.equal(line['service'], 'ledger');
    assert.match(String(line['timestamp']), /^\d{4}-\d\d-\d\dT/);
    assert.equal(reply.headers.get('x-request-id'), line['trace_id']);
  });

  test('answers by what atomics say', async () => {
    const all = (await services.ask('ledger', `GET /query?trace_id=${TRACE}`)).json();
    assert.equal(all.atomics.length, 5);
    const newest = (await services.ask('ledger', 'GET /query?this=/functions/5&order=newest&limit=1')).json();
    assert.equal(newest.atomics[0].this, '/functions/5');
    assert.deepEqual((await services.ask('ledger', 'GET /query?actor=nobody')).json().atomics, []);
    assertError(await services.ask('ledger', 'GET /query?limit=5000'), 400, 'REQUEST_INVALID');
    assertError(await services.ask('ledger', 'GET /query?tenant=x'), 400, 'REQUEST_INVALID');
    assertError(await services.ask('ledger', 'GET /query?since=yesterday'), 400, 'USAGE');
  });

  test('page by page gives every atomic once, in order', async () => {
    const seen: string[] = [];
    let cursor: string | null = '0';
    while (cursor !== null) {
      const page = (await services.ask('ledger', `GET /scan?cursor=${cursor}&limit=2`)).json() as {
        entries: { atomic: { this: string } }[];
        next: string | null;
      };
      seen.push(...page.entries.map(({ atomic }) => atomic.this));
      cursor = page.next;
    }
    assert.deepEqual(
      seen,
      [1, 2, 3, 4, 5].map((n) => `/functions/${String(n)}`),
    );
    for (const wrong of ['1', '999999999'])
      assertError(await services.ask('ledger', `GET /scan?cursor=${wrong}`), 400, 'REQUEST_INVALID');
  });

  test('verifies, and says no', async () => {
    const { ok, counts } = (await services.ask('ledger', 'GET /verify')).json();
    assert.deepEqual([ok, counts.valid], [true, 5]);
    const foreign = (await services.ask('ledger', 'POST /verify', { body: { keys: ['a'.repeat(64)] } })).json();
    assert.equal(foreign.ok, false);
    assert.equal(foreign.findings[0].code, 'UNTRUSTED_KEY');
    assert.equal((await services.ask('ledger', 'POST /verify')).json().ok, true);
  });

  test('a draft that is none is refused, with the place of each fault', async () => {
    assertError(
      await services.ask('ledger', 'POST /append', { body: { ...fact(1), entity_type: 'thing' } }),
      422,
      'SCHEMA_INVALID',
    );
    assertError(await services.ask('ledger', 'POST /append', { body: { this: '/a' } }), 400, 'REQUEST_INVALID');
    assertError(
      await services.ask('ledger', 'POST /append', { body: { ...fact(1), prev: '0'.repeat(64) } }),
      409,
      'LEDGER_CONFLICT',
    );
    assert.equal((await services.ask('ledger', 'GET /stats')).json().lines, 5);
  });

  test('a line appended by hand beside the running service is taken in', async () => {
    const { hash } = (await services.ask('ledger', 'GET /head')).json() as { hash: string };
    const { line, atomic } = await signDraft(fact(6) as never, createMemorySigner(KEY), { prev: hash });
    appendFileSync(services.ledgerPath, `${line}\n`);
    assert.equal((await services.ask('ledger', 'GET /head')).json().hash, atomic.hash);
    const next = (await services.ask('ledger', 'POST /append', { body: fact(7) })).json();
    assert.equal(next.atomic.prev, atomic.hash);
    assert.equal((await services.ask('ledger', 'GET /verify')).json().counts.valid, 7);
  });

  test('figures have the names of the guide, and follow the ledger', async () => {
    const { text, headers } = await services.ask('metrics', 'GET /metrics');
    assert.match(headers.get('content-type') ?? '', /^text\/plain/);
    for (const figure of [
      'ledger_total_atomics 7',
      'ledger_valid_signatures 7',
      'ledger_invalid_signatures 0',
      'ledger_unsigned_atomics 0',
    ])
      assert.match(text, new RegExp(`^${figure}$`, 'm'));
    for (const name of [
      'hash_computation_duration_seconds',
      'signature_verification_duration_seconds',
      'ledger_append_duration_seconds',
    ])
      assert.match(text, new RegExp(`^${name}_count [1-9]`, 'm'));
    assert.match(text, /^# TYPE ledger_total_atomics gauge$/m);
    assert.match(text, /^http_requests_total\{service="ledger",method="POST",route="\/append",status="201"\} [1-9]/m);
  });

  test('a last line that is none makes the service unwell, and nothing is appended to it', async () => {
    appendFileSync(services.ledgerPath, 'not an atomic\n');
    const health = await services.ask('ledger', 'GET /health');
    assert.equal(health.status, 503);
    assert.equal(health.json().status, 'unhealthy');
    assert.match(health.json().reasons[0], /LEDGER_BROKEN/);
    assertError(await services.ask('ledger', 'POST /append', { body: fact(8) }), 409, 'LEDGER_BROKEN');
    const { ok } = (await services.ask('ledger', 'GET /verify')).json();
    assert.equal(ok, false);
    const { text } = await services.ask('metrics', 'GET /metrics');
    assert.match(text, /^ledger_total_atomics 7$/m);
  });
});
