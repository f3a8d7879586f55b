/** Missions as people and programs read them. */
import type { BatchView, CheckpointView, MissionView } from '../mission/index.ts';
import type { Output } from './output.ts';
import { screenText } from './screen-text.ts';
import { snakeCased } from './snake-case.ts';
import { factLines } from './table.ts';

/** Answers a mission for programs: members in snake_case. Pure. */
export const missionJson = (view: MissionView): object => snakeCased(view) as object;

/** Writes where a mission stands, below a line about what was done. */
export async function writeMission(output: Output, view: MissionView, headline?: string): Promise<void> {
  const lines = [...(headline === undefined ? [] : [headline]), ...missionLines(view)];
  await output.one(missionJson(view), lines);
}

function missionLines(view: MissionView): string[] {
  const { missionId, title, risk, status, traceId = '-', createdAt, createdBy, lease } = view;
  const facts = {
    mission: missionId,
    title,
    risk,
    status,
    trace: traceId,
    created: `${createdAt} by ${createdBy}`,
    ...(lease !== undefined && { lease: `${lease.executor} until ${lease.expiresAt}` }),
  };
  return [...factLines(facts), ...view.checkpoints.flatMap(checkpointLines)];
}

function checkpointLines({
  name,
  status,
  required,
  approvals,
  rejection,
  overridden,
  batches,
  subject,
}: CheckpointView): string[] {
  const wants =
    status === 'pending' && required > 0 ? `, ${String(approvals.length)} of ${String(required)} humans` : '';
  const how = overridden ? ', overridden' : '';
  return [
    `${name.padEnd(9)} ${status}${wants}${how}  ${subject.slice(0, 16)}`,
    ...approvals.map(({ by, at }) => `  approved by ${screenText(by.actor)} (${by.kind}) at ${at}`),
    ...(rejection === undefined
      ? []
      : [`  rejected by ${screenText(rejection.by.actor)} at ${rejection.at}: ${screenText(rejection.reason ?? '-')}`]),
    ...(batches ?? []).flatMap(batchLines),
  ];
}

function batchLines({ id, state, contents, commit, verification, prs }: BatchView): string[] {
  const names = contents.map(({ name }) => name).join(', ');
  const verdict = verification === undefined ? '' : verification.ok ? ', verified' : ', not verified';
  const at = commit === undefined ? '' : `  ${commit.slice(0, 12)}`;
  return [`  ${id}  ${state}${verdict}${at}  ${screenText(names)}`, ...prs.map((pr) => `    ${screenText(pr)}`)];
}
