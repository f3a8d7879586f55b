import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryStore } from '../../src/ledger/store-memory.ts';
import { testStore } from './store-conformance.ts';

testStore('memory', (_t, options) => createMemoryStore(options));

test('a memory store has the name that it is given', () => {
  assert.equal(createMemoryStore().name, 'memory');
  assert.equal(createMemoryStore({ name: 'replay of a.jsonl' }).name, 'replay of a.jsonl');
});
