import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexByte, lossOf, seenAt } from '../../src/atomic/json-fault.ts';
import { toUtf8 } from '../../src/base/bytes.ts';

test('what stands at an offset is told in words', () => {
  assert.equal(seenAt(toUtf8('ab'), 1), '"b"');
  assert.equal(seenAt(toUtf8('a€'), 1), '"€"');
  assert.equal(seenAt(toUtf8('😀'), 0), '"😀"');
  assert.equal(seenAt(toUtf8('"'), 0), '"\\""');
  assert.equal(seenAt(toUtf8('a'), 1), 'The end of the text');
  assert.equal(seenAt(new Uint8Array(0), 0), 'The end of the text');
});

test('nothing that a terminal could obey or hide is shown as it is', () => {
  for (const [text, shown] of [
    ['\u001b[2J', '"\\u001b"'],
    ['\ufeff', '"\\u{feff}"'],
    ['\u202e', '"\\u{202e}"'],
    ['\u009b', '"\\u{9b}"'],
  ] as const) {
    assert.equal(seenAt(toUtf8(text), 0), shown);
  }
});

test("git's conflict markers are named", () => {
  for (const mark of ['<', '|', '=', '>']) {
    const marker = mark.repeat(7);
    for (const text of [`${marker} HEAD`, marker]) {
      assert.equal(seenAt(toUtf8(text), 0), `A git conflict marker (${marker}), left by an unresolved merge,`);
    }
    assert.equal(seenAt(toUtf8(mark.repeat(6)), 0), `"${mark}"`);
  }
  assert.equal(seenAt(toUtf8('<<<<<<='), 0), '"<"');
});

test('the loss of a number is told', () => {
  assert.equal(lossOf('1e400'), 'The number 1e400 becomes Infinity in a double.');
  assert.equal(lossOf('9007199254740993'), 'The number 9007199254740993 becomes 9007199254740992 in a double.');
  assert.equal(
    lossOf('-9007199254740994'),
    'The number -9007199254740994 lies beyond 2^53, where a double does not tell all integers apart.',
  );
  assert.equal(lossOf('1'.padEnd(22, '0')), 'The number 1000000000000000000000 becomes 1e+21 in a double.');
  assert.equal(lossOf('9'.repeat(400)), `The number ${'9'.repeat(40)}… becomes Infinity in a double.`);
});

test('bytes have two digits', () => {
  assert.equal(hexByte(0), '00');
  assert.equal(hexByte(255), 'ff');
});
