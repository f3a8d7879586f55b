/** What running tests answers. */
import type { Finding, Report } from '../../base/report.ts';

/** The runners that the engine knows, as they are named in .jsonatomic/config.json. */
export const TEST_RUNNERS = ['node:test', 'vitest', 'jest', 'mocha'] as const;

/** One of them. */
export type TestRunner = (typeof TEST_RUNNERS)[number];

/** A test that does not pass, or a file that could not be run to its end. */
export interface TestFailure {
  /** Path of the test file. */
  readonly path: string;
  /** Name of the test, with those of its suites; left out where the file itself failed. */
  readonly name?: string;
  /** What it says, cut after 2 000 characters. */
  readonly message: string;
}

/** How the tests did. `ok` is true only where at least one test ran and none failed. */
export interface TestReport extends Report {
  readonly runner: TestRunner;
  readonly counts: {
    readonly files: number;
    readonly passed: number;
    readonly failed: number;
    readonly skipped: number;
  };
  readonly failures: readonly TestFailure[];
}

/** What one or more files did. */
export interface TestResults {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly TestFailure[];
}

/** Bounds on tests. */
export interface TestLimits {
  /** Longest time for one test file with `node:test`, for the whole run otherwise, in milliseconds. @default 300_000 */
  readonly timeoutMs?: number;
  /** Largest heap of a process, in megabytes. @default 2048 */
  readonly memoryMb?: number;
  /** Longest output of a process, in bytes. @default 16_777_216 (16 MiB) */
  readonly maxOutputBytes?: number;
}

export const DEFAULT_TEST_LIMITS: Required<TestLimits> = {
  timeoutMs: 300_000,
  memoryMb: 2048,
  maxOutputBytes: 16 * 1024 * 1024,
};

const MAX_MESSAGE_CHARS = 2000;

/** A failure with its message cut. Pure. */
export function failureOf(path: string, message: string, name?: string): TestFailure {
  const failure = { path, message: message.slice(0, MAX_MESSAGE_CHARS) };
  return name === undefined ? failure : { ...failure, name };
}

/** Answers the report of what files did: that nothing ran is not a yes. Pure. */
export function testReport(runner: TestRunner, files: number, results: TestResults): TestReport {
  const { passed, skipped, failures } = results;
  const findings = failures.map(findingOf);
  if (passed + failures.length === 0) findings.push(nothingRan(files, skipped));
  const counts = { files, passed, failed: failures.length, skipped };
  return { ok: findings.length === 0, runner, findings, counts, failures };
}

/** The report where tests could not be run at all. Pure. */
export function notRun(runner: TestRunner, message: string): TestReport {
  const counts = { files: 0, passed: 0, failed: 0, skipped: 0 };
  return { ok: false, runner, findings: [{ code: 'NOT_CHECKED', message }], counts, failures: [] };
}

function findingOf({ path, name, message }: TestFailure): Finding {
  const [firstLine = ''] = message.split('\n');
  const what = name === undefined ? `${path} failed` : `The test "${name}" failed`;
  return {
    code: 'TESTS_FAILED',
    message: `${what}: ${firstLine}`,
    path,
    details: { message, ...(name !== undefined && { name }) },
  };
}

function nothingRan(files: number, skipped: number): Finding {
  const what = skipped > 0 ? `all ${skipped} tests are skipped` : `no test was found in ${files} files`;
  return { code: 'NOT_CHECKED', message: `No test ran: ${what}.` };
}
