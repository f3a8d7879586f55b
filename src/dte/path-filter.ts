/** Which paths a pattern means. */
import picomatch from 'picomatch';
import { LoglineError } from '../base/errors.ts';

/** Answers whether a path is meant. */
export type PathFilter = (path: string) => boolean;

/** With `s`, since a name may have line feeds in it: what is about a folder is about such a file in it as well. */
const OPTIONS = {
  dot: true,
  nonegate: true,
  noextglob: true,
  strictSlashes: true,
  maxLength: 1024,
  flags: 's',
} as const;

/**
 * Answers the filter of a list of patterns: a path is meant if one of them fits and none that begins with `!` does. A pattern
 * without wildcards means a file, or all files below a folder.
 *
 * @throws {LoglineError} PATTERN_INVALID - it cannot be read. PATH_UNSAFE - it leads out of the tree.
 */
export function pathFilter(patterns: readonly string[]): PathFilter {
  const fitting = patterns.filter((pattern) => !pattern.startsWith('!')).map(onePattern);
  const leftOut = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => onePattern(pattern.slice(1)));
  return (path) => fitting.some((fits) => fits(path)) && !leftOut.some((fits) => fits(path));
}

function onePattern(pattern: string): PathFilter {
  if (!/[*?{[]/.test(pattern)) {
    const path = safePath(pattern);
    return (other) => other === path || other.startsWith(`${path}/`);
  }
  safePath(pattern);
  try {
    return picomatch(pattern.replace(/^\.\//, ''), OPTIONS);
  } catch (cause) {
    throw new LoglineError('PATTERN_INVALID', `The pattern "${pattern}" cannot be read.`, { cause });
  }
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
