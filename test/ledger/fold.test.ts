/** A fold goes on where it was, and decisions are made on the state that they are appended to. */
import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createFileStore, createMemoryStore, foldLedger, openLedger, openLedgerState } from '../../src/ledger/index.ts';
import type { LedgerFold, LedgerSource, LedgerStore } from '../../src/ledger/index.ts';
import { draft, hashOf, signer, simpleChain, sourceOf, textOf } from './fixtures.ts';
import { scratch } from './store-support.ts';

/** The names of what the atomics are about. A list that is changed, as folds may. */
const names: LedgerFold<string[]> = {
  begin: () => [],
  step: (list, atomic) => {
    list.push(atomic.this);
    return list;
  },
};

/** Counts the bytes that are read. */
function counted(source: LedgerSource): LedgerSource & { readonly readBytes: number } {
  let readBytes = 0;
  return {
    name: source.name,
    sizeBytes: () => source.sizeBytes(),
    async *read(range) {
      for await (const chunk of source.read(range)) {
        readBytes += chunk.length;
        yield chunk;
      }
    },
    get readBytes() {
      return readBytes;
    },
  };
}

describe('foldLedger', () => {
  test('answers the state, the head that it belongs to, and what was no atomic', async () => {
    const chain = await simpleChain(3);
    const text = `${textOf(chain.slice(0, 2))}nonsense\n${textOf(chain.slice(2))}`;
    const { state, head, skipped } = await foldLedger(sourceOf(text), names);
    assert.deepEqual(state, ['/functions/f0', '/functions/f1', '/functions/f2']);
    assert.deepEqual(head, { hash: hashOf(chain[2]!), sizeBytes: text.length });
    assert.equal(skipped, 1);
    assert.deepEqual(await foldLedger(sourceOf(''), names), {
      state: [],
      head: { hash: null, sizeBytes: 0 },
      skipped: 0,
    });
  });

  test('from a snapshot it reads the new lines only, and is the same as from the start', async () => {
    const chain = await simpleChain(200);
    const text = textOf(chain);
    for (const count of [0, 1, 150, 200]) {
      const from = await foldLedger(sourceOf(textOf(chain.slice(0, count))), names);
      const source = counted(sourceOf(text));
      const folded = await foldLedger(source, names, { from });
      assert.deepEqual(folded, await foldLedger(sourceOf(text), names));
      const newBytes = text.length - textOf(chain.slice(0, count)).length;
      assert.ok(source.readBytes <= newBytes + 65_536, `${source.readBytes} bytes for ${newBytes}`);
    }
  });

  test('a snapshot of another ledger, or of more than there is, counts for nothing', async () => {
    const chain = await simpleChain(4);
    const other = await simpleChain(4, 10);
    const whole = await foldLedger(sourceOf(chain), names);
    assert.deepEqual((await foldLedger(sourceOf(other), names, { from: whole })).state, [
      '/functions/f10',
      '/functions/f11',
      '/functions/f12',
      '/functions/f13',
    ]);
    const cut = await foldLedger(sourceOf(chain.slice(0, 2)), names, {
      from: await foldLedger(sourceOf(chain), names),
    });
    assert.deepEqual(cut.state, ['/functions/f0', '/functions/f1']);
    const from = await foldLedger(sourceOf(chain), names);
    const garbled = `${'x'.repeat(from.head.sizeBytes - 1)}\n`;
    assert.deepEqual((await foldLedger(sourceOf(garbled), names, { from })).state, []);
  });

  test('up to an end, and atomics without a hash', async () => {
    const [first, second] = await simpleChain(2);
    const bare = JSON.stringify({ schema_version: '1.1.0', ...draft(5) });
    const end = textOf([first!]).length;
    assert.deepEqual((await foldLedger(sourceOf([first!, second!]), names, { end })).state, ['/functions/f0']);
    const folded = await foldLedger(sourceOf([bare]), names, { limits: { maxDepth: 8 } });
    assert.equal(folded.head.hash, null);
    assert.deepEqual((await foldLedger(sourceOf([bare]), names, { from: folded })).state, ['/functions/f5']);
  });
});

const count: LedgerFold<number> = { begin: () => 0, step: (number) => number + 1 };
const upTo = (limit: number, n: number) => (lines: number) => ({ drafts: lines < limit ? [draft(n)] : [], lines });

/** The writing side of a store. */
const bound = (store: LedgerStore): Pick<LedgerStore, 'head' | 'append' | 'exclusive' | 'close'> => ({
  head: () => store.head(),
  append: (...input) => store.append(...input),
  exclusive: (work) => store.exclusive(work),
  close: () => store.close(),
});

describe('a ledger state', () => {
  test('is read, decided on, and follows what others append', async () => {
    const store = createMemoryStore();
    const state = openLedgerState(store, count, { signer: signer(1) });
    assert.equal(await state.read(), 0);
    const { decision, lines } = await state.decide(upTo(2, 0));
    assert.deepEqual([decision.lines, lines.length], [0, 1]);
    await openLedger(store, { signer: signer(2) }).append(draft(1));
    const refused = await state.decide(upTo(2, 2));
    assert.deepEqual([refused.decision.lines, refused.lines], [2, []]);
    assert.equal(await state.read(), 2);
    assert.ok((await openLedger(store).verify({ requireSignatures: true })).ok);
  });

  test('goes on from a snapshot of it, and reads the new lines only', async () => {
    const store = createMemoryStore();
    const ledger = openLedger(store, { signer: signer(1) });
    await ledger.appendMany(Array.from({ length: 200 }, (_, n) => draft(n)));
    const from = await openLedgerState(store, count).snapshot();
    assert.deepEqual([from.state, from.head], [200, await store.head()]);
    await ledger.append(draft(200));
    const watched = counted(store);
    const state = openLedgerState({ ...watched, ...bound(store), read: (range) => watched.read(range) }, count, {
      from,
    });
    assert.equal(await state.read(), 201);
    assert.ok(watched.readBytes < 80_000, String(watched.readBytes));
    const stale = { ...from, head: { ...from.head, hash: '0'.repeat(64) }, state: 7 };
    assert.equal(await openLedgerState(store, count, { from: stale }).read(), 201);
  });

  test('many at once, on several states of one file: as many as there may be, in one chain', async (t) => {
    const path = join(scratch(t), 'ledger.jsonl');
    const stores = [createFileStore(path), createFileStore(path)];
    const states = stores.map((store) => openLedgerState(store, count, { signer: signer(1) }));
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => Promise.all([states[n % 2]!.decide(upTo(25, n)), states[0]!.read()])),
    );
    const report = await openLedger(stores[0]!).verify({ requireSignatures: true });
    assert.deepEqual([report.ok, report.counts.total], [true, 25]);
    await Promise.all(stores.map((store) => store.close()));
  });

  test('appends all that was decided, or nothing', async () => {
    const store = createMemoryStore();
    const open = (options: object = {}) => openLedgerState(store, count, { signer: signer(1), ...options });
    const two = () => ({ drafts: [draft(0), { ...draft(1), did: {} } as never] });
    await assert.rejects(open().decide(two), { code: 'SCHEMA_INVALID', message: /^Draft 2 of 2: / });
    await assert.rejects(openLedgerState(store, count).decide(two), { code: 'KEY_MISSING' });
    const guard = () => [{ code: 'GUARD_REFUSED' as const, message: 'no' }];
    await assert.rejects(open({ guard }).decide(upTo(1, 0)), { code: 'GUARD_REFUSED' });
    const thrown = new RangeError('no decision');
    await assert.rejects(
      open().decide(() => {
        throw thrown;
      }),
      thrown,
    );
    assert.equal((await store.head()).hash, null);
    assert.equal((await open().decide(() => ({ drafts: [draft(0), draft(1)] }))).lines.length, 2);
  });

  test('where a step fails, the next reading starts anew', async (t) => {
    const path = join(scratch(t), 'ledger.jsonl');
    const chain = await simpleChain(3);
    writeFileSync(path, textOf(chain.slice(0, 1)));
    let isBroken = true;
    const fold: LedgerFold<string[]> = {
      begin: () => [],
      step: (list, atomic) => {
        if (isBroken && atomic.this === '/functions/f2') throw new RangeError('broken');
        return names.step(list, atomic);
      },
    };
    const store = createFileStore(path);
    const state = openLedgerState(store, fold, { limits: { maxLineBytes: 10_000 } });
    assert.equal((await state.read()).length, 1);
    appendFileSync(path, textOf(chain.slice(1)));
    await assert.rejects(state.read(), /broken/);
    isBroken = false;
    assert.deepEqual(await state.read(), ['/functions/f0', '/functions/f1', '/functions/f2']);
    await store.close();
  });

  test('where reading fails, what was read is kept, and the next reading goes on there', async () => {
    const store = createMemoryStore();
    const ledger = openLedger(store, { signer: signer(1) });
    for (const n of [1, 2, 3]) await ledger.append(draft(n));
    let chunks = Infinity;
    let steps = 0;
    const broken = new RangeError('cut');
    const source: LedgerStore = {
      ...bound(store),
      name: 'breaking',
      sizeBytes: () => store.sizeBytes(),
      async *read(range) {
        for await (const chunk of store.read(range)) {
          if (chunks-- <= 0) throw broken;
          yield chunk;
        }
      },
    };
    const fold: LedgerFold<string[]> = {
      begin: () => [],
      step: (list, atomic) => {
        steps++;
        return names.step(list, atomic);
      },
    };
    const state = openLedgerState(source, fold);
    for (const whole of [0, 2, 0]) {
      chunks = whole;
      await assert.rejects(state.read(), broken);
    }
    chunks = Infinity;
    assert.deepEqual(await state.read(), ['/functions/f1', '/functions/f2', '/functions/f3']);
    assert.equal(steps, 3);
  });
});
