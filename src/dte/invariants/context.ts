/** What an invariant is checked on, and what comes back. */
import type { Code } from '../../base/errors.ts';
import type { Finding, Report } from '../../base/report.ts';
import type { ChangeSpec, Invariant } from '../generated/types.ts';
import type { FileChange } from '../plan.ts';
import type { Projects } from '../projects.ts';
import type { SourceTree } from '../source-tree.ts';
import type { ExternalFiles } from '../typescript/external-files.ts';
import type { CheckerRun } from './checker-run.ts';

/** A spec's trees, and the means to ask about them. */
export interface InvariantContext {
  readonly spec: Pick<ChangeSpec, 'scope' | 'language'>;
  /** The tree without the change. */
  readonly before: SourceTree;
  /** The tree that the invariants are about. */
  readonly after: SourceTree;
  /** What the spec changed between the two, as a plan has it: tells moved files and renamed names from other ones. @default none */
  readonly changes?: readonly FileChange[];
  /** Trees that were read before. */
  readonly projects: Projects;
  /** Declarations of installed packages, for `typecheck`. @default none: what comes from packages is not checked */
  readonly installed?: ExternalFiles;
  /** Runs a type checker that is a program of its own in a copy of a tree. @default none: such a check is NOT_CHECKED */
  readonly runChecker?: CheckerRun;
}

/** Whether one invariant holds. */
export interface InvariantResult extends Report {
  readonly name: string;
  readonly type: Invariant['type'];
  /** What a reader should know beside the answer, such as errors that were there before. */
  readonly notes: readonly string[];
}

/** The answer of one check. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Record<string, number>>;
  readonly notes?: readonly string[];
}

/** Findings that one invariant lists. All are counted. */
const MAX_LISTED = 100;

/** Answers findings as a verdict, a bounded number of them, with a note on those that are not listed. Pure. */
export function verdictOf(
  findings: readonly Finding[],
  counts: Verdict['counts'],
  notes: readonly string[] = [],
): Verdict {
  const left = findings.length - MAX_LISTED;
  if (left <= 0) return { findings, counts, notes };
  return {
    findings: findings.slice(0, MAX_LISTED),
    counts,
    notes: [...notes, `${left} more findings are not listed.`],
  };
}

/** Answers a verdict of one sentence. Pure. */
export const oneFinding = (code: Code, message: string, details?: Finding['details']): Verdict => ({
  findings: [{ code, message, ...(details === undefined ? {} : { details }) }],
  counts: {},
});
