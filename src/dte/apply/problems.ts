/** Everything that stands in the way of a change, told at once. */
import { LoglineError } from '../../base/errors.ts';
import type { Code } from '../../base/errors.ts';

/** One thing that stands in the way. */
export interface Problem {
  readonly code: Code;
  readonly path: string;
  /** A sentence without the full stop, which names the path. */
  readonly message: string;
}

const SHOWN = 5;

/** Does nothing where there are none. @throws {LoglineError} the code of the first; all of them in `details.problems` */
export function demandNone(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const shown = problems.slice(0, SHOWN).map(({ message }) => message);
  const more = problems.length > SHOWN ? `; and ${problems.length - SHOWN} more` : '';
  throw new LoglineError(first.code, `Nothing was changed: ${shown.join('; ')}${more}.`, { details: { problems } });
}
