/** The page and the summary of missions that did not go well, and of those of which little is known. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8 } from '../../src/base/bytes.ts';
import { evidenceDraft } from '../../src/evidence/drafts.ts';
import { formatDrawing, graphDrawing } from '../../src/drawing/index.ts';
import { makePack } from '../../src/evidence/pack/make-pack.ts';
import { readArchive } from '../../src/evidence/pack/archive.ts';
import { verifyPack } from '../../src/evidence/pack/verify-pack.ts';
import { checkpointOf } from '../../src/mission/index.ts';
import { at, draft } from '../ledger/fixtures.ts';
import { KEYRING, changeOf, content, reportOf, signerOf } from '../mission/story.ts';
import { MissionLedger, READER, TRACE, usage } from './mission-ledger.ts';

async function pageOf(ledger: MissionLedger, keyring: typeof KEYRING | undefined = KEYRING): Promise<string> {
  const bytes = await makePack(ledger.source, 'M-1', { reader: READER, keyring, signer: signerOf('ci') });
  const report = await verifyPack(bytes, { reader: READER, ledger: ledger.source });
  assert.deepEqual(report.findings, []);
  return fromUtf8(readArchive(bytes).find(({ name }) => name === 'index.html')!.bytes)!;
}

/** What a table says of something, tags left out. */
const rowOf = (page: string, first: string): string =>
  (new RegExp(`<tr><td>${first}</td>.*`).exec(page)?.[0] ?? '').replaceAll(/<[^>]*>/g, '|');

test('a rejected plan, and its reason', async () => {
  const ledger = new MissionLedger();
  await ledger.tell('bot', 'mission_created', {
    mission: 'M-1',
    title: 'A mission',
    description: 'at length',
    risk: 'high',
  });
  const { subject } = checkpointOf(ledger.missions.missions.get('M-1')!, 'plan');
  await ledger.tell('kim', 'checkpoint_decided', {
    mission: 'M-1',
    checkpoint: 'plan',
    decision: 'rejected',
    subject,
    method: 'signed',
    approver: { actor: 'kim', kind: 'human' },
    reason: 'too much at once',
  });
  const page = await pageOf(ledger);
  assert.match(rowOf(page, 'plan'), /rejected\|\|rejected by kim \(human; signed\) at \S+: too much at once\|\|2/);
  assert.match(rowOf(page, 'finalize'), /pending\|\|nobody yet\|\|2/);
  assert.match(rowOf(page, 'execute'), /by itself\|\|0/);
  assert.match(page, /at length/);
  assert.match(page, /Nothing was recorded/);
});

test('a verification that says no, overridden', async () => {
  const ledger = new MissionLedger();
  await ledger.tell('bot', 'mission_created', { mission: 'M-1', title: 'A mission', risk: 'low' });
  await ledger.tell('bot', 'batch_added', { mission: 'M-1', batch: 'batch-1', contents: [content('batch-1')] });
  await ledger.tell('bot', 'batch_added', {
    mission: 'M-1',
    batch: 'batch-2',
    contents: [{ ...content('b.patch'), kind: 'patch' }],
  });
  const change = changeOf('M-1', 'batch-1');
  const { lease, commit } = change;
  await ledger.tell('bot', 'mission_leased', {
    mission: 'M-1',
    lease,
    executor: '1.-.-.-.-@here',
    expires_at: at(9999),
  });
  await ledger.tell('bot', 'batch_started', change);
  await ledger.tell('bot', 'batch_applied', { mission: 'M-1', batch: 'batch-1', lease, commit });
  const report = reportOf('M-1', 'batch-1', false);
  const findings = [{ code: 'TYPE_ERROR', message: 'a <b>type</b> is missing' }];
  await ledger.tell('bot', 'batch_verified', { ...report, checks: [{ ...report.checks[0]!, findings }] });
  await ledger.tell('bot', 'batch_rolled_back', { mission: 'M-1', batch: 'batch-2' });
  await ledger.approve('kim', 'plan');
  await ledger.tell('kim', 'checkpoint_decided', {
    mission: 'M-1',
    checkpoint: 'verify',
    decision: 'approved',
    subject: checkpointOf(ledger.missions.missions.get('M-1')!, 'verify').subject,
    method: 'signed',
    approver: { actor: 'kim', kind: 'human' },
    override: true,
    reason: 'known',
  });
  const page = await pageOf(ledger);
  assert.match(rowOf(page, 'verify'), /approved, although the verification says no/);
  assert.match(rowOf(page, 'batch-1'), /applied.*failed/);
  assert.match(rowOf(page, 'batch-2'), /rolled-back.*not yet/);
  assert.match(page, /<td>TYPE_ERROR<\/td><td>a &#60;b&#62;type&#60;\/b&#62; is missing<\/td>/);
});

test('without a keyring, and with records of which little is said', async () => {
  const ledger = new MissionLedger({});
  await ledger.tell('kim', 'mission_created', { mission: 'M-1', title: 'A mission', risk: 'medium' });
  await ledger.approve('sam', 'plan');
  const { payload, ...fact } = usage('U-1', '3');
  const { model: _, ...money } = payload as Record<string, unknown>;
  await ledger.append('ci', { ...fact, payload: money });
  const context = { actor: 'ci', createdAt: at(60), traceId: TRACE };
  for (const kind of ['test_report', 'coverage', 'other'] as const) {
    const facts = kind === 'other' ? {} : { facts: { findings: 1 } };
    const record = { evidence: kind, mission: 'M-1', kind, name: kind, sha256: 'b'.repeat(64), ...facts };
    await ledger.append('ci', evidenceDraft('evidence_recorded', record, context));
  }
  // The same name again, and one that is none, count for nothing more.
  await ledger.append(
    'ci',
    evidenceDraft('evidence_recorded', { evidence: 'other', mission: 'M-1', kind: 'other', name: 'again' }, context),
  );
  await ledger.append('ci', { ...draft(61), intent: 'evidence_recorded', payload: { mission: 'M-1' } });
  await ledger.append('ci', { ...draft(62), intent: 'evidence_withheld', payload: { mission: 'M-1' } });
  const page = await pageOf(ledger, undefined);
  assert.match(rowOf(page, 'plan'), /sam \(human, as it says; signed\)/);
  assert.match(page, /<td>-<\/td><td>1<\/td><td>3 USD<\/td>/);
  assert.match(rowOf(page, 'test report'), /1 findings.*missing/);
  assert.doesNotMatch(page, /<td>again<\/td>/);
  assert.equal(
    page.match(/counts for nothing: Its payload is not that of evidence_(?:recorded|withheld)\./g)?.length,
    2,
  );
});

test('a graph in which nothing was done has a drawing, too', () => {
  const node = (id: string) => ({ id, kind: 'entity', type: 'mission', label: 'x'.repeat(60) }) as const;
  const graph = {
    nodes: [node('a'), node('b')],
    edges: [{ from: 'a', to: 'b', rel: 'wasDerivedFrom' }],
  };
  assert.match(formatDrawing(graphDrawing(graph)), /^<svg [^]*x…<[^]*<\/svg>$/);
  assert.match(formatDrawing(graphDrawing({ nodes: [], edges: [] })), /^<svg /);
});
