import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyLedger } from '../../src/ledger/copy.ts';
import { createFileSource } from '../../src/ledger/store-file-source.ts';
import { createFileStore } from '../../src/ledger/store-file.ts';
import { createMemoryStore } from '../../src/ledger/store-memory.ts';
import { sourceOf } from './fixtures.ts';
import { failsWith } from './store-conformance.ts';
import { collect, hash, line, lines, scratch } from './store-support.ts';

test('copies a ledger byte for byte, and later what came since', async (t) => {
  const path = join(scratch(t), 'ledger.jsonl');
  const source = createMemoryStore();
  await source.append(null, lines(1, 3), hash(3));
  const target = createFileStore(path);
  const first = await copyLedger(source, target);
  const sizeBytes = lines(1, 3).length;
  assert.deepEqual(first, {
    foundBytes: 0,
    copiedBytes: sizeBytes,
    copiedLines: 3,
    head: { hash: hash(3), sizeBytes },
  });
  assert.deepEqual(await copyLedger(source, target), {
    ...first,
    foundBytes: sizeBytes,
    copiedBytes: 0,
    copiedLines: 0,
  });
  await source.append(hash(3), lines(4, 5), hash(5));
  assert.equal((await copyLedger(source, target)).copiedLines, 2);
  await target.close();
  assert.equal(readFileSync(path, 'utf8'), lines(1, 5).toString());
});

test('an empty ledger is copied, too', async () => {
  const { copiedLines, head } = await copyLedger(createMemoryStore(), createMemoryStore());
  assert.deepEqual({ copiedLines, head }, { copiedLines: 0, head: { hash: null, sizeBytes: 0 } });
});

test('goes on behind a copy that was interrupted, whichever byte that was at', async (t) => {
  const folder = scratch(t);
  const whole = lines(1, 3);
  const source = sourceOf(whole);
  for (let size = 0; size <= whole.length; size += 7) {
    const path = join(folder, `${String(size)}.jsonl`);
    writeFileSync(path, whole.subarray(0, size));
    const store = createFileStore(path);
    await copyLedger(source, store);
    await store.close();
    assert.equal(readFileSync(path, 'utf8'), whole.toString(), String(size));
  }
  const open = join(folder, 'open.jsonl');
  writeFileSync(open, whole.subarray(0, lines(1, 2).length - 1)); // whole but for the line feed
  const store = createFileStore(open);
  assert.equal((await copyLedger(source, store)).copiedLines, 1);
  await store.close();
  assert.equal(readFileSync(open, 'utf8'), whole.toString());
  assert.ok(readdirSync(folder).some((name) => name.includes('.torn-')));
});

test('is cancelled between two pieces, and can be gone on with', async () => {
  const long = Array.from({ length: 6 }, (_, i) => line(i + 1, { content: 'x'.repeat(700_000) })).join('');
  const target = createMemoryStore();
  const stop = new AbortController();
  const told: number[] = [];
  const onProgress = (done: number, total: number): void => {
    told.push(done);
    assert.equal(total, long.length);
    if (done > 2_000_000) stop.abort();
  };
  await failsWith('CANCELLED', copyLedger(sourceOf(long), target, { signal: stop.signal, onProgress }));
  assert.ok((await target.sizeBytes()) < long.length && told.length >= 2);
  const { foundBytes, head } = await copyLedger(sourceOf(long), target);
  assert.ok(foundBytes > 2_000_000);
  assert.equal(head.sizeBytes, long.length);
  assert.equal(await collect(target.read()), long);
});

test('refuses a target that holds something else, and leaves it as it is', async () => {
  for (const held of [lines(1, 1).toString().replace('{', '{ '), lines(1, 3).toString(), line(9)]) {
    const target = createMemoryStore();
    await target.append(null, Buffer.from(held), hash(1));
    const error = await failsWith('NOT_APPEND_ONLY', copyLedger(sourceOf(lines(1, 2)), target));
    assert.match(error.message, /^memory is not empty, and no beginning of memory: they differ in line \d/);
    assert.equal(await collect(target.read()), held);
  }
});

test('refuses a source that does not end with a whole line, and a line that is too long', async (t) => {
  const torn = join(scratch(t), 'torn.jsonl');
  writeFileSync(torn, lines(1, 2));
  truncateSync(torn, lines(1, 2).length - 3);
  const cut = await failsWith('TRUNCATED_TAIL', copyLedger(createFileSource(torn), createMemoryStore()));
  assert.deepEqual(cut.details, { name: torn, byteOffset: lines(1, 1).length });
  const limits = { maxLineBytes: 150 };
  const long = sourceOf(lines(1, 1).toString() + line(2, { content: 'x'.repeat(200) }));
  await failsWith('LINE_TOO_LARGE', copyLedger(long, createMemoryStore(), { limits }));
});

test('carries lines that are no atomics along, up to a line that states a hash', async (t) => {
  const junk = `junk\n\n{"hash":"none"}\n`;
  const text = `${junk}${line(1)}${junk}${line(2)}`;
  const target = createMemoryStore();
  assert.deepEqual((await copyLedger(sourceOf(text, 16), target)).copiedLines, 8);
  assert.equal(await collect(target.read()), text);
  const path = join(scratch(t), 'junk.jsonl');
  appendFileSync(path, text + junk);
  const ending = createMemoryStore();
  await failsWith('LEDGER_BROKEN', copyLedger(createFileSource(path), ending));
  const endless = { ...sourceOf(''), sizeBytes: () => Promise.resolve(20_000_000), read: junkOf(20) };
  await failsWith('LEDGER_BROKEN', copyLedger(endless, createMemoryStore()));
});

/** So many megabytes of lines without a hash. */
const junkOf = (megabytes: number) =>
  async function* (): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < megabytes; i++) yield await Promise.resolve(Buffer.from(`${'x'.repeat(999_999)}\n`));
  };
