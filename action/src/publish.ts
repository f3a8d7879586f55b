/** The verdict, told through every channel that is there. One that fails is named in the others, and changes nothing of the verdict. */
import { LoglineError } from 'logline-core';
import { writeComment } from './github/comments.ts';
import type { CommentResult } from './github/comments.ts';
import { ApiError } from './github/client.ts';
import type { GitHubApi } from './github/client.ts';
import type { Inputs } from './inputs.ts';
import { annotations } from './report/annotations.ts';
import { formatJsonReport, spendingJson } from './report/json.ts';
import { formatReport } from './report/markdown.ts';
import { writeReport } from './report/report-file.ts';
import { visible } from './report/untrusted.ts';
import { formatSarif } from './report/sarif.ts';
import { MAX_SUMMARY_BYTES, writeOutputs, writeSummary } from './runner/command-files.ts';
import { command, inert } from './runner/commands.ts';
import { headlineOf } from './verdict.ts';
import type { Signing, Verdict } from './verdict.ts';

/** The surroundings that are written to. */
export interface Channels {
  readonly api: GitHubApi | undefined;
  readonly print: (line: string) => void;
  /** Text that nobody can guess, another one at each call. */
  readonly token: () => string;
  readonly summaryFile: string | undefined;
  readonly outputFile: string | undefined;
  readonly runUrl: string;
  readonly runId: number;
  readonly attempt: number;
}

/** A comment is refused from 65 536 characters on. */
const MAX_COMMENT_BYTES = 60_000;

/** Tells the verdict. Never throws. */
export async function publish(verdict: Verdict, inputs: Inputs, channels: Channels): Promise<void> {
  const degraded: string[] = [];
  const attempt = async <T>(name: string, work: () => Promise<T> | T): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      degraded.push(`${name}: ${reasonOf(error)}`);
      return undefined;
    }
  };
  printLog(verdict, channels);
  if (inputs.annotations) for (const line of annotations(verdict.remarks)) channels.print(line);
  if (inputs.reportFile !== undefined)
    await attempt('report-file', () => writeReport(inputs.reportFile!, formatJsonReport(verdict)));
  if (inputs.sarifFile !== undefined)
    await attempt('sarif-file', () => writeReport(inputs.sarifFile!, formatSarif(verdict.remarks)));
  const comment = await attempt('comment', () => comments(verdict, inputs, channels));
  const { summaryFile, outputFile } = channels;
  if (inputs.summary && summaryFile !== undefined)
    await attempt('summary', () =>
      writeSummary(summaryFile, formatReport(verdict, { runUrl: channels.runUrl, degraded }, MAX_SUMMARY_BYTES)),
    );
  for (const what of degraded)
    channels.print(command('warning', { title: 'JSON✯Atomic' }, visible(`Could not be reported: ${what}`)));
  if (outputFile !== undefined)
    await attempt('outputs', () =>
      writeOutputs(outputFile, outputsOf(verdict, inputs, comment, degraded), channels.token()),
    );
}

function printLog(verdict: Verdict, { print, token }: Channels): void {
  const lines = verdict.remarks.map(({ level, rule, message, path, line, fix }) => {
    const place = path === undefined ? '' : ` ${path}${line === undefined ? '' : `:${String(line)}`}`;
    return `${level} ${rule}${place}: ${message}${fix === undefined ? '' : ` ${fix}`}`.replaceAll(/\n {2,}/g, ' ');
  });
  for (const line of inert([headlineOf(verdict), ...lines], token())) print(line);
}

async function comments(verdict: Verdict, inputs: Inputs, channels: Channels): Promise<CommentResult | undefined> {
  const { subject, state } = verdict;
  if (subject.kind !== 'change' || subject.pullRequest === undefined || inputs.comment === 'never') return undefined;
  const { pullRequest: pull } = subject;
  if (channels.api === undefined) throw new ApiError(401, 'there is no github-token');
  if (pull.isFork && subject.event === 'pull_request')
    throw new ApiError(
      403,
      'on a pull request from a fork the token may only read; docs/action.md has the workflow that comments on forks.',
    );
  const isBad = state === 'fail' || state === 'undecided';
  return writeComment(channels.api, {
    pullRequest: pull.number,
    id: inputs.commentId,
    runId: channels.runId,
    attempt: channels.attempt,
    head: subject.head,
    body: formatReport(verdict, { runUrl: channels.runUrl, degraded: [] }, MAX_COMMENT_BYTES),
    mayCreate: inputs.comment !== 'on-failure' || isBad,
  });
}

/** The permission that is missing is said in the words of a workflow. */
function reasonOf(error: unknown): string {
  if (error instanceof ApiError && error.status === 403 && !error.isLimit)
    return `${error.message} Where the token is meant to write, the job needs "permissions: { contents: read, pull-requests: write }".`;
  if (error instanceof LoglineError) return error.message;
  return error instanceof Error ? error.message : String(error);
}

function outputsOf(
  verdict: Verdict,
  { reportFile = '', sarifFile = '' }: Inputs,
  comment: CommentResult | undefined,
  degraded: readonly string[],
): Record<string, string> {
  const { state, remarks, changes, evidence, spending, signing } = verdict;
  return {
    verdict: state,
    ...ledgerOutputs(verdict),
    'rules-changed': JSON.stringify(remarks.flatMap(({ rule, path }) => (rule === 'rules/changed' ? [path] : []))),
    changespecs: JSON.stringify(changes?.specs ?? []),
    evidence: JSON.stringify(evidence?.records ?? []),
    spending: spending === undefined ? '' : JSON.stringify(spendingJson(spending)),
    ...signingOutputs(signing),
    degraded: JSON.stringify(degraded.map((what) => what.split(':', 1)[0])),
    'comment-id': comment?.id === undefined ? '' : String(comment.id),
    'comment-url': comment?.url ?? '',
    'report-file': reportFile,
    'sarif-file': sarifFile,
  };
}

function ledgerOutputs({ ledgers }: Verdict): Record<string, string> {
  const sum = (of: 'added' | 'total'): string => String(ledgers.reduce((total, ledger) => total + ledger[of], 0));
  const [only] = ledgers.length === 1 ? ledgers : [];
  return {
    'entries-added': sum('added'),
    'entries-total': sum('total'),
    tip: only?.tip ?? '',
    'base-tip': only?.baseTip ?? '',
  };
}

const signingOutputs = ({ kind, commit = '', url = '' }: Signing = { kind: 'none' }): Record<string, string> => ({
  signed: kind,
  'signed-commit': commit,
  'signed-url': url,
});
