/** Who decides at a checkpoint, and whether it is for them to decide. Roles come from the keyring, never from what an atomic claims. */
import { defaultEngine } from '../atomic/index.ts';
import { fromHex, toUtf8 } from '../base/bytes.ts';
import type { KeyringKey } from '../ledger/index.ts';
import { checkpointOf, checkpointsOf, isExecuted, isVerified } from './checkpoints.ts';
import { decisionDigest } from './digest.ts';
import type { EventFacts } from './events.ts';
import type { CheckpointDecision } from './generated/types.ts';
import { refusal } from './rules.ts';
import type { Refusal } from './rules.ts';
import { CHECKPOINTS } from './state.ts';
import type { DecidedBy, Decision, Mission, Missions } from './state.ts';

/** Answers why a decision counts for nothing, `undefined` where it counts. Pure. */
export function judgeDecision(
  missions: Missions,
  mission: Mission,
  payload: CheckpointDecision,
  facts: EventFacts,
): Refusal | undefined {
  const by = decidedBy(missions, mission, payload, facts);
  if ('rule' in by) return by;
  return (
    judgeMoment(mission, payload) ??
    judgeOverride(mission, payload) ??
    judgeRole(payload, by) ??
    judgeOwnWork(mission, payload, by)
  );
}

/** Answers the decision that an accepted event makes. Pure. */
export function decisionOf(
  missions: Missions,
  mission: Mission,
  payload: CheckpointDecision,
  facts: EventFacts,
): Decision {
  const { checkpoint, decision, subject, method, reason, override = false } = payload;
  const by = decidedBy(missions, mission, payload, facts) as DecidedBy;
  return { checkpoint, decision, subject, method, by, reason, override, at: facts.at };
}

function decidedBy(
  missions: Missions,
  mission: Mission,
  payload: CheckpointDecision,
  facts: EventFacts,
): DecidedBy | Refusal {
  if (payload.method === 'witnessed') return witnessed(missions, mission, payload, facts);
  const { public_key: key = facts.signer, sig } = payload.approver;
  if (sig !== undefined && !isSignedBy(key, sig, payload))
    return refusal('own-name', `The signature of ${payload.approver.actor} does not verify.`);
  if (sig === undefined && payload.approver.actor !== facts.actor)
    return refusal('own-name', `${facts.actor} cannot sign for ${payload.approver.actor}.`);
  return ownDecision(missions, key, payload, facts);
}

function isSignedBy(key: string, sig: string, payload: CheckpointDecision): boolean {
  const message = toUtf8(decisionDigest(payload));
  return defaultEngine().verify({ publicKey: fromHex(key, 32)!, signature: fromHex(sig, 64)!, message });
}

function ownDecision(
  { trust, lines }: Missions,
  key: string,
  { approver }: CheckpointDecision,
  facts: EventFacts,
): DecidedBy | Refusal {
  const known = trust?.key(key);
  if (trust !== undefined && known === undefined)
    return refusal('own-name', `The key ${key} of ${approver.actor} is not in the keyring.`);
  if (trust?.judge({ signer: key, createdAt: facts.at, wellKnown: undefined }, lines + 1) !== undefined)
    return refusal('own-name', `The key ${key} of ${approver.actor} is not valid any more.`);
  if (known?.actor !== undefined && known.actor !== approver.actor)
    return refusal('own-name', `The key ${key} is that of ${known.actor}, not of ${approver.actor}.`);
  const kind = kindOf(known?.roles);
  return { actor: approver.actor, kind: kind ?? approver.kind, key, vouched: kind !== undefined };
}

function witnessed(
  { trust, rules }: Missions,
  mission: Mission,
  { approver }: CheckpointDecision,
  { signer }: EventFacts,
): DecidedBy | Refusal {
  if (mission.approvals === 'signed' || rules.approvals === 'signed')
    return refusal('signed-approvals', `${approver.actor} has to sign this decision.`);
  if (approver.public_key !== undefined)
    return refusal('own-name', 'A decision with a signature of its own is not a witnessed one.');
  const roles = trust?.key(signer)?.roles;
  const mayWitness = roles === undefined || (!roles.includes('agent') && /\b(?:ci|admin)\b/.test(roles.join(' ')));
  if (!mayWitness) return refusal('may-witness', `The key ${signer} has the roles ${roles.join(', ')}.`);
  return { actor: approver.actor, kind: approver.kind, key: undefined, vouched: roles !== undefined };
}

/** `undefined` where nothing stands for it. A key that an agent has is an agent's, whoever else has it. */
function kindOf(roles: KeyringKey['roles']): DecidedBy['kind'] | undefined {
  if (roles === undefined) return undefined;
  if (roles.includes('agent')) return 'agent';
  return roles.includes('human') || roles.includes('admin') ? 'human' : 'agent';
}

function judgeMoment(mission: Mission, { checkpoint: name, subject }: CheckpointDecision): Refusal | undefined {
  const checkpoints = checkpointsOf(mission);
  const own = checkpointOf(mission, name);
  if (own.rejection !== undefined)
    return refusal('rejected-stays', `${name} of ${mission.id} was rejected by ${own.rejection.by.actor}.`);
  const open = checkpoints.slice(0, CHECKPOINTS.indexOf(name)).find(({ status }) => status !== 'approved');
  if (open !== undefined) return refusal('order', `${open.name} of ${mission.id} is ${open.status}.`);
  if (own.subject === subject) return undefined;
  const details = { subject, current: own.subject };
  return refusal('current-subject', `${name} of ${mission.id} is not what ${subject.slice(0, 12)}… names.`, details);
}

function judgeOverride(mission: Mission, { checkpoint, decision, override }: CheckpointDecision): Refusal | undefined {
  if (override === true) {
    const isNo = checkpoint === 'verify' && decision === 'approved' && !isVerified(mission);
    return isNo ? undefined : refusal('override-verify', `There is nothing to override at ${checkpoint}.`);
  }
  if (decision === 'rejected') return undefined;
  if (checkpoint === 'execute' && !isExecuted(mission))
    return refusal('something-to-approve', `The batches of ${mission.id} are not all run.`);
  if (checkpoint === 'verify' && !isVerified(mission))
    return refusal('something-to-approve', `The verification of ${mission.id} does not say yes.`);
  return undefined;
}

function judgeRole({ checkpoint, override }: CheckpointDecision, by: DecidedBy): Refusal | undefined {
  const needsHuman = checkpoint === 'plan' || checkpoint === 'finalize' || override === true;
  if (!needsHuman || by.kind === 'human') return undefined;
  return refusal('human-decides', `${by.actor} is an agent.`);
}

/** Where nothing stands for a key being a human's, it may be the agent's own. */
function judgeOwnWork(mission: Mission, { decision }: CheckpointDecision, by: DecidedBy): Refusal | undefined {
  if (decision === 'rejected' || (by.kind === 'human' && by.vouched)) return undefined;
  const isOwn = mission.workers.some(({ key, actor }) => actor === by.actor || key === by.key);
  if (!isOwn) return undefined;
  const who = by.kind === 'agent' ? 'is an agent' : 'is not known to be a human: no role in the keyring says so';
  return refusal('own-work', `${by.actor} worked on ${mission.id}, and ${who}.`);
}
