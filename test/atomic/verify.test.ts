import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalize, cosign, verifyAtomic } from '../../src/atomic/index.ts';
import type { Atomic, AtomicReport, VerifyAtomicOptions } from '../../src/atomic/index.ts';
import { toUtf8 } from '../../src/base/bytes.ts';
import { alice, altered, bob, codesOf, draft, engines, signed, unbound } from './samples.ts';

/** The report, the same by every engine and whichever way the atomic is handed in. */
function verify(line: string, options: VerifyAtomicOptions = {}): AtomicReport {
  const reports = engines.flatMap((engine) => [
    verifyAtomic(line, { ...options, engine }),
    verifyAtomic(toUtf8(line), { ...options, engine }),
  ]);
  for (const other of reports) assert.deepEqual(other, reports[0]);
  return reports[0]!;
}

const unsigned = altered(unbound, (atomic) => {
  delete atomic['signature'];
});

describe('an atomic as its signer signed it', () => {
  test('is good, and nobody has said who may sign', () => {
    assert.deepEqual(verify(signed.line), {
      ok: true,
      findings: [],
      counts: { signatures: 1, cosignatures: 0 },
      trust: 'self-asserted',
    });
  });

  test('is good by a key that is trusted', () => {
    assert.deepEqual(verify(signed.line, { keys: [bob.publicKey, alice.publicKey], strict: true }), {
      ok: true,
      findings: [],
      counts: { signatures: 1, cosignatures: 0 },
      trust: 'keys',
    });
  });

  test('may be a value', () => {
    for (const engine of engines) {
      assert.equal(verifyAtomic(signed.atomic, { engine, strict: true }).ok, true);
      assert.deepEqual(codesOf(verifyAtomic({ ...signed.atomic, this: '/x' }, { engine }).findings), ['HASH_MISMATCH']);
    }
    assert.equal(verifyAtomic(signed.line).ok, true);
  });

  test('counts its cosignatures', async () => {
    const { line } = await cosign(signed.atomic, bob);
    assert.deepEqual(verify(line).counts, { signatures: 1, cosignatures: 1 });
  });
});

describe('what is not good', () => {
  const identity = { hash: signed.atomic.hash, traceId: draft.trace_id };

  test('is told with hash and trace', () => {
    const line = signed.line.replace('/functions/hello', '/functions/hullo');
    const message = `The stored hash ${signed.atomic.hash!} is not the hash of the content.`;
    const { ok, findings } = verify(line);
    assert.equal(ok, false);
    assert.deepEqual(findings, [{ code: 'HASH_MISMATCH', message, pointer: '/hash', ...identity }]);
  });

  test('a key that is not trusted', () => {
    const message = `The key ${alice.publicKey} is not among the keys that are trusted.`;
    for (const keys of [[bob.publicKey], []]) {
      assert.deepEqual(verify(signed.line, { keys }), {
        ok: false,
        findings: [{ code: 'UNTRUSTED_KEY', message, pointer: '/signature/public_key', ...identity }],
        counts: { signatures: 1, cosignatures: 0 },
        trust: 'keys',
      });
    }
  });

  test('no signature, unless that is allowed', () => {
    assert.deepEqual(codesOf(verify(unsigned).findings), ['UNSIGNED']);
    assert.deepEqual(verify(unsigned, { requireSignature: false }), {
      ok: true,
      findings: [],
      counts: { signatures: 0, cosignatures: 0 },
      trust: 'self-asserted',
    });
  });

  test('another form, where that matters', () => {
    const line = JSON.stringify(signed.atomic, null, 2);
    assert.equal(verify(line).ok, true);
    const { findings } = verify(line, { strict: true });
    assert.deepEqual(findings, [
      { code: 'NON_CANONICAL', message: 'The text is not in canonical form.', pointer: '', ...identity },
    ]);
  });

  test('no atomic', () => {
    for (const [text, codes] of [
      ['', ['PARSE_ERROR']],
      ['null', ['SCHEMA_INVALID']],
      ['{"a":1,"a":2}', ['DUPLICATE_KEY']],
    ] as const) {
      for (const strict of [true, false]) {
        const { ok, findings, counts } = verify(text, { strict, keys: [] });
        assert.deepEqual([ok, codesOf(findings), counts], [false, codes, { signatures: 0, cosignatures: 0 }]);
      }
    }
    assert.deepEqual(codesOf(verify('[[]]', { limits: { maxDepth: 1 } }).findings), ['TOO_DEEP']);
  });

  test('half a pair in a JavaScript string', () => {
    const [finding] = verifyAtomic(signed.line.replace('👋', '\ud83d')).findings;
    const before = signed.line.slice(0, signed.line.indexOf('👋'));
    assert.deepEqual([finding?.code, finding?.byteOffset], ['LONE_SURROGATE', toUtf8(before).length]);
  });

  test('a value that is no JSON', () => {
    for (const [payload, code, pointer] of [
      [{ n: NaN }, 'CANONICAL_UNSUPPORTED', '/payload/n'],
      [{ f: () => 1 }, 'CANONICAL_UNSUPPORTED', '/payload/f'],
      [{ n: 2 ** 60 }, 'NUMBER_PRECISION', '/payload/n'],
    ] as const) {
      const { ok, findings } = verifyAtomic({ ...signed.atomic, payload });
      assert.deepEqual([ok, findings[0]?.code, findings[0]?.pointer], [false, code, pointer]);
    }
    const circle: { payload?: object } = {};
    circle.payload = circle;
    assert.deepEqual(codesOf(verifyAtomic(circle as Atomic).findings), ['TOO_DEEP']);
  });

  test("a getter's own failure is nobody's finding", () => {
    const broken = new Error('own');
    const value = {
      get payload(): never {
        throw broken;
      },
    };
    assert.throws(() => verifyAtomic(value as unknown as Atomic), broken);
  });
});

test('keys in another spelling are a mistake of the caller', () => {
  for (const key of ['', alice.publicKey.toUpperCase(), `${alice.publicKey} `, '\u001b'.repeat(64)]) {
    assert.throws(() => verifyAtomic(signed.line, { keys: [bob.publicKey, key] }), { code: 'KEY_MALFORMED' });
  }
});

test('the canonical text of every good atomic is good', () => {
  assert.equal(verify(canonicalize(signed.atomic), { strict: true }).ok, true);
});
