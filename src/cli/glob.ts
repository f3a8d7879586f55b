/** Patterns of paths: `*` and `?` within a name, `**` over folders. For programs that start this one without a shell. */
import { readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, readFailure } from '../base/file-failure.ts';

/** Answers whether a path is a pattern. Pure. */
export function isPattern(path: string): boolean {
  return /[*?]/.test(path);
}

/** Answers the paths that fit a pattern, sorted. Names that begin with a dot fit only where the pattern's does. @throws {LoglineError} INPUT_UNREADABLE */
export function expandPattern(pattern: string): string[] {
  const isAbsolute = pattern.startsWith('/');
  const steps = pattern.split('/').filter((step) => step !== '');
  return [...new Set(expand(isAbsolute ? '/' : '', steps))].sort();
}

function expand(folder: string, [step, ...rest]: readonly string[]): string[] {
  if (step === undefined) return [];
  if (step === '**')
    return [...expand(folder, rest), ...foldersIn(folder).flatMap((inside) => expand(inside, ['**', ...rest]))];
  const isLast = rest.length === 0;
  const fits = nameTest(step);
  if (!isPattern(step) && !isLast) return expand(join(folder, step), rest);
  const names = entriesIn(folder)
    .map(({ name }) => name)
    .filter((name) => fits.test(name) && (step.startsWith('.') || !name.startsWith('.')));
  return names.flatMap((name) => (isLast ? [join(folder, name)] : expand(join(folder, name), rest)));
}

function nameTest(step: string): RegExp {
  const source = step
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su');
}

function foldersIn(folder: string): string[] {
  return entriesIn(folder)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => join(folder, name));
}

/** What is no folder holds nothing that fits. */
function entriesIn(folder: string): Dirent[] {
  const path = folder === '' ? '.' : folder;
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(cause))) return [];
    throw readFailure(path, cause);
  }
}
