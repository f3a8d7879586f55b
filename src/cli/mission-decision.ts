/** Decisions at checkpoints, as commands make them. */
import { LoglineError } from '../base/errors.ts';
import { checkpointsOf } from '../mission/index.ts';
import type { Checkpoint, CheckpointDecision, Mission } from '../mission/index.ts';
import type { MISSION_REJECT } from './catalog/missions.ts';
import type { Call } from './command.ts';
import { writeMission } from './mission-text.ts';
import { needed, writeMissions } from './missions.ts';

/** Makes a decision and shows where the mission stands then. */
export async function decide(
  call: Call<(typeof MISSION_REJECT)['flags']>,
  decision: CheckpointDecision['decision'],
  override: boolean,
): Promise<void> {
  const { flags, output } = call;
  const id = needed(flags.mission, '--mission');
  await writeMissions(call, async (record) => {
    const actor = record.options.actor;
    let name = '';
    await record.append(({ missions }) => {
      const checkpoint = chosen(missions.get(id), flags.checkpoint);
      name = checkpoint?.name ?? flags.checkpoint ?? 'plan';
      const payload: CheckpointDecision = {
        mission: id,
        checkpoint: checkpoint?.name ?? 'plan',
        decision,
        subject: flags.subject ?? checkpoint?.subject ?? '0'.repeat(64),
        method: 'signed',
        approver: { actor, kind: flags.as },
        ...(flags.reason !== undefined && { reason: flags.reason }),
        ...(override && { override: true }),
      };
      return { intent: 'checkpoint_decided', payload };
    });
    const verdict = decision === 'approved' ? output.paint('green', 'APPROVED') : output.paint('red', 'REJECTED');
    await writeMission(output, await record.mission(id), `${verdict}  ${name} of ${id} by ${actor}`);
  });
}

/** The one that is named, else the first that is pending. */
function chosen(mission: Mission | undefined, name: string | undefined): Checkpoint | undefined {
  if (mission === undefined) return undefined;
  const checkpoints = checkpointsOf(mission);
  const found = checkpoints.find((one) => (name === undefined ? one.status === 'pending' : one.name === name));
  if (found !== undefined) return found;
  throw new LoglineError('TRANSITION_REFUSED', `Nothing of ${mission.id} is pending.`);
}
