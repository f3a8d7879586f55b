import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { LoglineError } from '../../src/atomic/index.ts';
import type { SignedLine } from '../../src/atomic/index.ts';
import { createFileStore, createMemoryStore, openLedger } from '../../src/ledger/index.ts';
import type { LedgerStore } from '../../src/ledger/index.ts';
import { draft, hashOf, signer } from './fixtures.ts';
import { scratch } from './store-support.ts';

/** One caller: what it appends, one after the other. */
type Call = readonly { readonly kind: 'good' | 'refused' | 'wrong'; readonly pause: number }[];

const call: fc.Arbitrary<Call> = fc.array(
  fc.record({ kind: fc.constantFrom('good', 'good', 'good', 'refused', 'wrong'), pause: fc.nat(2) }),
  { minLength: 1, maxLength: 4 },
);

/**
 * Callers append at the same time, by several ledgers on one store; each call is acknowledged as a whole or not at all. Without a guard,
 * drafts are signed ahead.
 */
async function run(
  stores: readonly LedgerStore[],
  callers: readonly (readonly Call[])[],
  isGuarded: boolean,
): Promise<readonly (readonly SignedLine[])[]> {
  const guard = ({ this: path }: { this: string }): { code: 'GUARD_REFUSED'; message: string }[] =>
    path.startsWith('/refused') ? [{ code: 'GUARD_REFUSED', message: 'no' }] : [];
  const ledgers = stores.map((store, i) => openLedger(store, { signer: signer(i + 1), ...(isGuarded && { guard }) }));
  const acknowledged: (readonly SignedLine[])[] = [];
  await Promise.all(
    callers.map(async (calls, caller) => {
      const ledger = ledgers[caller % ledgers.length]!;
      for (const [n, steps] of calls.entries()) {
        for (let i = 0; i < steps[0]!.pause; i++) await new Promise((resolve) => setImmediate(resolve));
        const drafts = steps.map(({ kind }, i) =>
          draft(1, { this: kind === 'wrong' ? ' ' : `/${kind}/${String(caller)}/${String(n)}/${String(i)}` }),
        );
        const isGood = steps.every(({ kind }) => kind === 'good' || (kind === 'refused' && !isGuarded));
        try {
          const lines = drafts.length === 1 ? [await ledger.append(drafts[0]!)] : await ledger.appendMany(drafts);
          assert.ok(isGood, 'a bad draft was acknowledged');
          acknowledged.push(lines);
        } catch (error) {
          assert.ok(!isGood && error instanceof LoglineError, String(error));
        }
      }
    }),
  );
  return acknowledged;
}

/** One unbroken chain, in which every acknowledged call stands once, in one piece, and nothing else. */
async function check(store: LedgerStore, acknowledged: readonly (readonly SignedLine[])[]): Promise<void> {
  const ledger = openLedger(store);
  const report = await ledger.verify();
  const expected = acknowledged.flat();
  assert.deepEqual([report.ok, report.counts.total], [true, expected.length]);
  const texts: string[] = [];
  for await (const { text } of ledger.read()) texts.push(text);
  assert.deepEqual([...texts].sort(), expected.map(({ line }) => line).sort());
  for (const lines of acknowledged) {
    const first = texts.indexOf(lines[0]!.line);
    assert.deepEqual(
      texts.slice(first, first + lines.length),
      lines.map(({ line }) => line),
    );
  }
  assert.equal(
    (await ledger.head()).hash,
    texts.length === 0 ? null : hashOf({ atomic: JSON.parse(texts.at(-1)!) as SignedLine['atomic'] }),
  );
}

const callers = fc.array(fc.array(call, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });

test('any interleaving of appends to a memory store gives one chain with every acknowledged atomic once', async () => {
  await fc.assert(
    fc.asyncProperty(callers, fc.boolean(), async (plan, isGuarded) => {
      const store = createMemoryStore();
      await check(store, await run([store, store], plan, isGuarded));
    }),
    { seed: 20260106, numRuns: 60 },
  );
});

test('and so does any to one file by two stores', async (t) => {
  const folder = scratch(t);
  let n = 0;
  await fc.assert(
    fc.asyncProperty(callers, fc.boolean(), async (plan, isGuarded) => {
      const path = join(folder, `${String(n++)}.jsonl`);
      const stores = [createFileStore(path), createFileStore(path)];
      const acknowledged = await run(stores, plan, isGuarded);
      if (acknowledged.length > 0) await check(stores[0]!, acknowledged);
      await Promise.all(stores.map((store) => store.close()));
    }),
    { seed: 20260107, numRuns: 20 },
  );
});
