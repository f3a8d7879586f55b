/** The limits that docs/security.md admits are as it says: each is shown here, so that the page changes when they do. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  canonicalize,
  hashAtomic,
  keyringOf,
  rotationDraft,
  sealDraft,
  verifyLedger,
  verifyStreams,
} from 'logline-core';
import type { SignedLine } from 'logline-core';
import { at, chain, draft, hashOf, publicKey, signer, simpleChain, sourceOf } from '../ledger/fixtures.ts';
import { found, verify } from './format-kit.ts';
import { pageOf } from './pages.ts';
import '../uncounted.ts';

const keyring = keyringOf([publicKey(1)]);

describe('what is not proved', () => {
  test('that the newest lines are there', async () => {
    assert.deepEqual(await found((await simpleChain(3)).slice(0, 2)), []);
  });

  test('when something happened', async () => {
    assert.deepEqual(await found(await chain([{ draft: draft(50) }, { draft: draft(1) }])), []);
  });

  test('who signs, without a keyring: everything can be made anew with another key', async () => {
    const anew = await chain([{ draft: draft(1), by: signer(7) }]);
    const report = await verifyLedger(sourceOf(anew));
    assert.deepEqual([report.ok, report.trust], [true, 'self-asserted']);
  });

  test('who a line without a signature is by, unless signatures are required', async () => {
    const lines = await simpleChain(1);
    const body = { schema_version: '1.1.0', ...draft(9), prev: hashOf(lines[0]!) };
    const unsigned = canonicalize({ ...body, hash: hashAtomic(body) });
    assert.deepEqual(await found([...lines, unsigned]), []);
    assert.equal((await verify([...lines, unsigned])).counts.unsigned, 1);
    assert.deepEqual(await found([...lines, unsigned], { requireSignatures: true }), ['UNSIGNED@2']);
  });

  test('that a cosignature is missing, or by whom one is', async () => {
    const [{ atomic }] = (await chain([{ draft: draft(1), cosigners: [signer(5)] }])) as [SignedLine];
    const { cosignatures: _cosignatures, ...without } = atomic;
    assert.deepEqual(await found([canonicalize(atomic)], { keyring }), []);
    assert.deepEqual(await found([canonicalize(without)], { keyring }), []);
  });

  test('what a keyring calls the owner of a key', async () => {
    const named = { keys: [{ public_key: publicKey(1), actor: 'kim' }] };
    const lines = await chain([{ draft: draft(1, { did: { actor: 'someone else', action: 'create' } }) }]);
    assert.deepEqual(await found(lines, { keyring: named }), []);
  });
});

describe('limits', () => {
  test('a replaced key in its grace period is believed what it claims', async () => {
    const rotation = rotationDraft(
      { oldKey: publicKey(1), newKey: publicKey(2), graceUntil: at(100) },
      { actor: 'a', createdAt: at(0), reason: 'r' },
    );
    const lines = await chain([
      { draft: rotation, cosigners: [signer(2)] },
      { draft: draft(500), by: signer(2) },
      { draft: draft(99) },
    ]);
    assert.deepEqual(await found(lines, { keyring }), []);
  });

  test('since the last seal, whoever signed that is trusted with the lines of others', async () => {
    const [{ line }] = (await simpleChain(1)) as [SignedLine];
    const forged = [line.replace(/"sig":"[0-9a-f]{128}"/, `"sig":"${'0'.repeat(128)}"`)];
    const seal = await sealDraft([{ path: 'a.jsonl', source: sourceOf(forged) }], { actor: 'x', createdAt: at(2) });
    const trunk = await chain([{ draft: seal, by: signer(2) }]);
    const streams = [
      { path: 'main.jsonl', source: sourceOf(trunk) },
      { path: 'a.jsonl', source: sourceOf(forged) },
    ];
    const both = keyringOf([publicKey(1), publicKey(2)]);
    assert.equal((await verifyStreams(streams, { keyring: both, sinceSeal: true })).ok, true);
    assert.equal((await verifyStreams(streams, { keyring: both })).ok, false);
    assert.equal((await verifyStreams(streams, { keyring, sinceSeal: true })).ok, false);
  });

  test('lines behind a seal can be cut off', async () => {
    const a = await simpleChain(3, 10);
    const seal = await sealDraft([{ path: 'a.jsonl', source: sourceOf(a.slice(0, 2)) }], {
      actor: 'x',
      createdAt: at(2),
    });
    const main = { path: 'main.jsonl', source: sourceOf(await chain([{ draft: seal }])) };
    const verdict = async (count: number) =>
      (await verifyStreams([main, { path: 'a.jsonl', source: sourceOf(a.slice(0, count)) }], { keyring })).ok;
    assert.deepEqual([await verdict(3), await verdict(2), await verdict(1)], [true, true, false]);
  });

  test('what the base has is not judged again', async () => {
    const lines = await simpleChain(2);
    const bad = `${lines[0]!.line.replace('console', 'consola')}\n`;
    const after = { sizeBytes: bad.length, lines: 1 };
    assert.deepEqual(await found(`${bad}${lines[1]!.line}\n`, { after }), []);
    assert.deepEqual(await found(`${bad}${lines[1]!.line}\n`), ['HASH_MISMATCH@1']);
  });
});

test('every rule that docs/security.md names is one of docs/format.md', () => {
  const rules = new Set(
    [...pageOf('docs/format.md').prose.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, rule]) => rule!),
  );
  const named = [...pageOf('docs/security.md').prose.matchAll(/(?<=[[|,] ?)([A-Z]\d{1,2})(?=[\],| ])/g)].map(
    ([, rule]) => rule!,
  );
  assert.ok(named.length > 25, String(named.length));
  assert.deepEqual(
    named.filter((rule) => !rules.has(rule)),
    [],
  );
});
