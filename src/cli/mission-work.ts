/** How commands work on the files of a mission. */
import { availableParallelism } from 'node:os';
import { installedFiles, testChange, testRunnerOf } from '../dte/index.ts';
import type { BatchReport, RunMissionOptions } from '../mission/index.ts';
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

/** Answers what is wrong by a report, as lines. Pure. */
export function reportLines({ batch, checks }: BatchReport): string[] {
  return checks.flatMap(({ name, findings }) =>
    findings.map(({ code, message }) => `  ${batch}  ${screenText(name)}  ${code}: ${screenText(message)}`),
  );
}
