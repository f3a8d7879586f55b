/** A report as a file. The workspace has the files of the change, which may have put a link in the place of one, or of a folder above it. */
import { lstatSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { LoglineError } from 'logline-core';

/** Writes the file. @throws {LoglineError} PATH_UNSAFE - a link would lead elsewhere. Whatever writing throws. */
export function writeReport(path: string, text: string): void {
  const [workspace, folder] = [resolve('.'), dirname(resolve(path))];
  const way = relative(workspace, folder);
  const isInside = !way.startsWith('..') && !isAbsolute(way);
  const place = join(realpathSync(folder), basename(path));
  const isMoved = isInside && realpathSync(folder) !== join(realpathSync(workspace), way);
  const isLink = lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (isMoved || isLink)
    throw new LoglineError('PATH_UNSAFE', `${path} is behind a link, and is not written to: it might lead anywhere.`);
  writeFileSync(place, text);
}
