import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutNode } from './samples.ts';

/** Each copy of the module chooses for itself. */
async function chosen(copy: string): Promise<{ name: string; isKept: boolean }> {
  const { defaultEngine } = (await import(
    `../../src/atomic/default-engine.ts?${copy}`
  )) as typeof import('../../src/atomic/default-engine.ts');
  return { name: defaultEngine().name, isKept: defaultEngine() === defaultEngine() };
}

test('in Node the native engine is chosen, once', async () => {
  assert.deepEqual(await chosen('node'), { name: 'native', isKept: true });
});

test('elsewhere the portable one is', async (t) => {
  t.after(withoutNode());
  assert.deepEqual(await chosen('elsewhere'), { name: 'portable', isKept: true });
});
