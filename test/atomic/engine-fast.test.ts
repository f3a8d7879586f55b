import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LoglineError, createFastEngine, createNativeEngine, createPortableEngine } from '../../src/atomic/index.ts';
import type { Engine, SignatureCheck } from '../../src/atomic/index.ts';
import { concatBytes, toHex, toUtf8 } from '../../src/base/bytes.ts';
import { messageOf, testSigner, withFlippedBit } from './fast-checks.ts';
import { realWebAssembly, replaceWebAssembly, withoutNode } from './samples.ts';

const native = createNativeEngine()!;
const signer = testSigner(1);
const good = Array.from({ length: 900 }, (_, i) => signer.check(messageOf(i)));
const bad = good.map((check, i) => withFlippedBit(check, 'signature', i % 500));

/** A reference that counts what it is asked, and answers what `judge` says. */
function reference(
  judge: (check: SignatureCheck) => boolean = (check) => native.verify(check),
): Engine & { asked: SignatureCheck[] } {
  const asked: SignatureCheck[] = [];
  const verify = (check: SignatureCheck): boolean => {
    asked.push(check);
    return judge(check);
  };
  return { ...native, verify, verifyMany: async (checks) => checks.map(verify), asked };
}

describe('who judges', () => {
  test('the reference until a table pays, then the module', async () => {
    const asked = reference();
    const engine = createFastEngine({ reference: asked, tableAfter: 10, recheckEvery: 1e9 });
    for (const check of good.slice(0, 10)) assert.equal(engine.verify(check), true);
    assert.equal(asked.asked.length, 10);
    assert.deepEqual(
      await engine.verifyMany(good),
      good.map(() => true),
    );
    assert.equal(asked.asked.length, 11); // the first good verdict is checked again
    assert.equal(engine.name, 'fast');
  });

  test('the module from the first signature on, where that is asked for', async () => {
    const asked = reference();
    const engine = createFastEngine({ reference: asked, tableAfter: 0, recheckEvery: 1e9 });
    assert.deepEqual(
      await engine.verifyMany(good),
      good.map(() => true),
    );
    assert.equal(asked.asked.length, 1);
  });

  test('one in so many good verdicts is checked again', async () => {
    const asked = reference();
    const engine = createFastEngine({ reference: asked, tableAfter: 0, recheckEvery: 100 });
    await engine.verifyMany(good);
    assert.equal(asked.asked.length, 9);
    const usual = createFastEngine({ reference: asked, tableAfter: 0 });
    await usual.verifyMany(good);
    assert.equal(asked.asked.length, 9 + 4);
  });

  test('every bad one is', async () => {
    const asked = reference();
    const engine = createFastEngine({ reference: asked, tableAfter: 0, recheckEvery: 1e9 });
    assert.deepEqual(
      await engine.verifyMany(bad),
      bad.map(() => false),
    );
    assert.deepEqual(asked.asked, bad);
    assert.equal(engine.verify(bad[0]!), false);
    assert.equal(asked.asked.length, bad.length + 1);
  });

  test('the reference, where the module cannot: long messages, keys off the curve, wrong lengths', () => {
    const asked = reference();
    const engine = createFastEngine({ reference: asked, tableAfter: 0, recheckEvery: 1e9 });
    const long = signer.check(new Uint8Array(1025).fill(7));
    const longest = signer.check(new Uint8Array(1024).fill(7));
    assert.deepEqual([engine.verify(long), engine.verify(longest), engine.verify(good[0]!)], [true, true, true]);
    assert.deepEqual(asked.asked, [long, longest]); // the longest as the first good verdict
    const offCurve = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 2 : 0));
    for (const publicKey of [
      offCurve,
      offCurve,
      new Uint8Array(32),
      new Uint8Array(31),
      concatBytes(offCurve, offCurve),
    ]) {
      assert.equal(engine.verify({ ...good[0]!, publicKey }), false);
    }
    assert.equal(engine.verify({ ...good[0]!, signature: new Uint8Array(63) }), false);
  });
});

test('messages of all sizes, mixed, have their verdicts in order', async () => {
  const engine = createFastEngine({ tableAfter: 0 });
  const checks = Array.from({ length: 1100 }, (_, i) =>
    testSigner(i % 3).check(new Uint8Array((i * 37) % 1030).fill(i)),
  );
  const expected = checks.map((_, i) => i % 7 !== 3);
  const mixed = checks.map((check, i) => (expected[i]! ? check : withFlippedBit(check, 'signature', i % 512)));
  assert.deepEqual(await engine.verifyMany(mixed), expected);
  assert.deepEqual(await engine.verifyMany([]), []);
});

describe('a disagreement is no verdict', () => {
  const rejectsWith = async (engine: Engine, check: SignatureCheck, verdicts: object): Promise<void> => {
    const isDisagreement = (error: unknown): boolean => {
      assert.ok(error instanceof LoglineError && error.code === 'ENGINE_DISAGREEMENT');
      const { publicKey, signature, message } = check;
      assert.deepEqual(error.details, {
        publicKey: toHex(publicKey),
        signature: toHex(signature),
        message: toHex(message),
        verdicts,
      });
      return true;
    };
    await assert.rejects(engine.verifyMany([check]), isDisagreement);
    assert.throws(() => engine.verify(check), isDisagreement);
  };

  test('where the module finds bad what the reference finds good', async () => {
    const engine = createFastEngine({ reference: reference(() => true), tableAfter: 0, recheckEvery: 1 });
    await rejectsWith(engine, bad[0]!, { fast: false, native: true });
  });

  test('where the module finds good what the reference finds bad', async () => {
    const engine = createFastEngine({ reference: reference(() => false), tableAfter: 0, recheckEvery: 1 });
    await rejectsWith(engine, good[0]!, { fast: true, native: false });
  });
});

describe('where there is no module', () => {
  const alone = async (engine: Engine, name: string): Promise<void> => {
    assert.deepEqual(
      await engine.verifyMany(good.slice(0, 100)),
      good.slice(0, 100).map(() => true),
    );
    assert.equal(engine.verify(bad[0]!), false);
    assert.equal(engine.name, name);
  };

  test('the native engine judges alone: no WebAssembly', async (t) => {
    replaceWebAssembly(t, undefined);
    await alone(createFastEngine(), 'native');
    const warm = createFastEngine();
    warm.warmUp!();
    assert.equal(warm.name, 'native');
  });

  test('the same where it is forbidden', async (t) => {
    const Forbidden = class {
      readonly name = 'forbidden';
      constructor() {
        throw new Error('CompileError: refused by the content security policy');
      }
    };
    replaceWebAssembly(t, { Module: Forbidden, Instance: Forbidden });
    await alone(createFastEngine({ tableAfter: 0 }), 'native');
  });

  const LIES: readonly [string, (exports: Record<string, unknown>) => object][] = [
    ['finds no key', () => ({ fillTable: () => 0 })],
    ['finds everything bad', () => ({ verify: () => undefined })],
    [
      'finds everything good',
      ({ memory, verdicts, verify }) => ({
        verify: (...args: unknown[]) => {
          (verify as (...args: unknown[]) => void)(...args);
          new Uint8Array((memory as { buffer: ArrayBuffer }).buffer)
            .fill(1, (verdicts as () => number)())
            .subarray(0, 256);
        },
      }),
    ],
  ];
  for (const [what, lie] of LIES) {
    test(`and where it does not pass its test: it ${what}`, async (t) => {
      const Instance = class {
        readonly exports: object;
        constructor(module: object) {
          const { exports } = new realWebAssembly.Instance(module);
          this.exports = { ...exports, ...lie(exports) };
        }
      };
      replaceWebAssembly(t, { Module: realWebAssembly.Module, Instance });
      await alone(createFastEngine({ tableAfter: 0 }), 'native');
    });
  }

  test('the portable engine does where there is no node:crypto either', (t) => {
    t.after(withoutNode());
    replaceWebAssembly(t, undefined);
    const engine = createFastEngine();
    assert.equal(engine.verify(good[0]!), true);
    for (let i = 0; i < 5; i++) engine.verify(bad[i]!);
    assert.equal(engine.name, 'portable');
  });
});

test('beside the portable engine a table pays after two signatures', (t) => {
  t.after(withoutNode());
  const engine = createFastEngine();
  const portable = createPortableEngine();
  for (const check of [...good.slice(0, 6), ...bad.slice(0, 3)])
    assert.equal(engine.verify(check), portable.verify(check));
  assert.equal(engine.name, 'fast');
});

test('hashes are those of the reference', () => {
  assert.deepEqual(createFastEngine().hash(toUtf8('{}')), native.hash(toUtf8('{}')));
});
