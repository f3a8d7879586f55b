/** Change specs from files. */
import type { ChangeSpec } from '../dte/index.ts';
import { parseChangeSpec } from '../dte/index.ts';
import { LoglineError } from '../base/errors.ts';
import { readInput } from './input.ts';
import { withPlace } from './place.ts';
import type { Terminal } from './terminal.ts';

/**
 * Answers the change spec in a file; `-` is standard input.
 *
 * @throws {LoglineError} USAGE - no file is named. INPUT_MISSING, INPUT_UNREADABLE; SPEC_INVALID, PATH_UNSAFE, PATTERN_INVALID and the
 *   codes of strict JSON, with the place in the file.
 */
export async function readSpec(path: string | undefined, terminal: Terminal): Promise<ChangeSpec> {
  if (path === undefined) throw new LoglineError('USAGE', 'Which spec? Name its file with --spec FILE.');
  const { name, bytes } = await readInput(path, terminal);
  return withPlace(name, bytes, () => parseChangeSpec(bytes));
}
