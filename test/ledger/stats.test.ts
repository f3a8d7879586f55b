import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ledgerStats } from '../../src/ledger/index.ts';
import { at, chain, draft, publicKey, signer, simpleChain, sourceOf, textOf } from './fixtures.ts';

test('counts lines by what they say', async () => {
  const lines = await chain([
    { draft: draft(3) },
    { draft: draft(1, { entity_type: 'law', did: { actor: '__proto__', action: 'x' } }), by: signer(2) },
    { draft: draft(2, { metadata: { created_at: '2026-01-01T05:00:00+05:00' } }) },
  ]);
  const { intent: _, ...plain } = draft(2);
  const unsigned = JSON.stringify({ schema_version: '1.1.0', ...plain, did: { actor: 'b', action: 'x' } });
  const text = textOf([...lines, 'x', unsigned]);
  const { firstSkipped, ...stats } = await ledgerStats(sourceOf(text));
  assert.deepEqual(stats, {
    sizeBytes: text.length,
    lines: 5,
    skipped: 1,
    unsigned: 1,
    entityTypes: { function: 3, law: 1 },
    intents: { run_code: 3 },
    actors: Object.fromEntries([
      ['user@example.com', 2],
      ['__proto__', 1],
      ['b', 1],
    ]),
    signers: { [publicKey(1)]: 2, [publicKey(2)]: 1 },
    others: { intents: 0, actors: 0, signers: 0 },
    firstCreatedAt: '2026-01-01T05:00:00+05:00',
    lastCreatedAt: at(3),
  });
  assert.deepEqual([firstSkipped?.code, firstSkipped?.line], ['PARSE_ERROR', 4]);
});

test('names stand in the order of their counts, and then of the alphabet', async () => {
  const actors = ['b', 'c', 'a', 'c'];
  const lines = await chain(actors.map((actor, i) => ({ draft: draft(i, { did: { actor, action: 'x' } }) })));
  assert.deepEqual(Object.keys((await ledgerStats(sourceOf(lines))).actors), ['c', 'a', 'b']);
});

test('of more than 10 000 names, the later ones are counted together', async () => {
  const [signed] = await simpleChain(1);
  const names = Array.from({ length: 10_003 }, (_, i) => `actor-${String(i)}`);
  const lines = [...names, 'actor-0', 'actor-10002'].map((name) => signed!.line.replace('user@example.com', name));
  const { actors, others } = await ledgerStats(sourceOf(lines));
  assert.equal(Object.keys(actors).length, 10_000);
  assert.deepEqual([actors['actor-0'], others], [2, { intents: 0, actors: 4, signers: 0 }]);
});

test('an empty ledger has no times', async () => {
  assert.deepEqual(await ledgerStats(sourceOf('')), {
    sizeBytes: 0,
    lines: 0,
    skipped: 0,
    unsigned: 0,
    entityTypes: {},
    intents: {},
    actors: {},
    signers: {},
    others: { intents: 0, actors: 0, signers: 0 },
  });
});

test('counts a part of a ledger, tells the progress and can be cancelled', async () => {
  const lines = await simpleChain(4);
  const text = textOf(lines);
  const start = lines[0]!.line.length + 1;
  const end = text.length - lines[3]!.line.length - 1;
  const seen: [number, number][] = [];
  const onProgress = (read: number, total: number): unknown => seen.push([read, total]);
  const stats = await ledgerStats(sourceOf(text), { start, end, onProgress });
  assert.deepEqual([stats.lines, stats.sizeBytes, seen.at(-1)], [2, end - start, [end - start, end - start]]);
  assert.equal((await ledgerStats(sourceOf(text), { start: text.length + 5 })).sizeBytes, 0);
  await assert.rejects(ledgerStats(sourceOf(text), { signal: AbortSignal.abort() }), { code: 'CANCELLED' });
});
