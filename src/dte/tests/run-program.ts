/** Runs vitest, jest and mocha, as the project has them installed, and reads the reports that they write. */
import { join } from 'node:path';
import { execPath } from 'node:process';
import { parseJson } from '../../atomic/index.ts';
import { toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { readIfThere } from '../../base/folders.ts';
import { runProgram } from '../../base/process.ts';
import type { SourceTree } from '../source-tree.ts';
import { failureOf } from './report.ts';
import type { TestFailure, TestResults, TestRunner } from './report.ts';
import type { NodeRun } from './run-node.ts';
import { copyTree, nodeFlags } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';

type Installed = Exclude<TestRunner, 'node:test'>;

/** How a runner is told which files to run and where to report. Its own settings are those of the tree. */
const ARGUMENTS: Readonly<Record<Installed, (out: string, files: readonly string[]) => string[]>> = {
  vitest: (out, files) => ['run', '--reporter=json', `--outputFile=${out}`, ...files],
  jest: (out, files) => ['--ci', '--json', `--outputFile=${out}`, '--watchman=false', '--runTestsByPath', ...files],
  mocha: (out, files) => ['--reporter', 'json', '--reporter-option', `output=${out}`, ...files],
};

/** Answers what the files do, or `undefined` where the runner is not installed. @throws {LoglineError} CANCELLED, OUTPUT_UNWRITABLE, PATH_UNSAFE */
export async function runInstalled(
  runner: Installed,
  sandbox: Sandbox,
  tree: SourceTree,
  run: NodeRun,
): Promise<TestResults | undefined> {
  const program = await programOf(runner, sandbox.packages);
  if (program === undefined) return undefined;
  const root = await copyTree(sandbox, 'tree', tree);
  const out = join(sandbox.folder, 'out', 'report.json');
  const argv = [...nodeFlags(sandbox, run.limits.memoryMb, true), program, ...ARGUMENTS[runner](out, run.files)];
  const failed = await failureOfProgram([execPath, ...argv], root, sandbox, run);
  const report = await readIfThere(out);
  if (report === undefined) return nothing(run.files, failed ?? 'It wrote no report.');
  return withProgramFailure(readReport(runner, report, root), run.files, failed);
}

/** By package.json and not by .bin, which holds shell scripts on some systems. */
export async function programOf(name: string, packages: readonly string[], bin = name): Promise<string | undefined> {
  const [folder] = packages;
  if (folder === undefined) return undefined;
  const text = await readIfThere(join(folder, name, 'package.json'));
  if (text === undefined) return undefined;
  const { bin: programs } = parseJson(toUtf8(text)) as { readonly bin?: string | Readonly<Record<string, string>> };
  const path = typeof programs === 'string' ? programs : programs?.[bin];
  return path === undefined ? undefined : join(folder, name, path);
}

/** Any status is an answer, if there is a report. */
const ANY_STATUS = Array.from({ length: 256 }, (_, status) => status);

async function failureOfProgram(
  argv: readonly [string, ...string[]],
  cwd: string,
  sandbox: Sandbox,
  { limits, signal }: NodeRun,
): Promise<string | undefined> {
  const { timeoutMs, maxOutputBytes } = limits;
  const options = { cwd, env: sandbox.env, timeoutMs, maxOutputBytes, killsGroup: true, acceptStatus: ANY_STATUS };
  try {
    const { status, stderr } = await runProgram(argv, { ...options, ...(signal !== undefined && { signal }) });
    return status === 0 ? undefined : stderr.trim() || `It ended with status ${status}.`;
  } catch (cause) {
    if (cause instanceof LoglineError && cause.code === 'COMMAND_FAILED') return cause.message;
    throw cause;
  }
}

const nothing = ([file = '']: readonly string[], message: string): TestResults => ({
  passed: 0,
  skipped: 0,
  failures: [failureOf(file, message)],
});

/** A runner that says no without a test that failed is not passed over. */
function withProgramFailure(results: TestResults, files: readonly string[], failed: string | undefined): TestResults {
  if (failed === undefined || results.failures.length > 0) return results;
  return { ...results, failures: nothing(files, failed).failures };
}

/** Answers what a report says. One that cannot be read is a failure. Pure. */
export function readReport(runner: Installed, text: string, root: string): TestResults {
  const path = (file: unknown): string =>
    String(file)
      .replace(root, '')
      .replace(/^[\\/]+/, '')
      .replaceAll('\\', '/');
  try {
    const report = parseJson(toUtf8(text), { maxDepth: 256 });
    return runner === 'mocha' ? fromMocha(report as MochaReport, path) : fromJest(report as JestReport, path);
  } catch {
    return { passed: 0, skipped: 0, failures: [failureOf('', `The report of ${runner} cannot be read.`)] };
  }
}

interface MochaReport {
  readonly stats: { readonly passes: number; readonly pending: number };
  readonly failures: readonly {
    readonly fullTitle: string;
    readonly file?: string;
    readonly err: { readonly message?: string };
  }[];
}

function fromMocha({ stats, failures }: MochaReport, path: (file: unknown) => string): TestResults {
  return {
    passed: stats.passes,
    skipped: stats.pending,
    failures: failures.map(({ fullTitle, file = '', err }) => failureOf(path(file), err.message ?? '', fullTitle)),
  };
}

interface JestReport {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests?: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/** vitest writes the same form. */
function fromJest(report: JestReport, path: (file: unknown) => string): TestResults {
  const failures = report.testResults.flatMap(({ name, status, message = '', assertionResults }): TestFailure[] => {
    const own = assertionResults.filter((test) => test.status === 'failed');
    if (own.length === 0) return status === 'failed' ? [failureOf(path(name), message)] : [];
    return own.map(({ fullName, failureMessages }) =>
      failureOf(path(name), failureMessages?.join('\n') ?? '', fullName.trim()),
    );
  });
  return { passed: report.numPassedTests, skipped: report.numPendingTests + (report.numTodoTests ?? 0), failures };
}
