/** The usual answers of an operation. */
import type { Finding } from '../base/report.ts';
import type { MatchedNode, PatchOutcome } from './patch.ts';

/** A patch that does nothing, for these reasons. Pure. */
export const refusal = (findings: readonly Finding[], matches: readonly MatchedNode[] = []): PatchOutcome => ({
  matches,
  edits: [],
  moves: [],
  findings,
});
