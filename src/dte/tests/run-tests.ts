/** Running a project's tests on a tree. */
import type { SourceTree } from '../source-tree.ts';
import { DEFAULT_TEST_LIMITS, notRun, testReport } from './report.ts';
import type { TestLimits, TestReport, TestRunner } from './report.ts';
import { runInstalled } from './run-program.ts';
import { runNodeTests } from './run-node.ts';
import { inSandbox } from './sandbox.ts';
import { testFilesOf } from './test-files.ts';

/** How tests are run. */
export interface TestOptions {
  /** The project's runner, by its name: never a command. @default 'node:test' */
  readonly runner?: TestRunner;
  /** Test files or folders, as paths or patterns. @default all of the tree */
  readonly targets?: readonly string[];
  /** Folder whose `node_modules` the tests get. @default none: tests find no packages */
  readonly packagesFrom?: string;
  readonly limits?: TestLimits;
  /** How many files run at a time with `node:test`. @default 1 */
  readonly workers?: number;
  /** Whether tests may start programs and threads. What those do is not confined. @default false */
  readonly allowPrograms?: boolean;
  /** Ends the run. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the tests of a tree in a copy of it, and answers how they did. `ok` is true only where at least one test ran and none failed; a
 * file that ends before its tests do has failed, with whatever status.
 *
 * TypeScript is compiled by the engine's own compiler, without a look at its types. What keeps tests in, and what does not, stands in
 * `sandbox.ts` and in docs/change-spec.md.
 *
 * @throws {LoglineError} CANCELLED - by the signal. PATTERN_INVALID, PATH_UNSAFE - a target cannot be read, a path of the tree leads out
 *   of it. OUTPUT_UNWRITABLE - the copy cannot be written.
 */
export async function runTests(tree: SourceTree, options: TestOptions = {}): Promise<TestReport> {
  const { runner = 'node:test', workers = 1, allowPrograms = false, signal, packagesFrom } = options;
  const files = testFilesOf(tree, options.targets);
  if (files.length === 0) return notRun(runner, 'There is no test file among the targets.');
  const limits = { ...DEFAULT_TEST_LIMITS, ...options.limits };
  const run = { files, limits, workers, allowPrograms, ...(signal !== undefined && { signal }) };
  return inSandbox(packagesFrom, async (sandbox) => {
    if (runner === 'node:test') return testReport(runner, files.length, await runNodeTests(sandbox, tree, run));
    const results = await runInstalled(runner, sandbox, tree, run);
    if (results !== undefined) return testReport(runner, files.length, results);
    return notRun(runner, `${runner} is not installed where the project's packages are.`);
  });
}
