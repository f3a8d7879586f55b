import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { test } from 'node:test';
import { builtinModule } from '../../src/atomic/builtin-module.ts';
import { withoutNode } from './samples.ts';

test('in Node it is node:crypto', () => {
  assert.equal(builtinModule('node:crypto'), crypto);
});

test('elsewhere there is none', (t) => {
  t.after(withoutNode());
  assert.equal(builtinModule('node:crypto'), undefined);
});

test('nor where there is no process', (t) => {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'process')!;
  t.after(() => Object.defineProperty(globalThis, 'process', own));
  Object.defineProperty(globalThis, 'process', { ...own, get: () => undefined });
  assert.equal(builtinModule('node:crypto'), undefined);
});
