/** Decisions at checkpoints, as commands make them. */
import { checkpointsOf, missionView } from '../mission/index.ts';
import type { Checkpoint, CheckpointDecision, Mission } from '../mission/index.ts';
import { openClient } from './api.ts';
import type { MISSION_REJECT } from './catalog/missions.ts';
import type { Call } from './command.ts';
import { decideThere } from './mission-decision-api.ts';
import { writeMission } from './mission-text.ts';
import { pendingOf } from './mission-verdict.ts';
import type { Decided, Verdict } from './mission-verdict.ts';
import { needed, writeMissions } from './missions.ts';
import { openSigner } from './signing.ts';

const TOLD = ['mission', 'checkpoint', 'subject', 'reason', 'override', 'actor'];
const KEYS = ['signingKeyFile', 'signingKeyCommand', 'signingPublicKey'];

/** Makes a decision and shows where the mission stands then. */
export async function decide(call: Call<(typeof MISSION_REJECT)['flags']>, verdict: Verdict): Promise<void> {
  const { flags, output } = call;
  const id = needed(flags.mission, '--mission');
  const client = await openClient(call, [...TOLD, ...KEYS]);
  const decided =
    client === undefined ? await decideHere(call, id, verdict) : await decideThere(call, client, id, verdict);
  const word = verdict.decision === 'approved' ? output.paint('green', 'APPROVED') : output.paint('red', 'REJECTED');
  const again = decided.isAgain ? ', as before: it counts once' : '';
  await writeMission(output, decided.view, `${word}  ${decided.name} of ${id} by ${decided.actor}${again}`);
}

function decideHere(
  call: Call<(typeof MISSION_REJECT)['flags']>,
  id: string,
  { decision, override }: Verdict,
): Promise<Decided> {
  const { flags } = call;
  // A decision is somebody's own: no key is taken for it that nobody named.
  return writeMissions(
    call,
    async (record) => {
      const actor = record.options.actor;
      let name = '';
      let isAgain = false;
      await record.append(({ missions }) => {
        const checkpoint = chosen(missions.get(id), flags.checkpoint);
        name = checkpoint?.name ?? flags.checkpoint ?? 'plan';
        isAgain = decision === 'approved' && isCounted(checkpoint, actor, record.options.signer?.publicKey);
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
      return { name, actor, isAgain, view: missionView(await record.mission(id)) };
    },
    openSigner,
  );
}

/** By the rule of the fold: one name, or one key, is one human. */
function isCounted(checkpoint: Checkpoint | undefined, actor: string, key: string | undefined): boolean {
  return checkpoint?.approvals.some(({ by }) => by.actor === actor || (key !== undefined && by.key === key)) ?? false;
}

function chosen(mission: Mission | undefined, name: string | undefined): Checkpoint | undefined {
  return mission && pendingOf(mission.id, checkpointsOf(mission), name);
}
