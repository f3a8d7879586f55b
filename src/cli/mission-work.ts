/** How commands work on the files of a mission. */
import { availableParallelism } from 'node:os';
import { installedFiles, testChange, testRunnerOf } from '../dte/index.ts';
import { untestedChanges } from '../mission/index.ts';
import type { BatchReport, MissionView, RunMissionOptions } from '../mission/index.ts';
import type { MISSION_WORK } from './catalog/missions.ts';
import type { Call } from './command.ts';
import { screenText } from './screen-text.ts';

/** Answers the options of a run, as the flags of a call say. */
export function workOptions({ flags, terminal }: Call<typeof MISSION_WORK>): RunMissionOptions {
  const { root, leaseMs, lockTimeoutMs, run } = flags;
  const { signal } = terminal;
  return {
    leaseMs,
    ...(lockTimeoutMs !== undefined && { lockTimeoutMs }),
    installed: installedFiles(root),
    signal,
    ...(run && {
      runTests: (spec, plan) =>
        testChange(spec, plan, {
          runner: testRunnerOf(plan.after),
          packagesFrom: root,
          workers: availableParallelism(),
          signal,
        }),
    }),
  };
}

/** Answers what high risk wants besides, and a report does not have, as lines: a verification that says yes is not enough there. Pure. */
export function mutantLines(report: BatchReport, risk: MissionView['risk']): string[] {
  return untestedChanges(report, risk).map(({ name, mutation_score: score, mutation_threshold: threshold }) => {
    const why =
      threshold === undefined
        ? 'names no tests.mutationThreshold'
        : score === undefined
          ? 'was tested with no mutants'
          : `has ${String(score)} of its mutants noticed, and wants ${String(threshold)}`;
    return `  ${report.batch}  ${screenText(name)}  ${why}: with high risk, a change has to be tested with mutants, or a human overrides.`;
  });
}

/** Answers what is wrong by a report, as lines. Pure. */
export function reportLines({ batch, checks }: BatchReport): string[] {
  return checks.flatMap(({ name, findings }) =>
    findings.map(({ code, message }) => `  ${batch}  ${screenText(name)}  ${code}: ${screenText(message)}`),
  );
}
