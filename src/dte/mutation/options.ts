/** How a mutation test is asked for. */
import type { TestLimits, TestRunner } from '../tests/report.ts';
import { DEFAULT_TEST_LIMITS } from '../tests/report.ts';
import type { VerdictCache } from './cache.ts';
import type { LineRange } from './changed-lines.ts';

/** Bounds on a mutation test. */
export interface MutationLimits extends TestLimits {
  /** Longest time for one test of the original, in milliseconds. @default 60_000 */
  readonly testTimeoutMs?: number;
  /** How long a process may say nothing about a mutant, beyond five times the dry run, in milliseconds. @default 10_000 */
  readonly silenceMs?: number;
  /** Most mutants. @default 100_000 */
  readonly maxMutants?: number;
  /** Longest time for all mutants where StrykerJS runs them, in milliseconds. @default 3_600_000 */
  readonly totalMs?: number;
}

/** What is tested, and how. */
export interface MutationOptions {
  /** Which lines of which files changed, by path in the tree: `changedLines` answers them for a plan. */
  readonly changed: ReadonlyMap<string, readonly LineRange[]>;
  /** Test files, as paths or patterns; sources that they mean and that are no tests are mutated as a whole. @default all tests */
  readonly targets?: readonly string[];
  /** The project's runner. @default 'node:test' */
  readonly runner?: TestRunner;
  /** Folder whose `node_modules` the tests get. @default none */
  readonly packagesFrom?: string;
  /** Least score, from 0 to 1. @default none: the score is only told */
  readonly threshold?: number;
  readonly limits?: MutationLimits;
  /** How many processes run mutants. @default 1 */
  readonly workers?: number;
  /** Whether tests may start programs and threads. What those do is not confined. @default false */
  readonly allowPrograms?: boolean;
  /** Verdicts of earlier runs; new ones are added. @default none */
  readonly cache?: VerdictCache;
  readonly signal?: AbortSignal;
  /** Told how many mutants are judged. */
  readonly onProgress?: (done: number, total: number) => void;
}

export const DEFAULT_LIMITS: Required<MutationLimits> = {
  ...DEFAULT_TEST_LIMITS,
  testTimeoutMs: 60_000,
  silenceMs: 10_000,
  maxMutants: 100_000,
  totalMs: 3_600_000,
};
