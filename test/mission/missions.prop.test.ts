/** Whatever is asked for by whomever, in any order: what the fold makes of it keeps the rules, at every line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Atomic } from '../../src/atomic/index.ts';
import { checkpointsOf, isExecuted, isVerified, subjectsOf } from '../../src/mission/checkpoints.ts';
import { refusalOf } from '../../src/mission/drafts.ts';
import type { MissionIntent, MissionPayloads } from '../../src/mission/events.ts';
import { foldMissions } from '../../src/mission/fold.ts';
import { shownSubjects } from '../../src/mission/shown.ts';
import { CHECKPOINTS, noMissions } from '../../src/mission/state.ts';
import type { BatchState, Mission } from '../../src/mission/state.ts';
import { missionView } from '../../src/mission/view.ts';
import type { MissionView } from '../../src/mission/view.ts';
import { at } from '../ledger/fixtures.ts';
import { KEYRING, PEOPLE, Story, changeOf, content, keyOf, reportOf } from './story.ts';
import type { Person } from './story.ts';

const BATCHES = ['batch-1', 'batch-2', 'batch-3'];

/** What somebody tries next. `stale`: they decide about what stood there some steps ago. */
const attempt = fc.record({
  who: fc.constantFrom(...(Object.keys(PEOPLE) as Person[])),
  what: fc.constantFrom(
    ...(['plan', 'add', 'lease', 'start', 'apply', 'verify', 'verify', 'undo', 'undone', 'finalize'] as const),
    ...(['decide', 'decide', ...Array.from({ length: 14 }, () => 'advance' as const)] as const),
  ),
  batch: fc.constantFrom('batch-1', 'batch-1', 'batch-1', ...BATCHES),
  checkpoint: fc.constantFrom(...CHECKPOINTS),
  yes: fc.integer({ min: 0, max: 19 }).map((n) => n > 0),
  rejects: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  lease: fc.constantFrom('lease-1', 'lease-1', 'lease-1', 'lease-2'),
});
type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

interface Event {
  readonly who: Person;
  readonly intent: MissionIntent;
  readonly payload: MissionPayloads[MissionIntent];
}

/** What an attempt is at this moment; `advance` is what would bring the mission further. */
function eventOf(
  story: Story,
  { who, what, batch, checkpoint, yes, rejects, stale, lease }: Attempt,
  subjects: readonly string[],
): Event {
  const mission = 'M-1';
  const decision = rejects ? ('rejected' as const) : ('approved' as const);
  const change = { ...changeOf(mission, batch, yes ? `${batch}.txt` : 'shared.txt'), lease };
  const outcome = (of: 'change' | 'undo') => {
    const commit = story.mission().batches.find(({ id }) => id === batch)?.[of]?.commit ?? change.commit;
    return { mission, batch, lease, commit };
  };
  const events = {
    plan: {
      intent: 'mission_planned',
      payload: { mission, contents: yes ? [] : [content('batch-1')].map(({ text: _, ...rest }) => rest) },
    },
    add: { intent: 'batch_added', payload: { mission, batch, contents: [content(batch)] } },
    lease: { intent: 'mission_leased', payload: { mission, lease, executor: 'e', expires_at: at(story.clock + 5) } },
    start: { intent: 'batch_started', payload: change },
    apply: { intent: 'batch_applied', payload: outcome('change') },
    verify: { intent: 'batch_verified', payload: reportOf(mission, batch, yes, 0.8) },
    undo: { intent: 'rollback_started', payload: { ...change, commit: 'e'.repeat(40) } },
    undone: { intent: 'batch_rolled_back', payload: outcome('undo') },
    finalize: { intent: 'mission_finalized', payload: { mission, subject: story.decision(who, 'finalize').subject } },
    decide: {
      intent: 'checkpoint_decided',
      payload: {
        ...story.decision(who, checkpoint, { decision }),
        ...(stale && subjects.length > 0 && { subject: subjects[0]! }),
      },
    },
  } as const;
  if (what !== 'advance') return { who, ...events[what] };
  return nextEvent(story, events, batch) ?? { who, ...events.decide };
}

/** The plan approved, the batches leased, started, applied, verified, then all of it approved and finalized. */
function nextEvent(
  story: Story,
  events: Readonly<Record<string, Omit<Event, 'who'>>>,
  batch: string,
): Event | undefined {
  const mission = story.mission();
  const [plan, execute, verify, finalize] = checkpointsOf(mission);
  const decide = (checkpoint: 'plan' | 'finalize', approvals: number): Event => ({
    who: approvals === 0 ? 'kim' : 'lee',
    intent: 'checkpoint_decided',
    payload: story.decision(approvals === 0 ? 'kim' : 'lee', checkpoint),
  });
  if (plan.status === 'pending' && plan.required > 0) return decide('plan', plan.approvals.length);
  if (finalize.status === 'approved') return { who: 'bot', ...events['finalize']! };
  if (verify.status === 'approved') return decide('finalize', finalize.approvals.length);
  if (mission.lease?.id !== 'lease-1') return { who: 'bot', ...events['lease']! };
  const own = mission.batches.find(({ id }) => id === batch);
  const next: Readonly<Record<BatchState, string>> = {
    pending: 'start',
    started: 'apply',
    applied: 'verify',
    'rolling-back': 'undone',
    'rolled-back': 'finalize',
  };
  if (own === undefined) return execute.status === 'approved' ? undefined : { who: 'bot', ...events['add']! };
  return { who: 'bot', ...events[next[own.state]]! };
}

const RANK: Readonly<Record<BatchState, number>> = {
  pending: 0,
  started: 1,
  applied: 2,
  'rolling-back': 3,
  'rolled-back': 4,
};

/** What is true of a mission whatever happened. */
function demandInvariants(mission: Mission): void {
  const checkpoints = checkpointsOf(mission);
  const firstOpen = checkpoints.findIndex(({ status }) => status !== 'approved');
  const later = firstOpen < 0 ? [] : checkpoints.slice(firstOpen + 1);
  assert.ok(
    later.every(({ status }) => status !== 'approved'),
    'a checkpoint was skipped',
  );
  for (const { name, status, approvals, required, subject, overridden } of checkpoints) {
    assert.ok(
      approvals.every((one) => one.subject === subject),
      'a void approval counts',
    );
    if (name === 'plan' || name === 'finalize')
      assert.ok(
        approvals.every(({ by }) => by.kind === 'human'),
        'not by a human',
      );
    for (const { by } of approvals) if (by.kind === 'agent') assert.ok(!['bot', 'kim'].includes(by.actor), 'own work');
    assert.equal(new Set(approvals.map(({ by }) => by.actor)).size, approvals.length, 'one human counts twice');
    if (status === 'approved') assert.ok(approvals.length >= required, `${name} without its approvals`);
    if (mission.finalized !== undefined || status !== 'approved') continue;
    if (name === 'execute') assert.ok(isExecuted(mission));
    if (name === 'verify') assert.ok(isVerified(mission) || overridden);
  }
  if (mission.finalized !== undefined) assert.ok(checkpoints.every(({ status }) => status === 'approved'));
  const running = mission.batches.filter(({ state }) => state === 'started');
  assert.ok(running.length <= 1, 'two batches at once');
}

test('any interleaving keeps the rules at every prefix', () => {
  const reached = { finalized: 0, rejected: 0, rolledBack: 0, refused: 0, accepted: 0 };
  const risks = fc.constantFrom('low' as const, 'medium' as const, 'high' as const);
  fc.assert(
    fc.property(risks, fc.array(attempt, { minLength: 10, maxLength: 50, size: 'max' }), (risk, attempts) => {
      const story = new Story().create(risk);
      const subjects: string[] = [];
      for (const one of attempts) {
        const before = story.mission();
        const { who, intent, payload } = eventOf(story, one, subjects);
        const draft = story.draft(who, intent, payload);
        const isRefused = refusalOf(story.missions, draft, keyOf(who)) !== undefined;
        story.fold(who, draft);
        const after = story.mission();
        reached[isRefused ? 'refused' : 'accepted']++;
        assert.equal(after === before, isRefused, 'what is refused changes nothing, and what is allowed counts');
        for (const batch of before.batches) {
          const now = after.batches.find(({ id }) => id === batch.id)!;
          assert.ok(RANK[now.state] >= RANK[batch.state], 'a batch went back');
        }
        if (before.finalized !== undefined)
          assert.deepEqual(
            checkpointsOf(after).map(({ status, subject }) => [status, subject]),
            checkpointsOf(before).map(({ status, subject }) => [status, subject]),
          );
        demandInvariants(after);
        subjects.unshift(checkpointsOf(after)[CHECKPOINTS.indexOf(one.checkpoint)]!.subject);
      }
      const shown = JSON.parse(JSON.stringify(missionView(story.mission()))) as MissionView;
      assert.deepEqual(shownSubjects(shown), subjectsOf(story.mission()), 'what is shown has other digests');
      const { finalized, batches } = story.mission();
      if (finalized !== undefined) reached.finalized++;
      if (batches.some(({ state }) => state === 'rolled-back')) reached.rolledBack++;
      if (checkpointsOf(story.mission()).some(({ status }) => status === 'rejected')) reached.rejected++;
    }),
    { seed: 20_260_131, numRuns: 100 },
  );
  for (const [what, count] of Object.entries(reached)) assert.ok(count > 0, `${what}: only ${String(count)}`);
});

test('every reader of the same lines finds the same, also one that begins in the middle', () => {
  fc.assert(
    fc.property(fc.array(attempt, { minLength: 5, maxLength: 40, size: 'max' }), fc.nat(40), (attempts, cut) => {
      const story = new Story().create('medium');
      for (const one of attempts) {
        const { who, intent, payload } = eventOf(story, one, []);
        story.fold(who, story.draft(who, intent, payload));
      }
      const fold = (state = noMissions({ keyring: KEYRING }), atomics: readonly Atomic[] = story.atomics) =>
        atomics.reduce(foldMissions, state);
      const half = fold(undefined, story.atomics.slice(0, cut));
      const whole = JSON.stringify([...fold().missions]);
      assert.equal(JSON.stringify([...fold(half, story.atomics.slice(cut)).missions]), whole);
      assert.equal(JSON.stringify([...story.missions.missions]), whole);
    }),
    { seed: 20_260_131, numRuns: 40 },
  );
});
