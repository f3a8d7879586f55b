import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8ErrorAt, utf8SizeAt } from '../../src/atomic/utf8.ts';
import { fromUtf8, toUtf8 } from '../../src/base/bytes.ts';

/** Every sequence of two bytes, and of the longer ones those whose verdict can differ from their neighbours'. */
function* sequences(): Generator<number[]> {
  const edges = [0x00, 0x22, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
  for (let first = 0; first < 256; first++) {
    yield [first];
    for (let second = 0; second < 256; second++) yield [first, second];
    for (const a of edges) for (const b of edges) yield [first, a, b];
    for (const a of edges) for (const b of edges) for (const c of edges) yield [first, a, b, c];
  }
}

test('a text is UTF-8 exactly where TextDecoder takes it', () => {
  for (const sequence of sequences()) {
    const bytes = Uint8Array.from(sequence);
    assert.equal(utf8ErrorAt(bytes) < 0, fromUtf8(bytes) !== undefined, `bytes ${sequence.join(' ')}`);
  }
});

test('every character has its size', () => {
  for (const [character, size] of [
    ['a', 1],
    ['ü', 2],
    ['€', 3],
    ['\uffff', 3],
    ['😀', 4],
    ['\u{10ffff}', 4],
  ] as const) {
    assert.equal(utf8SizeAt(toUtf8(character), 0), size);
  }
});

test('the first byte that is not UTF-8 is named', () => {
  assert.equal(utf8ErrorAt(Uint8Array.of(0x61, 0xc3, 0xbc, 0xff, 0x80)), 3);
  assert.equal(utf8ErrorAt(Uint8Array.of(0x61, 0xe2, 0x82)), 1);
  assert.equal(utf8ErrorAt(new Uint8Array(0)), -1);
});
