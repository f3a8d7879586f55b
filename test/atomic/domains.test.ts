import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HASH_CONTEXT, SCHEMA_VERSION } from '../../src/atomic/domains.ts';

test('the tags of the format are what every ledger so far was written with', () => {
  assert.equal(HASH_CONTEXT, 'JsonAtomic/v1');
  assert.equal(SCHEMA_VERSION, '1.1.0');
});
