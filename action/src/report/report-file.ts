/** A report as a file. The workspace has the files of the change, which may have put a link in the place of one, or of a folder above it. */
import { existsSync, lstatSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { LoglineError } from 'logline-core';

/** Writes the file, and makes the folders that it lacks. @throws {LoglineError} PATH_UNSAFE - a link would lead elsewhere. Whatever writing throws. */
export function writeReport(path: string, text: string): void {
  const place = resolve(path);
  const folder = dirname(place);
  if (isMoved(deepestOf(folder)) || lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    throw new LoglineError('PATH_UNSAFE', `${path} is behind a link, and is not written to: it might lead anywhere.`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(place, text);
}

/** The folder itself, or the first above it that is there, and be it as a link to nothing. */
function deepestOf(folder: string): string {
  const isThere = lstatSync(folder, { throwIfNoEntry: false }) !== undefined;
  return isThere || dirname(folder) === folder ? folder : deepestOf(dirname(folder));
}

function isMoved(folder: string): boolean {
  const workspace = resolve('.');
  const way = relative(workspace, folder);
  const isInside = way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  return !existsSync(folder) || (isInside && realpathSync(folder) !== join(realpathSync(workspace), way));
}
