/** The tests that a spec names, on the tree that it yields, and the mutants of the lines that it changes. */
import type { Finding } from '../base/report.ts';
import type { ChangeSpec } from './generated/types.ts';
import { changedLines } from './mutation/changed-lines.ts';
import { mutationTest } from './mutation/mutation-test.ts';
import type { MutationOptions } from './mutation/options.ts';
import type { Plan } from './plan.ts';
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
  const { targets, mutationThreshold: threshold } = spec.tests;
  const named = targets === undefined ? {} : { targets };
  const tests = targets === undefined ? null : await runTests(plan.after, { ...options, ...named });
  const isSound = tests?.ok ?? true;
  const mutation =
    threshold === undefined || !isSound
      ? null
      : await mutationTest(plan.after, { ...options, ...named, threshold, changed: changedLines(plan.files) });
  const findings: readonly Finding[] = [...(tests?.findings ?? []), ...(mutation?.findings ?? [])];
  return {
    ok: findings.length === 0 && isSound && (mutation?.ok ?? true),
    findings,
    counts: { ...tests?.counts, ...mutation?.counts },
    tests,
    mutation,
  };
}
