/** Policies pick the model, within ceilings, budgets and what the content allows, and say why. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMoney } from '../../src/finops/money.ts';
import { decidePolicy, policiesFor, policyOf, policyView } from '../../src/finops/policies.ts';
import { routeTask } from '../../src/finops/route.ts';
import type { RouteRequest } from '../../src/finops/route.ts';
import { NO_TOKENS } from '../../src/finops/usage.ts';
import { Books, NOON, PRICES } from './money-kit.ts';

const request = (changes: Partial<RouteRequest> = {}): RouteRequest => ({
  task: 'code-generation',
  tokens: { ...NO_TOKENS, input: 100_000, output: 10_000 },
  at: new Date(NOON),
  ...changes,
});
const books = () =>
  new Books().policy({ task: 'code-generation', model: 'large', fallbacks: ['other', 'small'], ceiling: '2' });
const routed = (own: Books, changes: Partial<RouteRequest> = {}) => {
  const { chosen, refused } = routeTask(own.finance, request(changes), PRICES);
  return [chosen?.model, ...refused.map(({ model }) => model)];
};

test('the first model that is allowed is chosen, with the reasons', () => {
  const { chosen, refused } = routeTask(books().finance, request(), PRICES);
  assert.deepEqual(refused, []);
  assert.deepEqual(chosen, {
    provider: 'one',
    model: 'large',
    policyApplied: 'code-generation',
    estimatedCost: parseMoney('1.2'),
    usdEstimate: 1.2,
    why: [
      'the policy for code-generation names it, as its first choice',
      'it is estimated to cost 1.2 USD, within the ceiling of 2',
      'no hard budget covers it',
    ],
  });
});

test('ceiling, budgets and what is offered refuse, each by its own words', () => {
  const dear = request({ tokens: { ...NO_TOKENS, input: 1_500_000 } });
  assert.deepEqual(routeTask(books().finance, dear, PRICES).refused, [
    { model: 'large', policy: 'code-generation', why: 'it would cost 15, above the ceiling of 2' },
    { model: 'other', policy: 'code-generation', why: 'it would cost 3, above the ceiling of 2' },
  ]);
  const tight = books().budget('1').spend('0.5').budget('90', { budget: 'wide' });
  const { chosen, refused } = routeTask(tight.finance, request(), PRICES);
  assert.equal(chosen?.model, 'other');
  assert.equal(chosen.why[0], 'the policy for code-generation names it, as a fallback of it');
  assert.equal(chosen.why.at(-1), 'the budget team has 0.5 left in 2026-01');
  assert.equal(refused[0]?.why, 'it would cost 1.2, and the budget team has 0.5 left in 2026-01');
  const poor = routeTask(books().finance, request({ budget: parseMoney('0.01') }), PRICES);
  assert.equal(poor.chosen, undefined);
  assert.equal(poor.refused[0]?.why, 'it would cost 1.2, and 0.01 are offered');
  assert.deepEqual(routed(books().budget('0', { hard: false })), ['large']);
  assert.deepEqual(routed(books().budget('0', { scope: { mission: 'M-1' } })), ['large']);
  assert.deepEqual(routed(books().budget('0', { scope: { mission: 'M-1' } }), { scope: { mission: 'M-1' } }), [
    undefined,
    'large',
    'other',
    'small',
  ]);
});

test('a preferred provider goes first within a policy, and only there', () => {
  const { chosen } = routeTask(books().finance, request({ preferredProvider: 'two' }), PRICES);
  assert.equal(chosen?.model, 'other');
  assert.ok(chosen.why.includes('two is the provider that is preferred'));
  assert.deepEqual(routed(books(), { preferredProvider: 'nobody' }), ['large']);
});

test('secret content goes where it may', () => {
  const own = books().policy({ task: 'code-*', model: 'small', data_class: 'restricted', priority: 200 });
  assert.deepEqual(routed(own, { dataClass: 'internal' }), ['large']);
  const { chosen, refused } = routeTask(own.finance, request({ dataClass: 'confidential' }), PRICES);
  assert.deepEqual([chosen?.model, chosen?.policyApplied], ['small', 'code-*']);
  assert.equal(refused[0]?.why, 'the content is confidential, and the policy is for internal at most');
});

test('priority goes before exactness, exactness before patterns; a task without a policy is an error', () => {
  const own = books()
    .policy({ task: '*', model: 'small' })
    .policy({ task: 'code-*', model: 'small' })
    .policy({ task: 'code-gen*', model: 'small', priority: 1 });
  assert.deepEqual(
    policiesFor('code-generation', own.finance).map(({ task }) => task),
    ['code-gen*', 'code-generation', 'code-*', '*'],
  );
  assert.throws(() => policiesFor('code-generatoin', books().finance), {
    code: 'POLICY_UNKNOWN',
    message: 'No model policy is about the task "code-generatoin". Did you mean code-generation?',
  });
  assert.throws(() => policiesFor('review', books().finance), { message: /the task "review"\.$/ });
});

test('a model that has lost its price is refused, not free', () => {
  const small = { ...PRICES, models: new Map([...PRICES.models].filter(([name]) => name === 'small')) };
  const { chosen, refused } = routeTask(books().finance, request(), small);
  assert.equal(chosen?.model, 'small');
  assert.deepEqual(
    refused.map(({ why }) => why),
    ['it has no price', 'it has no price'],
  );
});

test('a policy is set once, with models that have a price, in the currency of the prices', () => {
  const own = books();
  const context = { actor: 'admin', createdAt: NOON };
  const known = own.finance.policies.get('code-generation')!;
  assert.deepEqual(decidePolicy(own.finance, { ...known }, PRICES, context).drafts, []);
  const unknown = { task: 't', model: 'small', fallbacks: ['lrge'] };
  assert.throws(() => decidePolicy(own.finance, unknown, PRICES, context), {
    code: 'MODEL_UNKNOWN',
    message: /Did you mean large\?/,
  });
  const euros = { task: 't', model: 'small', ceiling: '1', currency: 'EUR' };
  assert.throws(() => decidePolicy(own.finance, euros, PRICES, context), { code: 'CURRENCY_MISMATCH' });
  const [draft] = decidePolicy(own.finance, { task: 'x*', model: 'small' }, PRICES, context).drafts;
  assert.deepEqual([draft?.intent, draft?.this], ['model_policy_set', '/policies/models/xany']);
});

test('the services see policies in their own shape', () => {
  const view = {
    task: 't',
    model: 'm',
    budgetCeiling: 0.1,
    priority: 1,
    fallbacks: ['n'],
    dataClass: 'public' as const,
  };
  assert.deepEqual(policyView(policyOf(view)), view);
  assert.equal(policyOf(view).ceiling, '0.1');
  assert.deepEqual(policyView(policyOf({ task: 't', model: 'm' })), { task: 't', model: 'm' });
  assert.throws(() => policyOf({ ...view, budgetCeiling: -1 }), { code: 'MONEY_INVALID' });
});
