/** Type checkers that are programs of their own: how the engine asks for one to be run. */
import type { Argv } from '../../base/process.ts';
import type { SourceTree } from '../source-tree.ts';

/** What a checker wrote. */
export interface CheckerOutput {
  /** Folder in which it ran, as its messages name it. */
  readonly root: string;
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a checker in a copy of a tree, which is gone afterwards, whatever its exit status is. The program and its arguments come from
 * the engine's own list and never from a spec; whoever hands this in sees to the environment and to the limits of time and memory.
 *
 * @throws {LoglineError} COMMAND_FAILED - it could not be run to its end.
 */
export type CheckerRun = (tree: SourceTree, argv: Argv) => Promise<CheckerOutput>;
