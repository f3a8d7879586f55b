/** Audit packs: what is in one, that the same ledger gives the same bytes, and that nothing in it can be changed unnoticed. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Signer } from '../../src/atomic/index.ts';
import { parseJson } from '../../src/atomic/index.ts';
import { equalBytes, fromUtf8, toUtf8 } from '../../src/base/bytes.ts';
import type { Code } from '../../src/base/errors.ts';
import { ArchiveWriter, readArchive } from '../../src/evidence/pack/archive.ts';
import { GENERATOR } from '../../src/evidence/pack/derived.ts';
import { openEnvelope, sealStatement } from '../../src/evidence/pack/envelope.ts';
import { makePack } from '../../src/evidence/pack/make-pack.ts';
import { packGraph, packLines } from '../../src/evidence/pack/pack-lines.ts';
import { verifyPack } from '../../src/evidence/pack/verify-pack.ts';
import type { PackReport, VerifyPackOptions } from '../../src/evidence/pack/verify-pack.ts';
import { sha256 } from '../../src/evidence/sha256.ts';
import { keyringOf } from '../../src/ledger/index.ts';
import { sourceOf, textOf } from '../ledger/fixtures.ts';
import { KEYRING, keyOf, signerOf } from '../mission/story.ts';
import { CONTENTS, MissionLedger, READER, finishedMission } from './mission-ledger.ts';
import { isLong } from '../long.ts';

const SIGNED_BY_CI = {
  reader: READER,
  keyring: KEYRING,
  signer: signerOf('ci'),
  content: (digest: string) => Promise.resolve(CONTENTS.get(digest)),
  verifier: '// the verifier\n',
};
const pack = (ledger: MissionLedger, more: object = {}): Promise<Uint8Array> =>
  makePack(ledger.source, 'M-1', { ...SIGNED_BY_CI, ...more });
const verify = (bytes: Uint8Array, more: Partial<VerifyPackOptions> = {}): Promise<PackReport> =>
  verifyPack(bytes, { reader: READER, keyring: KEYRING, ...more });
const filesOf = (bytes: Uint8Array): Map<string, string> =>
  new Map(readArchive(bytes).map(({ name, bytes: content }) => [name, fromUtf8(content)!]));

async function refuses(
  bytes: Uint8Array,
  code: Code,
  message: RegExp,
  more?: Partial<VerifyPackOptions>,
): Promise<void> {
  const { ok, findings } = await verify(bytes, more);
  assert.equal(ok, false);
  assert.equal(findings[0]?.code, code, findings[0]?.message);
  assert.match(findings[0].message, message);
}

test('a pack verifies, and says what the ledger says', async () => {
  const ledger = await finishedMission();
  const bytes = await pack(ledger);
  const report = await verify(bytes, { ledger: ledger.source });
  assert.deepEqual(report.findings, []);
  assert.equal(report.ok, true);
  assert.deepEqual(report.counts, { files: 17, lines: 16, withheld: 0, contents: 2, statements: 4 });
  assert.equal(report.trust, 'keyring');
  assert.equal(report.completeness, 'held against the ledger');
  assert.deepEqual(report.signers, [keyOf('ci')]);
  assert.equal(report.ledger?.head, ledger.head);
  assert.equal(report.ledger.lines, ledger.lines.length);
  const { mission, costs, evidence } = report.summary!;
  assert.equal(mission.status, 'finalized');
  assert.deepEqual(costs, [{ model: 'a-model', currency: 'USD', calls: 1, cost: '0.25', signed: '0' }]);
  assert.deepEqual(
    evidence.map(({ name, content }) => [name, content]),
    [
      ['junit.xml', 'included'],
      ['bom.json', 'included'],
      ['lcov.info', 'missing'],
      ['#1', 'none'],
    ],
  );
});

test('the same ledger, keyring, contents and key give the same bytes', async () => {
  const ledger = await finishedMission();
  const [one, other] = [await pack(ledger), await pack(ledger)];
  assert.ok(equalBytes(one, other));
  const stored = await pack(ledger, { level: 0 });
  assert.ok(stored.length > one.length);
  assert.equal((await verify(stored)).ok, true);
  assert.deepEqual([...filesOf(stored).keys()], [...filesOf(one).keys()]);
});

test('the lines are those of the ledger, and the ledger may have become longer', async () => {
  const ledger = await finishedMission();
  const bytes = await pack(ledger);
  const all = ledger.lines.map(({ line }) => line);
  assert.ok(packLines(bytes).every((line) => all.includes(line)));
  assert.ok(packGraph(bytes).nodes.some(({ type }) => type === 'commit'));
  await ledger.rollBack();
  assert.equal((await verify(bytes, { ledger: ledger.source })).ok, true);
});

test('statements can be checked by themselves', async () => {
  const files = filesOf(await pack(await finishedMission()));
  const statements = [...files].filter(([name]) => name.startsWith('attestations/'));
  const opened = statements.map(([name, text]) => {
    const { text: statement, signers } = openEnvelope(name, toUtf8(text));
    assert.deepEqual(signers, [keyOf('ci')]);
    return [name, parseJson(statement) as { predicateType: string; predicate: Record<string, unknown> }] as const;
  });
  assert.deepEqual(
    opened.map(([name, { predicateType, predicate }]) => [
      name,
      predicateType,
      predicate['result'] ?? predicate['verificationResult'],
    ]),
    [
      ['attestations/0001-verification.dsse.json', 'https://in-toto.io/attestation/test-result/v0.1', 'PASSED'],
      ['attestations/0002-test-report.dsse.json', 'https://in-toto.io/attestation/test-result/v0.1', 'PASSED'],
      ['attestations/0003-coverage.dsse.json', 'urn:logline-core:coverage:1', undefined],
      ['attestations/summary.dsse.json', 'https://slsa.dev/verification_summary/v1', 'PASSED'],
    ],
  );
});

test('the summary fails for what is not finalized, and for what was rolled back', async () => {
  const ledger = await finishedMission();
  await ledger.rollBack();
  const rolledBack = filesOf(await pack(ledger)).get('attestations/summary.dsse.json')!;
  assert.match(openEnvelope('', toUtf8(rolledBack)).text, /"verificationResult":"FAILED"/);
  const begun = new MissionLedger();
  await begun.tell('bot', 'mission_created', { mission: 'M-1', title: 'A mission', risk: 'low' });
  const bytes = await pack(begun, { verifier: undefined, content: undefined });
  assert.match(openEnvelope('', toUtf8(filesOf(bytes).get('attestations/summary.dsse.json')!)).text, /"FAILED"/);
  assert.equal((await verify(bytes)).ok, true);
  assert.doesNotMatch(filesOf(bytes).get('VERIFY.md')!, /verify\.mjs/);
});

test('the page is inert', async () => {
  const title = `</title><script>alert(1)</script><img src=x onerror="alert(1)"> ' & \u202e`;
  const page = filesOf(await pack(await finishedMission({ title }))).get('index.html')!;
  assert.doesNotMatch(page, /<script|<img|\u202e|onerror="/);
  assert.match(page, /&#60;script&#62;alert\(1\)&#60;\/script&#62;/);
  assert.match(page, /default-src 'none'/);
  const tags = new Set([...page.matchAll(/<([a-z]\w*)/g)].map(([, tag]) => tag));
  assert.deepEqual(
    [...tags].filter((tag) =>
      ['a', 'link', 'iframe', 'object', 'form', 'base', 'image', 'use', 'foreignobject'].includes(tag!),
    ),
    [],
  );
  for (const part of [
    'Checkpoints',
    'kim',
    'Cost',
    '0.25 USD',
    'Evidence',
    'junit.xml',
    'Timeline',
    '<svg',
    'Provenance',
    'bot is an agent',
  ])
    assert.ok(page.includes(part), part);
});

test('no changed byte goes unnoticed', async () => {
  const ledger = new MissionLedger();
  await ledger.tell('bot', 'mission_created', { mission: 'M-1', title: 'A mission', risk: 'low' });
  const bytes = await pack(ledger, { verifier: undefined });
  const step = isLong ? 1 : 29;
  let tried = 0;
  for (let i = 0; i < bytes.length; i += step) {
    const changed = bytes.slice();
    changed[i] = changed[i]! ^ (1 << (i % 8));
    assert.equal((await verify(changed)).ok, false, `byte ${String(i)} of ${String(bytes.length)}`);
    tried++;
  }
  assert.ok(tried > 200, String(tried));
  for (const cut of [0, 1, 21, 22, 100, bytes.length - 1]) assert.equal((await verify(bytes.slice(0, cut))).ok, false);
  assert.equal((await verify(Buffer.concat([bytes, Uint8Array.of(0)]))).ok, false);
  assert.equal((await verify(Buffer.concat([Uint8Array.of(0), bytes]))).ok, false);
});

describe('a pack that its maker signed, and that says something else than the ledger', () => {
  /** The files of a pack, changed and signed again by somebody who may. */
  async function forged(
    change: (files: Map<string, Uint8Array>) => void | Promise<void>,
    { signer = signerOf('ci'), statement = {} }: { signer?: Signer; statement?: object } = {},
  ): Promise<Uint8Array> {
    const ledger = await finishedMission();
    const files = new Map(readArchive(await pack(ledger)).map(({ name, bytes }) => [name, bytes]));
    files.delete('manifest.dsse.json');
    files.delete('SHA256SUMS');
    await change(files);
    files.set(
      'SHA256SUMS',
      toUtf8(
        [...files]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`)
          .join(''),
      ),
    );
    const archive = new ArchiveWriter();
    const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [name, bytes] of sorted) archive.add({ name, bytes }, 6);
    const manifest = {
      _type: 'https://in-toto.io/Statement/v1',
      subject: sorted.map(([name, bytes]) => ({ name, digest: { sha256: sha256(bytes) } })),
      predicateType: 'urn:logline-core:audit-pack:1',
      predicate: {
        mission: 'M-1',
        generator: GENERATOR,
        archive_sha256: sha256(archive.written()),
        ...statement,
      },
    };
    archive.add({ name: 'manifest.dsse.json', bytes: await sealStatement(manifest, signer) }, 0);
    return archive.end();
  }
  const replace = (name: string, from: string | RegExp, to: string) => (files: Map<string, Uint8Array>) => {
    const text = fromUtf8(files.get(name)!)!;
    const changed = text.replace(from, to);
    assert.notEqual(changed, text);
    files.set(name, toUtf8(changed));
  };

  test('nothing is found where nothing was changed', async () => {
    assert.deepEqual((await verify(await forged(() => undefined))).findings, []);
  });

  const lies: readonly (readonly [
    what: string,
    change: (files: Map<string, Uint8Array>) => void | Promise<void>,
    code: Code,
    message: RegExp,
  ])[] = [
    ['a page', replace('index.html', 'kim', 'lee'), 'PACK_UNPROVEN', /^index\.html is not what follows/],
    ['a summary', replace('mission.json', '0.25', '0.20'), 'PACK_UNPROVEN', /^mission\.json is not/],
    ['a graph', replace('graph.json', 'kim', 'lee'), 'PACK_UNPROVEN', /^graph\.json is not/],
    [
      'a change',
      replace('changes/0001-batch-1-1.json', '{}', '[]'),
      'PACK_UNPROVEN',
      /^changes\/0001-batch-1-1\.json is not/,
    ],
    ['a guide', replace('VERIFY.md', 'proves', 'shows'), 'PACK_UNPROVEN', /^VERIFY\.md is not/],
    [
      'a keyring',
      replace('keyring.json', '"human"', '"agent"'),
      'PACK_UNPROVEN',
      /is not what follows|stands otherwise/,
    ],
    ['a keyring that is none', replace('keyring.json', '"keys"', '"locks"'), 'KEYRING_INVALID', /keys/],
    ['a line', replace('ledger/lines.jsonl', '"risk":"medium"', '"risk":"low"'), 'PACK_UNPROVEN', /HASH_MISMATCH/],
    ['a line too few', replace('ledger/lines.jsonl', /[^\n]*\n$/, ''), 'PACK_UNPROVEN', /not as many lines/],
    [
      'a root',
      replace('ledger/proof.json', /"root": "../, '"root": "zz'),
      'PACK_UNPROVEN',
      /ledger\/proof\.json is none/,
    ],
    [
      'another root',
      replace('ledger/proof.json', /"root": "[0-9a-f]{64}"/, `"root": "${'0'.repeat(64)}"`),
      'PACK_UNPROVEN',
      /do not give the root/,
    ],
    [
      'another number',
      replace('ledger/proof.json', /"lines": \[\n {4}2,/, '"lines": [\n    1,'),
      'PACK_UNPROVEN',
      /root/,
    ],
    [
      'numbers that fall',
      replace('ledger/proof.json', /"lines": \[\n {4}2,\n {4}3,/, '"lines": [\n    3,\n    2,'),
      'PACK_UNPROVEN',
      /root/,
    ],
    [
      'a longer path',
      replace('ledger/proof.json', '"path": [', `"path": [\n    "${'0'.repeat(64)}",`),
      'PACK_UNPROVEN',
      /root/,
    ],
    ['a proof that is no JSON', replace('ledger/proof.json', '{', ''), 'PACK_UNPROVEN', /no JSON/],
    ['no proof', (files) => void files.delete('ledger/proof.json'), 'PACK_UNPROVEN', /not in the pack/],
    [
      'no statement',
      (files) => void files.delete('attestations/summary.dsse.json'),
      'PACK_UNPROVEN',
      /not in the pack/,
    ],
    [
      'one file more',
      (files) => void files.set('notes.txt', toUtf8('x')),
      'PACK_UNPROVEN',
      /^notes\.txt does not belong/,
    ],
    [
      'a content by another name',
      (files) => void files.set(`contents/${'0'.repeat(64)}`, toUtf8('x')),
      'PACK_ALTERED',
      /not what its name says/,
    ],
    [
      'a content that nobody recorded',
      (files) => void files.set(`contents/${sha256(toUtf8('x'))}`, toUtf8('x')),
      'PACK_UNPROVEN',
      /nobody recorded/,
    ],
    [
      'a statement by somebody else',
      async (files) => {
        const name = 'attestations/0002-test-report.dsse.json';
        const statement = parseJson(openEnvelope(name, files.get(name)!).text) as object;
        files.set(name, await sealStatement(statement, signerOf('lee')));
      },
      'PACK_UNPROVEN',
      /signed by somebody who did not sign the pack|does not follow/,
    ],
    [
      'a statement about something else',
      async (files) => {
        files.set('attestations/0002-test-report.dsse.json', await sealStatement({ result: 'PASSED' }, signerOf('ci')));
      },
      'PACK_UNPROVEN',
      /does not follow from the lines/,
    ],
    [
      'a statement that is none',
      (files) => void files.set('attestations/0002-test-report.dsse.json', toUtf8('{}')),
      'PACK_ALTERED',
      /no signed statement/,
    ],
  ];
  for (const [what, change, code, message] of lies) {
    test(what, async () => {
      await refuses(await forged(change), code, message);
    });
  }

  test('by a key that is not trusted, or under a keyring that sees it otherwise', async () => {
    await refuses(
      await forged(() => undefined, { signer: signerOf('mallory') }),
      'PACK_UNPROVEN',
      /did not sign the pack/,
    );
    const ledger = await finishedMission();
    const bytes = await pack(ledger, { signer: signerOf('mallory') });
    await refuses(bytes, 'UNTRUSTED_KEY', /signed by nobody who is trusted/);
    const keys = KEYRING.keys.map((key) => (key.actor === 'kim' ? { ...key, roles: ['agent' as const] } : key));
    await refuses(await pack(ledger), 'PACK_UNPROVEN', /stands otherwise: it is active/, { keyring: { keys } });
    await refuses(await pack(ledger), 'MISSION_UNKNOWN', /no mission M-1/, { keyring: keyringOf([keyOf('ci')]) });
  });

  test('by another version of what makes pages', async () => {
    const other = { statement: { generator: 'logline-core/evidence 999' } };
    const same = await verify(await forged(() => undefined, other));
    assert.deepEqual(same.findings, []);
    const page = await forged((files) => void files.set('index.html', toUtf8('<p>')), other);
    await refuses(page, 'NOT_CHECKED', /evidence 999.*evidence 3.*otherwise here: index\.html\. All others/);
    const { findings } = await verify(page);
    assert.deepEqual(findings[0]!.details, { generator: 'logline-core/evidence 999', paths: ['index.html'] });
    const more = await forged((files) => void files.set('more.html', toUtf8('<p>')), other);
    await refuses(more, 'NOT_CHECKED', /more\.html/);
  });

  test('by another version of what makes pages, which excuses nothing that lines and signatures say', async () => {
    const other = { statement: { generator: 'logline-core/evidence 999' } };
    const name = 'attestations/0002-test-report.dsse.json';
    for (const [change, code, message] of [
      [
        async (files) => void files.set(name, await sealStatement({}, signerOf('lee'))),
        'PACK_UNPROVEN',
        /signed by somebody/,
      ],
      [(files) => void files.set(name, toUtf8('{}')), 'PACK_ALTERED', /no signed statement/],
      [(files) => void files.set(`contents/${sha256(toUtf8('x'))}`, toUtf8('x')), 'PACK_UNPROVEN', /nobody recorded/],
    ] satisfies [Parameters<typeof forged>[0], Code, RegExp][])
      await refuses(await forged(change, other), code, message);
  });

  test('with a manifest that is none', async () => {
    await refuses(await forged(() => undefined, { statement: { mission: 'x' } }), 'PACK_ALTERED', /predicate\.mission/);
    await refuses(
      await forged(() => undefined, { statement: { archive_sha256: '0'.repeat(64) } }),
      'PACK_ALTERED',
      /packed/,
    );
    const archive = new ArchiveWriter();
    archive.add({ name: 'a', bytes: toUtf8('x') }, 0);
    await refuses(archive.end(), 'PACK_MALFORMED', /last file/);
  });
});

test('a pack that leaves a line out is found with the ledger, and so is one of another ledger', async () => {
  const ledger = await finishedMission();
  const bytes = await pack(ledger);
  const shorter = sourceOf(textOf(ledger.lines.slice(0, 5)));
  await refuses(bytes, 'PACK_UNPROVEN', /shorter/, { ledger: shorter });
  const other = await finishedMission({ title: 'B mission' });
  await refuses(bytes, 'PACK_UNPROVEN', /another one/, { ledger: other.source });
  const broken = sourceOf(textOf(ledger.lines).replace('"risk":"medium"', '"risk":"maxium"'));
  await refuses(bytes, 'HASH_MISMATCH', /./, { ledger: broken });
});

test('without a keyring a pack is held against itself, and the report says so', async () => {
  const report = await verifyPack(await pack(await finishedMission()), { reader: READER });
  assert.deepEqual([report.ok, report.trust, report.completeness], [true, 'self-asserted', 'not checked']);
});

describe('withholding', () => {
  const junit = [...CONTENTS.keys()][0]!;

  test('a content and an event are left out, and the pack says so', async () => {
    const ledger = await finishedMission();
    const event = ledger.lines.find(({ atomic }) => atomic.intent === 'usage_recorded')!.atomic.hash!;
    const withhold = (what: 'content' | 'event', target: string) =>
      ledger.evidence('kim', 'evidence_withheld', { mission: 'M-1', what, target, reason: 'names of customers' });
    await withhold('content', junit);
    await withhold('event', event);
    const bytes = await pack(ledger);
    const report = await verify(bytes, { ledger: ledger.source });
    assert.deepEqual(report.findings, []);
    assert.equal(report.counts['withheld'], 1);
    const { evidence, withheld, costs } = report.summary!;
    assert.deepEqual(costs, []);
    assert.equal(evidence[0]?.content, 'withheld');
    assert.equal(evidence[0].reason, 'names of customers');
    assert.deepEqual(
      withheld.map(({ event: hash, reason }) => [hash, reason]),
      [[event, 'names of customers']],
    );
    const files = filesOf(bytes);
    assert.equal(files.has(`contents/${junit}`), false);
    assert.doesNotMatch([...files.values()].join(''), /"cost":"0\.25"/);
    assert.match(files.get('index.html')!, /Withheld events/);
  });

  test('an agent cannot, and neither can anybody hide what decides where the mission stands', async () => {
    const ledger = await finishedMission();
    const [created, planned] = ['mission_created', 'mission_planned'].map(
      (intent) => ledger.lines.find(({ atomic }) => atomic.intent === intent)!.atomic.hash!,
    );
    await ledger.evidence('bot', 'evidence_withheld', { mission: 'M-1', what: 'content', target: junit, reason: 'no' });
    for (const target of [created!, planned!, ledger.head, '0'.repeat(64)])
      await ledger.evidence('kim', 'evidence_withheld', { mission: 'M-1', what: 'event', target, reason: 'no' });
    const report = await verify(await pack(ledger), { ledger: ledger.source });
    assert.equal(report.ok, true);
    assert.equal(report.counts['withheld'], 0);
    assert.equal(report.summary?.evidence[0]?.content, 'included');
  });

  test('whoever makes the pack does not decide who may', async () => {
    const ledger = await finishedMission();
    const event = ledger.lines.find(({ atomic }) => atomic.intent === 'usage_recorded')!.atomic.hash!;
    for (const [what, target] of [
      ['content', junit],
      ['event', event],
    ] as const)
      await ledger.evidence('bot', 'evidence_withheld', { mission: 'M-1', what, target, reason: 'no' });
    const keys = KEYRING.keys.map(({ roles, ...key }) =>
      key.actor === 'bot' ? key : { ...key, ...(roles && { roles }) },
    );
    const bytes = await pack(ledger, { keyring: { keys } });
    assert.equal((await verify(bytes, { keyring: { keys } })).ok, true);
    const { findings } = await verify(bytes);
    assert.deepEqual(
      findings.map(({ code, message }) => [code, message.replace(/line \d+/, 'line N')]),
      [
        ['PACK_UNPROVEN', 'With the keyring handed in, nobody who may has withheld line N.'],
        ['PACK_UNPROVEN', 'With the keyring handed in, nobody who may has withheld junit.xml.'],
      ],
    );
  });
});

test('refuses contents that are not what they were, and ledgers that do not verify', async () => {
  const ledger = await finishedMission();
  const content = () => Promise.resolve(toUtf8('something else'));
  await assert.rejects(pack(ledger, { content }), { code: 'HASH_MISMATCH' });
  await assert.rejects(makePack(sourceOf('{}\n'), 'M-1', SIGNED_BY_CI), { code: 'SCHEMA_INVALID' });
  await assert.rejects(makePack(ledger.source, 'M-9', SIGNED_BY_CI), { code: 'MISSION_UNKNOWN' });
});
