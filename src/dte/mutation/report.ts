/** What a mutation test answers. */
import type { Finding, Report } from '../../base/report.ts';
import { findingAt } from '../finding-at.ts';
import { placeOf } from '../source-text.ts';
import type { TestRunner } from '../tests/report.ts';
import { mutationElements } from './elements.ts';
import type { JudgedTest, MutationElements } from './elements.ts';
import type { JudgedMutant, MutantStatus } from './judged.ts';

/** A mutant that no test noticed. */
export interface Survivor {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly operator: string;
  /** What stood in place of the code marked in `frame`. */
  readonly replacement: string;
  readonly status: 'Survived' | 'NoCoverage';
  readonly frame: string;
}

/** How many mutants came to what. */
export interface MutationCounts extends Readonly<Record<string, number>> {
  readonly mutants: number;
  readonly killed: number;
  readonly timeout: number;
  readonly survived: number;
  readonly noCoverage: number;
  /** Marked as meaning the same as the original. */
  readonly equivalent: number;
  /** Could not be judged. */
  readonly runtimeErrors: number;
  /** Of all, how many verdicts were taken over from an earlier run. */
  readonly reused: number;
  readonly tests: number;
}

/** How the tests did. `ok` is false where the score is below the threshold, and where something could not be checked. */
export interface MutationReport extends Report {
  readonly runner: TestRunner;
  readonly counts: MutationCounts;
  /**
   * Share of the mutants that tests notice, from 0 to 1: (killed + timeout) / (killed + timeout + survived + no coverage). A mutant that no
   * test reaches has survived. Left out where there is none that counts: then there is no score, not a good one.
   */
  readonly score?: number;
  readonly survivors: readonly Survivor[];
  /** The report in the JSON format of mutation-testing-elements, schema version 2, for the tools that show it. */
  readonly elements?: MutationElements;
}

/** What a report is made from, beside the mutants. */
export interface ReportParts {
  readonly texts: ReadonlyMap<string, string>;
  readonly tests: readonly JudgedTest[];
  readonly reused: number;
  readonly faults: readonly Finding[];
  readonly threshold: number | undefined;
  /** @default 'node:test' */
  readonly runner?: TestRunner;
}

/** Answers the report of judged mutants. Pure. */
export function scoredReport(judged: readonly JudgedMutant[], parts: ReportParts): MutationReport {
  const { texts, tests, reused, faults, threshold, runner = 'node:test' } = parts;
  const counts = countsOf(judged, reused, tests.length);
  const score = scoreOf(counts);
  const survivors = survivorsOf(judged, texts);
  const findings = [...faults, ...unjudged(judged), ...scoreFindings(score, threshold, survivors)];
  const elements = mutationElements(judged, texts, tests, runner === 'node:test' ? 'logline-core' : 'StrykerJS');
  const scored = score === undefined ? {} : { score };
  return { ok: findings.length === 0, runner, findings, counts, ...scored, survivors, elements };
}

function unjudged(judged: readonly JudgedMutant[]): Finding[] {
  const left = judged.filter(({ status }) => status === 'RuntimeError');
  if (left.length === 0) return [];
  const { mutant } = left[0]!.built;
  const message = `${left.length} mutants could not be judged: ${left[0]!.reason!}`;
  return [{ code: 'NOT_CHECKED', message, path: mutant.path }];
}

/** Answers the counts of judged mutants. Pure. */
function countsOf(judged: readonly JudgedMutant[], reused: number, tests: number): MutationCounts {
  const count = (status: MutantStatus): number => judged.filter((one) => one.status === status).length;
  return {
    mutants: judged.length,
    killed: count('Killed'),
    timeout: count('Timeout'),
    survived: count('Survived'),
    noCoverage: count('NoCoverage'),
    equivalent: count('Ignored'),
    runtimeErrors: count('RuntimeError'),
    reused,
    tests,
  };
}

/** Answers the score, or `undefined` where no mutant counts. Pure. */
function scoreOf({ killed, timeout, survived, noCoverage }: MutationCounts): number | undefined {
  const valid = killed + timeout + survived + noCoverage;
  return valid === 0 ? undefined : (killed + timeout) / valid;
}

/** Answers the mutants that no test noticed, in order. Pure. */
function survivorsOf(judged: readonly JudgedMutant[], texts: ReadonlyMap<string, string>): Survivor[] {
  return judged.flatMap(({ built: { mutant }, status }) => {
    if (status !== 'Survived' && status !== 'NoCoverage') return [];
    const { path, operator, start, end } = mutant;
    const text = texts.get(path)!;
    const { details } = findingAt('MUTATION_SCORE_LOW', '', { path, text, start, end });
    const frame = String(details!['frame']);
    return [{ path, ...placeOf(text, start), operator, replacement: mutant.text.trim(), status, frame }];
  });
}

/** Most survivors that are listed in one finding. */
const MAX_LISTED = 100;

/** Answers what is to be said about a score. Pure. */
function scoreFindings(
  score: number | undefined,
  threshold: number | undefined,
  survivors: readonly Survivor[],
): Finding[] {
  if (score === undefined || threshold === undefined || score >= threshold) return [];
  const message = `The mutation score is ${percent(score)}, below ${percent(threshold)}: ${survivors.length} mutants were not noticed.`;
  const [first] = survivors;
  const place = { path: first!.path, line: first!.line, column: first!.column };
  return [
    {
      code: 'MUTATION_SCORE_LOW',
      message,
      ...place,
      details: { score, threshold, survivors: survivors.slice(0, MAX_LISTED) },
    },
  ];
}

/** Rounded down: 59.99 % are not 60 %. */
const percent = (share: number): string => `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`;

/** A report without a score, for these reasons. Pure. */
export function withoutScore(runner: TestRunner, findings: readonly Finding[], tests = 0): MutationReport {
  return { ok: findings.length === 0, runner, findings, counts: countsOf([], 0, tests), survivors: [] };
}
