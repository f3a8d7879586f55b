/** What a service shows, and the digest that it asks to be signed: whoever decides works it out from what they were shown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoglineError } from '../../src/base/errors.ts';
import { checkpointOf } from '../../src/mission/checkpoints.ts';
import { demandShownSubject } from '../../src/mission/shown.ts';
import { CHECKPOINTS } from '../../src/mission/state.ts';
import { missionView } from '../../src/mission/view.ts';
import { Story, content } from './story.ts';

/** Verified, with a plan that lists contents, and a rollback among the batches. */
function story(): Story {
  const told = new Story().create('medium', { description: 'at length' });
  const planned = ['batch-1', 'batch-2'].map(content).map(({ text: _, ...rest }) => rest);
  told.tell('bot', 'mission_planned', { mission: 'M-1', summary: 'two', contents: planned });
  told.approve('kim', 'plan').lease().add('batch-1').add('batch-2');
  return told.run('batch-1').run('batch-2', { mutation: 0.8 }).rollBack('batch-2');
}

/** As it comes over the wire, to be changed. */
type Wire = any; // eslint-disable-line @typescript-eslint/no-explicit-any
const wire = (told: Story): Wire => JSON.parse(JSON.stringify(missionView(told.mission())));

test('what is shown has the digest that is named', () => {
  const told = story();
  for (const name of CHECKPOINTS)
    assert.equal(demandShownSubject(wire(told), name), checkpointOf(told.mission(), name).subject);
});

test('whatever is changed in it, the first checkpoint that covers it is named', () => {
  const lies: readonly (readonly [string, (mission: Wire) => void])[] = [
    ['plan', (mission) => (mission.title = 'Harmless')],
    ['plan', (mission) => delete mission.description],
    ['plan', (mission) => (mission.risk = 'low')],
    ['plan', (mission) => (mission.approvals = 'signed')],
    ['plan', (mission) => (mission.plan.summary = 'one')],
    ['plan', (mission) => mission.plan.contents.pop()],
    ['plan', (mission) => (mission.checkpoints[0].subject = '0'.repeat(64))],
    ['plan', (mission) => delete mission.checkpoints[0].subject],
    ['execute', ({ checkpoints }) => checkpoints[1].batches.pop()],
    ['execute', ({ checkpoints }) => (checkpoints[1].batches[1].state = 'applied')],
    ['execute', ({ checkpoints }) => (checkpoints[1].batches[0].contents[0].digest = '0'.repeat(64))],
    ['execute', ({ checkpoints }) => (checkpoints[1].batches[0].commit = '0'.repeat(40))],
    ['execute', ({ checkpoints }) => (checkpoints[1].batches[0].files[0].path = 'other.txt')],
    ['execute', ({ checkpoints }) => (checkpoints[1].batches[0].files[0].after.sha256 = '0'.repeat(64))],
    ['execute', ({ checkpoints }) => (checkpoints[1].batches[0].change.tree = '0'.repeat(40))],
    ['execute', ({ checkpoints }) => delete checkpoints[1].batches[0].change],
    ['verify', ({ checkpoints }) => (checkpoints[1].batches[0].verification.ok = false)],
    ['verify', ({ checkpoints }) => (checkpoints[1].batches[0].verification.checks[0].name = 'CS-9')],
    ['verify', ({ checkpoints }) => delete checkpoints[1].batches[0].verification],
    ['finalize', ({ checkpoints }) => (checkpoints[3].subject = checkpoints[2].subject)],
  ];
  for (const [checkpoint, lie] of lies) {
    const shown = wire(story());
    lie(shown);
    assert.throws(
      () => demandShownSubject(shown, 'finalize'),
      (error) => {
        assert.ok(error instanceof LoglineError && error.code === 'APPROVAL_MISMATCH', String(error));
        return error.details['checkpoint'] === checkpoint && error.message.startsWith(`${checkpoint} of M-1 names `);
      },
      `${checkpoint}: ${String(lie)}`,
    );
  }
});

test('a decision early on stands on nothing that comes later', () => {
  const shown = wire(story());
  shown.checkpoints[3].subject = '0'.repeat(64);
  shown.checkpoints[1].batches = [];
  assert.equal(demandShownSubject(shown, 'plan'), shown.checkpoints[0].subject);
});
