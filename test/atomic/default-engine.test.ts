import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { LoglineError, createEngine, verifyAtomic } from '../../src/atomic/index.ts';
import { replaceWebAssembly, signed, withoutNode } from './samples.ts';

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

describe('LOGLINE_ENGINE', () => {
  const setTo = (t: TestContext, value: string): void => {
    process.env['LOGLINE_ENGINE'] = value;
    t.after(() => delete process.env['LOGLINE_ENGINE']);
  };

  test('forces the engine; set to nothing, it does not', async (t) => {
    for (const name of ['native', 'portable', 'fast']) {
      setTo(t, name);
      assert.deepEqual(await chosen(`forced-${name}`), { name, isKept: true });
    }
    setTo(t, '');
    assert.deepEqual(await chosen('forced-by-nothing'), { name: 'fast', isKept: true });
  });

  test('names one that there is, or every use is refused', async (t) => {
    for (const name of ['openssl', 'constructor', 'Native']) {
      setTo(t, name);
      await assert.rejects(chosen(`forced-${name}`), {
        code: 'USAGE',
        message: `LOGLINE_ENGINE is one of native, portable, fast, not "${name}".`,
      });
    }
  });

  test('names one that runs here', async (t) => {
    setTo(t, 'fast');
    replaceWebAssembly(t, undefined);
    await assert.rejects(chosen('forced-in-vain'), { code: 'ENGINE_UNAVAILABLE' });
  });
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
