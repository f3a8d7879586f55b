/** Who may approve what, as the keyring says it, and how an approval is lost. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkpointOf } from '../../src/mission/checkpoints.ts';
import { decisionDigest } from '../../src/mission/digest.ts';
import { refusedError, refusal } from '../../src/mission/rules.ts';
import { demandAllowed } from '../../src/mission/drafts.ts';
import { foldMissions } from '../../src/mission/fold.ts';
import { missionStatus, missionView } from '../../src/mission/view.ts';
import { revocationDraft } from '../../src/ledger/index.ts';
import { at } from '../ledger/fixtures.ts';
import { KEYRING, Story, changeOf, keyOf, reportOf } from './story.ts';
import type { Person } from './story.ts';

const decide = 'checkpoint_decided';
const refused = (rule: Parameters<typeof refusal>[0]) => ({ rule, code: 'APPROVAL_REFUSED' }) as const;

/** A mission whose batch is applied and verified. */
const verified = (risk: 'low' | 'medium' | 'high' = 'medium', ok = true): Story => {
  const story = new Story().create(risk).approve('kim', 'plan');
  if (risk === 'high') story.approve('lee', 'plan');
  return story
    .lease()
    .add('batch-1')
    .run('batch-1', { ok, ...(risk === 'high' && { mutation: 0.7 }) });
};

describe('roles', () => {
  test('humans and admins approve a plan; agents and machines do not, whatever they claim to be', () => {
    for (const who of ['kim', 'root'] as const)
      assert.equal(new Story().create().approve(who, 'plan').status('plan'), 'approved');
    const story = new Story().create();
    for (const who of ['bot', 'bee', 'ci'] as const)
      story.refuses(who, decide, story.decision(who, 'plan'), refused('human-decides'));
    const reject = story.decision('bee', 'plan', { decision: 'rejected' });
    story.refuses('bee', decide, reject, refused('human-decides'));
  });

  test('agents may approve what others did, and never what they did', () => {
    const story = verified();
    story.approve('bee', 'execute').approve('ci', 'verify');
    story.refuses('bot', decide, story.decision('bot', 'execute'), refused('own-work'));
    story.tell('bot', decide, story.decision('bot', 'execute', { decision: 'rejected' }));
    assert.equal(story.status('execute'), 'rejected');
  });

  test('a key without roles is taken at its word, but not on its own work', () => {
    const story = new Story().create().approve('sam', 'plan').lease('sam').add('batch-1', 'sam').run('batch-1');
    story.refuses('sam', decide, story.decision('sam', 'finalize'), refused('own-work'));
    story.approve('kim', 'finalize');
  });

  test('a human may approve what they did themselves', () => {
    const story = new Story().create().add('batch-1', 'kim').approve('kim', 'plan');
    assert.equal(story.status('plan'), 'approved');
  });

  test('a key that is not in the keyring, or was revoked, counts for nothing', () => {
    const story = new Story().create();
    const untrusted = { rule: 'trusted-signer', code: 'UNTRUSTED_KEY' } as const;
    story.refuses('mallory', decide, story.decision('mallory', 'plan'), untrusted);
    const facts = { actor: 'root', createdAt: at(9), reason: 'lost' };
    story.fold('root', revocationDraft({ key: keyOf('kim'), revocation: 'compromised' }, facts));
    story.refuses('kim', decide, story.decision('kim', 'plan'), { rule: 'trusted-signer', code: 'KEY_REVOKED' });
  });

  test('nobody speaks in the name of another', () => {
    const story = new Story().create();
    story.refuses('kim', decide, story.decision('lee', 'plan'), refused('own-name'));
    story.refuses('bot', decide, story.decision('kim', 'plan'), { ...refused('own-name'), actor: 'kim' });
  });

  test('an atomic that nobody signed counts for nothing', () => {
    const story = new Story().create();
    const draft = story.draft('kim', decide, story.decision('kim', 'plan'));
    foldMissions(story.missions, { schema_version: '1.1.0', ...draft });
    assert.equal(story.missions.refused.at(-1)?.code, 'UNSIGNED');
    assert.equal(story.status('plan'), 'pending');
  });

  test('without a keyring every signer is taken', () => {
    const story = new Story({}).create().approve('mallory', 'plan');
    assert.equal(story.status('plan'), 'approved');
    assert.equal(story.mission().decisions[0]?.by.vouched, false);
  });
});

describe('risk', () => {
  test('high wants two different humans', () => {
    const story = new Story().create('high').approve('kim', 'plan');
    assert.equal(story.status('plan'), 'pending');
    story.approve('kim', 'plan');
    assert.equal(story.status('plan'), 'pending', 'the same one again');
    story.approve('lee', 'plan');
    assert.equal(story.status('plan'), 'approved');
    assert.equal(checkpointOf(story.mission(), 'plan').approvals.length, 2);
  });

  test('one key with two names, and one name with two keys, are one human', () => {
    const keys = KEYRING.keys.map(({ public_key, roles }) => ({ public_key, ...(roles && { roles }) }));
    const unnamed = new Story({ keyring: { keys } }).create('high').approve('kim', 'plan');
    const approver = { actor: 'another', kind: 'human' as const };
    unnamed.tell('kim', decide, unnamed.decision('kim', 'plan', { approver }), 'another');
    const sameName = { actor: 'kim', kind: 'human' as const };
    unnamed.tell('lee', decide, unnamed.decision('lee', 'plan', { approver: sameName }), 'kim');
    assert.equal(unnamed.status('plan'), 'pending');
    unnamed.approve('lee', 'plan');
    assert.equal(unnamed.status('plan'), 'approved');
  });

  test('high wants the mutants noticed as the spec asks', () => {
    const story = verified('high');
    assert.equal(story.status('verify'), 'approved');
    story.verified('batch-1', true);
    assert.equal(story.status('verify'), 'pending', 'no score');
    story.verified('batch-1', true, 0.59);
    assert.equal(story.status('verify'), 'pending', 'a low score');
    story.tell('bot', 'batch_verified', { ...reportOf('M-1', 'batch-1', true), checks: [] });
    assert.equal(story.status('verify'), 'pending', 'no checks');
  });
});

describe('an approval is void', () => {
  test('when the plan changes, with all that came after it', () => {
    const story = verified().approve('kim', 'finalize');
    const { kind, name, digest } = story.mission().batches[0]!.contents[0]!;
    story.tell('bot', 'mission_planned', { mission: 'M-1', summary: 'new', contents: [{ kind, name, digest }] });
    for (const checkpoint of ['plan', 'finalize'] as const) assert.equal(story.status(checkpoint), 'pending');
    assert.equal(story.status('execute'), 'pending');
    story.approve('lee', 'plan');
    assert.equal(story.status('execute'), 'approved', 'the work is still done');
    assert.equal(story.status('finalize'), 'pending');
    assert.equal(story.mission().decisions.length, 2 + 1, 'void decisions are kept');
  });

  test('when a batch comes, goes, or is verified again', () => {
    const changes: ((story: Story) => Story)[] = [
      (story) => story.add('batch-2'),
      (story) => story.rollBack('batch-1'),
      (story) => story.verified('batch-1', false),
    ];
    for (const change of changes) {
      const story = verified().approve('kim', 'finalize');
      assert.equal(story.status('finalize'), 'approved');
      assert.equal(change(story).status('finalize'), 'pending');
    }
  });

  test('when it was made for something else', () => {
    const story = new Story().create();
    const stale = story.decision('kim', 'plan');
    story.tell('bot', 'mission_planned', { mission: 'M-1', summary: 'new', contents: [] });
    story.refuses('kim', decide, stale, { rule: 'current-subject', code: 'APPROVAL_STALE' });
  });
});

describe('a rejection', () => {
  test('stays until what was rejected changes', () => {
    const story = new Story().create().lease().add('batch-1');
    story.tell('kim', decide, story.decision('kim', 'plan', { decision: 'rejected', reason: 'too much at once' }));
    assert.equal(story.status('plan'), 'rejected');
    assert.equal(missionStatus(story.mission()), 'rejected');
    assert.equal(missionView(story.mission()).checkpoints[0]?.rejection?.reason, 'too much at once');
    story.refuses('lee', decide, story.decision('lee', 'plan'), { rule: 'rejected-stays' });
    story.refuses('bot', 'batch_started', changeOf('M-1', 'batch-1'), { rule: 'rejected-stays' });
    story.tell('bot', 'mission_planned', { mission: 'M-1', summary: 'less', contents: [] });
    assert.equal(missionStatus(story.mission()), 'active');
    assert.equal(story.approve('lee', 'plan').status('plan'), 'approved');
  });

  test('of the result stops it', () => {
    const story = verified();
    story.tell('kim', decide, story.decision('kim', 'verify', { decision: 'rejected' }));
    assert.equal(story.status('verify'), 'rejected');
    story.refuses('kim', decide, story.decision('kim', 'finalize'), { rule: 'order' });
  });
});

describe('an override', () => {
  test('approves what the verification says no to, and says so', () => {
    const story = verified('medium', false);
    story.refuses('kim', decide, story.decision('kim', 'verify'), { rule: 'something-to-approve' });
    const override = { override: true as const, reason: 'the test is wrong' };
    story.refuses('bee', decide, story.decision('bee', 'verify', override), refused('human-decides'));
    story.tell('kim', decide, story.decision('kim', 'verify', override));
    assert.equal(story.status('verify'), 'approved');
    assert.equal(checkpointOf(story.mission(), 'verify').overridden, true);
    story.approve('kim', 'finalize');
    story.tell('bot', 'mission_finalized', { mission: 'M-1', subject: story.decision('kim', 'finalize').subject });
    assert.equal(checkpointOf(story.mission(), 'verify').overridden, true);
    assert.equal(checkpointOf(story.mission(), 'plan').overridden, false);
  });

  test('needs a reason, and something to override', () => {
    const story = verified('medium', false);
    story.refuses('kim', decide, story.decision('kim', 'verify', { override: true }), { rule: 'known-form' });
    const override = { override: true as const, reason: 'r' };
    const nothing = { rule: 'override-verify' } as const;
    story.refuses('kim', decide, story.decision('kim', 'execute', override), nothing);
    story.verified('batch-1', true);
    story.refuses('kim', decide, story.decision('kim', 'verify', override), nothing);
  });

  test('of high risk needs two humans', () => {
    const story = verified('high', false);
    const override = { override: true as const, reason: 'r' };
    story.tell('kim', decide, story.decision('kim', 'verify', override));
    assert.equal(story.status('verify'), 'pending');
    story.tell('lee', decide, story.decision('lee', 'verify', override));
    assert.equal(story.status('verify'), 'approved');
  });

  test('is not had for work that is not done', () => {
    const story = new Story().create().approve('kim', 'plan').add('batch-1');
    story.refuses('kim', decide, story.decision('kim', 'execute'), { rule: 'something-to-approve' });
  });
});

describe('a signature of its own', () => {
  test('counts, whoever writes it down', async () => {
    const story = new Story().create('medium', { approvals: 'signed' });
    story.tell('ci', decide, await story.signedDecision('kim', 'plan'));
    assert.equal(story.status('plan'), 'approved');
    assert.equal(story.mission().decisions[0]?.by.key, keyOf('kim'));
  });

  test('does not count for another decision, or another name', async () => {
    const story = new Story().create();
    const signed = await story.signedDecision('kim', 'plan', { decision: 'rejected' });
    story.refuses('ci', decide, { ...signed, decision: 'approved' }, refused('own-name'));
    story.refuses('ci', decide, { ...signed, reason: 'added' }, refused('own-name'));
    const renamed = { ...signed, approver: { ...signed.approver, actor: 'lee' } };
    story.refuses('ci', decide, renamed, refused('own-name'));
  });

  test('by a key that is not in the keyring, or not valid any more, does not count', async () => {
    const story = new Story().create();
    story.refuses('ci', decide, await story.signedDecision('mallory', 'plan'), refused('own-name'));
    const facts = { actor: 'root', createdAt: at(9), reason: 'lost' };
    story.fold('root', revocationDraft({ key: keyOf('kim'), revocation: 'superseded' }, facts));
    story.refuses('ci', decide, await story.signedDecision('kim', 'plan'), refused('own-name'));
  });

  test('is over the digest of the decision, in which every member counts', () => {
    const story = new Story().create();
    const decision = story.decision('kim', 'plan', { reason: 'r' });
    const { reason: gone, ...bare } = decision;
    assert.equal(gone, 'r');
    const others = [
      { ...decision, mission: 'M-2' },
      { ...decision, checkpoint: 'verify' as const },
      { ...decision, decision: 'rejected' as const },
      { ...decision, subject: 'f'.repeat(64) },
      { ...decision, reason: 's' },
      { ...decision, override: true as const },
      { ...decision, approver: { ...decision.approver, actor: 'lee' } },
      bare,
    ];
    assert.equal(new Set([decision, ...others].map(decisionDigest)).size, others.length + 1);
  });
});

describe('a witness', () => {
  const witnessed = (who: Person) => ({
    method: 'witnessed' as const,
    approver: { actor: who, kind: 'human' as const },
  });

  test('decides in the name of others with the role ci or admin', () => {
    for (const witness of ['ci', 'root', 'sam'] as const) {
      const story = new Story().create();
      story.tell(witness, decide, story.decision(witness, 'plan', witnessed('kim')));
      assert.equal(story.status('plan'), 'approved');
      assert.equal(story.mission().decisions[0]?.by.key, undefined);
    }
    const story = new Story().create();
    for (const witness of ['kim', 'bot'] as const)
      story.refuses(witness, decide, story.decision(witness, 'plan', witnessed('lee')), refused('may-witness'));
  });

  test('is not enough where the mission or the reader wants signatures', () => {
    for (const story of [
      new Story().create('medium', { approvals: 'signed' }),
      new Story({ keyring: KEYRING, approvals: 'signed' }).create(),
    ]) {
      story.refuses('ci', decide, story.decision('ci', 'plan', witnessed('kim')), refused('signed-approvals'));
      story.approve('kim', 'plan');
    }
  });

  test('has no signature of somebody else to show', async () => {
    const story = new Story().create();
    const signed = await story.signedDecision('kim', 'plan');
    story.refuses('ci', decide, { ...signed, method: 'witnessed' }, refused('own-name'));
  });

  test('that nothing stands for cannot say that who worked is a human', () => {
    const story = new Story().create().approve('kim', 'plan').lease().add('batch-1').run('batch-1');
    const named = story.decision('sam', 'finalize', witnessed('bot'));
    story.refuses('sam', decide, named, refused('own-work'));
  });
});

test('who asks for what is forbidden gets an error that names the rule', () => {
  const story = new Story().create();
  const draft = story.draft('bot', decide, story.decision('bot', 'plan'));
  assert.throws(() => demandAllowed(story.missions, draft, keyOf('bot')), {
    code: 'APPROVAL_REFUSED',
    message: 'bot is an agent. Plan, finalization and overrides are decided by humans.',
    details: { rule: 'human-decides' },
  });
  demandAllowed(story.missions, { ...draft, intent: 'run_code' }, keyOf('bot'));
  assert.equal(refusedError(refusal('order', 'No.', { a: 1 })).details['a'], 1);
});
