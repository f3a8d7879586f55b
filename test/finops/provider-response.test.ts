/** Responses of providers say what they used, each in its own words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readProviderUsage } from '../../src/finops/provider-response.ts';
import { NO_TOKENS } from '../../src/finops/usage.ts';

const read = (body: object) => readProviderUsage(JSON.stringify(body));
const tokens = (usage: object) => read({ id: 'r-1', model: 'm', usage }).tokens;

test('OpenAI counts cached tokens within the input', () => {
  const chat = read({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'gpt-x',
    choices: [],
    usage: {
      prompt_tokens: 1000,
      completion_tokens: 300,
      total_tokens: 1300,
      prompt_tokens_details: { cached_tokens: 400 },
      completion_tokens_details: { reasoning_tokens: 250 },
    },
  });
  assert.deepEqual([chat.id, chat.model], ['chatcmpl-1', 'gpt-x']);
  assert.match(chat.digest, /^[0-9a-f]{64}$/);
  assert.deepEqual(chat.tokens, { ...NO_TOKENS, input: 600, cachedInput: 400, output: 300 });
  const responses = { input_tokens: 50, input_tokens_details: { cached_tokens: 50 }, output_tokens: 5 };
  assert.deepEqual(tokens(responses), { ...NO_TOKENS, cachedInput: 50, output: 5 });
  assert.deepEqual(tokens({ prompt_tokens: 7, completion_tokens: 0 }), { ...NO_TOKENS, input: 7 });
});

test('Anthropic counts them beside it, and writes by how long they last', () => {
  const usage = {
    input_tokens: 10,
    cache_read_input_tokens: 2000,
    cache_creation_input_tokens: 300,
    cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 200 },
    output_tokens: 40,
  };
  const counted = { input: 10, cachedInput: 2000, cacheWrite5m: 100, cacheWrite1h: 200, output: 40 };
  assert.deepEqual(tokens(usage), counted);
  assert.deepEqual(tokens({ ...usage, cache_creation: null }), { ...counted, cacheWrite5m: 300, cacheWrite1h: 0 });
  assert.deepEqual(tokens({ input_tokens: 1, output_tokens: 2, cache_read_input_tokens: null }), {
    ...NO_TOKENS,
    input: 1,
    output: 2,
  });
});

test('the digest is that of the bytes', () => {
  const body = '{"id":"a","model":"m","usage":{"input_tokens":1,"output_tokens":1}}';
  assert.equal(readProviderUsage(body).digest, readProviderUsage(new TextEncoder().encode(body)).digest);
  assert.notEqual(readProviderUsage(body).digest, readProviderUsage(`${body} `).digest);
});

test('what does not say it is refused', () => {
  const good = { input_tokens: 1, output_tokens: 1 };
  const faults: [object, RegExp][] = [
    [[], /no member "usage"/],
    [{ id: 'a', model: 'm', usage: {} }, /no member "usage"/],
    [{ id: 'a', model: 'm', usage: { ...good, output_tokens: -1 } }, /usage\.output_tokens is no number of tokens/],
    [{ id: 'a', model: 'm', usage: { input_tokens: 1 } }, /usage\.output_tokens/],
    [{ id: 'a', model: 'm', usage: { input_tokens: 1.5, output_tokens: 1 } }, /usage\.input_tokens/],
    [{ id: 'a', usage: good }, /"model" is no text/],
    [{ id: '', model: 'm', usage: good }, /"id" is no text/],
    [
      {
        id: 'a',
        model: 'm',
        usage: { prompt_tokens: 1, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 2 } },
      },
      /more tokens are cached/,
    ],
    [{ id: 'a', model: 'm', usage: { ...good, cache_creation: { ephemeral_1h_input_tokens: 1 } } }, /for an hour/],
  ];
  for (const [body, message] of faults) assert.throws(() => read(body), { code: 'RESPONSE_INVALID', message });
  assert.throws(() => readProviderUsage('no JSON'), { code: 'PARSE_ERROR' });
});
