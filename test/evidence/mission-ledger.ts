/** A ledger in which a mission happens, between lines about other things: the same bytes at every run. */
import assert from 'node:assert/strict';
import type { Draft, SignedLine } from '../../src/atomic/index.ts';
import { signDraft } from '../../src/atomic/index.ts';
import { toUtf8 } from '../../src/base/bytes.ts';
import { evidenceDraft, namedRecord } from '../../src/evidence/drafts.ts';
import type { EvidencePayloads } from '../../src/evidence/drafts.ts';
import { sha256 } from '../../src/evidence/sha256.ts';
import type { LedgerSource } from '../../src/ledger/index.ts';
import { checkpointOf, foldMissions, missionDraft, missionReader, noMissions } from '../../src/mission/index.ts';
import type {
  CheckpointName,
  MissionIntent,
  MissionPayloads,
  MissionRules,
  Missions,
} from '../../src/mission/index.ts';
import { refusalOf } from '../../src/mission/drafts.ts';
import { at, draft, sourceOf, textOf, traceId } from '../ledger/fixtures.ts';
import { KEYRING, changeOf, content, keyOf, reportOf, signerOf } from '../mission/story.ts';
import type { Person } from '../mission/story.ts';

export const READER = missionReader;
export const TRACE = traceId(77);
export const JUNIT = '<testsuite><testcase name="a"/><testcase name="b"><skipped/></testcase></testsuite>';
export const SBOM = '{"bomFormat":"CycloneDX","components":[{"name":"left-pad"}]}';

/** What was recorded, by digest. */
export const CONTENTS = new Map([JUNIT, SBOM].map((text) => [sha256(toUtf8(text)), toUtf8(text)]));

/** One ledger, as it is written. */
export class MissionLedger {
  readonly lines: SignedLine[] = [];
  missions: Missions;

  constructor(rules: MissionRules = { keyring: KEYRING }) {
    this.missions = noMissions(rules);
  }

  /** The ledger as it is now. */
  get source(): LedgerSource {
    return sourceOf(textOf(this.lines));
  }

  /** Hash of the newest line. */
  get head(): string {
    return this.lines.at(-1)!.atomic.hash!;
  }

  async append(who: Person, fact: Draft): Promise<this> {
    const line = await signDraft(fact, signerOf(who), { prev: this.lines.at(-1)?.atomic.hash ?? null });
    this.lines.push(line);
    this.missions = foldMissions(this.missions, line.atomic);
    return this;
  }

  /** Something about no mission. */
  other(n: number): Promise<this> {
    return this.append('ci', draft(n));
  }

  /** Something happens in the mission, which its rules allow, or else not. */
  async tell<I extends MissionIntent>(
    who: Person,
    intent: I,
    payload: MissionPayloads[I],
    allowed = true,
  ): Promise<this> {
    const fact = missionDraft(intent, payload, { actor: who, createdAt: at(this.lines.length), traceId: TRACE });
    const refused = refusalOf(this.missions, fact, keyOf(who));
    assert.equal(refused === undefined, allowed, `${intent} by ${who}: ${refused?.message ?? 'allowed'}`);
    return this.append(who, fact);
  }

  evidence<I extends keyof EvidencePayloads>(who: Person, intent: I, payload: EvidencePayloads[I]): Promise<this> {
    const context = { actor: who, createdAt: at(this.lines.length), traceId: TRACE };
    return this.append(who, evidenceDraft(intent, payload, context));
  }

  approve(who: Person, checkpoint: CheckpointName, allowed = true): Promise<this> {
    const { subject } = checkpointOf(this.missions.missions.get('M-1')!, checkpoint);
    const approver = { actor: who, kind: 'human' as const };
    const decision = { mission: 'M-1', checkpoint, decision: 'approved', subject, method: 'signed', approver } as const;
    return this.tell(who, 'checkpoint_decided', decision, allowed);
  }

  /** Takes the batch back. */
  async rollBack(): Promise<this> {
    const lease = `lease-${String(this.lines.length + 1)}`;
    const change = { ...changeOf('M-1', 'batch-1'), lease, commit: 'e'.repeat(40) };
    await this.tell('bot', 'mission_leased', {
      mission: 'M-1',
      lease,
      executor: '1.-.-.-.-@here',
      expires_at: at(100_000),
    });
    await this.tell('bot', 'rollback_started', change);
    const { commit } = change;
    return this.tell('bot', 'batch_rolled_back', { mission: 'M-1', batch: 'batch-1', lease, commit });
  }
}

/** A mission from its beginning to its end, with money, reports and a decision that was not for its maker. */
export async function finishedMission({ title = 'A mission' }: { title?: string } = {}): Promise<MissionLedger> {
  const ledger = new MissionLedger();
  await ledger.other(1);
  await ledger.tell('bot', 'mission_created', { mission: 'M-1', title, risk: 'medium' });
  await ledger.tell('bot', 'mission_planned', { mission: 'M-1', summary: 'rename', contents: [] });
  await ledger.approve('bot', 'plan', false);
  await ledger.approve('kim', 'plan');
  const added = {
    mission: 'M-1',
    batch: 'batch-1',
    contents: [content('batch-1')],
    pull_requests: ['https://example.com/1'],
  };
  await ledger.tell('bot', 'batch_added', added);
  await ledger.other(2);
  await runBatch(ledger);
  await recordAll(ledger);
  await ledger.approve('kim', 'finalize');
  await ledger.tell('kim', 'mission_finalized', {
    mission: 'M-1',
    subject: checkpointOf(ledger.missions.missions.get('M-1')!, 'finalize').subject,
  });
  return ledger.other(3);
}

async function runBatch(ledger: MissionLedger): Promise<void> {
  const change = changeOf('M-1', 'batch-1');
  const { lease, commit } = change;
  const executor = '1.-.-.-.-@here';
  await ledger.tell('bot', 'mission_leased', { mission: 'M-1', lease, executor, expires_at: at(100_000) });
  await ledger.tell('bot', 'batch_started', change);
  await ledger.tell('bot', 'batch_applied', { mission: 'M-1', batch: 'batch-1', lease, commit });
  await ledger.tell('bot', 'batch_verified', reportOf('M-1', 'batch-1', true));
}

async function recordAll(ledger: MissionLedger): Promise<void> {
  const { commit } = changeOf('M-1', 'batch-1');
  await ledger.append('bot', usage('U-1', '0.25'));
  const [junit, sbom] = [...CONTENTS.keys()] as [string, string];
  const facts = { tests: 2, failures: 0, errored: 0, skipped: 1 };
  await ledger.evidence(
    'ci',
    'evidence_recorded',
    namedRecord({
      mission: 'M-1',
      batch: 'batch-1',
      kind: 'test_report',
      name: 'junit.xml',
      sha256: junit,
      commit,
      facts,
    }),
  );
  await ledger.evidence(
    'ci',
    'evidence_recorded',
    namedRecord({ mission: 'M-1', kind: 'sbom', name: 'bom.json', sha256: sbom, facts: { components: 1 } }),
  );
  await ledger.evidence(
    'ci',
    'evidence_recorded',
    namedRecord({
      mission: 'M-1',
      kind: 'coverage',
      name: 'lcov.info',
      sha256: 'a'.repeat(64),
      facts: { lines: 10, lines_covered: 9, branches: 0, branches_covered: 0 },
    }),
  );
  await ledger.evidence(
    'ci',
    'evidence_recorded',
    namedRecord({
      mission: 'M-1',
      kind: 'pull_request',
      name: '#1',
      address: 'https://example.com/1',
      batch: 'batch-1',
    }),
  );
}

/** Money that was spent for the mission. */
export const usage = (name: string, cost: string): Draft => ({
  entity_type: 'function',
  intent: 'usage_recorded',
  this: '/usages/one',
  did: { actor: 'bot', action: 'record' },
  metadata: { created_at: at(50) },
  payload: { usage: name, scope: { mission: 'M-1' }, cost, currency: 'USD', attestation: 'claimed', model: 'a-model' },
});
