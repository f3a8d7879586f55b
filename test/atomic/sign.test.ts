import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  canonicalize,
  cosign,
  finish,
  hashAtomic,
  hashDraft,
  prepareDraft,
  signDraft,
  verifyAtomic,
} from '../../src/atomic/index.ts';
import type { Atomic, Draft, Signer } from '../../src/atomic/index.ts';
import { toUtf8 } from '../../src/base/bytes.ts';
import { alice, altered, bob, draft, engines, signed, unbound } from './samples.ts';

const prev = 'c3'.repeat(32);
const without = (member: string, value: object = draft): Draft =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== member)) as never;

describe('signing', () => {
  test('makes a line that is canonical and verifies', () => {
    for (const { atomic, line } of [signed, unbound]) {
      assert.equal(line, canonicalize(atomic));
      assert.deepEqual(JSON.parse(line), atomic);
      for (const engine of engines) {
        assert.equal(verifyAtomic(line, { engine, strict: true, keys: [alice.publicKey] }).ok, true);
      }
    }
  });

  test('answers an object of two members, whether they were looked at or not', async () => {
    const [one, two] = [await signDraft(draft, alice), await signDraft(draft, alice)];
    assert.deepEqual(Object.keys(one), ['atomic', 'line']);
    assert.equal(one.atomic, one.atomic);
    assert.deepEqual({ ...two }, one);
    assert.equal(JSON.stringify(two), JSON.stringify({ atomic: one.atomic, line: one.line }));
    assert.notEqual(two.atomic, one.atomic);
  });

  test('fills in the version and the signer, and nothing else', () => {
    const { hash, signature, ...rest } = signed.atomic;
    assert.deepEqual(rest, {
      ...draft,
      schema_version: '1.1.0',
      metadata: { ...draft.metadata, signed_by: alice.publicKey },
    });
    assert.equal(hash, hashAtomic(signed.atomic));
    assert.deepEqual(Object.keys(signature!), ['alg', 'public_key', 'sig']);
    assert.equal(unbound.atomic.metadata.signed_by, undefined);
    assert.notEqual(unbound.atomic.hash, hash);
  });

  test('is deterministic and leaves the draft as it is', async () => {
    const copy = structuredClone(draft);
    for (const engine of engines) assert.equal((await signDraft(copy, alice, { engine })).line, signed.line);
    assert.deepEqual(copy, draft);
  });

  test('members that are undefined are missing', async () => {
    const sparse = { ...draft, schema_version: undefined, input: undefined, prev: undefined } as unknown as Draft;
    assert.equal((await signDraft(sparse, alice)).line, signed.line);
  });

  test('of an instance of a class the members are signed', async () => {
    class Fact {
      readonly isOfClass = true;
    }
    const { isOfClass: _isOfClass, ...members } = Object.assign(new Fact(), draft);
    const fact = Object.setPrototypeOf(members, Fact.prototype) as Draft;
    assert.equal((await signDraft(fact, alice)).line, signed.line);
  });

  test('takes prev from the options, else from the draft', async () => {
    const chained = { ...draft, prev };
    assert.equal((await signDraft(chained, alice)).atomic.prev, prev);
    assert.equal((await signDraft(draft, alice, { prev })).atomic.prev, prev);
    assert.equal((await signDraft(chained, alice, { prev: 'd4'.repeat(32) })).atomic.prev, 'd4'.repeat(32));
    assert.equal((await signDraft(chained, alice, { prev: null })).line, signed.line);
    assert.equal((await signDraft(draft, alice, { prev: null })).line, signed.line);
  });

  test('a draft may name its signer', async () => {
    const named = { ...draft, metadata: { ...draft.metadata, signed_by: alice.publicKey } };
    assert.equal((await signDraft(named, alice)).line, signed.line);
    assert.equal((await signDraft(named, alice, { bindSigner: false })).line, signed.line);
  });
});

describe('nothing is signed that verify would refuse', () => {
  const other = { ...draft, metadata: { ...draft.metadata, signed_by: bob.publicKey } };
  for (const [name, value, code, options] of [
    ['another signer named', other, 'SIGNER_MISMATCH'],
    ['another signer named, without binding', other, 'SIGNER_MISMATCH', { bindSigner: false }],
    ['nobody named', { ...draft, metadata: { ...draft.metadata, signed_by: null } }, 'SIGNER_MISMATCH'],
    ['no schema', without('this'), 'SCHEMA_INVALID'],
    ['no metadata', without('metadata'), 'SCHEMA_INVALID'],
    ['no metadata, without binding', without('metadata'), 'SCHEMA_INVALID', { bindSigner: false }],
    ['another version', { ...draft, schema_version: '1.0.0' }, 'UNSUPPORTED_VERSION'],
    ['a prev that is none', { ...draft, prev: 'x' }, 'SCHEMA_INVALID'],
    ['a prev in the options that is none', draft, 'SCHEMA_INVALID', { prev: 'C3'.repeat(32) }],
    ['two traces', { ...draft, metadata: { ...draft.metadata, trace_id: prev } }, 'SCHEMA_INVALID'],
    ['signed before', signed.atomic, 'USAGE'],
    ['hashed before', without('signature', signed.atomic), 'USAGE'],
    ['cosignatures', { ...draft, cosignatures: [] }, 'USAGE'],
    ['no JSON', { ...draft, payload: { n: NaN } }, 'CANONICAL_UNSUPPORTED'],
    ['half a pair', { ...draft, payload: { n: '\ud800' } }, 'CANONICAL_UNSUPPORTED'],
    ['an integer beyond 2^53', { ...draft, payload: { n: 2 ** 60 } }, 'NUMBER_PRECISION'],
    ['too deep', { ...draft, payload: { a: [[]] } }, 'TOO_DEEP', { limits: { maxDepth: 3 } }],
    ['too long', { ...draft, payload: { a: 'x'.repeat(1000) } }, 'LINE_TOO_LARGE', { limits: { maxLineBytes: 1000 } }],
  ] as const) {
    test(name, async () => {
      await assert.rejects(signDraft(value as Draft, alice, options), { code });
    });
  }

  test('places are told from the top', async () => {
    await assert.rejects(signDraft({ ...draft, payload: { list: [NaN] } }, alice), {
      details: { pointer: '/payload/list/0' },
    });
  });

  test('a line that its signature makes too long', async () => {
    const { length } = toUtf8((await signDraft(draft, alice, { prev })).line);
    const { line } = await signDraft(draft, alice, { prev, limits: { maxLineBytes: length } });
    assert.equal(toUtf8(line).length, length);
    await assert.rejects(signDraft(draft, alice, { prev, limits: { maxLineBytes: length - 1 } }), {
      code: 'LINE_TOO_LARGE',
      message: `The signed line has ${String(length)} bytes; the limit is ${String(length - 1)}.`,
    });
  });

  test('getters are asked once', async () => {
    let asked = 0;
    const restless = {
      get n() {
        return asked++;
      },
    };
    const { atomic } = await signDraft({ ...draft, payload: restless }, alice);
    assert.deepEqual(atomic.payload, { n: 0 });
    assert.equal(verifyAtomic(atomic).ok, true);
  });
});

describe('a signer that gives no usable signature', () => {
  for (const [name, signer] of [
    ['another key', { publicKey: bob.publicKey, sign: (bytes) => alice.sign(bytes) }],
    ['other bytes', { publicKey: alice.publicKey, sign: () => alice.sign(toUtf8('x')) }],
    ['no signature', { publicKey: alice.publicKey, sign: () => Promise.resolve(new Uint8Array(0)) }],
    ['a key in capitals', { publicKey: alice.publicKey.toUpperCase(), sign: (bytes) => alice.sign(bytes) }],
  ] as const satisfies readonly (readonly [string, Signer])[]) {
    test(name, async () => {
      await assert.rejects(signDraft(draft, signer, { bindSigner: false }), { code: 'SIGNER_FAILED' });
      const byBob = await signDraft(draft, bob);
      if (signer.publicKey !== bob.publicKey)
        await assert.rejects(cosign(byBob.atomic, signer), { code: 'SIGNER_FAILED' });
    });
  }

  test('its own failure comes through', async () => {
    const broken = new Error('the vault is sealed');
    await assert.rejects(signDraft(draft, { ...alice, sign: () => Promise.reject(broken) }), broken);
  });
});

describe('in steps', () => {
  test('a group is prepared and chained before it is signed', async () => {
    const first = hashDraft(prepareDraft(draft, alice.publicKey), null);
    const second = hashDraft(prepareDraft({ ...draft, this: '/b' }, alice.publicKey), first.hash, engines[1]);
    assert.equal(Buffer.from(second.hashBytes).toString(), second.hash);
    const lines = [first, second].map(async (one) => finish(one, await alice.sign(one.hashBytes), alice.publicKey));
    const [one, two] = await Promise.all(lines);
    assert.equal(one!.line, signed.line);
    assert.equal(two!.atomic.prev, signed.atomic.hash);
    for (const line of [one, two]) assert.equal(verifyAtomic(line!.line, { strict: true }).ok, true);
  });

  test('what was prepared is a copy', async () => {
    const mutable = structuredClone(draft) as unknown as { payload: { text: string } };
    const prepared = prepareDraft(mutable as never, alice.publicKey);
    mutable.payload.text = 'changed';
    assert.equal(prepared.draft.payload?.['text'], 'Grüße 👋');
    const hashed = hashDraft(prepared, null);
    assert.equal(finish(hashed, await alice.sign(hashed.hashBytes), alice.publicKey).line, signed.line);
  });

  test('the size told is that of the signed line', async () => {
    for (const value of [draft, { ...draft, prev }]) {
      const { line } = await signDraft(value, alice, { prev });
      assert.equal(prepareDraft(value, alice.publicKey).sizeBytes, toUtf8(line).length);
    }
  });

  test('signature and key have their form', () => {
    const hashed = hashDraft(prepareDraft(draft, alice.publicKey), null);
    assert.throws(() => finish(hashed, new Uint8Array(63), alice.publicKey), {
      code: 'SIGNER_FAILED',
      message: 'The signer gave 63 bytes; an Ed25519 signature has 64.',
    });
    assert.throws(() => finish(hashed, new Uint8Array(64), 'A1'.repeat(32)), { code: 'SIGNER_FAILED' });
  });
});

describe('cosigning', () => {
  test('adds signatures in the order of their making, and no key twice', async () => {
    const carol = (await import('../../src/atomic/index.ts')).createMemorySigner('c3'.repeat(32));
    const two = await cosign(signed.atomic, bob);
    const three = await cosign(two.atomic, carol);
    assert.equal(three.line, canonicalize(three.atomic));
    assert.deepEqual(
      three.atomic.cosignatures?.map(({ public_key }) => public_key),
      [bob.publicKey, carol.publicKey],
    );
    assert.equal(three.atomic.hash, signed.atomic.hash);
    for (const engine of engines) {
      assert.deepEqual(verifyAtomic(three.line, { engine, strict: true }).counts, { signatures: 1, cosignatures: 2 });
      assert.equal(verifyAtomic(three.line, { engine, strict: true }).ok, true);
    }
    for (const signer of [alice, bob, carol]) {
      await assert.rejects(cosign(three.atomic, signer), { code: 'USAGE' });
    }
  });

  test('wants an atomic that is sound', async () => {
    for (const [change, code] of [
      [
        (atomic) => {
          atomic['this'] = '/other';
        },
        'HASH_MISMATCH',
      ],
      [
        (atomic) => {
          (atomic['signature'] as { sig: string }).sig = '0'.repeat(128);
        },
        'INVALID_SIGNATURE',
      ],
      [
        (atomic) => {
          delete atomic['hash'];
        },
        'MISSING_HASH',
      ],
      [
        (atomic) => {
          delete atomic['signature'];
        },
        'SIGNER_MISMATCH',
      ],
      [
        (atomic) => {
          delete atomic['did'];
        },
        'SCHEMA_INVALID',
      ],
    ] as const satisfies readonly (readonly [(atomic: Record<string, unknown>) => void, string])[]) {
      await assert.rejects(cosign(JSON.parse(altered(signed, change)) as Atomic, bob), { code });
    }
    const unsigned = altered(unbound, (atomic) => {
      delete atomic['signature'];
    });
    await assert.rejects(cosign(JSON.parse(unsigned) as Atomic, bob), { code: 'UNSIGNED' });
    await assert.rejects(cosign(signed.atomic, bob, { limits: { maxLineBytes: 100 } }), { code: 'LINE_TOO_LARGE' });
    await assert.rejects(cosign(signed.atomic, bob, { limits: { maxDepth: 1 } }), { code: 'TOO_DEEP' });
  });

  test('is not to make the line too long', async () => {
    const { length } = toUtf8((await cosign(signed.atomic, bob)).line);
    assert.ok(await cosign(signed.atomic, bob, { limits: { maxLineBytes: length } }));
    await assert.rejects(cosign(signed.atomic, bob, { limits: { maxLineBytes: length - 1 } }), {
      code: 'LINE_TOO_LARGE',
    });
  });

  test('signs what was checked, whatever becomes of the object meanwhile', async () => {
    const atomic = structuredClone(signed.atomic) as { this: string } & Atomic;
    const slow: Signer = {
      publicKey: bob.publicKey,
      sign: async (bytes) => {
        atomic.this = '/changed';
        return bob.sign(bytes);
      },
    };
    const { line } = await cosign(atomic, slow);
    assert.equal(verifyAtomic(line).ok, true);
  });
});
