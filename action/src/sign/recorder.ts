/** Who writes a commit to the server: git from the clone, or the API. */
import type { LoglineError } from 'logline-core';

/** One file anew, on top of a commit. */
export interface FileChange {
  /** Full id of the commit that it goes on top of. */
  readonly parent: string;
  /** From the top of the repository. */
  readonly path: string;
  readonly content: Uint8Array;
  /** Message of the commit. */
  readonly message: string;
}

/** A way to the branches of the server. */
export interface Recorder {
  /** Answers the commit that a branch is at; none where there is no such branch. @throws {LoglineError} */
  tip(branch: string): Promise<string | undefined>;
  /** Makes a commit that no branch has yet, and answers its id. @throws {LoglineError} */
  commit(change: FileChange): Promise<string>;
  /**
   * Moves a branch to a commit, or makes it there. Answers why the server refuses, and nothing where it does not.
   *
   * @param isForced - whether what the branch has may get lost. Without it the server refuses whatever is no step forward.
   */
  move(branch: string, commit: string, isForced: boolean): Promise<LoglineError | undefined>;
}
