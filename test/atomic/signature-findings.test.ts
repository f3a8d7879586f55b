import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineReader, cosign, signatureFindings } from '../../src/atomic/index.ts';
import { toUtf8 } from '../../src/base/bytes.ts';
import { altered, bob, engines, signed, unbound } from './samples.ts';

const reader = new LineReader({ engine: engines[0]! });
const read = (line: string): ReturnType<LineReader['read']> => reader.read(toUtf8(line), 0, toUtf8(line).length);
const pointers = (line: string, verdicts: readonly boolean[]): unknown[] =>
  signatureFindings(read(line), verdicts).map(({ code, message, pointer }) => [code, message, pointer]);

const main = ['INVALID_SIGNATURE', 'The signature does not verify.', '/signature'];
const further = (index: number): string[] => [
  'INVALID_SIGNATURE',
  'The cosignature does not verify.',
  `/cosignatures/${String(index)}`,
];

test('each verdict belongs to its signature', async () => {
  const { line } = await cosign(unbound.atomic, bob);
  assert.deepEqual(pointers(line, [true, true]), []);
  assert.deepEqual(pointers(line, [false, true]), [main]);
  assert.deepEqual(pointers(line, [true, false]), [further(0)]);
  assert.deepEqual(pointers(line, [false, false]), [main, further(0)]);
  const bare = altered({ line } as typeof signed, (atomic) => {
    delete atomic['signature'];
  });
  assert.deepEqual(pointers(bare, [false]), [further(0)]);
});

test('a verdict that is missing is none', () => {
  assert.deepEqual(pointers(signed.line, []), [main]);
});

test('a line that is no atomic has no signatures', () => {
  assert.deepEqual(pointers('{}', []), []);
});
