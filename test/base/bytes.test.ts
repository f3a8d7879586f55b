import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Slab,
  Utf8Scratch,
  concatBytes,
  equalBytes,
  fromBase64,
  fromHex,
  fromUtf8,
  isHex,
  isHexOf,
  toHex,
  toHexAscii,
  toUtf8,
} from '../../src/base/bytes.ts';

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

test('hex is lower-case, two characters a byte, and comes back', () => {
  const hex = toHex(everyByte);
  assert.equal(hex, Buffer.from(everyByte).toString('hex'));
  assert.deepEqual(fromHex(hex, 256), everyByte);
  assert.deepEqual(toHexAscii(everyByte), Uint8Array.from(Buffer.from(hex, 'latin1')));
  assert.equal(toHex(new Uint8Array()), '');
});

test('hex is the same where there is no Buffer', (t) => {
  const { Buffer: own } = globalThis;
  const hex = toHex(everyByte);
  t.after(() => Object.assign(globalThis, { Buffer: own }));
  for (const other of [undefined, { prototype: {} }]) {
    Object.assign(globalThis, { Buffer: other });
    assert.equal(toHex(everyByte), hex);
  }
});

test('hex of another length, with capitals or with other characters is none', () => {
  assert.deepEqual(fromHex('0aff', 2), Uint8Array.of(0x0a, 0xff));
  assert.equal(isHex('0aff', 2), true);
  for (const text of ['', '0af', '0aff0', '0AFF', '0aFF', 'g0ff', '0gff', '0a f', '0aff\n', '-aff', ':0ff', '`0ff']) {
    assert.equal(fromHex(text, 2), undefined, text);
    assert.equal(isHex(text, 2), false, text);
  }
  for (const value of [undefined, null, 42, ['0', 'a', 'f', 'f'], { length: 4 }]) assert.equal(isHex(value, 2), false);
});

test('hex is decoded into bytes that are handed in', () => {
  const bytes = new Uint8Array(3);
  assert.deepEqual(fromHex('0aff', 2, bytes.subarray(1)), Uint8Array.of(0x0a, 0xff));
  assert.deepEqual(bytes, Uint8Array.of(0, 0x0a, 0xff));
});

test('hex of bytes is compared to the letter', () => {
  const bytes = Uint8Array.of(0x0a, 0xff);
  assert.equal(isHexOf('0aff', bytes), true);
  for (const text of ['', '0af', '0aff0', '0afe', '1aff', '0AFF', '\u0130aff']) {
    assert.equal(isHexOf(text, bytes), false, text);
  }
});

test('pieces of a slab are zero, of the size that was asked for, and nobody else has them', () => {
  const slab = new Slab();
  const sizes = [0, 1, 64, 5000, 16_384, 100_000, 7];
  const pieces = sizes.map((size, i) => slab.take(size).fill(i + 1, 0));
  assert.deepEqual(
    pieces.map(({ length }) => length),
    sizes,
  );
  pieces.forEach((piece, i) => assert.ok(piece.every((byte) => byte === i + 1)));
  assert.ok(slab.take(1000).every((byte) => byte === 0));
});

test('UTF-8 comes back as it was, a byte order mark included', () => {
  for (const text of ['', 'plain', 'ü€😀', '\u0000\u007f\u0080\uffff', '\ufeffmarked'])
    assert.equal(fromUtf8(toUtf8(text)), text);
});

test('UTF-8 in bytes that are used again is the same, however long the text is', () => {
  const scratch = new Utf8Scratch();
  for (const size of [0, 1, 4096, 1, 80_000, 100_000, 400_000, 3]) {
    for (const text of ['x', '€', '😀', '\ud800'].map((char) => char.repeat(size))) {
      assert.deepEqual(scratch.encode(text), toUtf8(text));
    }
  }
});

test('bytes that are not UTF-8 have no text', () => {
  for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]]) {
    assert.equal(fromUtf8(Uint8Array.from(bytes)), undefined);
  }
});

test('byte strings are the same only when length and every byte are', () => {
  assert.equal(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2)), true);
  assert.equal(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3)), false);
  assert.equal(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1)), false);
  assert.equal(equalBytes(new Uint8Array(), new Uint8Array()), true);
});

test('parts become one byte string, in their order', () => {
  assert.deepEqual(concatBytes(), new Uint8Array());
  assert.deepEqual(concatBytes(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3)), Uint8Array.of(1, 2, 3));
});

test('base64 is read', () => {
  assert.deepEqual(fromBase64('AAH/gA=='), Uint8Array.of(0, 1, 255, 128));
  assert.deepEqual(fromBase64(''), Uint8Array.of());
});
