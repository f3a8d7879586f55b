/** What a service shows, and the digest that it asks to be signed: whoever decides works it out from what they were shown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoglineError } from '../../src/base/errors.ts';
import { checkpointOf } from '../../src/mission/checkpoints.ts';
import { demandShownSubject } from '../../src/mission/shown.ts';
import { CHECKPOINTS } from '../../src/mission/state.ts';
import { missionView } from '../../src/mission/view.ts';
import type { MissionView } from '../../src/mission/view.ts';
import { Story, content } from './story.ts';

const ZEROS = '0'.repeat(64);

/** Verified, with a plan that lists contents, and a rollback among the batches. */
function story(): Story {
  const told = new Story().create('medium', { description: 'at length' });
  const planned = ['batch-1', 'batch-2'].map(content).map(({ text: _, ...rest }) => rest);
  told.tell('bot', 'mission_planned', { mission: 'M-1', summary: 'two', contents: planned });
  told.approve('kim', 'plan').lease().add('batch-1').add('batch-2');
  return told.run('batch-1').run('batch-2', { mutation: 0.8 }).rollBack('batch-2');
}

/** As it comes over the wire, to be changed. */
type Wire = Changeable<MissionView>;
type Changeable<T> = { -readonly [Name in keyof T]: Changeable<T[Name]> };
const wire = (told: Story): Wire => JSON.parse(JSON.stringify(missionView(told.mission()))) as Wire;
const batchesIn = ({ checkpoints }: Wire): NonNullable<Wire['checkpoints'][number]['batches']> =>
  checkpoints[1]!.batches!;
const first = (mission: Wire): ReturnType<typeof batchesIn>[number] => batchesIn(mission)[0]!;

test('what is shown has the digest that is named', () => {
  const told = story();
  for (const name of CHECKPOINTS)
    assert.equal(demandShownSubject(wire(told), name), checkpointOf(told.mission(), name).subject);
});

test('whatever is changed in it, the first checkpoint that covers it is named', () => {
  const lies: readonly (readonly [string, (mission: Wire) => unknown])[] = [
    ['plan', (mission) => (mission.title = 'Harmless')],
    ['plan', (mission) => delete mission.description],
    ['plan', (mission) => (mission.risk = 'low')],
    ['plan', (mission) => (mission.approvals = 'signed')],
    ['plan', (mission) => (mission.plan.summary = 'one')],
    ['plan', (mission) => mission.plan.contents.pop()],
    ['plan', (mission) => (mission.checkpoints[0]!.subject = ZEROS)],
    ['plan', (mission) => (mission.checkpoints = mission.checkpoints.slice(1))],
    ['execute', (mission) => batchesIn(mission).pop()],
    ['execute', (mission) => (batchesIn(mission)[1]!.state = 'applied')],
    ['execute', (mission) => (first(mission).contents[0]!.digest = ZEROS)],
    ['execute', (mission) => (first(mission).commit = ZEROS)],
    ['execute', (mission) => (first(mission).files![0]!.path = 'other.txt')],
    ['execute', (mission) => (first(mission).files![0]!.after!.sha256 = ZEROS)],
    ['execute', (mission) => (first(mission).change!.tree = ZEROS)],
    ['execute', (mission) => delete first(mission).change],
    ['verify', (mission) => (first(mission).verification!.ok = false)],
    ['verify', (mission) => (first(mission).verification!.checks[0]!.name = 'CS-9')],
    ['verify', (mission) => delete first(mission).verification],
    ['finalize', (mission) => (mission.checkpoints[3]!.subject = mission.checkpoints[2]!.subject)],
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
  shown.checkpoints[3]!.subject = ZEROS;
  shown.checkpoints[1]!.batches = [];
  assert.equal(demandShownSubject(shown, 'plan'), shown.checkpoints[0]!.subject);
});
