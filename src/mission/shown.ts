/**
 * What is approved, worked out from what a service shows: so nobody has to sign a digest that somebody else names.
 *
 * @see docs/mission.md, "Approvals"
 */
import { LoglineError } from '../base/errors.ts';
import { subjectsOf } from './checkpoints.ts';
import type { ApprovableBatch } from './checkpoints.ts';
import { changeDigest } from './digest.ts';
import type { BatchChange } from './generated/types.ts';
import { CHECKPOINTS } from './state.ts';
import type { CheckpointName } from './state.ts';
import type { BatchView, MissionView } from './view.ts';

/** Where what is named is not what is shown, and what comes in there first. */
const COVERED: Readonly<Record<CheckpointName, string>> = {
  plan: 'title, description, risk, the kind of approvals, summary and contents of the plan',
  execute: 'the batches: their contents, how far each has come, and what it did to every file',
  verify: 'the reports on the batches',
  finalize: 'nothing beside the other three',
};

/**
 * Answers the digest of what a mission shows at a checkpoint, as long as it is the one that is named there, and at each checkpoint before it.
 * Pure.
 *
 * @throws {LoglineError} APPROVAL_MISMATCH - another one is named; `details` has the first checkpoint where, what it covers, and both digests.
 */
export function demandShownSubject(shown: MissionView, checkpoint: CheckpointName): string {
  const own = shownSubjects(shown);
  for (const name of CHECKPOINTS.slice(0, CHECKPOINTS.indexOf(checkpoint) + 1)) {
    const named = shown.checkpoints.find((one) => one.name === name)?.subject;
    if (named === own[name]) continue;
    const message = `${name} of ${shown.missionId} names ${String(named)}, and what is shown has ${own[name]}. It covers ${COVERED[name]}.`;
    throw new LoglineError('APPROVAL_MISMATCH', message, { details: { checkpoint: name, named, shown: own[name] } });
  }
  return own[checkpoint];
}

/** Answers the digest of what a mission shows at each of its checkpoints. Those of a finalized one stay as they were, whatever it shows. Pure. */
export function shownSubjects(shown: MissionView): Record<CheckpointName, string> {
  const { missionId: id, title, description, risk, approvals, plan, checkpoints } = shown;
  const batches = checkpoints.flatMap((one) => one.batches ?? []).map((batch) => approvable(id, batch));
  const { summary, contents } = plan;
  return subjectsOf({ id, title, description, risk, approvals, plan: { summary, contents }, batches });
}

function approvable(mission: string, shown: BatchView): ApprovableBatch {
  const { id, state, contents, verification } = shown;
  const change = changeOf(mission, shown);
  return {
    id,
    state,
    contents,
    changeDigest: change && changeDigest(change),
    report: verification && {
      mission,
      batch: id,
      commit: verification.commit,
      ok: verification.ok,
      report_digest: verification.reportDigest,
      checks: [...verification.checks],
    },
  };
}

function changeOf(mission: string, { id: batch, commit, files, change }: BatchView): BatchChange | undefined {
  if (commit === undefined || files === undefined || change === undefined) return undefined;
  const { lease, ref, parent, tree, folders, merged } = change;
  const announced = { mission, batch, lease, ref, parent, commit, tree, files: [...files], folders };
  return merged === undefined ? announced : { ...announced, merged };
}
