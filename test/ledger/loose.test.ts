import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looseAtomic, looseJson, mayHold } from '../../src/ledger/loose.ts';
import { simpleChain } from './fixtures.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

test('what holds no JSON, or no UTF-8, has no value', () => {
  assert.deepEqual(looseJson(bytes('{"a":1}')), { a: 1 });
  for (const line of [bytes('{'), Buffer.of(0x22, 0xff, 0x22), bytes('')]) assert.equal(looseJson(line), undefined);
});

test('only what is an atomic by the schema is one', async () => {
  const [signed] = await simpleChain(1);
  assert.deepEqual(looseAtomic(bytes(signed!.line)), signed!.atomic);
  assert.equal(looseAtomic(bytes('{}')), undefined);
});

test('a text may be spelt with escapes', () => {
  assert.deepEqual(
    ['"key_rotation"', '"key\\u005frotation"', '"other"'].map((line) => mayHold(bytes(line), 'key_r')),
    [true, true, false],
  );
});
