/**
 * The JSON format of mutation-testing-elements, schema version 2. The same tree and tests give the same text: which of several
 * tests was first to notice a mutant is left out, since that may depend on the clock.
 *
 * @see https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema
 */
import { compareText } from '../order.ts';
import { placeOf } from '../source-text.ts';
import type { JudgedMutant, MutantStatus } from './judged.ts';

/** A report as the tools around mutation testing read it. */
export interface MutationElements {
  readonly schemaVersion: '2';
  readonly thresholds: { readonly high: number; readonly low: number };
  readonly framework: { readonly name: string };
  readonly files: Readonly<Record<string, ElementsFile>>;
  readonly testFiles: Readonly<
    Record<string, { readonly tests: readonly { readonly id: string; readonly name: string }[] }>
  >;
}

/** A mutated file. */
export interface ElementsFile {
  readonly language: string;
  readonly source: string;
  readonly mutants: readonly ElementsMutant[];
}

/** A mutant. Lines and columns count from 1. */
export interface ElementsMutant {
  readonly id: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: ElementsPlace; readonly end: ElementsPlace };
  readonly status: MutantStatus;
  readonly statusReason?: string;
  readonly coveredBy: readonly string[];
  readonly static: boolean;
}

interface ElementsPlace {
  readonly line: number;
  readonly column: number;
}

/** A test as a report names it. */
export interface JudgedTest {
  readonly file: string;
  readonly name: string;
}

/** From where on tools show a score as good, and up to where as bad, in percent. */
const THRESHOLDS = { high: 80, low: 60 };

/** Answers the report of judged mutants, which are sorted by path and place. Pure. */
export function mutationElements(
  judged: readonly JudgedMutant[],
  texts: ReadonlyMap<string, string>,
  tests: readonly JudgedTest[],
  name = 'logline-core',
): MutationElements {
  const files: Record<string, ElementsFile> = {};
  for (const path of [...new Set(judged.map(({ built }) => built.mutant.path))].sort(compareText)) {
    const source = texts.get(path)!;
    const own = [...judged.entries()].filter(([, { built }]) => built.mutant.path === path);
    const mutants = own.map(([id, one]) => elementOf(String(id), one, source));
    files[path] = { language: /\.[cm]?tsx?$/.test(path) ? 'typescript' : 'javascript', source, mutants };
  }
  return { schemaVersion: '2', thresholds: THRESHOLDS, framework: { name }, files, testFiles: testFilesOf(tests) };
}

function elementOf(
  id: string,
  { built, status, reason, coveredBy, isStatic }: JudgedMutant,
  source: string,
): ElementsMutant {
  const { operator, text, start, end } = built.mutant;
  const location = { start: placeOf(source, start), end: placeOf(source, end) };
  const covered = [...coveredBy].sort((a, b) => a - b).map(String);
  const common = {
    id,
    mutatorName: operator,
    replacement: text.trim(),
    location,
    status,
    coveredBy: covered,
    static: isStatic,
  };
  return reason === undefined ? common : { ...common, statusReason: reason };
}

function testFilesOf(tests: readonly JudgedTest[]): MutationElements['testFiles'] {
  const files: Record<string, { tests: { id: string; name: string }[] }> = {};
  for (const [id, { file, name }] of tests.entries())
    (files[file] ??= { tests: [] }).tests.push({ id: String(id), name });
  return files;
}
