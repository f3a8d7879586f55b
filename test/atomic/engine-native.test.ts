import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineReader, createNativeEngine } from '../../src/atomic/index.ts';
import { toUtf8 } from '../../src/base/bytes.ts';
import { engines, signed, withoutNode } from './samples.ts';

const line = toUtf8(signed.line);
const [check] = new LineReader({ engine: engines[0]! }).read(line, 0, line.length).signatures;

test('there is none where there is no node:crypto', (t) => {
  t.after(withoutNode());
  assert.equal(createNativeEngine(), undefined);
});

test('without threads the verdicts are the same', async () => {
  const bad = { ...check!, message: toUtf8('x') };
  const refused = { ...check!, publicKey: new Uint8Array(32) };
  for (const parallel of [true, false]) {
    const engine = createNativeEngine({ parallel })!;
    assert.equal(engine.name, 'native');
    assert.deepEqual(await engine.verifyMany([check!, bad, refused, check!]), [true, false, false, true]);
  }
});

test('thousands of keys are too many to keep, and no reason to fail', () => {
  const engine = createNativeEngine()!;
  for (let i = 0; i < 2500; i++) {
    const publicKey = check!.publicKey.slice();
    publicKey[0]! ^= i & 0xff;
    publicKey[1]! ^= i >> 8;
    assert.equal(engine.verify({ ...check!, publicKey }), i === 0);
  }
  assert.equal(engine.verify(check!), true);
});

test('keys with the same first bytes are told apart', () => {
  const engine = createNativeEngine()!;
  const publicKey = check!.publicKey.slice();
  publicKey[31]! ^= 1;
  for (let round = 0; round < 2; round++) {
    assert.equal(engine.verify(check!), true);
    assert.equal(engine.verify({ ...check!, publicKey }), false);
  }
});

test('a key that its owner changes afterwards is another key', () => {
  const engine = createNativeEngine()!;
  const publicKey = check!.publicKey.slice();
  assert.equal(engine.verify({ ...check!, publicKey }), true);
  publicKey[0]! ^= 1;
  assert.equal(engine.verify({ ...check!, publicKey }), false);
  assert.equal(engine.verify(check!), true);
});
