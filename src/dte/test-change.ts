/** The tests that a spec names, on the tree that it yields, and the mutants of the lines that it changes. */
import { fromUtf8 } from '../base/bytes.ts';
import type { Finding } from '../base/report.ts';
import type { ChangeSpec } from './generated/types.ts';
import { changedLines } from './mutation/changed-lines.ts';
import { mutationTest } from './mutation/mutation-test.ts';
import type { MutationOptions } from './mutation/options.ts';
import type { MutationReport } from './mutation/report.ts';
import type { Plan } from './plan.ts';
import type { SourceTree } from './source-tree.ts';
import type { TestReport, TestRunner } from './tests/report.ts';
import { runTests } from './tests/run-tests.ts';
import type { TestResult } from './verify.ts';

/** How the tests of a change are run. */
export type TestChangeOptions = Pick<
  MutationOptions,
  'runner' | 'packagesFrom' | 'workers' | 'allowPrograms' | 'cache' | 'signal' | 'onProgress'
>;

/**
 * Answers how a change's tests did. Mutants are judged only where the tests pass as they are.
 *
 * @throws {LoglineError} as `runTests` and `mutationTest`
 */
export async function testChange(spec: ChangeSpec, plan: Plan, options: TestChangeOptions = {}): Promise<TestResult> {
  if (spec.language === 'python' || spec.language === 'java') return notRun(spec.language);
  const { targets, mutationThreshold: threshold } = spec.tests;
  const named = targets === undefined ? options : { ...options, targets };
  const tests = targets === undefined ? null : await runTests(plan.after, named);
  if (tests?.ok === false || threshold === undefined) return resultOf(tests, null);
  return resultOf(tests, await mutationTest(plan.after, { ...named, threshold, changed: changedLines(plan.files) }));
}

function resultOf(tests: TestReport | null, mutation: MutationReport | null): TestResult {
  const reports = [tests, mutation].filter((report) => report !== null);
  return {
    ok: reports.every(({ ok }) => ok),
    findings: reports.flatMap(({ findings }) => findings),
    counts: { ...tests?.counts, ...mutation?.counts },
    tests,
    mutation,
  };
}

function notRun(language: ChangeSpec['language']): TestResult {
  const message = `Tests and mutants of ${language} are not run by this engine.`;
  const findings: Finding[] = [{ code: 'NOT_CHECKED', message, pointer: '/tests' }];
  return { ok: false, findings, counts: {}, tests: null, mutation: null };
}

const PROGRAMS = ['vitest', 'jest', 'mocha'] as const;

/** Answers the runner that a project's package.json depends on, `node:test` where it names none. Pure. */
export function testRunnerOf(tree: SourceTree): TestRunner {
  if (!tree.modes.has('package.json')) return 'node:test';
  const manifest = parsed(fromUtf8(tree.read('package.json')) ?? '');
  const names = ['dependencies', 'devDependencies'].flatMap((group) => Object.keys(Object(manifest[group]) as object));
  return PROGRAMS.find((program) => names.includes(program)) ?? 'node:test';
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
