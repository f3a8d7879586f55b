/** Prices come from tables, and what has none is not free. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatMoney } from '../../src/finops/money.ts';
import { listPrices } from '../../src/finops/list-prices.ts';
import { importLiteLlmPrices, isLiteLlmFile } from '../../src/finops/litellm-prices.ts';
import { formatPriceTable, overlayPrices, parsePriceTable } from '../../src/finops/prices.ts';
import { NO_TOKENS, costOf, tokenCountsOf, tokenUsageOf, totalTokens } from '../../src/finops/usage.ts';

const model = {
  model: 'model-x',
  provider: 'example',
  input: '0.0000025',
  cached_input: '0.00000125',
  cache_write_1h: '0.000005',
  output: '0.00001',
};
const file = { source: 'example', date: '2026-01-31', currency: 'USD', models: [model] };
const table = (changes: object = {}) => parsePriceTable(JSON.stringify({ ...file, ...changes }));

test('each kind of token has its price', () => {
  const usage = { input: 1000, cachedInput: 2000, cacheWrite5m: 0, cacheWrite1h: 10, output: 300 };
  assert.equal(formatMoney(costOf('model-x', usage, table())), '0.00805');
  assert.equal(totalTokens(usage), 3310);
  assert.equal(costOf('model-x', NO_TOKENS, table()), 0n);
});

test('an unknown model, or an unknown kind of token, is an error and never zero', () => {
  const unknown = {
    code: 'MODEL_UNKNOWN',
    message: 'There is no price of "model-y" in example (2026-01-31). Did you mean model-x?',
  };
  assert.throws(() => costOf('model-y', { ...NO_TOKENS, input: 1 }, table()), unknown);
  assert.throws(() => costOf('constructor', { ...NO_TOKENS, input: 1 }, table()), { code: 'MODEL_UNKNOWN' });
  assert.throws(() => costOf('model-x', { ...NO_TOKENS, cacheWrite5m: 1 }, table()), {
    message: /no price of model-x for its cacheWrite5m tokens/,
  });
  const inputAlone = table({ models: [{ model: 'm', provider: 'p', input: '0.000001' }] });
  assert.throws(() => costOf('m', { ...NO_TOKENS, output: 1 }, inputAlone), { code: 'MODEL_UNKNOWN' });
  assert.equal(formatMoney(costOf('m', { ...NO_TOKENS, cachedInput: 2 }, inputAlone)), '0.000002');
});

test('a table that cannot be one is refused by the member', () => {
  const faults: [object, RegExp][] = [
    [{ models: [model, model] }, /models\[1\]: the model model-x stands there twice/],
    [{ models: [{ ...model, input: '2.50' }] }, /is 2\.50 for one token, .*is it the price of a million\?/],
    [{ models: [{ ...model, input: 2.5 }] }, /models\[0\]\.input: expected a string/],
    [{ currency: 'dollars' }, /currency: expected a currency code/],
    [{ models: [{ ...model, reasoning: '1' }] }, /unknown member/],
  ];
  for (const [changes, message] of faults) assert.throws(() => table(changes), { code: 'PRICES_INVALID', message });
});

test('the digest is that of the prices, wherever the schema is', () => {
  assert.equal(table({ $schema: 'x' }).digest, table().digest);
  assert.notEqual(table({ date: '2026-02-01' }).digest, table().digest);
});

test('the names that are spelled most alike are told, the nearest first', () => {
  const named = (name: string) => ({ model: name, provider: 'p', input: '0.000001' });
  const many = table({ models: ['gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'o3'].map(named) });
  assert.throws(() => costOf('gpt-4.o', NO_TOKENS, many), { message: /Did you mean gpt-4o or gpt-4\.1\?$/ });
  assert.throws(() => costOf('something-else', NO_TOKENS, many), {
    message: /no price of "something-else" in example \(2026-01-31\)\.$/,
  });
});

test('long calls cost what their tier says, as a whole', () => {
  const tiers = [
    { above: 400_000, input: '0.00001' },
    { above: 200_000, input: '0.000005', output: '0.00002' },
  ];
  const tiered = table({ models: [{ ...model, tiers }] });
  const cost = (input: number) => formatMoney(costOf('model-x', { ...NO_TOKENS, input, output: 100 }, tiered));
  assert.deepEqual([cost(200_000), cost(200_001), cost(400_001)], ['0.501', '1.002005', '4.00201']);
  const cached = { ...NO_TOKENS, cachedInput: 200_001 };
  assert.equal(formatMoney(costOf('model-x', cached, tiered)), '0.25000125');
  assert.equal(parsePriceTable(formatPriceTable(tiered)).digest, parsePriceTable(formatPriceTable(tiered)).digest);
  assert.deepEqual(parsePriceTable(formatPriceTable(tiered)).models, tiered.models);
});

test('a table of one\u2019s own is laid over another, where the currency is the same', () => {
  const base = table({ models: [model, { ...model, model: 'model-b' }] });
  const own = table({ source: 'a contract', date: '2026-03-01', models: [{ ...model, input: '0.000001' }] });
  const both = overlayPrices(base, own);
  assert.deepEqual([...both.models.keys()].sort(), ['model-b', 'model-x']);
  assert.equal(formatMoney(both.models.get('model-x')!.input!), '0.000001');
  assert.equal(both.source, 'a contract, over example (2026-01-31)');
  assert.equal(both.date, '2026-03-01');
  const euros = table({ currency: 'EUR' });
  assert.equal(overlayPrices(base, euros), euros);
});

test('the table of the package is a good one', () => {
  const { models, currency, date } = listPrices();
  assert.match(date, /^2025-\d\d-\d\d$/);
  assert.equal(currency, 'USD');
  assert.ok(models.size > 10);
  assert.equal(formatMoney(costOf('gpt-4o', { ...NO_TOKENS, input: 1_000_000 }, listPrices())), '2.5');
  assert.equal(formatMoney(costOf('claude-opus-4-1', { ...NO_TOKENS, cacheWrite1h: 1_000_000 }, listPrices())), '30');
});

test('counts of an atomic and usages are the same', () => {
  const usage = { input: 1, cachedInput: 2, cacheWrite5m: 3, cacheWrite1h: 4, output: 5 };
  assert.deepEqual(tokenUsageOf(tokenCountsOf(usage)), usage);
  assert.deepEqual(tokenCountsOf(NO_TOKENS), {});
  assert.deepEqual(tokenUsageOf(), NO_TOKENS);
});

const liteLlm = {
  sample_spec: { input_cost_per_token: 0 },
  'model-b': {
    litellm_provider: 'example',
    input_cost_per_token: 2.5e-6,
    output_cost_per_token: 1e-5,
    output_cost_per_reasoning_token: 1.2e-5,
    cache_read_input_token_cost: 1.25e-7,
    cache_creation_input_token_cost: 3.75e-6,
    input_cost_per_token_above_200k_tokens: 5e-6,
    output_cost_per_token_above_200k_tokens: 2e-5,
    input_cost_per_token_above_128k_tokens: 0,
    max_tokens: 8192,
  },
  'a-model': { input_cost_per_token: 1e-6 },
  'image-a': { litellm_provider: 'example', output_cost_per_image: 0.04 },
  'free-model': { litellm_provider: 'example', input_cost_per_token: 0, output_cost_per_token: 0 },
  'bedrock/*/model': { litellm_provider: 'bedrock', input_cost_per_token: 1e-6 },
};

test('files in the format of LiteLLM are read exactly', () => {
  const text = JSON.stringify(liteLlm);
  assert.equal(isLiteLlmFile(text), true);
  assert.equal(isLiteLlmFile(JSON.stringify(file)), false);
  const { table: read, leftOut } = importLiteLlmPrices(text, { source: 'a file', date: '2026-01-31' });
  assert.equal(read.date, '2026-01-31');
  assert.deepEqual([...read.models.keys()], ['a-model', 'model-b']);
  assert.deepEqual(leftOut, ['bedrock/*/model', 'free-model', 'image-a']);
  assert.deepEqual(JSON.parse(formatPriceTable(read)), {
    source: 'a file',
    date: '2026-01-31',
    currency: 'USD',
    models: [
      { model: 'a-model', provider: 'unknown', input: '0.000001' },
      {
        model: 'model-b',
        provider: 'example',
        input: '0.0000025',
        cached_input: '0.000000125',
        cache_write_5m: '0.00000375',
        output: '0.000012',
        tiers: [{ above: 200_000, input: '0.000005', output: '0.00002' }],
      },
    ],
  });
});

test('the file as it is: noise of doubles, prices of a million tokens, prices below what amounts can be', () => {
  const { table, refused } = importLiteLlmPrices(
    JSON.stringify({
      noisy: { input_cost_per_token: 2.9999900000000002e-6, output_cost_per_token: 0.000010999900000000001 },
      small: { input_cost_per_token: 1.23456e-10 },
      'wandb/model': { litellm_provider: 'wandb', input_cost_per_token: 0.1, output_cost_per_token: 0.15 },
    }),
    { source: 'a file', date: '2026-01-31' },
  );
  assert.deepEqual((JSON.parse(formatPriceTable(table)) as { models: unknown }).models, [
    { model: 'noisy', provider: 'unknown', input: '0.00000299999', output: '0.0000109999' },
    { model: 'small', provider: 'unknown', input: '0.000000000123456' },
  ]);
  assert.deepEqual(refused, ['wandb/model']);
  const least = { input_cost_per_token: 1.000000000001e-10 };
  const up = importLiteLlmPrices(JSON.stringify({ least }), { source: 's', date: '2026-01-31' }).table;
  assert.match(formatPriceTable(up), /"0\.000000000100001"/);
});

test('what else the caller knows of its source is in no table', () => {
  const from = { source: 's', date: '2026-01-31' };
  const text = '{"a":{"input_cost_per_token":1e-6}}';
  const { table } = importLiteLlmPrices(text, Object.assign({ address: 'https://example.com/prices.json' }, from));
  assert.equal(table.digest, importLiteLlmPrices(text, from).table.digest);
});

test('what is no such file is refused', () => {
  const from = { source: 's', date: '2026-01-31' };
  for (const wrong of [
    '[]',
    '{"a":1}',
    '{"a":{"litellm_provider":7,"input_cost_per_token":1e-6}}',
    '{"a":{"input_cost_per_token":2.5}}',
  ])
    assert.throws(() => importLiteLlmPrices(wrong, from), { code: 'PRICES_INVALID' }, wrong);
  assert.throws(() => importLiteLlmPrices('{"a":{}}', { ...from, date: 'today' }), { code: 'PRICES_INVALID' });
});
