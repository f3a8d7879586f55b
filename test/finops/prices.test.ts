/** Prices come from tables, and what has none is not free. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatMoney } from '../../src/finops/money.ts';
import { importLiteLlmPrices, parsePriceTable } from '../../src/finops/prices.ts';
import { NO_TOKENS, costOf, totalTokens } from '../../src/finops/usage.ts';

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
    message: 'The price table of example (2026-01-31) has no price of it: model-y.',
  };
  assert.throws(() => costOf('model-y', { ...NO_TOKENS, input: 1 }, table()), unknown);
  assert.throws(() => costOf('constructor', { ...NO_TOKENS, input: 1 }, table()), { code: 'MODEL_UNKNOWN' });
  assert.throws(() => costOf('model-x', { ...NO_TOKENS, cacheWrite5m: 1 }, table()), {
    message: /no price of its cacheWrite5m tokens/,
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

test('files in the format of LiteLLM are read exactly', () => {
  const text = JSON.stringify({
    sample_spec: { input_cost_per_token: 0 },
    'model-b': {
      litellm_provider: 'example',
      input_cost_per_token: 2.5e-6,
      output_cost_per_token: 1e-5,
      cache_read_input_token_cost: 1.25e-7,
      cache_creation_input_token_cost: 3.75e-6,
      max_tokens: 8192,
    },
    'image-a': { litellm_provider: 'example', output_cost_per_image: 0.04 },
  });
  const { models, date } = importLiteLlmPrices(text, { source: 'a file', date: '2026-01-31' });
  assert.equal(date, '2026-01-31');
  assert.deepEqual([...models.keys()], ['model-b']);
  const { provider, ...prices } = models.get('model-b')!;
  assert.equal(provider, 'example');
  assert.deepEqual(
    Object.entries(prices).map(([name, price]) => [name, formatMoney(price)]),
    [
      ['input', '0.0000025'],
      ['cachedInput', '0.000000125'],
      ['cacheWrite5m', '0.00000375'],
      ['output', '0.00001'],
    ],
  );
  for (const wrong of ['[]', '{"a":1}', '{"a":{"litellm_provider":7,"input_cost_per_token":1e-6}}'])
    assert.throws(() => importLiteLlmPrices(wrong, { source: 's', date: '2026-01-31' }), { code: 'PRICES_INVALID' });
});
