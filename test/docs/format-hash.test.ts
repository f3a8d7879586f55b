/** docs/format.md, rule by rule: canonical text, hash, signatures; and its worked example, computed with other libraries. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Point } from '@noble/ed25519';
import jcs from 'canonicalize';
import {
  canonicalize,
  cosign,
  createMemorySigner,
  hashAtomic,
  keyringOf,
  parseDraft,
  signDraft,
  verifyLedger,
} from 'logline-core';
import type { Atomic, SignedLine } from 'logline-core';
import { at, chain, draft, publicKey, signer, simpleChain, sourceOf } from '../ledger/fixtures.ts';
import { verify, codes, found, example, KEYS, fenceAfter } from './format-kit.ts';
import { deriveKey, publicKeyOf, signWith, littleEndian, fromLittleEndian, mixedOrder } from './format-crypto.ts';
import { pageOf } from './pages.ts';
import '../uncounted.ts';

describe('3. and 4. Canonical text and hash', () => {
  test('C1 RFC 8785', async () => {
    const value = { '\u{1f600}': 1, '\ufb33': [-0, 1e21, 1000, 0.000001, 1e-7], b: '\u0007\b\u001f"\\/é', '': null };
    const text = '{"":null,"b":"\\u0007\\b\\u001f\\"\\\\/é","\u{1f600}":1,"\ufb33":[0,1e+21,1000,0.000001,1e-7]}';
    assert.equal(canonicalize(value), text);
    assert.equal(canonicalize(value), jcs(value));
  });

  test('H1 what is hashed', async () => {
    const [{ atomic }] = (await simpleChain(1)) as [SignedLine];
    const { hash, signature, ...body } = atomic;
    assert.equal(hashAtomic(atomic), hashAtomic(body));
    assert.equal(hashAtomic({ ...atomic, cosignatures: [signature] }), hash);
    for (const more of [
      { prev: 'ab'.repeat(32) },
      { payload: { hash: 1 } },
      { metadata: { ...body.metadata, more: 1 } },
    ])
      assert.notEqual(hashAtomic({ ...atomic, ...more }), hash);
  });

  test('H2 BLAKE3 derive_key', async () => {
    const value = draft(1);
    assert.equal(hashAtomic(value), deriveKey(jcs(value)!));
  });

  test('H3 the hash is there and right', async () => {
    const [{ line, atomic }] = (await simpleChain(1)) as [SignedLine];
    assert.deepEqual(await found([line.replace(`"hash":"${atomic.hash!}",`, '')]), ['MISSING_HASH@1']);
    assert.deepEqual(await found([line.replace('console', 'consola')]), ['HASH_MISMATCH@1']);
    assert.deepEqual(await found([line.replace(atomic.hash!, 'ab'.repeat(32))]), [
      'HASH_MISMATCH@1',
      'INVALID_SIGNATURE@1',
    ]);
  });
});

describe('5. Signatures', () => {
  const signed = async (sig: string, by: string = publicKey(1)): Promise<string[]> => {
    const [{ atomic }] = (await chain([{ draft: draft(1) }])) as [SignedLine];
    const {
      metadata: { signed_by: _bound, ...metadata },
      hash: _hash,
      ...body
    } = atomic;
    const unbound = { ...body, metadata };
    const line = canonicalize({
      ...unbound,
      hash: hashAtomic(unbound),
      signature: { alg: 'Ed25519', public_key: by, sig },
    });
    return codes(await verifyLedger(sourceOf([line])));
  };

  test('S1 and S2: see the worked example', () => {
    const { hash, signature } = example();
    assert.equal(signWith(KEYS().agent.private_key, Buffer.from(hash, 'ascii')), signature);
    assert.notEqual(signWith(KEYS().agent.private_key, Buffer.from(hash, 'hex')), signature);
  });

  test('S2 Ed25519 of RFC 8032', () => {
    const { private_key, public_key } = KEYS().agent;
    assert.equal(publicKeyOf(private_key), public_key);
  });

  test('S3 which signatures are accepted', async () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const prime = 2n ** 255n - 19n;
    assert.equal(Point.CURVE().n, order);
    const [{ atomic }] = (await chain([{ draft: draft(1) }])) as [SignedLine];
    const good = atomic.signature!.sig;
    const [r, s] = [good.slice(0, 64), fromLittleEndian(good.slice(64))];
    assert.deepEqual(
      await found([canonicalize({ ...atomic, signature: { ...atomic.signature!, sig: r + littleEndian(s + order) } })]),
      ['INVALID_SIGNATURE@1'],
    );
    const small = [
      0n,
      1n,
      prime - 1n,
      ...fenceAfter('The y coordinates of the points of small order').trim().split('\n').map(fromLittleEndian),
    ];
    assert.equal(small.length, 5);
    const top = 1n << 255n;
    const encodings = small.flatMap((y) => [y, y | top]);
    for (const encoding of encodings.map(littleEndian)) {
      // With a key of small order this "signature" fits every message that k makes a multiple of 8 of.
      assert.deepEqual(await signed(encoding + '00'.repeat(32), encoding), ['INVALID_SIGNATURE@1']);
      assert.deepEqual(await signed(encoding + littleEndian(s)), ['INVALID_SIGNATURE@1']);
    }
    for (const y of [prime, prime + 1n, prime + 3n])
      assert.deepEqual(await signed(good, littleEndian(y)), ['INVALID_SIGNATURE@1']);
    assert.deepEqual(await signed(good, littleEndian(2n)), ['INVALID_SIGNATURE@1']); // no point of the curve
    assert.deepEqual(await mixedOrder(), ['INVALID_SIGNATURE@1']);
  });

  test('S4 every signature', async () => {
    const [{ atomic }] = (await chain([{ draft: draft(1), cosigners: [signer(2), signer(3)] }])) as [SignedLine];
    assert.deepEqual(await found([canonicalize(atomic)]), []);
    const [first, second] = atomic.cosignatures as [NonNullable<Atomic['signature']>, NonNullable<Atomic['signature']>];
    const broken = { ...second, sig: first.sig };
    assert.deepEqual(await found([canonicalize({ ...atomic, cosignatures: [first, broken] })]), [
      'INVALID_SIGNATURE@1',
    ]);
    const both = { ...atomic, signature: { ...atomic.signature!, sig: first.sig }, cosignatures: [first, broken] };
    assert.deepEqual(await found([canonicalize(both)]), ['INVALID_SIGNATURE@1', 'INVALID_SIGNATURE@1']);
  });

  test('S5 the signer is inside the hash', async () => {
    const [{ atomic }] = (await simpleChain(1)) as [SignedLine];
    assert.equal(atomic.metadata.signed_by, publicKey(1));
    const sig = Buffer.from(await signer(2).sign(new TextEncoder().encode(atomic.hash))).toString('hex');
    assert.deepEqual(
      await found([canonicalize({ ...atomic, signature: { alg: 'Ed25519', public_key: publicKey(2), sig } })]),
      ['SIGNER_MISMATCH@1'],
    );
    const { signature: _signature, ...stripped } = atomic;
    assert.deepEqual(await found([canonicalize(stripped)]), ['SIGNER_MISMATCH@1']);
  });

  test('S6 unsigned', async () => {
    const body = { schema_version: '1.1.0', ...draft(1) };
    const line = canonicalize({ ...body, hash: hashAtomic(body) });
    const report = await verify([line]);
    assert.deepEqual([report.ok, report.counts.valid, report.counts.unsigned], [true, 0, 1]);
    assert.deepEqual(await found([line], { requireSignatures: true }), ['UNSIGNED@1']);
  });

  test('S7 signed_at proves nothing', async () => {
    const [{ line }] = (await simpleChain(1)) as [SignedLine];
    for (const time of [at(0), at(1e6)])
      assert.deepEqual(await found([line.replace(/("sig":"[0-9a-f]+")/, `$1,"signed_at":"${time}"`)]), []);
  });
});

describe('13. Worked example', () => {
  test('each step gives what the page says, with other libraries', () => {
    const { draft: text, material, hash, signature, ledger } = example();
    const { agent, successor } = KEYS();
    const body = JSON.parse(text) as Record<string, Record<string, unknown>>;
    assert.equal(
      jcs({ ...body, schema_version: '1.1.0', metadata: { ...body['metadata'], signed_by: agent.public_key } }),
      material,
    );
    assert.ok(
      pageOf('docs/format.md')
        .prose.replaceAll(/\s+/g, ' ')
        .includes(`these ${String(Buffer.byteLength(material))} bytes`),
    );
    assert.equal(deriveKey(material), hash);
    assert.equal(signWith(agent.private_key, Buffer.from(hash)), signature);
    const lines = ledger.split('\n');
    const atomics = lines.map((line) => JSON.parse(line) as Required<Atomic>);
    for (const [i, atomic] of atomics.entries()) {
      const { hash: stated, signature: signed, cosignatures, ...rest } = atomic;
      assert.equal(jcs(atomic), lines[i]);
      assert.equal(deriveKey(jcs(rest)!), stated);
      assert.equal(signed.sig, signWith(agent.private_key, Buffer.from(stated)));
      assert.equal(rest.prev, atomics[i - 1]?.hash);
      if (i === 2)
        assert.deepEqual(cosignatures, [
          {
            alg: 'Ed25519',
            public_key: successor.public_key,
            sig: signWith(successor.private_key, Buffer.from(stated)),
          },
        ]);
    }
  });

  test('our own reader and writer agree with it', async () => {
    const { draft: text, ledger, head, line } = example();
    const { agent } = KEYS();
    const lines = ledger.split('\n');
    assert.equal((await signDraft(parseDraft(text), createMemorySigner(agent.private_key))).line, lines[0]);
    const third = JSON.parse(lines[2]!) as Atomic;
    const { cosignatures: _cosignatures, ...uncosigned } = third;
    assert.equal((await cosign(uncosigned, createMemorySigner(KEYS().successor.private_key))).line, lines[2]);
    const report = await verifyLedger(sourceOf(`${ledger}\n`), {
      keyring: keyringOf([agent.public_key]),
      requireSignatures: true,
      strict: true,
    });
    assert.deepEqual([report.ok, report.counts.valid, report.chain, report.head], [true, 3, 'unbroken', head]);
    const shown = line
      .split('\n')
      .map((part) => part.trimStart())
      .join('');
    const pattern = shown
      .split('…')
      .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('[0-9a-f]+');
    assert.match(lines[1]!, new RegExp(`^${pattern}$`));
  });
});
