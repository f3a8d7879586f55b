/** Which paths a pattern means. */
import { LoglineError } from '../base/errors.ts';
import { globMatcher } from './glob.ts';

/** Answers whether a path is meant. */
export type PathFilter = (path: string) => boolean;

const MAX_PATTERN_LENGTH = 1024;

/**
 * Answers the filter of a list of patterns: a path is meant if one of them fits and none that begins with `!` does. A pattern
 * without wildcards means a file, or all files below a folder.
 *
 * @throws {LoglineError} PATTERN_INVALID - one is too long. PATH_UNSAFE - it leads out of the tree.
 */
export function pathFilter(patterns: readonly string[]): PathFilter {
  const fitting = patterns.filter((pattern) => !pattern.startsWith('!')).map(onePattern);
  const leftOut = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => onePattern(pattern.slice(1)));
  return (path) => fitting.some((fits) => fits(path)) && !leftOut.some((fits) => fits(path));
}

function onePattern(pattern: string): PathFilter {
  const path = safePath(pattern);
  if (!/[*?{]/.test(pattern)) return (other) => other === path || other.startsWith(`${path}/`);
  if (pattern.length > MAX_PATTERN_LENGTH)
    throw new LoglineError(
      'PATTERN_INVALID',
      `A pattern of paths has at most ${MAX_PATTERN_LENGTH} characters: "${pattern}".`,
    );
  return globMatcher(pattern.replace(/^\.\//, ''));
}

/**
 * Answers a path of a spec as the tree has it.
 *
 * @throws {LoglineError} PATH_UNSAFE - it is absolute, leads out of the tree or into git's folder, or holds what paths must not hold.
 */
export function safePath(path: string): string {
  const plain = path.replace(/^\.\//, '').replace(/\/$/, '');
  const steps = plain.split('/');
  const isUnsafe =
    plain === '' ||
    plain.normalize('NFC') !== plain ||
    // eslint-disable-next-line no-control-regex -- that is what is looked for
    /[\\\u0000-\u001f\u007f]/.test(plain) ||
    /^[A-Za-z]:/.test(plain) ||
    steps.some((step) => step === '' || step === '.' || step === '..' || step.toLowerCase() === '.git');
  if (!isUnsafe) return plain;
  throw new LoglineError('PATH_UNSAFE', `The path ${JSON.stringify(path)} leads out of the tree or is not plain.`, {
    details: { path },
  });
}
