/** Runs type checkers that are installed as programs, where nothing is lost: in a copy of the tree, as tests are. */
import { delimiter, isAbsolute, relative } from 'node:path';
import { LoglineError } from '../../base/errors.ts';
import { errnoOf } from '../../base/file-failure.ts';
import { realFolder } from '../../base/folders.ts';
import type { Argv, RunResult } from '../../base/process.ts';
import { runProgram } from '../../base/process.ts';
import { copyTree, inSandbox } from '../tests/sandbox.ts';
import type { Sandbox } from '../tests/sandbox.ts';
import type { CheckerRun } from './checker-run.ts';

/** How checkers are run. */
export interface CheckerOptions {
  /** Folders in which they are looked for, as in the variable PATH. Relative ones, and those in `root`, are left out: a project brings no program. */
  readonly path: string;
  /** Absolute path of the project. */
  readonly root: string;
  /** Longest time for one tree, in milliseconds. @default 300_000 */
  readonly timeoutMs?: number;
  /** Longest output, in bytes. @default 16_777_216 (16 MiB) */
  readonly maxOutputBytes?: number;
  /** Ends the run. */
  readonly signal?: AbortSignal;
}

/** Heap of checkers that run in Node, in megabytes. */
const NODE_OPTIONS = '--max-old-space-size=2048';

/** Any status is an answer: what counts is what was written. */
const ANY_STATUS = Array.from({ length: 256 }, (_, status) => status);

/**
 * Answers what runs the installed checkers, for `InvariantContext.runChecker`. They get no shell, nothing of the caller's environment but where
 * programs are, a home of their own that is gone afterwards, and a limit of time; what they started ends with them.
 */
export function installedCheckers(options: CheckerOptions): CheckerRun {
  return async (tree, argv) =>
    inSandbox(undefined, async (sandbox) => {
      const root = await copyTree(sandbox, 'tree', tree);
      const { status, stdout, stderr } = await run(argv, root, sandbox, options);
      return { root: root.replaceAll('\\', '/'), status, stdout: new TextDecoder().decode(stdout), stderr };
    });
}

async function run(argv: Argv, cwd: string, sandbox: Sandbox, options: CheckerOptions): Promise<RunResult> {
  const { timeoutMs = 300_000, maxOutputBytes = 16 * 1024 * 1024, signal } = options;
  const env = { ...sandbox.env, PATH: await programFolders(options), NODE_OPTIONS };
  const limits = { timeoutMs, maxOutputBytes, killsGroup: true, acceptStatus: ANY_STATUS };
  try {
    return await runProgram(argv, { cwd, env, ...limits, ...(signal !== undefined && { signal }) });
  } catch (error) {
    if (!(error instanceof LoglineError) || errnoOf(error.cause) !== 'ENOENT') throw error;
    const message = `${argv[0]} is not installed: it is in no folder of PATH outside of the project.`;
    throw new LoglineError('COMMAND_FAILED', message, { details: { program: argv[0] }, cause: error });
  }
}

async function programFolders({ path, root }: CheckerOptions): Promise<string> {
  const real = await Promise.all(path.split(delimiter).filter(isAbsolute).map(realFolder));
  return real.filter((folder) => folder !== undefined && isOutside(root, folder)).join(delimiter);
}

const isOutside = (root: string, folder: string): boolean => /^\.\.(?:[\\/]|$)/.test(relative(root, folder));
