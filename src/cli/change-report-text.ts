/** A report on a change, as people and programs read it. */
import type { Finding } from '../base/report.ts';
import type { ChangeReport } from '../dte/index.ts';
import { count } from './change-text.ts';
import { findingLines } from './finding-print.ts';
import { placeText } from './place.ts';
import { findingJson } from './report-json.ts';
import type { Paint } from './screen-text.ts';
import { screenText } from './screen-text.ts';
import { snakeCased } from './snake-case.ts';
import { factLines } from './table.ts';

/** Answers a report as lines: the verdict, what was looked at, what is wrong. Pure. */
export function changeReportLines(
  report: ChangeReport,
  facts: Readonly<Record<string, string>>,
  { paint, isCompact }: { readonly paint: Paint; readonly isCompact: boolean },
): string[] {
  const { ok, spec, state, counts, invariants, findings } = report;
  const held = invariants.filter((one) => one.ok).length;
  return [
    `${ok ? paint('green', 'VERIFIED') : paint('red', 'NOT VERIFIED')}  ${spec.id}`,
    ...factLines({
      state,
      patches: `${counts['patches']!}: ${count(counts['edits']!, 'edit')} in ${count(counts['files']!, 'file')}`,
      invariants: `${held} of ${invariants.length} hold`,
      ...testFacts(report),
      ...facts,
      engine: report.engine,
    }),
    ...invariants.flatMap(({ name, notes }) => notes.map((note) => `note: ${screenText(`${name}: ${note}`)}`)),
    ...(findings.length === 0 ? [] : ['', ...(isCompact ? findings.map(compactLine) : findingLines(findings, paint))]),
  ];
}

const compactLine = (finding: Finding): string =>
  screenText(`${placeText(finding.path ?? finding.pointer ?? 'spec', finding)}: ${finding.code}: ${finding.message}`);

function testFacts({ tests }: ChangeReport): Record<string, string> {
  if (tests === null) return {};
  const { passed, failed } = tests.counts;
  const score = (tests.mutation as { readonly score?: number | null } | null)?.score;
  return {
    ...(passed !== undefined && { tests: `${passed} passed, ${failed ?? 0} failed` }),
    ...(tests.mutation !== null && {
      mutants: score === null || score === undefined ? 'not applicable' : `score ${score.toFixed(3)}`,
    }),
  };
}

/** Answers a report for programs: members in snake_case, findings with their places, mutants as counts. Pure. */
export function changeReportJson({ findings, tests, ...report }: ChangeReport): Record<string, unknown> {
  const { elements: _, ...mutation } = tests?.mutation ?? {};
  const shown = tests && { ...tests, mutation: tests.mutation && mutation };
  return { ...(snakeCased({ ...report, tests: shown }) as object), findings: findings.map(findingJson) };
}
