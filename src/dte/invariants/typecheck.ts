/** Invariants on types: the change brings no error that was not there before. Exit statuses never count. */
import { findingAt } from '../finding-at.ts';
import type { Finding } from '../../base/report.ts';
import type { Invariant } from '../generated/types.ts';
import { decodeSource } from '../source-text.ts';
import { checkByProgram } from './checker-program.ts';
import { parseCheckerSpec } from './checker-spec.ts';
import { verdictOf } from './context.ts';
import type { InvariantContext, Verdict } from './context.ts';
import { compareErrors } from './type-errors.ts';
import type { TypeError } from './type-errors.ts';
import { typeScriptErrors } from './typescript-errors.ts';

/**
 * Compares what a type checker says about both trees.
 *
 * @throws {LoglineError} SPEC_INVALID - `spec` names none. PATH_UNSAFE - its tsconfig lies outside of the tree. INPUT_MISSING - it has none.
 */
export async function checkTypes({ spec }: Invariant, context: InvariantContext): Promise<Verdict> {
  const wanted = parseCheckerSpec(spec);
  const errors =
    wanted.checker === 'tsc'
      ? await typeScriptErrors(wanted.project, context)
      : await checkByProgram(wanted.checker, context);
  if ('findings' in errors) return errors;
  const { fresh, known } = compareErrors(errors.before, errors.after, context.changes ?? []);
  const counts = { files: errors.fileCount, errors: errors.after.length, newErrors: fresh.length };
  return verdictOf(
    fresh.map((error) => findingOf(error, context)),
    counts,
    [...errors.notes, ...knownNotes(known)],
  );
}

function findingOf({ code, message, path, start, end }: TypeError, { after }: InvariantContext): Finding {
  const details = { checkerCode: code };
  if (path === undefined) return { code: 'TYPE_ERROR', message, details };
  const { text } = decodeSource(path, after.read(path));
  return findingAt('TYPE_ERROR', message, { path, text, start, end }, details);
}

/** Old errors that a note shows one by one. */
const MAX_SHOWN = 5;

function knownNotes(known: readonly TypeError[]): string[] {
  if (known.length === 0) return [];
  const shown = known
    .slice(0, MAX_SHOWN)
    .map(({ path, code, message }) => `${path ?? 'the tree'}: ${code} ${message.split('\n')[0]!}`);
  const more = known.length > MAX_SHOWN ? ['…'] : [];
  return [`${known.length} errors were there before the change: ${[...shown, ...more].join('; ')}`];
}
