/** What StrykerJS found, as mutants with verdicts of ours. */
import { parseJson } from '../../atomic/index.ts';
import { toUtf8 } from '../../base/bytes.ts';
import type { JudgedMutant, MutantStatus } from './judged.ts';
import type { JudgedTest } from './elements.ts';

/** Mutants in the order of their places, and the tests that there are. */
export interface StrykerResults {
  readonly judged: readonly JudgedMutant[];
  readonly tests: readonly JudgedTest[];
}

interface Place {
  readonly line: number;
  readonly column: number;
}

interface ReportedMutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: Place; readonly end: Place };
  readonly status: string;
  readonly statusReason?: string;
  readonly coveredBy?: readonly string[];
  readonly static?: boolean;
}

interface ReportedTest {
  readonly id: string;
  readonly name: string;
}

interface Reported {
  readonly files: Readonly<Record<string, { readonly mutants: readonly ReportedMutant[] }>>;
  readonly testFiles?: Readonly<Record<string, { readonly tests: readonly ReportedTest[] }>>;
}

/**
 * Answers what a report in the format of mutation-testing-elements says about some texts, or `undefined` where it cannot be read. Pure.
 *
 * @param texts - of the mutated files, by path
 */
export function readStrykerReport(report: string, texts: ReadonlyMap<string, string>): StrykerResults | undefined {
  try {
    const { files, testFiles = {} } = parseJson(toUtf8(report), { maxDepth: 64 }) as Reported;
    const found = Object.entries(testFiles).flatMap(([file, { tests }]) => tests.map((test) => ({ ...test, file })));
    const numbers = new Map(found.map(({ id }, number) => [id, number]));
    const judged = Object.entries(files).flatMap(([path, { mutants }]) =>
      mutants.map((mutant) => judgedMutant(path, mutant, texts.get(path)!, numbers)),
    );
    return { judged: judged.sort(byPlace), tests: found.map(({ file, name }) => ({ file, name })) };
  } catch {
    return undefined;
  }
}

function judgedMutant(
  path: string,
  {
    mutatorName,
    replacement = '',
    location,
    status,
    statusReason,
    coveredBy = [],
    static: isStatic = false,
  }: ReportedMutant,
  text: string,
  numbers: ReadonlyMap<string, number>,
): JudgedMutant {
  const [start, end] = [offsetOf(text, location.start), offsetOf(text, location.end)];
  const known = STATUSES[status] ?? 'RuntimeError';
  const reason = known === 'Ignored' || known === 'RuntimeError' ? { reason: statusReason ?? status } : {};
  return {
    built: { mutant: { path, operator: mutatorName, text: replacement, start, end } },
    status: known,
    ...reason,
    coveredBy: coveredBy.map((id) => numbers.get(id)).filter((number) => number !== undefined),
    isStatic,
  };
}

/** One that does not compile counts as little as one that is marked. */
const STATUSES: Readonly<Record<string, MutantStatus>> = {
  Killed: 'Killed',
  Survived: 'Survived',
  Timeout: 'Timeout',
  NoCoverage: 'NoCoverage',
  Ignored: 'Ignored',
  CompileError: 'Ignored',
};

function offsetOf(text: string, { line, column }: Place): number {
  let offset = 0;
  for (let left = line - 1; left > 0; left--) {
    const end = /\r\n|[\r\n]/g;
    end.lastIndex = offset;
    if (end.exec(text) === null) return text.length;
    offset = end.lastIndex;
  }
  return Math.min(text.length, offset + column - 1);
}

function byPlace({ built: { mutant: a } }: JudgedMutant, { built: { mutant: b } }: JudgedMutant): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.start - b.start || b.end - a.end;
}
