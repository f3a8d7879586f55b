/** What a decision at a checkpoint is about, and what comes of it. */
import { LoglineError } from '../base/errors.ts';
import type { Checkpoint, CheckpointDecision, MissionView } from '../mission/index.ts';

/** What a command decides. */
export interface Verdict {
  readonly decision: CheckpointDecision['decision'];
  readonly override: boolean;
}

/** What was decided: where, by whom, and how the mission stands then. */
export interface Decided {
  readonly name: string;
  readonly actor: string;
  /** Whether an approval of theirs counts already: then this one adds nothing. */
  readonly isAgain: boolean;
  readonly view: MissionView;
}

/** The one that is named, else the first that is pending. @throws {LoglineError} TRANSITION_REFUSED - there is none */
export function pendingOf<C extends Pick<Checkpoint, 'name' | 'status'>>(
  id: string,
  checkpoints: readonly C[],
  name: string | undefined,
): C {
  const found = checkpoints.find((one) => (name === undefined ? one.status === 'pending' : one.name === name));
  if (found !== undefined) return found;
  throw new LoglineError('TRANSITION_REFUSED', `Nothing of ${id} is pending.`);
}
