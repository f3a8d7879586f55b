/** What somebody without a trusted key can do to a merged ledger, and what a merge cannot be used for. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalize, hashAtomic, signDraft } from '../../src/atomic/index.ts';
import type { Atomic } from '../../src/atomic/index.ts';
import type { VerifyOptions } from '../../src/ledger/index.ts';
import { signer } from './fixtures.ts';
import {
  codesOf,
  grow,
  growBy,
  hashOfLine,
  headOf,
  linesOf,
  mergeDraft,
  merged,
  verifyText,
} from './merge-fixtures.ts';

const base = await grow('', [1, 2]);
const ours = await grow(base, [10, 11]);
const theirs = await grow(base, [20, 21], signer(2));
const text = await grow(await merged(ours, theirs, base), [30]);
const lines = linesOf(text);
const [b1, b2, o1, o2, t1, t2, merge, next] = lines as [string, string, string, string, string, string, string, string];
const hash = hashOfLine;

const codes = async (changed: readonly string[], more: VerifyOptions = {}): Promise<string[]> =>
  codesOf(await verifyText(`${changed.join('\n')}\n`, more));

describe('lines of a merged ledger', () => {
  test('as they are', async () => {
    assert.deepEqual(await codes(lines), []);
  });

  test('a branch removed', async () => {
    assert.deepEqual(await codes([b1, b2, t1, t2, merge, next]), ['PREV_MISMATCH@5']);
    assert.deepEqual(await codes([b1, b2, o1, o2, merge, next]), ['PREV_MISMATCH@5']);
    assert.deepEqual(await codes([b1, b2, o1, t1, t2, merge, next]), ['FORK_DETECTED@4', 'PREV_MISMATCH@6']);
    assert.deepEqual(await codes([b1, b2, o1, o2, t2, merge, next]), ['PREV_MISMATCH@5']);
  });

  test('branches in another order, or mixed', async () => {
    assert.deepEqual(await codes([b1, b2, t1, t2, o1, o2, merge, next]), ['FORK_DETECTED@5', 'FORK_DETECTED@7']);
    assert.deepEqual(await codes([b1, b2, o1, t1, o2, t2, merge, next]), ['FORK_DETECTED@4', 'FORK_DETECTED@5']);
  });

  test('the merge removed, moved or repeated', async () => {
    assert.deepEqual(await codes([b1, b2, o1, o2, t1, t2]), ['FORK_DETECTED@5']);
    assert.deepEqual(await codes([b1, b2, o1, o2, t1, t2, next]), ['FORK_DETECTED@5', 'PREV_MISMATCH@7']);
    assert.deepEqual(await codes([b1, b2, o1, o2, t1, t2, merge, merge, next]), ['DUPLICATE_ATOMIC@8']);
    assert.deepEqual(await codes([b1, b2, merge, o1, o2, t1, t2, next]), [
      'PREV_MISMATCH@3',
      'FORK_DETECTED@4',
      'FORK_DETECTED@6',
      'FORK_DETECTED@8',
    ]);
  });
});

describe('a merge joins nothing', () => {
  const fork = `${[b1, b2, o1, o2, t1, t2].join('\n')}\n`;
  const heads = [hash(o2), hash(t2)];
  const withMerge = async (
    names: readonly string[],
    from: string | undefined = hash(b2),
    by = signer(1),
  ): Promise<string[]> => codesOf(await verifyText(await growBy(fork, mergeDraft(names, from), by)));

  test('as it should be, it does', async () => {
    assert.deepEqual(await withMerge(heads), []);
    assert.deepEqual(await withMerge(heads, undefined), []);
  });

  test('that an untrusted key signed', async () => {
    assert.deepEqual(await withMerge(heads, hash(b2), signer(4)), ['UNTRUSTED_KEY@7', 'FORK_DETECTED@5']);
  });

  test('that nobody signed', async () => {
    const body = { schema_version: '1.1.0', ...mergeDraft(heads, hash(b2)), prev: heads[1] } as Atomic;
    const unsigned = canonicalize({ ...body, hash: hashAtomic(body) });
    assert.deepEqual(codesOf(await verifyText(`${fork}${unsigned}\n`)), ['FORK_DETECTED@5']);
  });

  test('that was changed after it was signed', async () => {
    const line = linesOf(await growBy(fork, mergeDraft(heads, hash(b2)))).at(-1)!;
    const changed = line.replace('merger', 'other').replace('user@example.com', 'usre@example.com');
    assert.deepEqual(codesOf(await verifyText(`${fork}${changed}\n`)), ['HASH_MISMATCH@7', 'FORK_DETECTED@5']);
  });

  test('whose payload is none', async () => {
    const body = { schema_version: '1.1.0', ...mergeDraft([]), prev: heads[1] } as Atomic;
    const line = canonicalize({ ...body, hash: hashAtomic(body) });
    assert.deepEqual(codesOf(await verifyText(`${fork}${line}\n`)), ['FORK_DETECTED@5', 'SCHEMA_INVALID@7']);
  });

  test('that names a line that is not here', async () => {
    assert.deepEqual(await withMerge(['0'.repeat(64), ...heads]), ['PREV_MISMATCH@7', 'FORK_DETECTED@5']);
    assert.deepEqual(await withMerge(heads, '0'.repeat(64)), ['PREV_MISMATCH@7', 'FORK_DETECTED@5']);
  });

  test('that names other ends than those left behind, or more, or not its own prev', async () => {
    assert.deepEqual(await withMerge([hash(o1), hash(t2)]), ['FORK_DETECTED@5']);
    assert.deepEqual(await withMerge([hash(b1), ...heads]), ['FORK_DETECTED@5']);
    assert.deepEqual(await withMerge([hash(o2), hash(t1)]), ['FORK_DETECTED@7', 'FORK_DETECTED@5']);
  });

  test('that names two ends in another order than that in which they stand', async () => {
    const third = await grow(base, [50], signer(3));
    const [c1] = linesOf(third).slice(2) as [string];
    const three = `${fork}${c1}\n`;
    const [a, b] = [hash(o2), hash(t2)];
    const by = async (names: readonly string[]): Promise<string[]> =>
      codesOf(await verifyText(await growBy(three, mergeDraft(names, hash(b2)))));
    assert.deepEqual(await by([a, b, hash(c1)]), []);
    assert.deepEqual(await by([b, a, hash(c1)]), ['FORK_DETECTED@5', 'FORK_DETECTED@7']);
    assert.deepEqual(await by([b, hash(c1)]), ['FORK_DETECTED@5']);
    assert.deepEqual(await by([a, hash(c1)]), ['FORK_DETECTED@7']);
  });

  test('a second time: there is nothing left to join, and no harm in it', async () => {
    const again = await growBy(text, mergeDraft([hash(o2), headOf(text)!], hash(b2)));
    assert.deepEqual(codesOf(await verifyText(again)), []);
  });

  test('of a branch that was opened later', async () => {
    const early = await growBy(`${[b1, b2, o1, o2].join('\n')}\n`, mergeDraft([hash(t2), hash(o2)], hash(b2)));
    assert.deepEqual(await codes([...linesOf(early), t1, t2]), ['PREV_MISMATCH@5', 'FORK_DETECTED@6']);
  });

  test('as the first line of a ledger', async () => {
    const first = await signDraft(mergeDraft(heads), signer(1));
    assert.deepEqual(codesOf(await verifyText(`${first.line}\n`)), ['FORK_DETECTED@1']);
  });
});

test('twenty branches, each from the end of the one before it, are joined from the inside out', async () => {
  let nested = await grow('', [0]);
  for (let n = 1; n <= 20; n++) {
    const [left, right] = [await grow(nested, [100 * n]), await grow(nested, [100 * n + 1, 100 * n + 2], signer(2))];
    nested = await merged(left, right, nested);
  }
  assert.deepEqual(codesOf(await verifyText(nested)), []);
  const all = linesOf(nested);
  const dropped = all.filter((_, i) => i !== 41);
  assert.notDeepEqual(await codes(dropped), []);
});

describe('a part of a merged ledger', () => {
  const part = (start: number, end?: number): string[] => lines.slice(start, end);

  test('begins anywhere', async () => {
    for (let start = 1; start < lines.length; start++) {
      assert.deepEqual(
        await codes(part(start), { from: hash(lines[start - 1]!) }),
        [],
        `from line ${String(start + 1)}`,
      );
      assert.deepEqual(await codes(part(start), { partial: true }), [], `from line ${String(start + 1)}`);
    }
  });

  test('may begin inside a branch that follows a line of an earlier branch', async () => {
    const first = `${linesOf(theirs).slice(0, 3).join('\n')}\n`;
    const picked = await merged(ours, first, base);
    const late = linesOf(await merged(picked, theirs, base));
    // The picked line is what the rest of its branch follows: only the whole ledger can show that.
    const seam = late.findIndex((line) => line === t2);
    assert.deepEqual(await codes(late.slice(seam), { from: hash(late[seam - 1]!) }), ['PREV_MISMATCH@1']);
    assert.deepEqual(await codes(late, {}), []);
  });

  test('lacks lines', async () => {
    assert.deepEqual(await codes([o2, t1, t2, merge, next], { from: hash(b2) }), ['PREV_MISMATCH@1']);
    assert.deepEqual(await codes([t1, t2, merge, next], { from: hash(b2) }), ['PREV_MISMATCH@3']);
    assert.deepEqual(await codes([t2, merge, next], { from: hash(o2) }), ['PREV_MISMATCH@1']);
    assert.deepEqual(await codes([b2, o1, o2, merge, next], { from: hash(b1) }), ['PREV_MISMATCH@4']);
    assert.deepEqual(await codes([b2, t1, t2, merge, next], { partial: true }), ['PREV_MISMATCH@4']);
    assert.deepEqual(await codes([b2, o1, t1, t2, merge, next], { partial: true }), [
      'FORK_DETECTED@3',
      'PREV_MISMATCH@5',
    ]);
  });

  test('ends inside a branch', async () => {
    assert.deepEqual(await codes(part(3, 6), { from: hash(o1) }), ['PREV_MISMATCH@2']);
    assert.deepEqual(await codes([o1, o2, t1, t2], { from: hash(b2) }), ['FORK_DETECTED@3']);
  });
});

test('a verification that stops at a fault inside a branch does not call the branch unjoined', async () => {
  const faulty = [b1, b2, o1, o2, t1.replace('console.log', 'console.err'), t2, merge, next];
  assert.deepEqual(await codes(faulty, { stopOnError: true }), ['HASH_MISMATCH@5']);
  assert.deepEqual(await codes(faulty), ['HASH_MISMATCH@5']);
});
