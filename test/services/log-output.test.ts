/** Where log lines go when their reader is slow, or gone. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { logOutput } from '../../services/src/log-output.ts';

const KIB = 'x'.repeat(1023) + '\n';
const NOTHING = { onRoom: () => undefined, onGone: () => undefined };

test('what waits for a reader is bounded; it is told what was left out, in its place', async () => {
  const stream = new PassThrough();
  const write = logOutput(stream, { ...NOTHING, onRoom: (lines) => write(`lost ${String(lines)}\n`) });
  for (let i = 0; i < 10_000; i++) write(KIB);
  assert.ok(stream.writableLength > 8_000_000 && stream.writableLength < 8_500_000, String(stream.writableLength));
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await new Promise((resolve) => setTimeout(resolve, 100));
  write('after\n');
  stream.end();
  await new Promise((resolve) => stream.once('end', resolve));
  const lines = text.split('\n');
  const kept = lines.filter((line) => line.startsWith('x')).length;
  assert.deepEqual(lines.slice(kept), [`lost ${String(10_000 - kept)}`, 'after', '']);
});

test('an output that failed is told of once, and written to no more', async () => {
  const stream = new PassThrough({ autoDestroy: false });
  const reasons: string[] = [];
  const write = logOutput(stream, { ...NOTHING, onGone: ({ message }) => reasons.push(message) });
  write(KIB);
  stream.emit('error', new Error('write EPIPE'));
  stream.emit('error', new Error('write EPIPE'));
  const { writableLength, readableLength } = stream;
  write(KIB);
  assert.deepEqual(reasons, ['write EPIPE']);
  assert.deepEqual([stream.writableLength, stream.readableLength], [writableLength, readableLength]);
});
