/** docs/format.md, rule by rule: trust and verdict. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  canonicalize,
  hashAtomic,
  parseKeyring,
  revocationDraft,
  rotationDraft,
  sealDraft,
  verifyLedger,
  verifyStreams,
} from 'logline-core';
import type { Keyring, SignedLine } from 'logline-core';
import { at, chain, draft, hashOf, publicKey, signer, simpleChain, sourceOf } from '../ledger/fixtures.ts';
import { verify, found } from './format-kit.ts';
import { pageOf } from './pages.ts';
import '../uncounted.ts';

describe('11. Trust', () => {
  const facts = (n: number) => ({ actor: 'admin@example.com', createdAt: at(n), reason: 'r' });
  const only = (more: object, ...others: readonly object[]): Keyring =>
    parseKeyring(JSON.stringify({ keys: [{ public_key: publicKey(1), ...more }, ...others] }));
  const rotation = (n: number, graceUntil?: string) => ({
    draft: rotationDraft(
      { oldKey: publicKey(1), newKey: publicKey(3), ...(graceUntil !== undefined && { graceUntil }) },
      facts(n),
    ),
    cosigners: [signer(3)],
  });
  const revocation = (key: number, by: number, n = 0) => ({
    draft: revocationDraft({ key: publicKey(key), revocation: 'superseded' }, facts(n)),
    by: signer(by),
  });
  const by = (n: number, key: number) => ({ draft: draft(n), by: signer(key) });

  test('U1 without keys', async () => {
    const report = await verifyLedger(sourceOf(await simpleChain(1)));
    assert.deepEqual([report.ok, report.trust], [true, 'self-asserted']);
    const page = parseKeyring(pageOf('docs/format.md').fences.find(({ text }) => text.includes('"roles"'))!.text);
    assert.equal(page.keys.length, 2);
    assert.throws(() => parseKeyring('{"keys":[{"public_key":"x"}]}'), { code: 'KEYRING_INVALID' });
    assert.throws(() => only({}, { public_key: publicKey(1) }), { code: 'KEYRING_INVALID' });
  });

  test('U2 what is judged', async () => {
    const [{ line }] = (await chain([by(1, 4)])) as [SignedLine];
    assert.deepEqual(await found([line.replace('console', 'consola')]), ['HASH_MISMATCH@1']);
    assert.deepEqual(await found(await chain([{ draft: draft(1), cosigners: [signer(4)] }])), []);
  });

  test('U3 a foreign key', async () => {
    assert.deepEqual(await found(await chain([by(1, 4)])), ['UNTRUSTED_KEY@1']);
  });

  test('U4 valid from and until', async () => {
    const lines = await simpleChain(4, 10);
    assert.deepEqual(await found(lines, { keyring: only({ valid_from: at(11), valid_until: at(13) }) }), [
      'KEY_EXPIRED@1',
      'KEY_EXPIRED@4',
    ]);
  });

  test('U5 revoked in the keyring', async () => {
    const lines = await chain([by(1, 1), by(20, 2), by(2, 1), by(15, 1)]);
    const other = { public_key: publicKey(2) };
    assert.deepEqual(await found(lines, { keyring: only({ revoked_at: at(10) }, other) }), ['KEY_REVOKED@4']);
    assert.deepEqual(await found(lines, { keyring: only({ revoked_at: at(10), revocation: 'compromised' }, other) }), [
      'KEY_REVOKED@3',
      'KEY_REVOKED@4',
    ]);
    const alone = await chain([by(1, 1), by(20, 1), by(2, 1)]);
    assert.deepEqual(await found(alone, { keyring: only({ revoked_at: at(10), revocation: 'compromised' }) }), [
      'KEY_REVOKED@2',
    ]);
  });

  test('U6 a rotation', async () => {
    const lines = await chain([rotation(0), by(1, 3)]);
    assert.deepEqual(await found(lines, { keyring: only({}) }), []);
    const { cosignatures: _cosignatures, ...bare } = lines[0]!.atomic;
    assert.deepEqual(await found([canonicalize(bare), lines[1]!], { keyring: only({}) }), ['UNTRUSTED_KEY@2']);
    const byOther = await chain([{ ...rotation(0), by: signer(2) }, by(1, 3)]);
    assert.deepEqual(await found(byOther), ['UNTRUSTED_KEY@2']);
    const known = only({}, { public_key: publicKey(3), valid_until: at(5) });
    assert.deepEqual(await found(await chain([rotation(0), by(1, 3), by(2, 1), by(6, 3)]), { keyring: known }), [
      'KEY_EXPIRED@3',
      'KEY_EXPIRED@4',
    ]);
    const ended = only({}, { public_key: publicKey(3), revoked_at: at(0) });
    assert.deepEqual(await found(await chain([rotation(0), by(1, 3), by(2, 1)]), { keyring: ended }), [
      'KEY_REVOKED@2',
      'KEY_EXPIRED@3',
    ]);
    const revoker = await chain([rotation(0), { ...revocation(2, 3) }, by(1, 2)]);
    assert.deepEqual(await found(revoker, { keyring: only({ roles: ['agent'] }, { public_key: publicKey(2) }) }), []);
    assert.deepEqual(await found(revoker, { keyring: only({ roles: ['admin'] }, { public_key: publicKey(2) }) }), [
      'KEY_REVOKED@3',
    ]);
  });

  test('U7 the end of the old key', async () => {
    assert.deepEqual(await found(await chain([rotation(0), by(1, 1)]), { keyring: only({}) }), ['KEY_EXPIRED@2']);
    const graced = await chain([rotation(0, at(10)), by(9, 1), by(10, 1)]);
    assert.deepEqual(await found(graced, { keyring: only({}) }), ['KEY_EXPIRED@3']);
    assert.deepEqual(await found(graced, { keyring: only({ valid_until: at(9) }) }), [
      'KEY_EXPIRED@2',
      'KEY_EXPIRED@3',
    ]);
  });

  test('U8 a revocation', async () => {
    assert.deepEqual(await found(await chain([by(50, 2), revocation(2, 2, 60), by(1, 2)])), ['KEY_REVOKED@3']);
  });

  test('U9 who may revoke', async () => {
    const keys = (roles: readonly string[] | undefined): Keyring =>
      only({ ...(roles && { roles }) }, { public_key: publicKey(2), roles: ['agent'] });
    const lines = await chain([revocation(2, 1), by(1, 2)]);
    assert.deepEqual(await found(lines, { keyring: keys(['human']) }), []);
    for (const roles of [['human', 'admin'], undefined])
      assert.deepEqual(await found(lines, { keyring: keys(roles) }), ['KEY_REVOKED@2']);
    assert.deepEqual(await found(await chain([revocation(2, 2), by(1, 2)]), { keyring: keys(['human']) }), [
      'KEY_REVOKED@2',
    ]);
  });

  test('U10 the first end counts, and a replaced key changes no other', async () => {
    const lines = await chain([rotation(0), { ...revocation(1, 3) }, by(1, 1)]);
    assert.deepEqual(await found(lines, { keyring: only({}) }), ['KEY_EXPIRED@3']);
    const takeover = {
      draft: rotationDraft({ oldKey: publicKey(1), newKey: publicKey(4) }, facts(5)),
      cosigners: [signer(4)],
    };
    const stolen = await chain([rotation(0, at(10)), by(20, 3), takeover, by(21, 4)]);
    assert.deepEqual(await found(stolen, { keyring: only({}) }), ['UNTRUSTED_KEY@4']);
    const other = only({}, { public_key: publicKey(2) });
    assert.deepEqual(
      await found(await chain([rotation(0, at(10)), revocation(2, 1), by(1, 2)]), { keyring: other }),
      [],
    );
    const itself = await chain([rotation(0, at(10)), revocation(1, 1), by(5, 1)]);
    assert.deepEqual(await found(itself, { keyring: only({}) }), ['KEY_REVOKED@3']);
  });

  test('U11 rotations off', async () => {
    const off = { ...only({}), rotations: 'off' } as const;
    assert.deepEqual(await found(await chain([rotation(0), by(1, 3), by(2, 1)]), { keyring: off }), [
      'UNTRUSTED_KEY@2',
    ]);
  });

  test('U12 in a folder', async () => {
    const a = await chain([by(1, 1), by(2, 1)]);
    const seal = await sealDraft([{ path: 'a.jsonl', source: sourceOf(a.slice(0, 1)) }], facts(0));
    const main = await chain([{ draft: seal }, rotation(3), by(4, 3)]);
    const b = await chain([by(5, 3)]);
    const streams = Object.entries({ 'main.jsonl': main, 'a.jsonl': a, 'b.jsonl': b }).map(([path, lines]) => ({
      path,
      source: sourceOf(lines),
    }));
    const report = await verifyStreams(streams, { keyring: only({}) });
    assert.deepEqual(
      report.findings.map(({ code, path, line }) => `${code} ${path!}:${String(line)}`),
      ['KEY_EXPIRED a.jsonl:2'],
    );
    const inside = [
      streams[2]!,
      { path: 'c.jsonl', source: sourceOf(await chain([rotation(0), by(1, 3)])) },
      { path: 'd.jsonl', source: sourceOf(await chain([by(1, 3)])) },
    ];
    const own = await verifyStreams(inside.slice(1), { keyring: only({}) });
    assert.deepEqual(
      own.findings.map(({ code, path }) => `${code} ${path!}`),
      ['UNTRUSTED_KEY d.jsonl'],
    );
  });
});

describe('12. Verification', () => {
  test('V1 no finding at all', async () => {
    const [a, b, c] = (await simpleChain(3)) as [SignedLine, SignedLine, SignedLine];
    const lines = [a, b.line.replace('console', 'consola'), c];
    assert.equal((await verify(lines)).ok, false);
    assert.deepEqual(await found([...lines, 'x']), ['HASH_MISMATCH@2', 'PARSE_ERROR@4']);
    assert.deepEqual(await found([...lines, 'x'], { stopOnError: true }), ['HASH_MISMATCH@2']);
  });

  test('V2 counts', async () => {
    const [a, b] = (await simpleChain(2)) as [SignedLine, SignedLine];
    const body = { schema_version: '1.1.0', ...draft(7), prev: hashOf(b) };
    const unsigned = canonicalize({ ...body, hash: hashAtomic(body) });
    const {
      total,
      valid,
      invalid,
      unsigned: without,
    } = (await verify([a, b.line.replace('console', 'consola'), unsigned])).counts;
    assert.deepEqual([total, valid, invalid, without], [3, 1, 1, 1]);
  });
});
