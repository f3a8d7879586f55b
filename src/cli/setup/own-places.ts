/**
 * The files that a set-up writes lie in the repository. Whoever made it could have put a link in the place of one, or of a folder above it,
 * that leads to a file of the user's own.
 */
import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { LoglineError } from '../../base/errors.ts';
import { HOOKS } from '../hooks/run-hook.ts';
import { isWithin } from '../within.ts';
import type { HookHost } from './hook-host.ts';

/** Answers the files of whoever runs the hooks, from the top, as far as they are among the files of the work tree. Pure. */
export function placesOfHost(top: string, host: HookHost): string[] {
  const files = 'folder' in host ? HOOKS.map((name) => join(host.folder, name)) : [host.file];
  const isShared = (file: string): boolean => isWithin(top, file) && !isWithin(join(top, '.git'), file);
  return files.filter(isShared).map((file) => relative(top, file));
}

/** Refuses places that are not in the work tree. @param paths - from the top. @throws {LoglineError} PATH_UNSAFE */
export function demandOwnPlaces(top: string, paths: readonly string[]): void {
  const root = realpathSync(top);
  for (const path of paths) {
    const place = realPlace(join(root, path));
    if (place !== undefined && isWithin(root, place) && !isWithin(join(root, '.git'), place)) continue;
    throw new LoglineError('PATH_UNSAFE', `${path} leads out of the files of the repository, and is not written to.`, {
      details: { path },
    });
  }
}

/** Where a file is, or would be; `undefined` for a link to nothing. */
function realPlace(path: string): string | undefined {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) {
    const folder = realPlace(dirname(path));
    return folder === undefined ? undefined : join(folder, basename(path));
  }
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
