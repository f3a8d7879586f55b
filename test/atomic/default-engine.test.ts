import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoglineError, createEngine, verifyAtomic } from '../../src/atomic/index.ts';
import { signed, withoutNode } from './samples.ts';

/** Each copy of the module chooses for itself. */
async function chosen(copy: string): Promise<{ name: string; isKept: boolean }> {
  const { defaultEngine } = (await import(
    `../../src/atomic/default-engine.ts?${copy}`
  )) as typeof import('../../src/atomic/default-engine.ts');
  return { name: defaultEngine().name, isKept: defaultEngine() === defaultEngine() };
}

test('the fast engine is chosen, once: in Node, and elsewhere', async (t) => {
  assert.deepEqual(await chosen('node'), { name: 'fast', isKept: true });
  t.after(withoutNode());
  assert.deepEqual(await chosen('elsewhere'), { name: 'fast', isKept: true });
});

test('each engine can be had by its name', () => {
  for (const name of ['native', 'portable', 'fast'] as const) {
    const engine = createEngine(name);
    assert.equal(engine.name, name);
    assert.equal(verifyAtomic(signed.line, { engine }).ok, true);
  }
});

test('one of another name is refused, as a setting of a program may have it', () => {
  for (const name of ['openssl', 'constructor'])
    assert.throws(
      () => createEngine(name as never),
      (error) =>
        error instanceof LoglineError && error.code === 'USAGE' && error.message.includes('native, portable, fast'),
    );
});

test('one that does not run here cannot', (t) => {
  t.after(withoutNode());
  assert.throws(
    () => createEngine('native'),
    (error) => error instanceof LoglineError && error.code === 'ENGINE_UNAVAILABLE',
  );
});
