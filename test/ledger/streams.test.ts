import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SignedLine } from '../../src/atomic/index.ts';
import { canonicalize, finish, hashDraft, prepareDraft, signDraft } from '../../src/atomic/index.ts';
import { keyringOf, revocationDraft, rotationDraft, sealDraft, sealOf, verifyStreams } from '../../src/ledger/index.ts';
import type { Stream, StreamsReport, VerifyStreamsOptions } from '../../src/ledger/index.ts';
import { at, chain, draft, hashOf, publicKey, signer, simpleChain, sourceOf, textOf } from './fixtures.ts';

const keyring = keyringOf([publicKey(1), publicKey(2)]);
const facts = (n: number): { actor: string; createdAt: string } => ({ actor: 'ci@example.com', createdAt: at(n) });
const stream = (path: string, content: Parameters<typeof sourceOf>[0]): Stream => ({ path, source: sourceOf(content) });
const verify = (streams: readonly Stream[], options: VerifyStreamsOptions = {}): Promise<StreamsReport> =>
  verifyStreams(streams, { keyring, ...options });
const codes = ({ findings }: StreamsReport): string[] =>
  findings.map(({ code, path, line }) => `${code}@${path!}:${String(line)}`);
const last = (lines: readonly SignedLine[]): string => hashOf(lines.at(-1)!);

/** A trunk of one line, a stream `a` of three and a stream `b` of two, sealed by the trunk's second line. */
async function folder(): Promise<{ trunk: SignedLine[]; a: SignedLine[]; b: SignedLine[] }> {
  const [trunk, a, b] = await Promise.all([
    simpleChain(1),
    simpleChain(3, 10),
    chain([
      { draft: draft(20), by: signer(2) },
      { draft: draft(21), by: signer(2) },
    ]),
  ]);
  const seal = await sealDraft(
    [stream('b.jsonl', b), stream('main.jsonl', trunk), stream('a.jsonl', a), stream('empty.jsonl', '')],
    facts(30),
  );
  return { trunk: [...trunk, await signDraft(seal, signer(1), { prev: last(trunk) })], a, b };
}

describe('a folder of streams', () => {
  test('verifies as one ledger', async () => {
    const { trunk, a, b } = await folder();
    const more = await simpleChain(1, 40, last(a));
    const report = await verify(
      [stream('b.jsonl', b), stream('a.jsonl', [...a, ...more]), stream('main.jsonl', trunk)],
      { jobs: 2 },
    );
    assert.deepEqual(
      [report.ok, report.counts.total, report.sealed, report.chain, report.trust],
      [true, 8, 2, 'unbroken', 'keyring'],
    );
    assert.deepEqual(Object.keys(report.streams), ['a.jsonl', 'b.jsonl', 'main.jsonl']);
  });

  test('without a trunk has no seals, and without keys no trust', async () => {
    const { a } = await folder();
    const report = await verifyStreams([stream('a.jsonl', a)]);
    assert.deepEqual([report.ok, report.sealed, report.trust], [true, 0, 'self-asserted']);
    assert.equal((await verify([stream('a.jsonl', a)])).trust, 'keyring');
    assert.equal((await verifyStreams([stream('main.jsonl', a)])).trust, 'self-asserted');
    assert.equal((await verify([stream('a.jsonl', a)], { chain: false })).chain, 'unchecked');
  });

  test('names the stream of a finding', async () => {
    const { trunk, a, b } = await folder();
    const report = await verify([stream('main.jsonl', trunk), stream('a.jsonl', [a[0]!, a[2]!]), stream('b.jsonl', b)]);
    assert.deepEqual(codes(report), ['PREV_MISMATCH@a.jsonl:2', 'SEAL_MISMATCH@a.jsonl:undefined']);
    assert.equal(report.chain, 'broken');
  });

  test('has no stream twice under two names', async () => {
    const { trunk, a, b } = await folder();
    const report = await verify([
      stream('main.jsonl', trunk),
      stream('a.jsonl', a),
      stream('b.jsonl', b),
      stream('c.jsonl', b.slice(0, 1)),
      stream('z.jsonl', trunk.slice(0, 1)),
      stream('empty.jsonl', ''),
    ]);
    assert.deepEqual(codes(report), ['DUPLICATE_ATOMIC@c.jsonl:1', 'DUPLICATE_ATOMIC@z.jsonl:1']);
    assert.equal(report.counts.findings, 2);
  });

  test('takes up a prefix that was verified before', async () => {
    const { a } = await folder();
    const text = textOf(a).replace('console', 'consola');
    const after = { 'a.jsonl': { sizeBytes: text.indexOf('\n') + 1, lines: 1 } };
    assert.equal((await verify([stream('a.jsonl', text)], { after })).ok, true);
  });
});

describe('a seal', () => {
  test('lists streams by path, without the trunk and without empty ones', async () => {
    const { trunk, a, b } = await folder();
    assert.deepEqual(sealOf(trunk[1]!.atomic), {
      streams: [
        { path: 'a.jsonl', lines: 3, head: last(a) },
        { path: 'b.jsonl', lines: 2, head: last(b) },
      ],
    });
    assert.equal(sealOf(trunk[0]!.atomic), undefined);
    assert.equal(sealOf({ ...trunk[1]!.atomic, payload: {} }), undefined);
  });

  test('is not made over a stream with a broken end', async () => {
    const { a } = await folder();
    for (const end of ['{', '{}\n', '7\n']) {
      await assert.rejects(sealDraft([stream('a.jsonl', textOf(a) + end)], facts(0)), { code: 'LEDGER_BROKEN' });
    }
  });

  test('finds a sealed stream that was cut, changed or removed', async () => {
    const { trunk, a, b } = await folder();
    const main = stream('main.jsonl', trunk);
    const bStream = stream('b.jsonl', b);
    assert.deepEqual(codes(await verify([main, bStream, stream('a.jsonl', a.slice(0, 2))])), [
      'SEAL_MISMATCH@a.jsonl:undefined',
    ]);
    const rewritten = await simpleChain(3, 50);
    assert.deepEqual(codes(await verify([main, bStream, stream('a.jsonl', rewritten)])), ['SEAL_MISMATCH@a.jsonl:3']);
    assert.deepEqual(codes(await verify([main, bStream])), ['SEAL_MISMATCH@a.jsonl:undefined']);
    const stopped = await verify([main, bStream, stream('a.jsonl', `x\n${textOf(a)}`)], { stopOnError: true });
    assert.deepEqual(codes(stopped), ['PARSE_ERROR@a.jsonl:1']);
  });

  test('counts only where its own line is sound', async () => {
    const { trunk, a } = await folder();
    const forged = `${trunk[0]!.line}\n${trunk[1]!.line.replace('"lines":3', '"lines":2')}\n`;
    const report = await verify([stream('main.jsonl', forged), stream('a.jsonl', a.slice(0, 2))]);
    assert.deepEqual(codes(report), ['HASH_MISMATCH@main.jsonl:2']);
  });

  test('of the same stream, twice, both hold', async () => {
    const { trunk, a, b } = await folder();
    const again = await sealDraft([stream('a.jsonl', a), stream('b.jsonl', b)], facts(31));
    const streams = [
      stream('main.jsonl', [...trunk, await signDraft(again, signer(1), { prev: last(trunk) })]),
      stream('b.jsonl', b),
    ];
    assert.equal((await verify([...streams, stream('a.jsonl', a)])).ok, true);
    const rewritten = await simpleChain(3, 50);
    assert.deepEqual(codes(await verify([...streams, stream('a.jsonl', rewritten)])), [
      'SEAL_MISMATCH@a.jsonl:3',
      'SEAL_MISMATCH@a.jsonl:3',
    ]);
  });
});

describe('since the last seal', () => {
  const brokenSignature = (line: SignedLine): string =>
    line.line.replace(/"sig":"../, (sig) => (sig.endsWith('00') ? '"sig":"11' : '"sig":"00'));

  test('signatures of sealed lines are not checked again, their hashes and chain are', async () => {
    const { trunk, a, b } = await folder();
    const streams = (aLines: readonly (SignedLine | string)[]): Stream[] => [
      stream('main.jsonl', trunk),
      stream('b.jsonl', b),
      stream('a.jsonl', aLines),
    ];
    const [first, second, third] = a as [SignedLine, SignedLine, SignedLine];
    assert.equal((await verify(streams(a), { sinceSeal: true })).ok, true);
    const later = [...trunk, ...(await simpleChain(1, 80, last(trunk)))];
    assert.equal((await verify([stream('main.jsonl', later), ...streams(a).slice(1)], { sinceSeal: true })).ok, true);
    assert.equal((await verify(streams([brokenSignature(first), second, third]), { sinceSeal: true })).ok, true);
    assert.deepEqual(codes(await verify(streams([brokenSignature(first), second, third]))), [
      'INVALID_SIGNATURE@a.jsonl:1',
    ]);
    const changed = streams([first, second.line.replace('console', 'consola'), third]);
    assert.deepEqual(codes(await verify(changed, { sinceSeal: true })), ['HASH_MISMATCH@a.jsonl:2']);
    const [fourth] = await simpleChain(1, 60, last(a));
    assert.deepEqual(codes(await verify(streams([...a, brokenSignature(fourth!)]), { sinceSeal: true })), [
      'INVALID_SIGNATURE@a.jsonl:4',
    ]);
  });

  test('the seal itself is checked, and what it does not name', async () => {
    const { trunk, a } = await folder();
    const forged = [trunk[0]!, brokenSignature(trunk[1]!)];
    const report = await verify([stream('main.jsonl', forged), stream('a.jsonl', [brokenSignature(a[0]!)])], {
      sinceSeal: true,
    });
    assert.deepEqual(codes(report), ['INVALID_SIGNATURE@a.jsonl:1', 'INVALID_SIGNATURE@main.jsonl:2']);
    const loose = await verify([stream('main.jsonl', [trunk[0]!]), stream('c.jsonl', [brokenSignature(a[0]!)])], {
      sinceSeal: true,
    });
    assert.deepEqual(codes(loose), ['INVALID_SIGNATURE@c.jsonl:1']);
  });

  test('a seal vouches for no rotation, so that nobody can forge one that makes the seal trusted', async () => {
    const [first] = (await simpleChain(1)) as [SignedLine];
    const rotation = rotationDraft({ oldKey: publicKey(1), newKey: publicKey(9) }, { ...facts(1), reason: 'none' });
    const { atomic } = finish(
      hashDraft(prepareDraft(rotation, publicKey(1)), hashOf(first)),
      new Uint8Array(64),
      publicKey(1),
    );
    const message = new TextEncoder().encode(atomic.hash);
    const sig = Buffer.from(await signer(9).sign(message)).toString('hex');
    const forged = canonicalize({ ...atomic, cosignatures: [{ alg: 'Ed25519', public_key: publicKey(9), sig }] });
    const evil = await chain([{ draft: draft(2), by: signer(9) }]);
    const seal = await signDraft(await sealDraft([stream('a.jsonl', evil)], facts(3)), signer(9), {
      prev: atomic.hash!,
    });
    const streams = [stream('main.jsonl', [first, forged, seal]), stream('a.jsonl', evil)];
    for (const sinceSeal of [true, false]) {
      const expected = ['UNTRUSTED_KEY@a.jsonl:1', 'INVALID_SIGNATURE@main.jsonl:2', 'UNTRUSTED_KEY@main.jsonl:3'];
      assert.deepEqual(codes(await verify(streams, { sinceSeal })), expected);
    }
  });

  test('a line that only speaks of a seal is none', async () => {
    const { trunk, a, b } = await folder();
    const talk = await chain([{ draft: draft(70, { payload: { about: 'ledger_seal' } }) }], last(trunk));
    const streams = [
      stream('main.jsonl', [...trunk, ...talk, 'ledger_seal']),
      stream('b.jsonl', b),
      stream('a.jsonl', [brokenSignature(a[0]!), a[1]!, a[2]!]),
    ];
    assert.deepEqual(codes(await verify(streams, { sinceSeal: true })), ['PARSE_ERROR@main.jsonl:4']);
  });
});

describe('keys that the trunk changes', () => {
  const rotate = (n: number): Parameters<typeof chain>[0][number] => ({
    draft: rotationDraft({ oldKey: publicKey(2), newKey: publicKey(3) }, { ...facts(n), reason: 'planned' }),
    by: signer(2),
    cosigners: [signer(3)],
  });

  test('are changed in every stream', async () => {
    const trunk = await chain([rotate(0)]);
    assert.equal(
      (
        await verify([
          stream('main.jsonl', trunk),
          stream('a.jsonl', await chain([{ draft: draft(1), by: signer(3) }])),
        ])
      ).ok,
      true,
    );
    const old = await chain([{ draft: draft(1), by: signer(2) }]);
    assert.deepEqual(codes(await verify([stream('main.jsonl', trunk), stream('a.jsonl', old)])), [
      'KEY_EXPIRED@a.jsonl:1',
    ]);
  });

  test('with a grace period end in every stream when it is over', async () => {
    const grace = rotationDraft(
      { oldKey: publicKey(2), newKey: publicKey(3), graceUntil: at(5) },
      { ...facts(0), reason: 'planned' },
    );
    const trunk = await chain([{ draft: grace, by: signer(2), cosigners: [signer(3)] }]);
    const old = await chain([
      { draft: draft(4), by: signer(2) },
      { draft: draft(5), by: signer(2) },
    ]);
    const streams = [stream('main.jsonl', trunk), stream('a.jsonl', old)];
    assert.deepEqual(codes(await verify(streams)), ['KEY_EXPIRED@a.jsonl:2']);
    assert.deepEqual(codes(await verify(streams, { keyring: { ...keyring, rotations: 'off' } })), []);
  });

  test('hand over to no other key in a stream, be it in their time of grace, but before a seal', async () => {
    const rotation = (from: number, to: number, graceUntil?: string): Parameters<typeof chain>[0][number] => ({
      draft: rotationDraft(
        { oldKey: publicKey(from), newKey: publicKey(to), ...(graceUntil !== undefined && { graceUntil }) },
        { ...facts(0), reason: 'planned' },
      ),
      by: signer(from),
      cosigners: [signer(to)],
    });
    const a = await chain([rotation(2, 4), { draft: draft(1), by: signer(4) }]);
    const grace = rotation(2, 3, at(5));
    const trunk = await chain([grace]);
    assert.deepEqual(codes(await verify([stream('main.jsonl', trunk), stream('a.jsonl', a)])), [
      'UNTRUSTED_KEY@a.jsonl:2',
    ]);
    const seal = await sealDraft([stream('a.jsonl', a)], facts(2));
    const sealed = await chain([{ draft: seal, by: signer(1) }, grace]);
    assert.deepEqual(codes(await verify([stream('main.jsonl', sealed), stream('a.jsonl', a)])), []);
  });

  test('hand over to no other key in a stream, once the trunk has reached the end of their time, but before a seal', async () => {
    const step = rotationDraft({ oldKey: publicKey(2), newKey: publicKey(4) }, { ...facts(1), reason: 'planned' });
    const a = await chain([
      { draft: step, by: signer(2), cosigners: [signer(4)] },
      { draft: draft(7), by: signer(4) },
    ]);
    const ending = { keys: [{ public_key: publicKey(1) }, { public_key: publicKey(2), valid_until: at(5) }] };
    const found = async (trunk: Parameters<typeof chain>[0]): Promise<string[]> =>
      codes(await verify([stream('main.jsonl', await chain(trunk)), stream('a.jsonl', a)], { keyring: ending }));
    assert.deepEqual(await found([{ draft: draft(4) }]), []);
    assert.deepEqual(await found([{ draft: draft(6) }]), ['UNTRUSTED_KEY@a.jsonl:2']);
    const seal = await sealDraft([stream('a.jsonl', a)], facts(4));
    assert.deepEqual(await found([{ draft: seal }, { draft: draft(6) }]), []);
  });

  test('lines of an ended key stand where a seal proves that they are older', async () => {
    const { trunk, a, b } = await folder();
    const revoke = await chain(
      [
        {
          draft: revocationDraft({ key: publicKey(2), revocation: 'compromised' }, { ...facts(40), reason: 'stolen' }),
        },
      ],
      last(trunk),
    );
    const streams = (bLines: readonly SignedLine[]): Stream[] => [
      stream('main.jsonl', [...trunk, ...revoke]),
      stream('a.jsonl', a),
      stream('b.jsonl', bLines),
    ];
    assert.equal((await verify(streams(b))).ok, true);
    const later = await chain([{ draft: draft(22), by: signer(2) }], last(b));
    assert.deepEqual(codes(await verify(streams([...b, ...later]))), ['KEY_REVOKED@b.jsonl:3']);
  });
});
