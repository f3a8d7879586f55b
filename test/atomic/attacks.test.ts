/** What somebody without the key may try on one atomic. Each was tried on other verifiers with success. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalize, cosign, hashAtomic, signDraft, verifyAtomic } from '../../src/atomic/index.ts';
import type { Atomic, Signature, VerifyAtomicOptions } from '../../src/atomic/index.ts';
import { toHex, toUtf8 } from '../../src/base/bytes.ts';
import { alice, altered, bob, codesOf, draft, engines, signed, unbound } from './samples.ts';

/** The codes that both engines find. */
function found(text: string | Uint8Array, options: VerifyAtomicOptions = {}): string[] {
  const [first, ...others] = engines.map((engine) => codesOf(verifyAtomic(text, { ...options, engine }).findings));
  for (const other of others) assert.deepEqual(other, first);
  return first!;
}

const sealed = async (hash: string): Promise<Signature> => ({
  alg: 'Ed25519',
  public_key: bob.publicKey,
  sig: toHex(await bob.sign(toUtf8(hash))),
});
const trusting = { keys: [alice.publicKey] };

describe("Bob puts his signature under Alice's words", () => {
  test('where they are bound to her, nobody takes it', async () => {
    const signature = await sealed(signed.atomic.hash!);
    assert.deepEqual(found(canonicalize({ ...signed.atomic, signature })), ['SIGNER_MISMATCH']);
    assert.deepEqual(found(canonicalize({ ...signed.atomic, signature }), trusting), [
      'SIGNER_MISMATCH',
      'UNTRUSTED_KEY',
    ]);
  });

  test('where they are not, trust decides', async () => {
    const line = canonicalize({ ...unbound.atomic, signature: await sealed(unbound.atomic.hash!) });
    assert.deepEqual(found(line), []);
    assert.deepEqual(found(line, trusting), ['UNTRUSTED_KEY']);
  });

  test('with the binding changed as well, the hash is another', async () => {
    const metadata = { ...signed.atomic.metadata, signed_by: bob.publicKey };
    const signature = await sealed(signed.atomic.hash!);
    assert.deepEqual(found(canonicalize({ ...signed.atomic, metadata, signature })), ['HASH_MISMATCH']);
  });

  test('with all of it made anew, it is his atomic and has another hash', async () => {
    const { hash, signature, ...body } = signed.atomic;
    assert.ok(hash && signature);
    const metadata = { ...body.metadata, signed_by: bob.publicKey };
    const { line, atomic } = await signDraft({ ...body, metadata }, bob);
    assert.notEqual(atomic.hash, hash);
    assert.deepEqual(found(line, trusting), ['UNTRUSTED_KEY']);
  });

  test('as a cosignature he may, and it makes nobody else responsible', async () => {
    const { atomic } = await cosign(signed.atomic, bob);
    assert.deepEqual(found(canonicalize(atomic), trusting), []);
    const { signature, cosignatures, ...rest } = atomic;
    const swapped = { ...rest, signature: cosignatures![0]!, cosignatures: [signature!] };
    assert.deepEqual(found(canonicalize(swapped)), ['SIGNER_MISMATCH']);
    const moved = { ...rest, signature: cosignatures![0]! };
    assert.deepEqual(found(canonicalize(moved)), ['SIGNER_MISMATCH']);
  });
});

describe('the signature is taken away or changed', () => {
  const strip = (from: typeof signed): string =>
    altered(from, (atomic) => {
      delete atomic['signature'];
    });

  test('where the signer is bound, even where none is required', () => {
    assert.deepEqual(found(strip(signed), { requireSignature: false }), ['SIGNER_MISMATCH']);
  });

  test('where he is not, by default', () => {
    assert.deepEqual(found(strip(unbound)), ['UNSIGNED']);
  });

  test('and moved among the cosignatures', () => {
    const line = altered(unbound, (atomic) => {
      atomic['cosignatures'] = [atomic['signature']];
      delete atomic['signature'];
    });
    assert.deepEqual(found(line), ['UNSIGNED']);
  });

  test('and repeated', () => {
    const line = altered(signed, (atomic) => {
      atomic['cosignatures'] = [atomic['signature']];
    });
    assert.deepEqual(found(line), ['SCHEMA_INVALID']);
  });

  test('or spelled another way', () => {
    for (const change of [
      (it: Signature): object => ({ ...it, sig: it.sig.toUpperCase() }),
      (it: Signature): object => ({ ...it, public_key: it.public_key.toUpperCase() }),
      (it: Signature): object => ({ ...it, sig: `${it.sig}00` }),
      (it: Signature): object => ({ ...it, sig: it.sig.slice(2) }),
      (it: Signature): object => ({ ...it, sig: `0x${it.sig.slice(2)}` }),
      (it: Signature): object => ({ ...it, alg: 'ed25519' }),
      (it: Signature): object => ({ ...it, alg: 'none' }),
      (it: Signature): object => ({ ...it, key_id: 'x' }),
      (it: Signature): object => ({ ...it, sig: null }),
      (it: Signature): object => [it],
    ]) {
      const line = altered(signed, (atomic) => {
        atomic['signature'] = change(atomic['signature'] as Signature);
      });
      const codes = new Set(found(line));
      assert.deepEqual(codes, new Set(['SCHEMA_INVALID']), line);
    }
  });

  test('signed_at is not authenticated: it may change, and nothing relies on it', () => {
    const at = (time: string): string =>
      altered(signed, (atomic) => {
        (atomic['signature'] as { signed_at: string }).signed_at = time;
      });
    assert.deepEqual(found(at('1999-01-01T00:00:00Z')), []);
    assert.deepEqual(found(at('yesterday')), ['SCHEMA_INVALID']);
  });
});

describe('one hash, two readings', () => {
  const twice = (json: string): string => signed.line.replace('"entity_type":"function"', json);

  test('a member twice: each reader believes another one', () => {
    assert.deepEqual(found(twice('"entity_type":"law","entity_type":"function"')), ['DUPLICATE_KEY']);
    assert.deepEqual(found(twice('"entity_type":"law","entity\\u005ftype":"function"')), ['DUPLICATE_KEY']);
    const did = signed.line.replace('"actor":', '"actor":"eve","actor":');
    assert.deepEqual(found(did), ['DUPLICATE_KEY']);
    assert.deepEqual(found(signed.line.replace('"hash":', `"hash":"${'0'.repeat(64)}","hash":`)), ['DUPLICATE_KEY']);
    assert.deepEqual(found(signed.line.replace('"deep":', '"__proto__":1,"__proto__":1,"deep":')), ['DUPLICATE_KEY']);
  });

  test('numbers that one reader rounds and another does not', async () => {
    const { line } = await signDraft({ ...draft, payload: { n: 2 ** 53 } }, alice);
    for (const [text, codes] of [
      ['9007199254740992', []],
      ['9007199254740993', ['NUMBER_PRECISION']],
      ['9007199254740992.5', ['NUMBER_PRECISION']],
      ['9007199254740991.9999', ['NUMBER_PRECISION']],
      ['9.007199254740993e15', ['NUMBER_PRECISION']],
    ] as const) {
      assert.deepEqual(found(line.replace('9007199254740992', text)), codes, text);
    }
    const tenth = (await signDraft({ ...draft, payload: { n: 0.1 } }, alice)).line;
    assert.deepEqual(found(tenth.replace('0.1', '0.1000000000000000055511151231257827')), ['NUMBER_PRECISION']);
    const zero = (await signDraft({ ...draft, payload: { n: 0 } }, alice)).line;
    assert.deepEqual(found(zero.replace('"n":0', '"n":1e-400')), ['NUMBER_PRECISION']);
  });

  test('2^60 in its many spellings has no hash at all', async () => {
    const { line } = await signDraft({ ...draft, payload: { n: 7 } }, alice);
    for (const text of [
      '1152921504606846976',
      '1152921504606847000',
      '1.152921504606847e18',
      '1152921504606846976.0',
    ]) {
      const atomic = JSON.parse(line.replace('"n":7', `"n":${text}`)) as Atomic;
      const forged = line.replace('"n":7', `"n":${text}`).replace(atomic.hash!, hashAtomic(atomic));
      assert.deepEqual(found(forged), ['NUMBER_PRECISION'], text);
    }
  });

  test('infinity', () => {
    const forged = { ...signed.atomic, payload: { n: 'INFINITY' } };
    assert.deepEqual(found(canonicalize(forged).replace('"INFINITY"', '1e400')), ['NUMBER_PRECISION']);
  });

  test('half characters: all of them become one in UTF-8', () => {
    for (const escape of ['\\ud800', '\\udfff', '\\ud83dx']) {
      assert.deepEqual(found(signed.line.replace('👋', escape)), ['LONE_SURROGATE']);
    }
    const replaced = signed.line.replace('👋', '\ufffd');
    assert.deepEqual(found(replaced), ['HASH_MISMATCH']);
  });

  test('bytes that are no UTF-8: lenient decoders read them all as one', () => {
    const bytes = toUtf8(signed.line.replace('👋', '\u0001').replace('\u0001', '?'));
    bytes[bytes.indexOf(0x3f)] = 0xfe;
    assert.deepEqual(found(bytes), ['INVALID_UTF8']);
  });

  test('a byte order mark that some readers drop', () => {
    assert.deepEqual(found(`\ufeff${signed.line}`), ['PARSE_ERROR']);
    assert.deepEqual(found(`${signed.line}\ufeff`), ['PARSE_ERROR']);
  });

  test('members that an object has without having them', () => {
    const line = altered(signed, (atomic) => {
      atomic['payload'] = JSON.parse('{"__proto__":{"amounts":[1]}}');
    });
    assert.deepEqual(found(line), ['HASH_MISMATCH']);
    const moved = `{"__proto__":${signed.line}}`;
    assert.ok(found(moved).includes('SCHEMA_INVALID'));
  });

  test('what is not hashed has no room for anything else', () => {
    for (const member of ['hash', 'signature', 'cosignatures']) {
      for (const value of [null, {}, [], 'x', 0]) {
        const line = altered(signed, (atomic) => {
          atomic[member] = value;
        });
        assert.ok(found(line).includes('SCHEMA_INVALID'), `${member}: ${JSON.stringify(value)}`);
      }
    }
  });
});
