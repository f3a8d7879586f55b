/** What a ledger tells of a mission, and where its result comes from. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalize, hashAtomic, verifyAtomic } from '../../src/atomic/index.ts';
import { evidenceDraft } from '../../src/evidence/drafts.ts';
import { formatDot, formatMermaid } from '../../src/evidence/graph/diagram.ts';
import type { ProvenanceGraph } from '../../src/evidence/graph/graph-draft.ts';
import { provenanceGraph } from '../../src/evidence/graph/provenance.ts';
import { collectEvidence } from '../../src/evidence/mission-evidence.ts';
import type { MissionEvidence } from '../../src/evidence/mission-evidence.ts';
import type { LedgerSource } from '../../src/ledger/index.ts';
import { at, draft, sourceOf, textOf } from '../ledger/fixtures.ts';
import { KEYRING, changeOf } from '../mission/story.ts';
import { MissionLedger, READER, TRACE, finishedMission, usage } from './mission-ledger.ts';

const OPTIONS = { reader: READER, keyring: KEYRING };
const collect = (source: LedgerSource): Promise<MissionEvidence> => collectEvidence(source, 'M-1', OPTIONS);

test('everything about a mission, and nothing else, with what counts for nothing', async () => {
  const ledger = await finishedMission();
  const { account, events, atomics, told } = await collect(ledger.source);
  assert.equal(account.status, 'finalized');
  assert.equal(events.length, ledger.lines.length - 3);
  assert.deepEqual(
    events.map(({ id }) => id),
    atomics.map(({ hash }) => hash),
  );
  assert.deepEqual(
    told.map(({ line }) => line),
    events.map(({ line }) => line),
  );
  const refused = events.filter((event) => event.refused !== undefined);
  assert.deepEqual(
    refused.map(({ type, actor, refused: why }) => [type, actor, why]),
    [['checkpoint_decided', 'bot', 'bot is an agent.']],
  );
  assert.equal(events.find(({ type }) => type === 'usage_recorded')?.data['cost'], '0.25');
  for (const { text, id } of events) {
    assert.equal(verifyAtomic(text, { strict: true }).ok, true);
    assert.ok(text.includes(id));
  }
});

test('a line of the trace belongs to the mission, also one before it began and one without intent', async () => {
  const ledger = new MissionLedger();
  const { intent: _, ...plain } = draft(1);
  await ledger.append('ci', { ...plain, trace_id: TRACE, metadata: { created_at: at(1) } });
  await ledger.tell('bot', 'mission_created', { mission: 'M-1', title: 'A mission', risk: 'low' });
  await ledger.append('mallory', { ...draft(2), trace_id: TRACE, metadata: { created_at: at(2) } });
  const { events } = await collect(ledger.source);
  assert.deepEqual(
    events.map(({ type, refused = '' }) => [type, refused.slice(0, 7)]),
    [
      ['atomic', ''],
      ['mission_created', ''],
      ['run_code', 'The key'],
    ],
  );
  const graph = provenanceGraph(await collect(ledger.source));
  assert.deepEqual(
    graph.nodes.filter(({ kind }) => kind === 'activity').map(({ type }) => type),
    ['atomic', 'mission_created'].sort((a, b) => idOf(events, a).localeCompare(idOf(events, b))),
  );
});

const idOf = (events: MissionEvidence['events'], type: string): string => events.find((one) => one.type === type)!.id;

test('what nobody signed counts for nothing', async () => {
  const ledger = new MissionLedger();
  await ledger.tell('bot', 'mission_created', { mission: 'M-1', title: 'A mission', risk: 'low' });
  const bare = { schema_version: '1.1.0', ...usage('U-1', '5'), prev: ledger.head };
  const unsigned = canonicalize({ ...bare, hash: hashAtomic(bare) });
  const { events } = await collect(sourceOf([...ledger.lines, unsigned]));
  assert.deepEqual(
    events.map(({ signer, refused }) => [signer === null, refused]),
    [
      [false, undefined],
      [true, 'It is not signed.'],
    ],
  );
});

test('no mission, and no ledger that verifies', async () => {
  const ledger = await finishedMission();
  await assert.rejects(collectEvidence(ledger.source, 'M-2', OPTIONS), { code: 'MISSION_UNKNOWN' });
  const broken = sourceOf(textOf(ledger.lines).replace('"risk":"medium"', '"risk":"low"'));
  await assert.rejects(collect(broken), { code: 'HASH_MISMATCH' });
  const limits = { maxLineBytes: 100 };
  await assert.rejects(collectEvidence(ledger.source, 'M-1', { ...OPTIONS, limits }), { code: 'LINE_TOO_LARGE' });
});

test('without a keyring nobody is known, and nothing is refused because of it', async () => {
  const ledger = await finishedMission();
  const { events } = await collectEvidence(ledger.source, 'M-1', { reader: READER });
  assert.ok(events.length > 10);
  assert.ok(events.every(({ refused = '' }) => !refused.includes('is not in the keyring')));
});

test('the graph says what came from what, and by whom', async () => {
  const ledger = await finishedMission();
  await ledger.rollBack();
  await ledger.append('bot', { ...usage('U-2', '1'), payload: { usage: 'U-2', scope: { mission: 'M-1' } } });
  const graph = provenanceGraph(await collect(ledger.source));
  const { commit, parent } = changeOf('M-1', 'batch-1');
  const related = (rel: string, from: RegExp, to: RegExp): number =>
    graph.edges.filter((edge) => edge.rel === rel && from.test(edge.from) && to.test(edge.to)).length;
  assert.equal(related('wasDerivedFrom', new RegExp(`^commit:${commit}`), new RegExp(`^commit:${parent}`)), 1);
  assert.equal(related('wasInvalidatedBy', new RegExp(`^commit:${commit}`), /^event:/), 1);
  assert.equal(related('wasGeneratedBy', /^report:/, /^event:/), 1);
  assert.equal(related('wasDerivedFrom', /^test_report:/, /^commit:/), 1);
  assert.equal(related('wasDerivedFrom', /^test_report:/, /^batch:M-1\/batch-1/), 1);
  assert.equal(related('wasDerivedFrom', /^pull_request:/, /^batch:/), 1);
  assert.equal(related('wasDerivedFrom', /^batch:/, /^spec:/), 1);
  assert.equal(related('wasInformedBy', /^event:/, /^event:/), 2);
  assert.equal(related('wasAssociatedWith', /^event:/, /^agent:model a-model#$/), 1);
  assert.equal(
    graph.nodes.some(({ type }) => type === 'mission_leased'),
    false,
  );
  assertWhole(graph);
});

function assertWhole({ nodes, edges }: ProvenanceGraph): void {
  const ids = nodes.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)].sort());
  for (const { from, to } of edges) assert.ok(ids.includes(from) && ids.includes(to), `${from} ${to}`);
}

test('every kind of event has its place in the graph', async () => {
  const ledger = new MissionLedger();
  await ledger.tell('bot', 'mission_created', { mission: 'M-1', title: 'A mission', risk: 'low' });
  const contents = [{ kind: 'patch', name: 'a.patch', digest: 'd'.repeat(64) }] as const;
  await ledger.tell('bot', 'mission_planned', { mission: 'M-1', contents: [...contents] });
  await ledger.tell('bot', 'batch_added', {
    mission: 'M-1',
    batch: 'batch-1',
    contents: [{ ...contents[0], text: 'x' }],
  });
  await ledger.tell('bot', 'batch_referenced', {
    mission: 'M-1',
    batch: 'batch-1',
    pull_request: 'https://example.com/2',
  });
  await ledger.tell('bot', 'batch_rolled_back', { mission: 'M-1', batch: 'batch-1' });
  const { subject } = READER.account(ledger.missions, 'M-1')!.checkpoints[0]!;
  await ledger.tell('ci', 'checkpoint_decided', {
    mission: 'M-1',
    checkpoint: 'plan',
    decision: 'approved',
    subject,
    method: 'witnessed',
    approver: { actor: 'kim', kind: 'human' },
  });
  for (const intent of ['change_applied', 'change_verified', 'change_reverted'])
    await ledger.append('bot', {
      ...draft(9),
      intent,
      trace_id: TRACE,
      metadata: { created_at: at(9) },
      payload: { spec_digest: '5'.repeat(64), spec_id: 'CS-1', report_digest: '6'.repeat(64) },
    });
  const context = { actor: 'ci', createdAt: at(10), traceId: TRACE };
  const commit = 'c'.repeat(40);
  await ledger.append(
    'ci',
    evidenceDraft(
      'evidence_recorded',
      { evidence: 'E-1', mission: 'M-1', kind: 'commit', name: 'a commit', commit },
      context,
    ),
  );
  await ledger.append(
    'ci',
    evidenceDraft('evidence_recorded', { evidence: 'E-2', mission: 'M-1', kind: 'other', name: 'a note' }, context),
  );
  // Of these intents nobody but their own module says what has to be there; what is not there adds nothing.
  for (const intent of ['usage_recorded', 'evidence_recorded', 'change_applied'])
    await ledger.append('ci', { ...draft(11), intent, trace_id: TRACE, metadata: { created_at: at(11) }, payload: {} });
  const graph = provenanceGraph(await collect(ledger.source));
  assertWhole(graph);
  const types = new Set(graph.nodes.filter(({ kind }) => kind === 'entity').map(({ type }) => type));
  for (const type of [
    'mission',
    'plan',
    'batch',
    'patch',
    'pull_request',
    'subject',
    'spec',
    'report',
    'commit',
    'other',
    'usage',
  ])
    assert.ok(types.has(type), type);
  assert.ok(graph.edges.some(({ rel, to }) => rel === 'actedOnBehalfOf' && to === 'agent:kim#'));
});

test('the same events give the same graph, and drawings in which nothing is obeyed', async () => {
  const title = 'x"]; click n1 "javascript:alert(1)"\n<script>\\';
  const ledger = await finishedMission({ title });
  const graph = provenanceGraph(await collect(ledger.source));
  assert.deepEqual(provenanceGraph(await collect(ledger.source)), graph);
  const mermaid = formatMermaid(graph);
  assert.match(mermaid, /^flowchart RL\n {2}n1/);
  assert.doesNotMatch(mermaid, /<script|javascript:alert\(|\bclick n1 "/);
  for (const line of mermaid.trimEnd().split('\n').slice(1))
    assert.match(
      line,
      /^ {2}n\d+(?: -- \w+ --> n\d+|(?:\(\["|\["|\{\{")[\p{L}\p{N} .,:/@_…#;-]*(?:"\]\)|"\]|"\}\}))$/u,
    );
  const dot = formatDot(graph);
  assert.match(dot, /label="mission: x\\"\]; click n1 \\"javascript:alert\(1\)\\"\\\\u\{a\}/);
  assert.ok(dot.endsWith('}\n'));
});
