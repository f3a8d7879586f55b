import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema, isAtomic } from '../../src/atomic/index.ts';

const atomic = (intent: string, entityType: string, payload?: object): object => ({
  schema_version: '1.1.0',
  entity_type: entityType,
  intent,
  this: '/a',
  did: { actor: 'a', action: 'b' },
  metadata: { created_at: '2026-01-01T00:00:00Z' },
  ...(payload && { payload }),
});
const pointers = (value: object): (string | undefined)[] => {
  const findings = checkSchema(value);
  assert.equal(isAtomic(value), findings.length === 0);
  assert.ok(findings.every(({ code }) => code === 'SCHEMA_INVALID'));
  return findings.map(({ pointer }) => pointer);
};
const hex = (digit: string): string => digit.repeat(64);

test('other intents have any payload', () => {
  assert.deepEqual(pointers(atomic('run_code', 'law', { streams: 7 })), []);
});

test('a revocation has its payload and its entity type', () => {
  const payload = { public_key: hex('a'), revocation: 'compromised', reason: 'stolen' };
  assert.deepEqual(pointers(atomic('key_revocation', 'agent', payload)), []);
  assert.deepEqual(pointers(atomic('key_revocation', 'law', payload)), ['/entity_type']);
  assert.deepEqual(pointers(atomic('key_revocation', 'agent', { ...payload, more: 1 })), ['/payload/more']);
  assert.ok(pointers(atomic('key_revocation', 'agent')).length > 0);
});

test('a seal names a stream once', () => {
  const entry = (path: string): object => ({ path, lines: 1, head: hex('a') });
  assert.deepEqual(pointers(atomic('ledger_seal', 'contract', { streams: [entry('a.jsonl'), entry('b.jsonl')] })), []);
  assert.deepEqual(pointers(atomic('ledger_seal', 'contract', { streams: [entry('a.jsonl'), entry('a.jsonl')] })), [
    '/payload/streams',
  ]);
});
