/** What comes back from the processes that do jobs. */
import type { Draft, Finding } from 'logline-core';

/** What became of it. */
export interface Done {
  /** The answer's body. */
  readonly body: object;
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** What is to be recorded. */
  readonly draft?: Draft | undefined;
  readonly score?: number | undefined;
}
