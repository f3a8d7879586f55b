import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Draft, SignedLine } from '../../src/atomic/index.ts';
import { signDraft } from '../../src/atomic/index.ts';
import { keyringOf, verifyLedger } from '../../src/ledger/index.ts';
import type { LedgerReport, VerifyOptions } from '../../src/ledger/index.ts';
import { at, chain, draft, hashOf, publicKey, signer, simpleChain, sourceOf, textOf } from './fixtures.ts';

const keyring = keyringOf([publicKey(1), publicKey(2)]);
const verify = (content: Parameters<typeof sourceOf>[0], options: VerifyOptions = {}): Promise<LedgerReport> =>
  verifyLedger(sourceOf(content), { keyring, ...options });
const codes = ({ findings }: LedgerReport): string[] => findings.map(({ code, line }) => `${code}@${String(line)}`);

const mergeDraft = (heads: readonly string[], base: string | undefined): Draft => ({
  entity_type: 'contract',
  intent: 'ledger_merge',
  this: '/ledger/merge',
  did: { actor: 'user@example.com', action: 'merge' },
  metadata: { created_at: at(99) },
  payload: { heads, ...(base !== undefined && { base }) },
});

async function merge(
  ours: readonly SignedLine[],
  theirs: readonly SignedLine[],
  base: string | undefined,
): Promise<SignedLine> {
  const heads = [hashOf(ours.at(-1)!), hashOf(theirs.at(-1)!)];
  return signDraft(mergeDraft(heads, base), signer(1), { prev: heads[1]! });
}

describe('a straight chain', () => {
  test('with a line removed, swapped or repeated', async () => {
    const [a, b, c, d] = (await simpleChain(4)) as [SignedLine, SignedLine, SignedLine, SignedLine];
    assert.deepEqual(codes(await verify([a, c, d])), ['PREV_MISMATCH@2']);
    assert.deepEqual(codes(await verify([a, b, b, c, d])), ['DUPLICATE_ATOMIC@3']);
    assert.deepEqual(codes(await verify([a, b, c, a, d])), ['DUPLICATE_ATOMIC@4']);
    assert.deepEqual(codes(await verify([a, c, b, d])), ['PREV_MISMATCH@2', 'FORK_DETECTED@3', 'FORK_DETECTED@4']);
    assert.deepEqual(codes(await verify([b, c, d])), ['PARTIAL_LEDGER@1']);
  });

  test('with a line that cannot be read is not blamed twice', async () => {
    const [a, b, c] = (await simpleChain(3)) as [SignedLine, SignedLine, SignedLine];
    assert.deepEqual(codes(await verify([a, '<<<<<<< HEAD', c])), ['PARSE_ERROR@2']);
    assert.deepEqual(codes(await verify([a, b.line.replace('"run_code"', '7'), c])), ['SCHEMA_INVALID@2']);
    assert.deepEqual(codes(await verify([a, b.line.replace('"run_code"', '7')])), ['SCHEMA_INVALID@2']);
  });

  test('with a second genesis is MISSING_PREV', async () => {
    const [a] = await simpleChain(1);
    const [b] = await simpleChain(1, 7);
    assert.deepEqual(codes(await verify([a!, b!])), ['MISSING_PREV@2']);
  });
});

describe('a part', () => {
  test('is PARTIAL_LEDGER unless it is asked for', async () => {
    const [a, b, c] = (await simpleChain(3)) as [SignedLine, SignedLine, SignedLine];
    assert.deepEqual(codes(await verify([b, c])), ['PARTIAL_LEDGER@1']);
    const partial = await verify([b, c], { partial: true });
    assert.deepEqual([partial.ok, partial.partialFrom], [true, hashOf(a)]);
    const from = await verify([b, c], { from: hashOf(a) });
    assert.deepEqual([from.ok, from.partialFrom], [true, hashOf(a)]);
    assert.deepEqual(codes(await verify([b, c], { from: hashOf(c) })), ['PREV_MISMATCH@1']);
    assert.equal((await verify([a, b], { partial: true })).partialFrom, undefined);
  });
});

describe('a fork', () => {
  test('is FORK_DETECTED, with both branches and their signers', async () => {
    const base = await simpleChain(2);
    const ours = await simpleChain(2, 10, hashOf(base[1]!));
    const theirs = await chain([{ draft: draft(20), by: signer(2) }], hashOf(base[1]!));
    const report = await verify([...base, ...ours, ...theirs]);
    assert.deepEqual(codes(report), ['FORK_DETECTED@5']);
    assert.deepEqual(report.findings[0]!.details!['branches'], [
      { line: 3, signer: publicKey(1) },
      { line: 5, signer: publicKey(2) },
    ]);
    assert.equal(report.chain, 'broken');
  });

  test('is fine where a merge joins it, and the chain goes on', async () => {
    const base = await simpleChain(2);
    const head = hashOf(base[1]!);
    const ours = await simpleChain(2, 10, head);
    const theirs = await simpleChain(3, 20, head);
    const joined = await merge(ours, theirs, head);
    const after = await simpleChain(2, 30, hashOf(joined));
    assert.equal((await verify([...base, ...ours, ...theirs, joined, ...after])).ok, true);
  });

  test('of two geneses is fine where a merge without a base joins it', async () => {
    const ours = await simpleChain(2, 10);
    const theirs = await simpleChain(1, 20);
    assert.equal((await verify([...ours, ...theirs, await merge(ours, theirs, undefined)])).ok, true);
  });

  test('of which a branch was removed after it was joined', async () => {
    const base = await simpleChain(1);
    const head = hashOf(base[0]!);
    const [ours, theirs] = await Promise.all([simpleChain(2, 10, head), simpleChain(2, 20, head)]);
    const joined = await merge(ours, theirs, head);
    const report = await verify([...base, ...theirs, joined]);
    assert.deepEqual(codes(report), ['PREV_MISMATCH@4']);
    assert.deepEqual(report.findings[0]!.details, { missing: hashOf(ours[1]!) });
    // A part that begins anywhere cannot know of it: the branch may stand before the part. One that begins where the branches do can.
    assert.equal((await verify([...theirs, joined], { partial: true })).ok, true);
    assert.deepEqual(codes(await verify([...theirs, joined], { from: head })), ['PREV_MISMATCH@3']);
    assert.equal((await verify([...ours, ...theirs, joined], { from: head })).ok, true);
    // What was verified before is not judged again, but its lines are there to be named.
    const text = textOf(base);
    const after = { sizeBytes: text.length, lines: 1 };
    assert.equal((await verify([...base, ...ours, ...theirs, joined], { after })).ok, true);
    assert.deepEqual(codes(await verify([...base, ...theirs, joined], { after })), ['PREV_MISMATCH@4']);
  });

  test('that a merge names: a line above, but none below', async () => {
    const [a, b] = (await simpleChain(2)) as [SignedLine, SignedLine];
    assert.equal((await verify([a, b, await merge([a], [b], undefined)])).ok, true);
    const [later] = (await simpleChain(1, 50)) as [SignedLine];
    const early = await merge([later], [b], undefined);
    assert.deepEqual(codes(await verify([a, b, early, later])), ['PREV_MISMATCH@3', 'MISSING_PREV@4']);
  });

  test('inside a fork, joined from the inside out', async () => {
    const base = await simpleChain(1);
    const head = hashOf(base[0]!);
    const ours = await simpleChain(1, 10, head);
    const left = await simpleChain(2, 20, head);
    const right = await simpleChain(1, 30, hashOf(left[0]!));
    const inner = await merge(left, right, hashOf(left[0]!));
    const outer = await merge(ours, [inner], head);
    assert.equal((await verify([...base, ...ours, ...left, ...right, inner, outer])).ok, true);
    assert.deepEqual(codes(await verify([...base, ...ours, ...left, ...right, inner])), ['FORK_DETECTED@3']);
  });

  test('is not joined by a merge that another key or another hand wrote', async () => {
    const base = await simpleChain(1);
    const head = hashOf(base[0]!);
    const ours = await simpleChain(1, 10, head);
    const theirs = await simpleChain(1, 20, head);
    const heads = [hashOf(ours[0]!), hashOf(theirs[0]!)];
    const foreign = await signDraft(mergeDraft(heads, head), signer(3), { prev: heads[1]! });
    assert.deepEqual(codes(await verify([...base, ...ours, ...theirs, foreign])), [
      'UNTRUSTED_KEY@4',
      'FORK_DETECTED@3',
    ]);
    const otherBase = await signDraft(mergeDraft(heads, publicKey(1)), signer(1), { prev: heads[1]! });
    assert.deepEqual(codes(await verify([...base, ...ours, ...theirs, otherBase])), [
      'PREV_MISMATCH@4',
      'FORK_DETECTED@3',
    ]);
    const elsewhere = await signDraft(mergeDraft([heads[0]!, head], head), signer(1), { prev: heads[1]! });
    assert.deepEqual(codes(await verify([...base, ...ours, ...theirs, elsewhere])), [
      'FORK_DETECTED@4',
      'FORK_DETECTED@3',
    ]);
  });

  test('goes on with a branch that was left: each end that stays behind is named', async () => {
    const base = await simpleChain(1);
    const head = hashOf(base[0]!);
    const ours = await simpleChain(1, 10, head);
    const theirs = await simpleChain(1, 20, head);
    const oursAgain = await simpleChain(1, 30, hashOf(ours[0]!));
    const lines = [...base, ...ours, ...theirs, ...oursAgain];
    const joined = await merge(theirs, oursAgain, head);
    const report = await verify([...lines, joined]);
    assert.deepEqual(codes(report), ['FORK_DETECTED@3']);
    const heads = [ours, theirs, oursAgain].map(([only]) => hashOf(only!));
    const all = await signDraft(mergeDraft(heads, head), signer(1), { prev: heads[2]! });
    assert.equal((await verify([...lines, all])).ok, true);
  });
});

test('lines without hashes are found by the index, too', async () => {
  const [a, b, c] = (await simpleChain(3)) as [SignedLine, SignedLine, SignedLine];
  const text = `${textOf([a])}"x"\n${c.line.replace(hashOf(b), hashOf(a))}\n`;
  assert.deepEqual(codes(await verify(text)), ['SCHEMA_INVALID@2', 'HASH_MISMATCH@3']);
});
