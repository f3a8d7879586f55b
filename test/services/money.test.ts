/** The gateway and FinOps over HTTP, with the traps that the guides' commands hold. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SPEC } from '../mission/scene.ts';
import { assertError, startServices } from './running.ts';
import type { Running } from './running.ts';

const SECRET = 'sk-proj-a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0';
const LIMIT = 4096;

let services: Running;
before(async () => {
  services = await startServices(['gateway', 'finops', 'ledger'], { MAX_REQUEST_SIZE: String(LIMIT) });
});
after(() => services.close());

describe('preflight', () => {
  const preflight = (content: string) =>
    services.ask('gateway', 'POST /gateway/preflight', { body: { content, provider: 'copilot', metadata: {} } });

  test('takes a secret out, and says how long that took', async () => {
    const reply = await preflight(`API key: ${SECRET}`);
    assert.equal(reply.status, 200, reply.text);
    assert.match(reply.headers.get('x-preflight-latency-ms') ?? '', /^\d+\.\d{3}$/);
    const { ok, violations, redactions, sanitizedContent } = reply.json();
    assert.equal(ok, true);
    assert.equal(violations[0].rule, 'sensitive_data_detected');
    assert.deepEqual([redactions[0].type, redactions[0].position], ['secret', 9]);
    assert.doesNotMatch(sanitizedContent, /a1B2c3D4/);
    assert.doesNotMatch(reply.text, /a1B2c3D4/);
  });

  test('leaves a record without the text, and nothing of it in the log', async () => {
    const { atomics } = (await services.ask('ledger', 'GET /query?intent=gateway_decision')).json();
    assert.equal(atomics.length, 1);
    assert.equal(atomics[0].payload.decision, 'redact');
    assert.equal(atomics[0].did.actor, 'local');
    assert.doesNotMatch(JSON.stringify([atomics, services.lines]), /a1B2c3D4/);
  });

  test('leaves harmless text as it is, and no record', async () => {
    const { ok, redactions, sanitizedContent } = (await preflight('const answer = 42;')).json();
    assert.deepEqual([ok, redactions, sanitizedContent], [true, [], 'const answer = 42;']);
    assert.equal((await services.ask('ledger', 'GET /query?intent=gateway_decision')).json().atomics.length, 1);
  });

  for (const [what, content] of [
    ['longer than allowed', 'x'.repeat(LIMIT + 1)],
    ['longer than the server reads at all', 'x'.repeat(100_000)],
  ] as const) {
    test(`a text ${what} is answered with no, not with an error`, async () => {
      const reply = await preflight(content);
      assert.equal(reply.status, 200);
      const { ok, violations, sanitizedContent } = reply.json();
      assert.deepEqual([ok, violations[0].rule, violations[0].severity], [false, 'max_request_size', 'error']);
      assert.equal(sanitizedContent, undefined);
    });
  }

  test('a text of the allowed length is read however it is escaped', async () => {
    assert.equal((await preflight('"'.repeat(LIMIT))).json().ok, true);
  });

  test('figures count what was taken out', async () => {
    const { text } = await services.ask('gateway', 'GET /metrics');
    assert.match(text, /^gateway_redactions_total\{type="secret"\} 1$/m);
    assert.match(text, /^gateway_policy_violations_total\{rule="max_request_size"\} 1$/m);
    assert.match(text, /^gateway_preflight_duration_seconds_count [1-9]/m);
  });
});

describe('budgets', () => {
  const budget = async () => (await services.ask('finops', 'GET /finops/budget')).json();

  test('the default one is there from the start', async () => {
    const { total, consumed, remaining, breached } = await budget();
    assert.deepEqual([total, consumed, remaining, breached], [100, 0, 100, false]);
  });

  test('what is consumed adds up, exactly, and once for each name', async () => {
    const consume = (body: object) => services.ask('finops', 'POST /finops/budget', { body });
    assert.equal((await consume({ consumed: 5.0 })).json().consumed, 5);
    assert.equal((await consume({ consumed: 0.1, usage: 'call-1' })).json().consumed, 5.1);
    assert.equal((await consume({ consumed: 0.1, usage: 'call-1' })).json().consumed, 5.1);
    assertError(await consume({ consumed: 0.2, usage: 'call-1' }), 409, 'NAME_TAKEN');
    for (const wrong of [{}, { consumed: -1 }, { consumed: 0 }, { consumed: '5' }, { consumed: 1, total: 5 }])
      assertError(await consume(wrong), 400, 'REQUEST_INVALID');
    await Promise.all(Array.from({ length: 20 }, () => consume({ consumed: 0.1 })));
    assert.equal((await budget()).consumed, 7.1);
  });

  test('the limit is set, and breached', async () => {
    const { total, breached } = (await services.ask('finops', 'PUT /finops/budget', { body: { total: 7 } })).json();
    assert.deepEqual([total, breached], [7, true]);
    assertError(await services.ask('finops', 'GET /finops/budget?budget=other'), 404, 'BUDGET_UNKNOWN');
  });
});

describe('model policies', () => {
  const POLICY = {
    task: 'code-generation',
    model: 'gpt-4.1',
    budgetCeiling: 0.5,
    priority: 1,
    fallbacks: ['gpt-4o-mini'],
  };
  const route = async (body: object) => (await services.ask('gateway', 'POST /gateway/route', { body })).json();

  test('without any, the provider is the one that is preferred', async () => {
    const asked = { task: 'code-generation', budget: 10, preferredProvider: 'copilot' };
    const { provider, policyApplied, estimatedCost } = await route(asked);
    assert.deepEqual([provider, policyApplied, estimatedCost], ['copilot', null, null]);
    assert.equal((await route({ task: 'review' })).provider, 'copilot');
  });

  test('are set, read, and set again from what was read', async () => {
    const set = await services.ask('finops', 'PUT /policies/models', { body: POLICY });
    assert.equal(set.status, 200, set.text);
    const backup = (await services.ask('finops', 'GET /policies/models')).json();
    assert.deepEqual(backup, [POLICY]);
    const restored = await services.ask('finops', 'PUT /policies/models', { body: backup });
    assert.deepEqual(restored.json(), backup);
    assertError(
      await services.ask('finops', 'PUT /policies/models', { body: { ...POLICY, model: 'no-such' } }),
      422,
      'MODEL_UNKNOWN',
    );
  });

  test('say which model is called, and why not another', async () => {
    const { provider, model, policyApplied, estimatedCost } = await route({ task: 'code-generation', budget: 10 });
    assert.deepEqual([provider, model, policyApplied], ['openai', 'gpt-4.1', 'code-generation']);
    assert.ok(estimatedCost > 0);
    const dear = await route({ task: 'code-generation', inputTokens: 200_000, budget: 0.1 });
    assert.equal(dear.model, 'gpt-4o-mini');
    const none = await route({ task: 'code-generation', budget: 0 });
    assert.equal(none.provider, null);
    assert.equal(none.refused.length, 2);
    assertError(
      await services.ask('gateway', 'POST /gateway/route', { body: { task: 'painting' } }),
      404,
      'POLICY_UNKNOWN',
    );
  });
});

describe('forecasts', () => {
  test('of a change are made with counted tokens, and recorded when that is asked', async () => {
    const body = { changeSpec: SPEC, provider: 'copilot' };
    const reply = await services.ask('finops', 'POST /finops/forecast', { body });
    assert.equal(reply.status, 200, reply.text);
    const { usdEstimate, tokens, p95Latency, model } = reply.json();
    assert.ok(usdEstimate > 0 && tokens > 1000 && p95Latency > 0);
    assert.equal(model, 'gpt-4.1');
    const anthropic = await services.ask('finops', 'POST /finops/forecast', {
      body: { ...body, provider: 'anthropic', record: true },
    });
    assert.equal(anthropic.json().provider, 'anthropic');
    assert.equal((await services.ask('ledger', 'GET /query?intent=forecast_made')).json().atomics.length, 1);
    assertError(
      await services.ask('finops', 'POST /finops/forecast', { body: { changeSpec: {} } }),
      400,
      'REQUEST_INVALID',
    );
  });
});
