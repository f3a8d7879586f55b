/**
 * Mutants of projects with vitest, jest or mocha: StrykerJS makes and runs them, where the project has it installed.
 *
 * It runs in the copy of the tree that is thrown away, with settings of ours: those that the tree brings for it are not read. The settings
 * of the test runner are the tree's, as they are when its tests run.
 */
import { join } from 'node:path';
import { execPath } from 'node:process';
import { toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { readIfThere, writeFiles } from '../../base/folders.ts';
import { runProgram } from '../../base/process.ts';
import type { SourceTree } from '../source-tree.ts';
import { programOf } from '../tests/run-program.ts';
import type { TestRunner } from '../tests/report.ts';
import { copyTree, nodeFlags } from '../tests/sandbox.ts';
import type { Sandbox } from '../tests/sandbox.ts';
import type { MutatedFiles } from './build.ts';
import type { LineRange } from './changed-lines.ts';
import type { MutationLimits, MutationOptions } from './options.ts';

/** What StrykerJS is asked for. */
export interface StrykerRun {
  readonly tree: SourceTree;
  readonly runner: Exclude<TestRunner, 'node:test'>;
  readonly mutated: MutatedFiles;
  /** The test files that count. */
  readonly tests: readonly string[];
  readonly options: MutationOptions;
  readonly limits: Required<MutationLimits>;
}

/** Answers the report that StrykerJS writes, or why there is none. @throws {LoglineError} CANCELLED, OUTPUT_UNWRITABLE, PATH_UNSAFE */
export async function runStryker(
  sandbox: Sandbox,
  run: StrykerRun,
): Promise<{ readonly report: string } | { readonly fault: string }> {
  const core = await programOf('@stryker-mutator/core', sandbox.packages, 'stryker');
  const plugin = `@stryker-mutator/${run.runner}-runner`;
  const hasPlugin = await isInstalled(plugin, sandbox);
  if (core === undefined || !hasPlugin) return { fault: notInstalled(run.runner, plugin) };
  const root = await copyTree(sandbox, 'stryker', run.tree);
  const report = join(sandbox.folder, 'out', 'mutation.json');
  const settings = toUtf8(JSON.stringify(settingsOf(run, plugin, report)));
  await writeFiles(sandbox.folder, [{ path: 'out/stryker.json', bytes: settings }]);
  const said = await outputOf([core, 'run', join(sandbox.folder, 'out', 'stryker.json')], root, sandbox, run);
  const text = await readIfThere(report);
  return text === undefined
    ? { fault: `StrykerJS wrote no report. It said: ${said.trim().slice(-500)}` }
    : { report: text };
}

async function isInstalled(name: string, { packages: [folder = ''] }: Sandbox): Promise<boolean> {
  return (await readIfThere(join(folder, name, 'package.json'))) !== undefined;
}

const notInstalled = (runner: string, plugin: string): string =>
  `Mutants of a project with ${runner} are run by StrykerJS, which is not installed where the project's packages are: ` +
  `npm install --save-dev @stryker-mutator/core ${plugin}`;

function settingsOf({ runner, mutated, tests, options, limits }: StrykerRun, plugin: string, fileName: string): object {
  const { workers = 1, targets } = options;
  return {
    testRunner: runner,
    plugins: [plugin],
    reporters: ['json'],
    jsonReporter: { fileName },
    mutate: [...mutated].flatMap(([path, lines]) => patternsOf(path, lines)),
    ...(targets !== undefined &&
      (runner === 'mocha' ? { mochaOptions: { spec: tests } } : { testFiles: tests.map(plain) })),
    coverageAnalysis: 'perTest',
    inPlace: true,
    concurrency: workers,
    dryRunTimeoutMinutes: Math.ceil(limits.timeoutMs / 60_000),
    allowConsoleColors: false,
    logLevel: 'error',
  };
}

/** A mutant counts where it is within the changed lines as a whole. */
function patternsOf(path: string, lines: readonly LineRange[] | undefined): string[] {
  return lines === undefined ? [plain(path)] : lines.map(({ first, last }) => `${plain(path)}:${first}-${last}`);
}

/** A path as a pattern that means nothing else. */
const plain = (path: string): string => path.replaceAll(/[\\*?{}()[\]!+@|]/g, '\\$&');

/** Any status is an answer, if there is a report. */
const ANY_STATUS = Array.from({ length: 256 }, (_, status) => status);

async function outputOf(
  args: readonly string[],
  cwd: string,
  sandbox: Sandbox,
  { limits, options: { signal } }: StrykerRun,
): Promise<string> {
  const argv = [execPath, ...nodeFlags(sandbox, limits.memoryMb, true), ...args] as const;
  const { totalMs: timeoutMs, maxOutputBytes } = limits;
  const bounds = { timeoutMs, maxOutputBytes, killsGroup: true, acceptStatus: ANY_STATUS };
  try {
    const run = { cwd, env: sandbox.env, ...bounds, ...(signal !== undefined && { signal }) };
    const { stdout, stderr } = await runProgram(argv, run);
    return `${new TextDecoder().decode(stdout)}\n${stderr}`;
  } catch (cause) {
    if (cause instanceof LoglineError && cause.code === 'COMMAND_FAILED') return cause.message;
    throw cause;
  }
}
