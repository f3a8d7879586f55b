import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareWithBase, keyringOf, revocationDraft, rotationDraft, verifyLedger } from '../../src/ledger/index.ts';
import { at, chain, draft, publicKey, signer, simpleChain, sourceOf, textOf } from './fixtures.ts';

const compare = (base: string, head: string, chunkBytes?: number): ReturnType<typeof compareWithBase> =>
  compareWithBase(sourceOf(base, chunkBytes), sourceOf(head, chunkBytes === undefined ? undefined : chunkBytes + 3));

describe('a ledger and its base', () => {
  test('extends it, by chunks of any size', async () => {
    const lines = await simpleChain(4);
    const base = textOf(lines.slice(0, 2));
    for (const size of [undefined, 1, 100]) {
      assert.deepEqual(await compare(base, textOf(lines), size), { prefix: { sizeBytes: base.length, lines: 2 } });
    }
    assert.deepEqual(await compare(base, base), { prefix: { sizeBytes: base.length, lines: 2 } });
    assert.deepEqual(await compare('', base), { prefix: { sizeBytes: 0, lines: 0 } });
  });

  test('differs in a line, which is named with the first byte', async () => {
    const base = textOf(await simpleChain(4));
    const third = base.split('\n').slice(0, 2).join('\n').length + 1;
    const head = `${base.slice(0, third + 30)}X${base.slice(third + 31)}`;
    for (const size of [undefined, 1, 100]) {
      const { finding, prefix } = await compare(base, head, size);
      assert.deepEqual([finding?.code, finding?.line, finding?.byteOffset], ['NOT_APPEND_ONLY', 3, third + 30]);
      assert.deepEqual(prefix, { sizeBytes: third, lines: 2 }, 'the lines that both begin with');
    }
  });

  test('is shorter: the first missing line is named', async () => {
    const base = textOf(await simpleChain(4));
    const second = base.indexOf('\n') + 1;
    for (const head of [base.slice(0, second), '']) {
      const { finding } = await compare(base, head);
      assert.deepEqual(
        [finding?.code, finding?.line, finding?.byteOffset],
        ['NOT_APPEND_ONLY', head === '' ? 1 : 2, head.length],
      );
      assert.match(finding!.message, /missing/);
    }
  });

  test('that ended without a line feed may only go on with one', async () => {
    const lines = await simpleChain(2);
    const open = lines[0]!.line;
    assert.deepEqual(await compare(open, textOf(lines)), { prefix: { sizeBytes: open.length + 1, lines: 1 } });
    assert.deepEqual(await compare(open, open), { prefix: { sizeBytes: open.length, lines: 1 } });
    const { finding } = await compare(open, `${open} \n`);
    assert.deepEqual([finding?.code, finding?.line, finding?.byteOffset], ['NOT_APPEND_ONLY', 1, open.length]);
  });
});

describe('what was added', () => {
  test('is judged with the keys that the base left', async () => {
    const lines = await chain([
      { draft: draft(0) },
      {
        draft: rotationDraft(
          { oldKey: publicKey(1), newKey: publicKey(2) },
          { actor: 'a', createdAt: at(1), reason: 'r' },
        ),
        cosigners: [signer(2)],
      },
      {
        draft: revocationDraft(
          { key: publicKey(3), revocation: 'compromised' },
          { actor: 'a', createdAt: at(2), reason: 'r' },
        ),
        by: signer(2),
      },
      { draft: draft(3, { payload: { escape: '\u0007' } }), by: signer(2) },
      { draft: draft(4), by: signer(2) },
      { draft: draft(5), by: signer(1) },
      { draft: draft(6), by: signer(3) },
    ]);
    const base = textOf(lines.slice(0, 4));
    const { prefix } = await compare(base, textOf(lines));
    const report = await verifyLedger(sourceOf(lines), {
      keyring: keyringOf([publicKey(1), publicKey(3)]),
      after: prefix,
    });
    assert.deepEqual(
      report.findings.map(({ code, line }) => `${code}@${String(line)}`),
      ['KEY_EXPIRED@6', 'KEY_REVOKED@7'],
    );
    assert.equal((await verifyLedger(sourceOf(lines), { after: prefix })).ok, true);
  });

  test('may be nothing: the head is that of the base', async () => {
    const lines = await simpleChain(2);
    const after = { sizeBytes: textOf(lines).length, lines: 2 };
    const { ok, head, counts } = await verifyLedger(sourceOf(lines), { after });
    assert.deepEqual([ok, head, counts.total], [true, lines[1]!.atomic.hash, 0]);
  });

  test('follows a base that has lines which are no atomics', async () => {
    const [a, b] = await simpleChain(2);
    const text = `key_r\n${textOf([a!])}`;
    const after = { sizeBytes: text.length, lines: 2 };
    assert.equal(
      (await verifyLedger(sourceOf(`${text}${textOf([b!])}`), { keyring: keyringOf([publicKey(1)]), after })).ok,
      true,
    );
  });
});
