import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LineReader, createEngine, hashAtomic, isHashOf, isHashOfAtomic } from '../../src/atomic/index.ts';
import type { Engine } from '../../src/atomic/index.ts';
import { toHex, toUtf8 } from '../../src/base/bytes.ts';
import { codesOf, engines, signed } from './samples.ts';

const material = toUtf8('{"a":"é"}');
const native = createEngine('native');
const hash = toHex(native.hash(material));
const wrong = new Uint8Array(32).fill(1);

/** An engine that hashes everything to the same. */
const erring: Engine = { ...native, name: 'fast', hash: () => wrong };

test('by every engine a hash is that of its content, or is not', () => {
  for (const engine of engines) {
    assert.equal(isHashOf(hash, material, engine), true);
    for (const other of [toHex(wrong), hash.toUpperCase(), hash.slice(1), ''])
      assert.equal(isHashOf(other, material, engine), false);
  }
});

test('of an atomic, the hash is that of what is signed of it', () => {
  const { atomic } = signed;
  assert.equal(isHashOfAtomic(hashAtomic(atomic), atomic), true);
  assert.equal(isHashOfAtomic(atomic.hash!, { ...atomic, this: '/other' }), false);
});

describe('an engine that errs', () => {
  test('accuses nobody: there is no verdict, whatever hash is stated', () => {
    for (const stated of [hash, 'ab'.repeat(32)])
      assert.throws(() => isHashOf(stated, material, erring), {
        code: 'ENGINE_DISAGREEMENT',
        message: `Two engines hash one line differently (fast: ${toHex(wrong)}, @noble/hashes: ${hash}).`,
        details: {
          hash: stated,
          material: '{"a":"é"}',
          hashes: { fast: toHex(wrong), '@noble/hashes': hash },
        },
      });
  });

  test('accuses no atomic', () => {
    assert.throws(() => isHashOfAtomic(signed.atomic.hash!, signed.atomic, erring), { code: 'ENGINE_DISAGREEMENT' });
  });

  test('accuses no line, on whatever way it is read', () => {
    for (const line of [signed.line, ` ${signed.line}`]) {
      for (const scanAfter of [0, 1]) {
        const bytes = toUtf8(line);
        const reader = new LineReader({ engine: erring, scanAfter });
        assert.throws(() => reader.read(bytes, 0, bytes.length), { code: 'ENGINE_DISAGREEMENT' });
      }
    }
  });

  test('is not asked for what states no hash', () => {
    const { hash: _, signature: __, ...unhashed } = signed.atomic;
    const bytes = toUtf8(JSON.stringify(unhashed));
    const { findings } = new LineReader({ engine: erring }).read(bytes, 0, bytes.length);
    assert.ok(codesOf(findings).includes('MISSING_HASH'));
  });
});
