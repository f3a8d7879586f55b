/** Decisions that the services write: signed here by the approver, where there is a key, else witnessed by the service for the API key. */
import { toHex, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import type { ServiceClient } from '../client/index.ts';
import { decisionDigest, demandShownSubject } from '../mission/index.ts';
import type { MISSION_REJECT } from './catalog/missions.ts';
import type { Call } from './command.ts';
import { missionOf } from './mission-api.ts';
import { pendingOf } from './mission-verdict.ts';
import type { Decided, Verdict } from './mission-verdict.ts';
import { openSigner } from './signing.ts';

type Flags = (typeof MISSION_REJECT)['flags'];

/**
 * Makes a decision there. What it is about is read first, its digest worked out here, and named in the decision: where that changes meanwhile,
 * the service refuses.
 *
 * @throws {LoglineError} APPROVAL_MISMATCH - the service names another digest than that of what it shows.
 */
export async function decideThere(
  call: Call<Flags>,
  client: ServiceClient,
  id: string,
  verdict: Verdict,
): Promise<Decided> {
  const { flags } = call;
  const before = await client.missions.get(id);
  const { name, approvals } = pendingOf(id, before.checkpoints, flags.checkpoint);
  const told = {
    subject: flags.subject ?? demandShownSubject(missionOf(before), name),
    ...(flags.reason !== undefined && { reason: flags.reason }),
  };
  const override = verdict.override ? { override: true as const } : {};
  const signature = await signatureOf(call, {
    mission: id,
    checkpoint: name,
    ...told,
    ...override,
    decision: verdict.decision,
  });
  const after =
    verdict.decision === 'approved'
      ? await client.missions.approve(id, name, { ...told, ...override, ...signature })
      : await client.missions.reject(id, name, { ...told, ...signature, reason: flags.reason ?? '' });
  const isAgain = verdict.decision === 'approved' && approvalsOf(after, name).length <= approvals.length;
  const actor = (isAgain ? undefined : decidedBy(after, name)) ?? signature.actor ?? 'the owner of the key';
  return { name, actor, isAgain, view: missionOf(after) };
}

type Told = Omit<Parameters<typeof decisionDigest>[0], 'approver'>;

async function signatureOf(
  call: Call<Flags>,
  decision: Told,
): Promise<{ actor?: string; public_key?: string; sig?: string }> {
  const signer = await signerOf(call);
  if (signer === undefined) {
    if (call.flags.actor === undefined) return {};
    throw new LoglineError(
      'USAGE',
      'Without a signing key of yours, the name is that of the API key: leave --actor out.',
    );
  }
  const actor = call.flags.actor ?? 'atomic';
  const digest = decisionDigest({ ...decision, approver: { actor } });
  return { actor, public_key: signer.publicKey, sig: toHex(await signer.sign(toUtf8(digest))) };
}

async function signerOf(call: Call<Flags>): Promise<Awaited<ReturnType<typeof openSigner>> | undefined> {
  try {
    return await openSigner(call);
  } catch (error) {
    const isMissing = error instanceof LoglineError && error.code === 'KEY_MISSING';
    if (isMissing && call.flags.signingKeyCommand === undefined) return undefined;
    throw error;
  }
}

type Shown = Awaited<ReturnType<ServiceClient['missions']['get']>>;
type Approvals = Shown['checkpoints'][number]['approvals'];

/** The name that the ledger has for whoever decided last. Who is not counted anew is not the last one. */
function decidedBy(mission: Shown, name: string): string | undefined {
  const rejection = mission.checkpoints.find((one) => one.name === name)?.rejection;
  return (rejection ?? approvalsOf(mission, name).at(-1))?.by.actor;
}

const approvalsOf = ({ checkpoints }: Shown, name: string): Approvals =>
  checkpoints.find((one) => one.name === name)?.approvals ?? [];
