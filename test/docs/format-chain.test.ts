/** docs/format.md, rule by rule: line, chain, branches, streams, base. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import jcs from 'canonicalize';
import {
  compareWithBase,
  createFileStore,
  revocationDraft,
  rotationDraft,
  sealDraft,
  signDraft,
  verifyStreams,
} from 'logline-core';
import type { Draft, SignedLine, Stream, StreamsReport } from 'logline-core';
import { plant } from '../checks/scratch.ts';
import {
  at,
  chain,
  draft,
  hashOf,
  publicKey,
  signer,
  simpleChain,
  sourceOf,
  textOf,
  traceId,
} from '../ledger/fixtures.ts';
import { keyring, verify, codes, found } from './format-kit.ts';
import type { Content } from './format-kit.ts';
import '../uncounted.ts';

describe('6. Line and ledger', () => {
  test('L1 lines and line feeds', async () => {
    const lines = await simpleChain(2);
    assert.deepEqual(await found(textOf(lines)), []);
    assert.deepEqual(await found(textOf(lines).slice(0, -1)), []);
    assert.equal((await verify('')).ok, true);
    assert.deepEqual(await found(`${textOf(lines)}\n`), ['PARSE_ERROR@3']);
  });

  test('L2 a torn write', async () => {
    const text = textOf(await simpleChain(2));
    for (const cut of [2, 100, 300]) assert.deepEqual(await found(text.slice(0, -cut)), ['TRUNCATED_TAIL@2']);
    assert.deepEqual(await found(`${text.slice(0, -100)}\n`), ['PARSE_ERROR@2']);
  });

  test('L3 the line is the canonical text', async () => {
    for (const { line } of await simpleChain(3)) assert.equal(line, jcs(JSON.parse(line)));
  });

  test('L4 other forms', async () => {
    const [{ atomic, line }] = (await simpleChain(1)) as [SignedLine];
    const spaced = JSON.stringify(atomic).replaceAll('":', '": ').replace('f0', '\\u0066\\u0030');
    assert.notEqual(spaced, line);
    const report = await verify([spaced]);
    assert.deepEqual([report.ok, report.counts.nonCanonical, report.counts.valid], [true, 1, 1]);
    assert.deepEqual(await found([spaced], { strict: true }), ['NON_CANONICAL@1']);
    assert.deepEqual(await found([line], { strict: true }), []);
  });

  test('L5 writers keep the limits', async () => {
    await assert.rejects(signDraft(draft(1, { payload: { x: 'a'.repeat(10_485_760) } }), signer(1)), {
      code: 'LINE_TOO_LARGE',
    });
  });

  test('L6 durable, and behind the head that was read', async (t) => {
    const path = join(plant(t, {}), 'ledger.jsonl');
    let synced = '';
    const store = createFileStore(path, { sync: async () => void (synced = readFileSync(path, 'utf8')) });
    t.after(() => store.close());
    const [a, b] = (await simpleChain(2)) as [SignedLine, SignedLine];
    await store.append(null, Buffer.from(textOf([a])), hashOf(a));
    assert.equal(synced, textOf([a]));
    await assert.rejects(store.append(null, Buffer.from(textOf([b])), hashOf(b)), { code: 'LEDGER_CONFLICT' });
    assert.equal((await store.append(hashOf(a), Buffer.from(textOf([b])), hashOf(b))).hash, hashOf(b));
  });
});

describe('7. Chain', () => {
  test('K1 the genesis has no prev', async () => {
    const [, b] = (await simpleChain(2)) as [SignedLine, SignedLine];
    assert.deepEqual(await found([b]), ['PARTIAL_LEDGER@1']);
  });

  test('K2 every line names the one before it', async () => {
    const [a, b, c] = (await simpleChain(3)) as [SignedLine, SignedLine, SignedLine];
    assert.deepEqual(await found([a, c]), ['PREV_MISMATCH@2']);
    assert.deepEqual(await found([a, ...(await simpleChain(1, 9))]), ['MISSING_PREV@2']);
    assert.deepEqual(await found([a, b.line.replace('console', 'consola'), c]), ['HASH_MISMATCH@2']);
  });

  test('K3 no atomic twice', async () => {
    const [a, b, c] = (await simpleChain(3)) as [SignedLine, SignedLine, SignedLine];
    assert.deepEqual(await found([a, b, a, b, c]), ['DUPLICATE_ATOMIC@3', 'DUPLICATE_ATOMIC@4']);
  });

  test('K4 behind a line that cannot be read', async () => {
    const [a, , c] = (await simpleChain(3)) as [SignedLine, SignedLine, SignedLine];
    assert.deepEqual(await found([a, '{"hash"', c]), ['PARSE_ERROR@2']);
  });

  test('K5 a part is asked for', async () => {
    const [a, b, c] = (await simpleChain(3)) as [SignedLine, SignedLine, SignedLine];
    assert.equal((await verify([b, c], { partial: true })).partialFrom, hashOf(a));
    assert.equal((await verify([b, c], { from: hashOf(a) })).partialFrom, hashOf(a));
    assert.deepEqual(await found([c], { from: hashOf(a) }), ['PREV_MISMATCH@1']);
  });

  test('K6 a filter changes nothing of the chain', async () => {
    const [a, , c] = (await simpleChain(3)) as [SignedLine, SignedLine, SignedLine];
    const report = await verify([a, c], { traceId: traceId(0) });
    assert.deepEqual([codes(report), report.counts.total, report.chain], [['PREV_MISMATCH@2'], 1, 'broken']);
  });
});

describe('8. One file, two branches', () => {
  const mergeOf = (heads: readonly string[], base: string | undefined): Draft => ({
    ...draft(90),
    entity_type: 'contract',
    intent: 'ledger_merge',
    payload: { heads, ...(base !== undefined && { base }) },
  });
  const merge = (heads: readonly string[], base: string | undefined, prev = heads.at(-1)!): Promise<SignedLine> =>
    signDraft(mergeOf(heads, base), signer(1), { prev });
  const branches = async () => {
    const base = await simpleChain(2);
    const head = hashOf(base[1]!);
    const [ours, theirs] = await Promise.all([simpleChain(2, 10, head), simpleChain(1, 20, head)]);
    const heads = [hashOf(ours[1]!), hashOf(theirs[0]!)];
    return { base, head, ours, theirs, heads };
  };

  test('M1 the example', async () => {
    const { base, head, ours, theirs, heads } = await branches();
    const joined = await merge(heads, head);
    const after = await simpleChain(1, 30, hashOf(joined));
    assert.deepEqual(await found([...base, ...ours, ...theirs, joined, ...after]), []);
    const second = await simpleChain(1, 40);
    const ends = [hashOf(base[1]!), hashOf(second[0]!)];
    assert.deepEqual(await found([...base, ...second, await merge(ends, undefined)]), []);
  });

  test('M2 a fork that nothing joins', async () => {
    const { base, ours, theirs } = await branches();
    const report = await verify([...base, ...ours, ...theirs]);
    assert.deepEqual(codes(report), ['FORK_DETECTED@5']);
    assert.deepEqual(
      report.findings[0]!.details!['branches'],
      [3, 5].map((line) => ({ line, signer: publicKey(1) })),
    );
  });

  test('M3 the last head is the prev', async () => {
    const { base, head, ours, theirs, heads } = await branches();
    const wrong = await merge([...heads].reverse(), head, heads[1]);
    assert.ok((await found([...base, ...ours, ...theirs, wrong])).includes('FORK_DETECTED@6'));
  });

  test('M4 what a merge names stands above it', async () => {
    const { base, head, ours, theirs, heads } = await branches();
    const joined = await merge(heads, head);
    assert.deepEqual(await found([...base, ...theirs, joined]), ['PREV_MISMATCH@4']);
    assert.ok(
      (await found([...base, ...ours, ...theirs, await merge(heads, 'ab'.repeat(32))])).includes('PREV_MISMATCH@6'),
    );
    assert.deepEqual(await found([...theirs, joined], { partial: true }), []);
  });

  test('M5 a merge joins the ends that were left last', async () => {
    const { base, head, ours, theirs, heads } = await branches();
    const foreign = await signDraft(mergeOf(heads, head), signer(3), { prev: heads[1]! });
    assert.deepEqual(await found([...base, ...ours, ...theirs, foreign]), ['UNTRUSTED_KEY@6', 'FORK_DETECTED@5']);
    const third = await simpleChain(1, 50, head);
    const all = [heads[0]!, heads[1]!, hashOf(third[0]!)];
    assert.deepEqual(await found([...base, ...ours, ...theirs, ...third, await merge(all, head)]), []);
    const swapped = await merge([all[1]!, all[0]!, all[2]!], head);
    assert.deepEqual(await found([...base, ...ours, ...theirs, ...third, swapped]), [
      'FORK_DETECTED@5',
      'FORK_DETECTED@6',
    ]);
  });

  test('M6 no end is left at the end', async () => {
    const { base, head, ours, theirs, heads } = await branches();
    const third = await simpleChain(1, 50, head);
    const partly = await merge([heads[1]!, hashOf(third[0]!)], head);
    assert.deepEqual(await found([...base, ...ours, ...theirs, ...third, partly]), ['FORK_DETECTED@5']);
  });
});

describe('9. Streams and seals', () => {
  const stream = (path: string, content: Content): Stream => ({ path, source: sourceOf(content) });
  const facts = { actor: 'ci@example.com', createdAt: at(30) };
  const sealed = async (...streams: readonly Stream[]): Promise<SignedLine[]> =>
    chain([{ draft: draft(70) }, { draft: await sealDraft(streams, facts) }]);
  const check = (streams: readonly Stream[], sinceSeal = false): Promise<StreamsReport> =>
    verifyStreams(streams, { keyring, sinceSeal });
  const withBadSignature = ({ line }: SignedLine): string =>
    line.replace(/"sig":"(.)/, (_, first: string) => `"sig":"${first === '0' ? '1' : '0'}`);

  test('R1 what a seal lists', async () => {
    const a = await simpleChain(2);
    const { payload } = await sealDraft(
      [
        stream('b.jsonl', a),
        stream('main.jsonl', a),
        stream('B.jsonl', a),
        stream('a/x.jsonl', a),
        stream('empty.jsonl', ''),
      ],
      facts,
    );
    assert.deepEqual(payload, {
      streams: ['B.jsonl', 'a/x.jsonl', 'b.jsonl'].map((path) => ({ path, lines: 2, head: hashOf(a[1]!) })),
    });
  });

  test('R2 seals that count', async () => {
    const a = await simpleChain(2);
    const trunk = await sealed(stream('a.jsonl', a));
    const bad = [trunk[0]!, withBadSignature(trunk[1]!)];
    assert.deepEqual(codes(await check([stream('main.jsonl', bad), stream('a.jsonl', a.slice(0, 1))])), [
      'INVALID_SIGNATURE@2',
    ]);
    const again = await chain(
      [{ draft: await sealDraft([stream('a.jsonl', a.slice(0, 1))], facts) }],
      hashOf(trunk[1]!),
    );
    assert.deepEqual(
      codes(await check([stream('main.jsonl', [...trunk, ...again]), stream('a.jsonl', a.slice(0, 1))])),
      ['SEAL_MISMATCH@undefined'],
    );
  });

  test('R3 cut, changed, removed', async () => {
    const a = await simpleChain(2);
    const main = stream('main.jsonl', await sealed(stream('a.jsonl', a)));
    assert.equal(
      (await check([main, stream('a.jsonl', [...a, ...(await simpleChain(1, 9, hashOf(a[1]!)))])])).ok,
      true,
    );
    for (const content of [a.slice(0, 1), await simpleChain(2, 5), undefined]) {
      const report = await check(content === undefined ? [main] : [main, stream('a.jsonl', content)]);
      assert.deepEqual(
        report.findings.map(({ code, path }) => `${code} ${path!}`),
        ['SEAL_MISMATCH a.jsonl'],
      );
    }
  });

  test('R4 since the last seal', async () => {
    const a = await simpleChain(2);
    const trunk = await sealed(stream('a.jsonl', a));
    const changed = stream('a.jsonl', [withBadSignature(a[0]!), a[1]!]);
    assert.deepEqual(codes(await check([stream('main.jsonl', trunk), changed])), ['INVALID_SIGNATURE@1']);
    assert.deepEqual(codes(await check([stream('main.jsonl', trunk), changed], true)), []);
    const revocation = await chain([
      { draft: revocationDraft({ key: publicKey(2), revocation: 'superseded' }, { ...facts, reason: 'r' }) },
    ]);
    const later = await chain([{ draft: await sealDraft([], facts) }], hashOf(revocation[0]!));
    assert.deepEqual(codes(await check([stream('main.jsonl', [withBadSignature(revocation[0]!), ...later])], true)), [
      'INVALID_SIGNATURE@1',
    ]);
  });

  test('R5 no copies', async () => {
    const a = await simpleChain(2);
    const streams = [stream('a.jsonl', a), stream('b.jsonl', a.slice(0, 1)), stream('main.jsonl', a)];
    const { findings } = await check(streams);
    assert.deepEqual(
      findings.map(({ code, path, line }) => `${code} ${path!}:${String(line)}`),
      ['DUPLICATE_ATOMIC b.jsonl:1', 'DUPLICATE_ATOMIC main.jsonl:1'],
    );
    assert.equal((await check([stream('a.jsonl', a), stream('b.jsonl', await simpleChain(1, 9))])).ok, true);
  });
});

describe('10. Comparison with a base', () => {
  test('B1 byte for byte', async () => {
    const text = textOf(await simpleChain(3));
    const [one, two] = [text.indexOf('\n') + 1, text.indexOf('\n', text.indexOf('\n') + 1) + 1];
    const compare = async (base: string, head: string) =>
      (await compareWithBase(sourceOf(base), sourceOf(head))).finding?.line;
    for (const base of ['', text.slice(0, one), text.slice(0, one - 1), text])
      assert.equal(await compare(base, text), undefined);
    assert.equal(await compare(text, text.slice(0, two)), 3);
    assert.equal(await compare(text.slice(0, one - 5), text), 1);
    assert.equal(await compare(text.slice(0, two), text.replace('f1', 'f7')), 2);
  });

  test('B2 what the base changed counts', async () => {
    const lines = await chain([
      {
        draft: rotationDraft(
          { oldKey: publicKey(1), newKey: publicKey(3) },
          { actor: 'a', createdAt: at(0), reason: 'r' },
        ),
        cosigners: [signer(3)],
      },
      { draft: draft(1), by: signer(3) },
      { draft: draft(2) },
    ]);
    const after = { sizeBytes: textOf(lines.slice(0, 1)).length, lines: 1 };
    assert.deepEqual(await found(lines, { after }), ['KEY_EXPIRED@3']);
  });
});
