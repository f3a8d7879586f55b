/** The type checkers that a spec can name. A spec never holds a command: its words are looked up here. */
import { LoglineError } from '../../base/errors.ts';
import { quote } from '../../base/schema.ts';
import { safePath } from '../path-filter.ts';

/** A checker, with the tsconfig that TypeScript is to take. */
export type CheckerSpec =
  | { readonly checker: 'tsc'; readonly project: string | undefined }
  | { readonly checker: 'pyright' | 'mypy' | 'javac' };

const FORMS = 'tsc --noEmit, tsc --noEmit -p FILE, pyright, mypy, javac';

/**
 * Answers what a text such as `tsc --noEmit -p tsconfig.build.json` asks for.
 *
 * @throws {LoglineError} SPEC_INVALID - it is none of the forms. PATH_UNSAFE - the file lies outside of the tree.
 */
export function parseCheckerSpec(text: string): CheckerSpec {
  const [checker, ...flags] = text.length > 1000 ? [''] : text.trim().split(/\s+/);
  if (checker === 'tsc') return { checker, project: projectOf(flags, text) };
  const isKnown = checker === 'pyright' || checker === 'mypy' || checker === 'javac';
  if (isKnown && flags.length === 0) return { checker };
  throw unknownForm(text);
}

function projectOf(flags: readonly string[], text: string): string | undefined {
  const left = flags.filter((flag) => flag !== '--noEmit');
  if (left.length === 0) return undefined;
  const [flag, path] = left;
  const isProject = left.length === 2 && (flag === '-p' || flag === '--project') && /^[^-"'`$;|&<>]/.test(path!);
  if (!isProject) throw unknownForm(text);
  return safePath(path!);
}

function unknownForm(text: string): LoglineError {
  return new LoglineError('SPEC_INVALID', `${quote(text)} is no type checker that is known. The forms are: ${FORMS}.`, {
    details: { forms: FORMS.split(', ') },
  });
}
