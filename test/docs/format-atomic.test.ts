/** docs/format.md, rule by rule: text and atomic. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalize } from 'logline-core';
import type { Atomic, SignedLine } from 'logline-core';
import { at, chain, draft, publicKey, signer, simpleChain, textOf, traceId } from '../ledger/fixtures.ts';
import { verify, found, lineOf, refused, accepted, forged, rename, tableOf } from './format-kit.ts';
import '../uncounted.ts';

describe('1. Text', () => {
  test('T1 UTF-8 without a byte order mark', async () => {
    const good = Buffer.from(await lineOf('"é"', 'é'));
    assert.deepEqual(await found(good), []);
    const at8 = good.indexOf('é');
    for (const bytes of [
      [0xc0, 0x80],
      [0xff, 0x20],
      [0xed, 0xa0],
      [0xc3, 0x20],
    ]) {
      const bad = Buffer.from(good);
      bad.set(bytes, at8);
      assert.deepEqual(await found(bad), ['INVALID_UTF8@1']);
    }
    assert.deepEqual(await found(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), good])), ['PARSE_ERROR@1']);
  });

  test('T2 one JSON text a line', async () => {
    for (const text of ['1,', "'a'", '01', '+1', '.5', 'NaN', 'undefined', '[1,]', '{"a":1,}', '"\t"', '"\\x"', '1 2'])
      await refused('PARSE_ERROR', text);
    const [a, b] = (await simpleChain(2)) as [SignedLine, SignedLine];
    assert.deepEqual(await found([a, '', b]), ['PARSE_ERROR@2']);
    assert.deepEqual(await found([a, '<<<<<<< HEAD', b]), ['PARSE_ERROR@2']);
    assert.deepEqual(await found(textOf([a]).replace('\n', '\r\n')), ['PARSE_ERROR@1']);
    await accepted(' [ 1 , true , null ] ');
  });

  test('T3 no key twice', async () => {
    await refused('DUPLICATE_KEY', '{"a":1,"a":1}');
    await refused('DUPLICATE_KEY', '{"a":1,"\\u0061":2}');
    await refused('DUPLICATE_KEY', '[{"b":{"a":1,"c":2,"a":3}}]');
    await accepted('[{"a":1},{"a":1}]');
  });

  test('T4 no lone surrogate', async () => {
    for (const text of ['"\\ud800"', '"\\udc00a"', '{"\\ud800":1}', '"\\udc00\\ud800"'])
      await refused('LONE_SURROGATE', text);
    await accepted('"\\ud83d\\ude00"');
  });

  test('T5 numbers survive a double', async () => {
    for (const row of tableOf('| number | | why |')) {
      for (const number of row[0]!.replaceAll('`', '').split(', ')) {
        if (row[1] === 'accepted') await accepted(number);
        else await refused('NUMBER_PRECISION', number);
      }
    }
    for (const number of ['1.0', '100e-2', '1e+22', '1.7976931348623157e308', '9007199254740991', '0.1e1'])
      await accepted(number);
    for (const number of ['1.7976931348623159e308', '1e20', '9007199254740992.5', '2.4e-324', '36893488147419103232'])
      await refused('NUMBER_PRECISION', number);
  });

  test('T6 limits', async () => {
    const most = 10_485_760;
    const ofSize = async (sizeBytes: number): Promise<string> => {
      const withText = (size: number): Promise<string> =>
        forged((body) => rename(body, { payload: { x: 'a'.repeat(size) } }));
      return withText(sizeBytes - (await withText(0)).length + 1);
    };
    assert.equal((await ofSize(most)).length, most + 1);
    assert.deepEqual(await found(await ofSize(most)), []);
    assert.deepEqual(await found(await ofSize(most + 1)), ['LINE_TOO_LARGE@1']);
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    await accepted(nested(62)); // in payload, in the atomic
    await refused('TOO_DEEP', nested(63));
    assert.deepEqual(await found(await lineOf('[[[]]]', [[[]]]), { limits: { maxDepth: 4 } }), ['TOO_DEEP@1']);
    assert.deepEqual(await found(await lineOf('1'), { limits: { maxLineBytes: 100 } }), ['LINE_TOO_LARGE@1']);
    assert.deepEqual(await found(await lineOf(nested(999)), { limits: { maxDepth: 2000 } }), ['TOO_DEEP@1']);
  });

  test('T7 ordinary keys', async () => {
    for (const key of ['__proto__', 'constructor', '', 'toString']) {
      const text = `{${JSON.stringify(key)}:1}`;
      await accepted(text);
      const other = (await lineOf(text, JSON.parse(text))).replace(text, text.replace('1', '2'));
      assert.deepEqual(await found(other), ['HASH_MISMATCH@1'], key);
    }
  });
});

describe('2. Atomic', () => {
  const invalid = async (change: Parameters<typeof forged>[0], by?: Parameters<typeof forged>[1]): Promise<void> => {
    const report = await verify(await forged(change, by));
    assert.deepEqual([...new Set(report.findings.map(({ code }) => code))], ['SCHEMA_INVALID'], String(change));
  };

  test('A1 members and their types', async () => {
    for (const member of ['schema_version', 'entity_type', 'this', 'did', 'metadata'])
      await invalid((body) => Reflect.deleteProperty(body, member));
    const wrong = [
      { nonsense: 1 },
      { entity_type: 'thing' },
      { intent: 'Run' },
      { this: 'a b' },
      { this: '' },
      { did: { actor: 'a' } },
      { did: { actor: '', action: 'b' } },
      { did: { actor: 'a', action: 'b', on: 1 } },
      { trace_id: '7' },
      { payload: [] },
      { prev: null },
      { prev: 'AA'.repeat(32) },
      { metadata: { trace_id: traceId(1) } },
      { metadata: { created_at: at(1), tags: [1] } },
    ];
    for (const more of wrong) await invalid((body) => rename(body, more));
    assert.deepEqual(
      await found(await forged((body) => rename(body, { metadata: { created_at: at(1), anything: null } }))),
      [],
    );
  });

  test('A2 version', async () => {
    assert.deepEqual(await found(await forged((body) => rename(body, { schema_version: '1.0.0' }))), [
      'UNSUPPORTED_VERSION@1',
    ]);
    assert.deepEqual(await found(await forged((body) => rename(body, { curr_hash: 'x', did: 'someone' }))), [
      'UNSUPPORTED_VERSION@1',
    ]);
  });

  test('A3 times', async () => {
    const withTime = (created_at: string) => (body: Record<string, unknown>) =>
      rename(body, { metadata: { created_at } });
    for (const time of ['2024-02-29T00:00:00Z', '2026-01-01T00:00:00.123456789+05:30', '2026-12-31T23:59:59-00:00'])
      assert.deepEqual(await found(await forged(withTime(time))), [], time);
    for (const time of [
      '2026-02-29T00:00:00Z',
      '2026-01-01t00:00:00Z',
      '2026-01-01T00:00:00z',
      '2026-01-01T00:00:60Z',
      '2026-01-01T24:00:00Z',
      '2026-01-01',
      '2026-01-01T00:00:00',
    ])
      await invalid(withTime(time));
  });

  test('A4 one trace', async () => {
    const both = (top: string, inside: string) => (body: Record<string, unknown>) =>
      rename(body, { trace_id: top, metadata: { created_at: at(1), trace_id: inside } });
    assert.deepEqual(await found(await forged(both(traceId(1), traceId(1)))), []);
    await invalid(both(traceId(1), traceId(2)));
    const older = await forged((body) => rename(body, { metadata: { created_at: at(1), trace_id: traceId(5) } }));
    assert.equal((await verify(older, { traceId: traceId(5) })).counts.total, 1);
    assert.equal((await verify(older, { traceId: traceId(6) })).counts.total, 0);
  });

  test('A5 signature objects', async () => {
    const [{ line }] = (await simpleChain(1)) as [SignedLine];
    const upper = line.replace(/"sig":"([0-9a-f]+)"/, (_, sig: string) => `"sig":"${sig.toUpperCase()}"`);
    const longer = line.replace('"alg":"Ed25519"', '"alg":"Ed25519","by":"me"');
    const otherAlg = line.replace('"alg":"Ed25519"', '"alg":"ed25519"');
    const shorter = line.replace(/"sig":"../, '"sig":"');
    for (const bad of [upper, longer, otherAlg, shorter]) assert.deepEqual(await found([bad]), ['SCHEMA_INVALID@1']);
    assert.deepEqual(await found([line.replace(/("sig":"[0-9a-f]+")/, `$1,"signed_at":"${at(9)}"`)]), []);
  });

  test('A6 cosignatures', async () => {
    const [{ atomic }] = (await chain([{ draft: draft(1), cosigners: [signer(2)] }])) as [SignedLine];
    assert.deepEqual(await found([canonicalize(atomic)]), []);
    const { signature, cosignatures } = atomic as Required<Atomic>;
    for (const bad of [[], [signature], [...cosignatures, ...cosignatures]])
      assert.deepEqual(await found([canonicalize({ ...atomic, cosignatures: bad })]), ['SCHEMA_INVALID@1']);
  });

  test('A7 intents with a meaning', async () => {
    const oldFile = { name: 'old.jsonl', size_bytes: 9, lines: 6, blake3: 'ab'.repeat(32) };
    const payloads: Record<string, [string, object]> = {
      key_rotation: ['agent', { old_public_key: publicKey(1), new_public_key: publicKey(2), reason: 'r' }],
      key_revocation: ['agent', { public_key: publicKey(2), revocation: 'superseded', reason: 'r' }],
      ledger_seal: ['contract', { streams: [{ path: 'a/b.jsonl', lines: 1, head: 'ab'.repeat(32) }] }],
      ledger_merge: ['contract', { heads: ['ab'.repeat(32), 'cd'.repeat(32)], base: 'ef'.repeat(32) }],
      ledger_migration: ['contract', { source: oldFile, verified: 1, unchecked: 2, unverified: 3 }],
    };
    assert.deepEqual(
      tableOf('| `intent` | `entity_type` |').map(([intent, type]) => `${intent!} ${type!}`),
      Object.entries(payloads).map(([intent, [type]]) => `\`${intent}\` \`${type}\``),
    );
    for (const [intent, [entity_type, payload]] of Object.entries(payloads)) {
      const codesOf = async (more: object): Promise<string[]> =>
        (
          await verify(await forged((body) => rename(body, { intent, entity_type, payload, ...more })), {
            chain: false,
          })
        ).findings.map(({ code }) => code);
      assert.deepEqual(await codesOf({}), [], intent);
      assert.deepEqual(await codesOf({ entity_type: 'file' }), ['SCHEMA_INVALID'], intent);
      assert.deepEqual(await codesOf({ payload: { ...payload, more: 1 } }), ['SCHEMA_INVALID'], intent);
      for (const [name] of Object.entries(payload).filter(([key]) => key !== 'base')) {
        const { [name]: _left, ...less } = payload as Record<string, unknown>;
        assert.deepEqual(await codesOf({ payload: less }), ['SCHEMA_INVALID'], `${intent} without ${name}`);
      }
    }
    const stream = { path: 'a.jsonl', lines: 1, head: 'ab'.repeat(32) };
    const bad = [
      [stream, stream],
      [{ ...stream, path: '.a' }],
      [{ ...stream, path: '../a' }],
      [{ ...stream, path: 'a\\b' }],
      [{ ...stream, path: '/a' }],
      [{ ...stream, lines: 0 }],
    ];
    for (const streams of bad)
      await invalid((body) => rename(body, { intent: 'ledger_seal', entity_type: 'contract', payload: { streams } }));
    await invalid((body) =>
      rename(body, {
        intent: 'ledger_merge',
        entity_type: 'contract',
        payload: { heads: ['ab'.repeat(32), 'ab'.repeat(32)] },
      }),
    );
    assert.deepEqual(
      await found(await forged((body) => rename(body, { intent: 'anything_else', payload: { free: true } }))),
      [],
    );
  });
});
