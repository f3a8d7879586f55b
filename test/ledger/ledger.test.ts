import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createFileStore, createMemoryStore, openLedger } from '../../src/ledger/index.ts';
import type { Entries, LedgerStore } from '../../src/ledger/index.ts';
import { draft, signer, traceId } from './fixtures.ts';
import { scratch } from './store-support.ts';

async function names(entries: Entries): Promise<string[]> {
  const list: string[] = [];
  for await (const { atomic } of entries) list.push(atomic.this.slice(-2));
  return list;
}

const kinds: readonly { name: string; open: (folder: string) => LedgerStore }[] = [
  { name: 'in memory', open: () => createMemoryStore() },
  { name: 'in a file', open: (folder) => createFileStore(join(folder, 'ledger.jsonl')) },
];

for (const { name, open } of kinds) {
  test(`a ledger ${name} is appended to, read, asked and verified`, async (t) => {
    const ledger = openLedger(open(scratch(t)), { signer: signer(1) });
    await ledger.appendMany([draft(0), draft(1)]);
    const { sizeBytes } = await ledger.head();
    await ledger.append(draft(2));
    assert.deepEqual(await names(ledger.read()), ['f0', 'f1', 'f2']);
    assert.deepEqual(await names(ledger.read({ start: sizeBytes })), ['f2']);
    assert.deepEqual(await names(ledger.query({ traceId: traceId(1) })), ['f1']);
    assert.deepEqual(await names(ledger.tail({ count: 1 })), ['f2']);
    assert.equal((await ledger.stats()).lines, 3);
    const { ok, counts } = await ledger.verify({ requireSignatures: true });
    assert.deepEqual([ok, counts.valid], [true, 3]);
    await ledger.close();
  });
}

test('limits hold for writing and for every way of reading', async () => {
  const store = createMemoryStore();
  await openLedger(store, { signer: signer(1) }).append(draft(0));
  const ledger = openLedger(store, { signer: signer(1), limits: { maxLineBytes: 300 } });
  await assert.rejects(ledger.append(draft(1)), { code: 'LINE_TOO_LARGE' });
  for (const entries of [ledger.read(), ledger.query({}), ledger.tail()]) {
    assert.deepEqual(await names(entries), []);
    assert.equal(entries.firstSkipped?.code, 'LINE_TOO_LARGE');
  }
  assert.equal((await ledger.stats()).skipped, 1);
  assert.deepEqual(
    (await ledger.verify()).findings.map(({ code }) => code),
    ['LINE_TOO_LARGE'],
  );
  assert.equal((await ledger.stats({ limits: {} })).skipped, 0);
});
