import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { test } from 'node:test';
import { nodeCrypto } from '../../src/atomic/native-crypto.ts';
import { withoutNode } from './samples.ts';

test('in Node it is node:crypto', () => {
  assert.equal(nodeCrypto(), crypto);
});

test('elsewhere there is none', (t) => {
  t.after(withoutNode());
  assert.equal(nodeCrypto(), undefined);
});

test('nor where there is no process', (t) => {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'process')!;
  t.after(() => Object.defineProperty(globalThis, 'process', own));
  Object.defineProperty(globalThis, 'process', { ...own, get: () => undefined });
  assert.equal(nodeCrypto(), undefined);
});
