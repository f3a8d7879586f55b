/** From plan to finalization: what is allowed when, and the rule that forbids the rest. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { missionDraft } from '../../src/mission/drafts.ts';
import { nextBatchId, nextMissionId } from '../../src/mission/ids.ts';
import { missionStatus, missionView } from '../../src/mission/view.ts';
import { at, draft } from '../ledger/fixtures.ts';
import { Story, changeOf, content, reportOf } from './story.ts';

/** A mission with medium risk whose plan is approved, one batch of which is added. */
const begun = (): Story => new Story().create().approve('kim', 'plan').lease().add('batch-1');

test('a mission goes from plan to finalization', () => {
  const story = new Story().create();
  assert.deepEqual(
    missionView(story.mission()).checkpoints.map(({ name, actor, status }) => [name, actor, status]),
    [
      ['plan', 'human', 'pending'],
      ['execute', 'agent', 'pending'],
      ['verify', 'agent', 'pending'],
      ['finalize', 'human', 'pending'],
    ],
  );
  story.approve('kim', 'plan').lease().add('batch-1').add('batch-2');
  assert.equal(story.status('plan'), 'approved');
  assert.equal(story.status('execute'), 'pending');
  story.run('batch-1');
  assert.equal(story.status('execute'), 'pending', 'one batch is left');
  story.run('batch-2');
  assert.equal(story.status('execute'), 'approved');
  assert.equal(story.status('verify'), 'approved');
  assert.equal(story.status('finalize'), 'pending');
  story.approve('kim', 'finalize');
  assert.equal(story.status('finalize'), 'approved');
  assert.equal(missionStatus(story.mission()), 'active');
  const { subject } = story.decision('kim', 'finalize');
  story.tell('bot', 'mission_finalized', { mission: 'M-1', subject });
  assert.equal(missionStatus(story.mission()), 'finalized');
  assert.equal(story.mission().lease, undefined);
  assert.deepEqual(story.missions.refused, []);
});

test('with low risk a mission approves itself once the verification passes', () => {
  const story = new Story().create('low').lease().add('batch-1');
  story.refuses(
    'bot',
    'mission_finalized',
    { mission: 'M-1', subject: story.decision('bot', 'finalize').subject },
    { rule: 'all-approved', code: 'TRANSITION_REFUSED' },
  );
  story.run('batch-1', { ok: false });
  assert.equal(story.status('plan'), 'pending');
  story.verified('batch-1', true);
  for (const name of ['plan', 'execute', 'verify', 'finalize'] as const) assert.equal(story.status(name), 'approved');
  story.tell('bot', 'mission_finalized', { mission: 'M-1', subject: story.decision('bot', 'finalize').subject });
});

describe('an illegal transition is refused by its rule', () => {
  test('work before the plan is approved', () => {
    const story = new Story().create().lease().add('batch-1');
    story.refuses('bot', 'batch_started', changeOf('M-1', 'batch-1'), { rule: 'plan-approved' });
  });

  test('checkpoints out of order', () => {
    const story = new Story().create();
    for (const name of ['execute', 'verify', 'finalize'] as const)
      story.refuses('kim', 'checkpoint_decided', story.decision('kim', name), { rule: 'order' });
  });

  test('batches out of order, and behind a verification that says no', () => {
    const story = begun().add('batch-2');
    story.refuses('bot', 'batch_started', changeOf('M-1', 'batch-2'), { rule: 'batch-order' });
    story.run('batch-1', { ok: false });
    story.refuses('bot', 'batch_started', changeOf('M-1', 'batch-2'), { rule: 'batch-order' });
    story.rollBack('batch-1').run('batch-2');
  });

  test('a batch the other way round', () => {
    const story = begun();
    const { lease, commit } = changeOf('M-1', 'batch-1');
    const outcome = { mission: 'M-1', batch: 'batch-1', lease, commit };
    story.refuses('bot', 'batch_applied', outcome, { rule: 'batch-state' });
    story.refuses('bot', 'batch_verified', reportOf('M-1', 'batch-1', true), { rule: 'batch-state' });
    story.refuses('bot', 'rollback_started', changeOf('M-1', 'batch-1'), { rule: 'batch-state' });
    story.run('batch-1');
    story.refuses('bot', 'batch_started', changeOf('M-1', 'batch-1'), { rule: 'batch-state' });
    story.refuses('bot', 'batch_rolled_back', outcome, { rule: 'batch-state' });
    story.refuses('bot', 'batch_rolled_back', { mission: 'M-1', batch: 'batch-1' }, { rule: 'batch-state' });
  });

  test('an outcome that was not announced', () => {
    const story = begun().tell('bot', 'batch_started', changeOf('M-1', 'batch-1'));
    const other = { mission: 'M-1', batch: 'batch-1', lease: 'lease-1', commit: 'f'.repeat(40) };
    story.refuses('bot', 'batch_applied', other, { rule: 'same-change' });
    story.tell('bot', 'batch_applied', { ...other, commit: changeOf('M-1', 'batch-1').commit });
    const report = { ...reportOf('M-1', 'batch-1', true), commit: 'f'.repeat(40) };
    story.refuses('bot', 'batch_verified', report, { rule: 'same-change' });
  });

  test('what is not there, or there already', () => {
    const story = begun();
    const unknown = { rule: 'known-mission', code: 'MISSION_UNKNOWN' } as const;
    story.refuses('bot', 'batch_added', { mission: 'M-9', batch: 'batch-1', contents: [] }, unknown);
    story.refuses('bot', 'batch_started', changeOf('M-1', 'batch-9'), unknown);
    story.refuses('bot', 'batch_added', { mission: 'M-1', batch: 'batch-1', contents: [] }, { rule: 'new-id' });
    story.refuses('bot', 'mission_created', { mission: 'M-1', title: 't', risk: 'low' }, { rule: 'new-id' });
  });

  test('a payload that does not fit its schema', () => {
    const story = new Story();
    const payload = { mission: 'X-1', title: 't', risk: 'low' as const };
    story.refuses('bot', 'mission_created', payload, { rule: 'known-form', code: 'SCHEMA_INVALID' });
  });

  test('a finalization of something else', () => {
    const story = begun().run('batch-1').approve('kim', 'finalize');
    const other = { mission: 'M-1', subject: 'f'.repeat(64) };
    story.refuses('bot', 'mission_finalized', other, { rule: 'current-subject', code: 'APPROVAL_STALE' });
  });

  test('anything but a rollback after the end', () => {
    const story = begun().run('batch-1').approve('kim', 'finalize');
    story.tell('bot', 'mission_finalized', { mission: 'M-1', subject: story.decision('kim', 'finalize').subject });
    const over = { rule: 'not-finalized' } as const;
    story.refuses('bot', 'batch_added', { mission: 'M-1', batch: 'batch-2', contents: [] }, over);
    story.refuses('bot', 'mission_planned', { mission: 'M-1', contents: [] }, over);
    story.refuses('kim', 'checkpoint_decided', story.decision('kim', 'finalize'), over);
    story.lease().rollBack('batch-1');
    assert.equal(missionStatus(story.mission()), 'finalized');
    assert.equal(story.status('verify'), 'approved', 'the checkpoints stay as they were');
    const [batch] = missionView(story.mission()).checkpoints[1]!.batches!;
    assert.equal(batch!.state, 'rolled-back');
    assert.equal(batch!.reversible, false);
  });
});

describe('the plan', () => {
  test('that lists its contents binds the batches', () => {
    const story = new Story().create();
    const { text, ...planned } = content('batch-1');
    assert.equal(text, '{}');
    story.tell('bot', 'mission_planned', { mission: 'M-1', summary: 'one batch', contents: [planned] });
    story.approve('kim', 'plan').lease().add('batch-1');
    const stranger = { mission: 'M-1', batch: 'batch-2', contents: [content('batch-2')] };
    story.refuses('bot', 'batch_added', stranger, { rule: 'planned-contents' });
  });

  test('that comes after a batch binds it, too', () => {
    const story = new Story().create().lease().add('batch-1');
    const { kind, name, digest } = content('batch-2');
    story.tell('bot', 'mission_planned', { mission: 'M-1', contents: [{ kind, name, digest }] }).approve('kim', 'plan');
    story.refuses('bot', 'batch_started', changeOf('M-1', 'batch-1'), { rule: 'planned-contents' });
  });

  test('stays while a batch is under way', () => {
    const story = begun().tell('bot', 'batch_started', changeOf('M-1', 'batch-1'));
    story.refuses('bot', 'mission_planned', { mission: 'M-1', contents: [] }, { rule: 'batch-state' });
  });
});

describe('rollback', () => {
  test('of a batch that later ones build on comes after theirs', () => {
    const story = begun().add('batch-2').run('batch-1').run('batch-2', { path: 'batch-1.txt' });
    const undo = { ...changeOf('M-1', 'batch-1'), commit: 'e'.repeat(40) };
    story.refuses('bot', 'rollback_started', undo, { rule: 'later-batches' });
    story.rollBack('batch-2').rollBack('batch-1');
    assert.equal(story.status('execute'), 'pending', 'nothing is left that was applied');
  });

  test('of a batch that was not run withdraws it', () => {
    const story = begun().tell('bot', 'batch_rolled_back', { mission: 'M-1', batch: 'batch-1' });
    story.refuses('bot', 'batch_started', changeOf('M-1', 'batch-1'), { rule: 'batch-state' });
  });
});

describe('leases', () => {
  test('only who holds it works on files', () => {
    const story = new Story().create('low').add('batch-1');
    const leased = { rule: 'lease', code: 'MISSION_LEASED' } as const;
    story.refuses('bot', 'batch_started', changeOf('M-1', 'batch-1'), leased);
    story.lease('bee', 'lease-2').refuses('bot', 'batch_started', changeOf('M-1', 'batch-1'), leased);
    story.refuses('bot', 'mission_released', { mission: 'M-1', lease: 'lease-1' }, leased);
    story.tell('bee', 'mission_released', { mission: 'M-1', lease: 'lease-2' });
    assert.equal(story.mission().lease, undefined);
  });

  test('one that is held is not taken, but renewed, taken over from the dead, or had when its time is over', () => {
    const story = new Story().create().lease();
    const lease = { mission: 'M-1', lease: 'lease-2', executor: 'e', expires_at: at(1) };
    story.refuses('bee', 'mission_leased', lease, { rule: 'lease-held', code: 'MISSION_LEASED' });
    story.lease('bot', 'lease-1');
    story.refuses('bee', 'mission_leased', { ...lease, takes_over: 'lease-0' }, { rule: 'lease-held' });
    story.tell('bee', 'mission_leased', { ...lease, takes_over: 'lease-1' });
    story.tell('bot', 'mission_leased', { ...lease, lease: 'lease-3' });
    assert.equal(story.mission().lease?.id, 'lease-3');
  });
});

test('pull requests are noted once', () => {
  const story = begun();
  const reference = { mission: 'M-1', batch: 'batch-1', pull_request: 'https://example.com/1' };
  story.tell('bot', 'batch_referenced', reference).tell('kim', 'batch_referenced', reference);
  assert.deepEqual(story.mission().batches[0]!.pullRequests, ['https://example.com/1']);
});

test('atomics about other things change nothing but the count of lines', () => {
  const story = new Story().create();
  const before = JSON.stringify([...story.missions.missions]);
  story.fold('bot', draft(1)).fold('bot', draft(2, { intent: '__proto__' }));
  assert.equal(JSON.stringify([...story.missions.missions]), before);
  assert.equal(story.missions.lines, 3);
});

test('ids go on from the highest number', () => {
  const story = new Story();
  assert.equal(nextMissionId(story.missions), 'M-1');
  for (const mission of ['M-7', 'M-x', 'M-99999999999999999999'])
    story.tell('bot', 'mission_created', { mission, title: 't', risk: 'low' });
  assert.equal(nextMissionId(story.missions), 'M-8');
  story.create().add('batch-3');
  assert.equal(nextBatchId(story.mission()), 'batch-4');
});

test('a draft says what it is about, and carries the trace of its mission', () => {
  const context = { actor: 'kim', createdAt: at(0), traceId: '00000000-0000-4000-8000-000000000001' };
  const made = missionDraft('batch_added', { mission: 'M-1', batch: 'batch-1', contents: [] }, context);
  assert.equal(made.this, '/missions/M-1/batch-1');
  assert.equal(made.trace_id, context.traceId);
  const story = new Story().fold(
    'kim',
    missionDraft('mission_created', { mission: 'M-1', title: 't', risk: 'low' }, context),
  );
  assert.equal(story.mission().traceId, context.traceId);
});
