/** The three hooks, by their names in git. */
import { LoglineError } from '../../base/errors.ts';
import type { Finding } from '../../base/report.ts';
import { reportOf } from './change-set.ts';
import type { HookReport } from './change-set.ts';
import { checkPushed, checkStaged } from './check.ts';
import { topFolder } from './hook-git.ts';
import { baseOfPush, parsePushes, sharedCommit } from './pushes.ts';
import type { Push } from './pushes.ts';
import { writeTrailers } from './trailer.ts';

/** The hooks that there are. */
export const HOOKS = ['pre-commit', 'commit-msg', 'pre-push'] as const;

/** The name of one of them. */
export type HookName = (typeof HOOKS)[number];

/** What git hands to a hook. */
export interface HookInput {
  readonly name: HookName;
  readonly args: readonly string[];
  /** Standard input; read by `pre-push` alone. */
  readonly readStdin: () => Promise<string>;
  /** Whether `commit-msg` writes trailers. */
  readonly trailer: boolean;
}

/** Does what the hook is for and answers what it found. @throws {LoglineError} USAGE - git hands in something else. Others as the checks do. */
export async function runHook({ name, args, readStdin, trailer }: HookInput): Promise<HookReport> {
  const top = await topFolder('.');
  if (name === 'pre-commit') return checkStaged(top);
  if (name === 'pre-push') return checkPushes(top, args[0] ?? '', parsePushes(await readStdin()));
  if (args[0] === undefined) throw new LoglineError('USAGE', 'commit-msg needs the file with the message.');
  const ledgers = trailer ? await writeTrailers(top, args[0]) : 0;
  return reportOf([], { files: 0, ledgers, lines: 0 });
}

async function checkPushes(top: string, remote: string, pushes: readonly Push[]): Promise<HookReport> {
  const reports: HookReport[] = [];
  for (const push of pushes) reports.push(await checkPush(top, remote, push));
  const sum = (of: keyof HookReport['counts']): number => reports.reduce((total, { counts }) => total + counts[of], 0);
  return reportOf(
    reports.flatMap(({ findings }) => findings),
    { files: sum('files'), ledgers: sum('ledgers'), lines: sum('lines') },
  );
}

async function checkPush(top: string, remote: string, push: Push): Promise<HookReport> {
  const base = await baseOfPush(top, remote, push);
  if (base.kind === 'unknown') return reportOf([notHere(push, base.commit)], { files: 0, ledgers: 0, lines: 0 });
  const main = (): Promise<string | undefined> => sharedCommit(top, remote, push.head);
  const report = await checkPushed(top, base.kind === 'commit' ? base.commit : undefined, push.head, main);
  const details = { ref: push.ref };
  return { ...report, findings: report.findings.map((finding) => ({ ...finding, details })) };
}

/** Whatever is there could be lost by this push. */
function notHere({ ref }: Push, commit: string): Finding {
  const message = `${ref} has the commit ${commit.slice(0, 12)} on the other side, which is not here: fetch it first.`;
  return { code: 'NOT_APPEND_ONLY', message, details: { ref } };
}
