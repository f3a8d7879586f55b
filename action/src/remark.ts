/** What a check has to say, in the shape in which every channel of the report takes it. */

/** How much weight it has. `undecided`: it could not be checked, which is never a yes. */
export type Level = 'error' | 'undecided' | 'warning' | 'notice';

/** One thing to be said. */
export interface Remark {
  readonly level: Level;
  /** `check/what`, such as `ledger/NOT_APPEND_ONLY`. Stable. */
  readonly rule: string;
  /** One sentence. May hold text that others wrote: every channel escapes it. */
  readonly message: string;
  /** From the top of the repository. */
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
  /** The way out: one sentence or command, as Markdown. Holds no text that others wrote. */
  readonly fix?: string;
}

/** The answer to the whole question. */
export type State = 'pass' | 'warn' | 'fail' | 'undecided';

/** From which level on the answer is no. */
export type FailOn = 'error' | 'warning' | 'never';

/** Answers what remarks come to. A proven no outweighs a question that is open. Pure. */
export function stateOf(remarks: readonly Remark[], failOn: FailOn): State {
  const has = (level: Level): boolean => remarks.some((remark) => remark.level === level);
  if (failOn !== 'never' && has('error')) return 'fail';
  if (failOn === 'warning' && has('warning')) return 'fail';
  if (has('undecided')) return 'undecided';
  return has('error') || has('warning') ? 'warn' : 'pass';
}

/** Answers the exit status: 0 yes, 1 no, 3 undecided; 2 is for a configuration that is none. Pure. */
export const exitOf = (state: State): 0 | 1 | 3 => EXITS[state];

const EXITS = { pass: 0, warn: 0, fail: 1, undecided: 3 } as const;
