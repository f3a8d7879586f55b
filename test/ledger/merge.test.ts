import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Code } from '../../src/base/errors.ts';
import { LoglineError } from '../../src/base/errors.ts';
import { createPortableEngine } from '../../src/atomic/index.ts';
import { revocationDraft } from '../../src/ledger/index.ts';
import { at, publicKey, signer } from './fixtures.ts';
import {
  codesOf,
  grow,
  growBy,
  hashOfLine,
  headOf,
  linesOf,
  mergeTexts,
  merged,
  rebased,
  verifyText,
} from './merge-fixtures.ts';

async function refused(work: Promise<unknown>, code: Code, message: RegExp): Promise<LoglineError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  assert.ok(error instanceof LoglineError, `not refused: ${code}`);
  assert.equal(error.code, code, error.message);
  assert.match(error.message, message);
  return error;
}

const keyless = { signer: undefined as never };
const base = await grow('', [1, 2]);
const ours = await grow(base, [10, 11]);
const theirs = await grow(base, [20, 21, 22], signer(2));

describe('a merge', () => {
  test('keeps our bytes, adds theirs untouched, and joins both with one signed atomic', async () => {
    const result = await mergeTexts(ours, theirs, base);
    const text = ours + new TextDecoder().decode(result.append);
    assert.deepEqual(linesOf(text).slice(0, -1), [...linesOf(ours), ...linesOf(theirs).slice(2)]);
    assert.equal(result.kind, 'merged');
    assert.equal(result.lines, 3);
    assert.equal(result.head, headOf(text));
    const merge = JSON.parse(linesOf(text).at(-1)!) as unknown;
    assert.deepEqual(merge, result.merge);
    const { entity_type, intent, this: about, did, metadata, payload, prev, signature } = result.merge!;
    assert.deepEqual([entity_type, intent, about], ['contract', 'ledger_merge', '/ledger/merge']);
    assert.deepEqual(did, { actor: 'merger@example.com', action: 'merge' });
    assert.deepEqual(metadata, { created_at: at(100_000), signed_by: publicKey(1) });
    assert.deepEqual(payload, { base: headOf(base), heads: [headOf(ours), headOf(theirs)] });
    assert.equal(prev, headOf(theirs));
    assert.equal(signature?.public_key, publicKey(1));
    const report = await verifyText(text, { requireSignatures: true, strict: true });
    assert.deepEqual([report.ok, report.counts.total, report.chain], [true, 8, 'unbroken']);
    const after = await verifyText(await grow(text, [30]));
    assert.equal(after.ok, true);
  });

  test('is the same at every run, by every engine and however the bytes come', async () => {
    const once = await merged(ours, theirs, base);
    assert.equal(await merged(ours, theirs, base, { engine: createPortableEngine(), limits: { maxDepth: 32 } }), once);
    assert.equal(await merged(ours, theirs), once);
    const unbound = await mergeTexts(ours, theirs, base, { bindSigner: false });
    assert.equal(unbound.merge?.metadata.signed_by, undefined);
  });

  test('where their side has nothing new changes nothing and needs no key', async () => {
    for (const [our, their, from] of [
      [ours, base, base],
      [ours, ours, base],
      [base, '', ''],
      ['', '', ''],
    ] as const) {
      const result = await mergeTexts(our, their, from, keyless);
      assert.deepEqual(result, { kind: 'unchanged', append: new Uint8Array(), lines: 0, head: headOf(our) });
    }
  });

  test('where our side has nothing new takes theirs as it is and needs no key', async () => {
    for (const [our, their] of [
      [base, theirs],
      ['', theirs],
      [base, await merged(ours, theirs)],
    ] as const) {
      const sides = { ours: our, theirs: their };
      const result = await mergeTexts(sides.ours, sides.theirs, our, keyless);
      assert.equal(our + new TextDecoder().decode(result.append), their);
      assert.equal(result.kind, 'extended');
      assert.equal(result.merge, undefined);
      assert.equal(result.head, headOf(their));
    }
  });

  test('of two ledgers that were created in parallel has no base', async () => {
    const [left, right] = [await grow('', [1]), await grow('', [2, 3], signer(2))];
    const result = await mergeTexts(left, right, '');
    assert.deepEqual(result.merge?.payload, { heads: [headOf(left), headOf(right)] });
    const text = await merged(left, right);
    assert.equal((await verifyText(text)).ok, true);
    assert.deepEqual(codesOf(await verifyText(linesOf(text).slice(0, -1).join('\n'))), ['MISSING_PREV@2']);
  });
});

describe('histories', () => {
  test('merged again and again', async () => {
    let [main, side] = [await grow(base, [10]), await grow(base, [20], signer(2))];
    for (let round = 1; round <= 4; round++) {
      main = await merged(main, side);
      side = await grow(main, [100 * round], signer(2));
      main = await grow(main, [100 * round + 50]);
    }
    assert.equal((await verifyText(main)).ok, true);
    assert.equal(linesOf(main).filter((line) => line.includes('ledger_merge')).length, 4);
  });

  test('one side has merged the other already: theirs is taken as it is', async () => {
    const side = await merged(theirs, ours, base, { signer: signer(2) });
    assert.equal(await merged(theirs, side, base), side);
  });

  test('one side has merged the other already, in its own order: our bytes stay all the same', async () => {
    const side = await grow(await merged(theirs, ours, base, { signer: signer(2) }), [23], signer(2));
    const text = await merged(ours, side, base);
    assert.ok(text.startsWith(ours));
    assert.equal((await verifyText(text)).ok, true);
    assert.deepEqual(new Set(linesOf(text).slice(0, -1)), new Set(linesOf(side)));
    // The merge of the other side no longer stands behind what it joined: ours names all ends.
    const last = JSON.parse(linesOf(text).at(-1)!) as { payload: { heads: string[] } };
    assert.deepEqual(last.payload.heads, [headOf(ours), headOf(theirs), headOf(side)]);
  });

  test('criss-cross: both sides merged each other', async () => {
    const left = await grow(await merged(ours, theirs, base), [30]);
    const right = await grow(await merged(theirs, ours, base, { signer: signer(2) }), [40], signer(2));
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const text = await merged(one, other, base);
      assert.ok(text.startsWith(one));
      assert.equal((await verifyText(text)).ok, true);
      assert.deepEqual(new Set(linesOf(text).slice(0, -1)), new Set([...linesOf(one), ...linesOf(other)]));
      assert.equal(linesOf(text).length, new Set(linesOf(text)).size);
    }
  });

  test('criss-cross with a common base that neither side has: that base was no version of theirs', async () => {
    const left = await merged(ours, theirs, base);
    const right = await merged(theirs, ours, base, { signer: signer(2) });
    const virtual = await merged(ours, theirs, base, { createdAt: at(123_456) });
    const error = await refused(mergeTexts(left, right, virtual), 'NOT_APPEND_ONLY', /Line 8 of base is not in theirs/);
    assert.equal(error.details['side'], 'theirs');
  });

  test('three sides, one after the other', async () => {
    const third = await grow(base, [50], signer(3));
    const text = await merged(await merged(ours, theirs, base), third, base);
    assert.equal((await verifyText(text)).ok, true);
    const nested = await merged(ours, await merged(theirs, third, base, { signer: signer(2) }), base);
    assert.equal((await verifyText(nested)).ok, true);
    assert.equal(linesOf(nested).length, linesOf(text).length);
  });

  test('a line that was picked before arrives once', async () => {
    const first = linesOf(theirs).slice(0, 3).join('\n') + '\n';
    const picked = await merged(ours, first, base);
    const text = await merged(picked, theirs, base);
    assert.deepEqual(linesOf(text).length, new Set(linesOf(text)).size);
    assert.deepEqual(linesOf(text).filter((line) => line.includes('/functions/f2')).length, 1 + 3);
    assert.equal((await verifyText(text)).ok, true);
  });

  test('a later line that is picked alone brings those that it follows', async () => {
    const [parent, commit] = [linesOf(theirs).slice(0, 3), linesOf(theirs).slice(0, 4)].map(
      (lines) => `${lines.join('\n')}\n`,
    );
    const text = await merged(ours, commit!, parent);
    assert.equal((await verifyText(text)).ok, true);
    assert.deepEqual(linesOf(text).slice(4, 6), linesOf(theirs).slice(2, 4));
  });

  test('replayed commit by commit, as git rebase does', async () => {
    let onto = ours;
    for (const [n] of linesOf(theirs).entries()) {
      if (n < 2) continue;
      const version = (count: number): string => `${linesOf(theirs).slice(0, count).join('\n')}\n`;
      onto = await merged(onto, version(n + 1), version(n), { createdAt: at(100_000 + n) });
    }
    assert.ok(onto.startsWith(ours));
    assert.equal((await verifyText(onto)).ok, true);
    assert.deepEqual(linesOf(onto).length, 7 + 3);
  });

  test('rebased: append-only against the version it is put onto', async () => {
    const text = await rebased(ours, theirs, { signer: signer(2) });
    assert.ok(text.startsWith(ours));
    assert.equal((await verifyText(text)).ok, true);
    assert.equal(await rebased(base, theirs), theirs);
    assert.equal(await rebased(theirs, base), theirs);
  });

  test('rebased after the other version was merged in', async () => {
    const side = await grow(await merged(theirs, ours, base, { signer: signer(2) }), [24], signer(2));
    const main = await grow(ours, [12]);
    const text = await rebased(main, side, { signer: signer(2) });
    assert.ok(text.startsWith(main));
    assert.equal((await verifyText(text)).ok, true);
    assert.equal(linesOf(text).length, new Set([...linesOf(main), ...linesOf(side)]).size + 1);
    // And then the pull request is merged: the base is main, so git takes the rebased version.
    assert.equal(await merged(main, text, main), text);
  });
});

describe('the end of a side', () => {
  const open = (text: string): string => text.slice(0, -1);

  test('a whole line without a line feed gets it', async () => {
    const text = await merged(ours, theirs, base);
    assert.equal(await merged(open(ours), theirs, base), text);
    assert.equal(await merged(ours, open(theirs), base), text);
    assert.equal(await merged(open(ours), open(theirs), open(base)), text);
    assert.equal(await merged(open(base), theirs, base), theirs);
    assert.equal(await merged(base, open(theirs), base), theirs);
    assert.equal(await merged(open(base), base, base), open(base));
  });

  test('a torn line is refused, with its place', async () => {
    const torn = (text: string): string => text.slice(0, -20);
    const error = await refused(mergeTexts(torn(ours), theirs, base), 'TRUNCATED_TAIL', /Line 4 of ours/);
    assert.deepEqual([error.details['side'], error.details['line']], ['ours', 4]);
    assert.equal(error.details['byteOffset'], linesOf(ours).slice(0, 3).join('\n').length + 1);
    await refused(mergeTexts(ours, torn(theirs), base), 'TRUNCATED_TAIL', /Line 5 of theirs/);
  });

  test('a torn line of the base was never a line', async () => {
    assert.equal((await mergeTexts(ours, theirs, `${base}{"torn`)).kind, 'merged');
  });
});

describe('refused', () => {
  test('their side lost, changed or reordered what the base has', async () => {
    const text = await merged(ours, theirs, base);
    await refused(mergeTexts(text, ours, theirs), 'NOT_APPEND_ONLY', /Line 3 of base is not in theirs/);
    await refused(mergeTexts(ours, '', base), 'NOT_APPEND_ONLY', /Line 1 of base/);
    await refused(mergeTexts(ours, theirs.replace('user@', 'usre@'), base), 'NOT_APPEND_ONLY', /Line 1 of base/);
    await refused(mergeTexts(ours, theirs, `${base}garbage\n`), 'NOT_APPEND_ONLY', /Line 3 of base/);
  });

  test('conflict markers, garbage and empty lines', async () => {
    const marked = `<<<<<<< HEAD\n${linesOf(ours).slice(2).join('\n')}\n=======\n${linesOf(theirs).slice(2).join('\n')}\n>>>>>>> side\n`;
    await refused(mergeTexts(base + marked, theirs, base), 'PARSE_ERROR', /Line 3 of ours cannot be merged/);
    await refused(mergeTexts(ours, base + marked, base), 'PARSE_ERROR', /Line 3 of theirs/);
    await refused(mergeTexts(`${ours}\n`, theirs, base), 'PARSE_ERROR', /Line 5 of ours/);
    await refused(mergeTexts(ours, `${theirs}{}\n`, base), 'SCHEMA_INVALID', /Line 6 of theirs/);
    await refused(
      mergeTexts(ours, theirs, base, { limits: { maxLineBytes: 100 } }),
      'LINE_TOO_LARGE',
      /Line 3 of ours/,
    );
  });

  test('a line whose content was changed', async () => {
    await refused(mergeTexts(ours, theirs.replace('log(21)', 'log(99)'), base), 'HASH_MISMATCH', /Line 4 of theirs/);
  });

  test('a signature that does not verify, a key that is not trusted: on either side', async () => {
    const foreign = await grow(base, [60], signer(4));
    await refused(mergeTexts(ours, foreign, base), 'UNTRUSTED_KEY', /at line 3 of theirs/);
    await refused(mergeTexts(foreign, theirs, base), 'UNTRUSTED_KEY', /at line 3 of ours/);
    await refused(mergeTexts(ours, theirs, base, { signer: signer(4) }), 'UNTRUSTED_KEY', /at the merge/);
    const sig = (JSON.parse(linesOf(theirs)[3]!) as { signature: { sig: string } }).signature.sig;
    const other = (JSON.parse(linesOf(theirs)[2]!) as { signature: { sig: string } }).signature.sig;
    await refused(mergeTexts(ours, theirs.replace(sig, other), base), 'INVALID_SIGNATURE', /at line 4 of theirs/);
  });

  test('one atomic with two forms', async () => {
    const loose = theirs.replace('"did":{"action"', '"did": {"action"');
    await refused(
      mergeTexts(loose, theirs, ''),
      'DUPLICATE_ATOMIC',
      /Line 1 of theirs is the atomic in line 1 of ours/,
    );
    const again = theirs + linesOf(theirs)[0]! + '\n';
    await refused(mergeTexts(ours, again, base), 'DUPLICATE_ATOMIC', /at line 6 of theirs/);
  });

  test('a side whose own chain is broken', async () => {
    const gap = linesOf(theirs).filter((_, i) => i !== 3);
    await refused(mergeTexts(ours, `${gap.join('\n')}\n`, base), 'PREV_MISMATCH', /at line 4 of theirs/);
    const part = `${linesOf(theirs).slice(1).join('\n')}\n`;
    await refused(mergeTexts('', part, ''), 'PARTIAL_LEDGER', /at line 1 of theirs/);
  });

  test('a merge without a key', async () => {
    await refused(mergeTexts(ours, theirs, base, keyless), 'KEY_MISSING', /Both sides have new lines/);
  });

  test('work that was cancelled', async () => {
    await refused(mergeTexts(ours, theirs, base, { signal: AbortSignal.abort() }), 'CANCELLED', /./);
  });

  test('lines by a key that our side has revoked', async () => {
    const facts = { actor: 'user@example.com', createdAt: at(15), reason: 'stolen' };
    const revoked = await growBy(ours, revocationDraft({ key: publicKey(2), revocation: 'compromised' }, facts));
    await refused(mergeTexts(revoked, theirs, base), 'KEY_REVOKED', /at line 3 of theirs/);
  });
});

describe('what both sides share', () => {
  const blemished = base.replace('log(1)', 'log(7)');
  const from = (text: string): string => blemished + text.slice(base.length);

  test('is not judged again: a fault in it was there before, and stays', async () => {
    const text = await merged(from(ours), from(theirs), blemished);
    assert.deepEqual(codesOf(await verifyText(text)), ['HASH_MISMATCH@1']);
  });

  test('has to state a hash at its end, which the branches follow', async () => {
    const broken = `${base}garbage\n`;
    await refused(mergeTexts(broken, `${broken}${linesOf(ours)[2]!}\n`), 'LEDGER_BROKEN', /has in common/);
  });
});

test('our last line may be longer than a block', async () => {
  const long = (n: number): Parameters<typeof growBy>[1] => ({
    entity_type: 'file',
    this: '/long',
    did: { actor: 'a', action: 'b' },
    metadata: { created_at: at(n) },
    payload: { text: 'x'.repeat(200_000) },
  });
  const shared = await growBy(base, long(1));
  const text = await merged(await grow(shared, [10]), await growBy(shared, long(2)), shared);
  assert.equal((await verifyText(text)).ok, true);
  assert.equal(hashOfLine(linesOf(text)[2]!), headOf(shared));
});
