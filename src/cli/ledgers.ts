/** Which ledgers a path means: a file, a folder of streams, all that fit a pattern, standard input, or the address of one in PostgreSQL. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { LoglineError } from '../base/errors.ts';
import { readFailure } from '../base/file-failure.ts';
import { TRUNK, createFileSource } from '../ledger/index.ts';
import type { LedgerSource, Stream } from '../ledger/index.ts';
import { createPostgresStore, isPostgresAddress } from '../ledger/store-postgres.ts';
import { expandPattern, isPattern } from './glob.ts';
import { spoolInput } from './spool.ts';
import type { Terminal } from './terminal.ts';

/** Something that is verified as one. */
export type LedgerTarget =
  | { readonly kind: 'file'; readonly path: string; readonly source: LedgerSource }
  | { readonly kind: 'folder'; readonly path: string; readonly streams: readonly Stream[] };

/**
 * Answers what the paths mean, each once.
 *
 * @param wasFolder - for what is compared with an earlier version, so that its lines may all be gone: whether a path, at which nothing is
 *   now, was a folder. Of a folder then no stream need be there.
 * @throws {LoglineError} INPUT_MISSING - nothing is there: no file, no stream in a folder, nothing that fits a pattern. INPUT_UNREADABLE.
 */
export async function findLedgers(
  paths: readonly string[],
  terminal: Terminal,
  wasFolder?: (path: string) => Promise<boolean>,
): Promise<LedgerTarget[]> {
  const whole = [...new Set(paths.flatMap((path) => (isPattern(path) && !isOne(path) ? demandMatches(path) : [path])))];
  const targets: LedgerTarget[] = [];
  for (const path of whole) {
    const found = path === '-' || isPostgresAddress(path) ? 'file' : kindAt(path);
    const isFolder = found === 'folder' || (found === undefined && (await wasFolder?.(path)) === true);
    const streams = isFolder && found ? streamsIn(path) : [];
    if (isFolder && wasFolder === undefined) demandStreams(path, streams);
    targets.push(isFolder ? { kind: 'folder', path, streams } : await openTarget(path, terminal));
  }
  return targets;
}

/** An address may hold a password, which is shown to nobody. */
async function openTarget(path: string, terminal: Terminal): Promise<LedgerTarget> {
  const source = await openSource(path, terminal);
  return { kind: 'file', path: isPostgresAddress(path) ? source.name : path, source };
}

/**
 * Answers a ledger to be read: a file, one in PostgreSQL, or standard input, which is read to its end first.
 *
 * @throws {LoglineError} as `spoolInput`
 */
export async function openSource(path: string, terminal: Terminal): Promise<LedgerSource> {
  // Idle connections do not keep the program from ending.
  if (isPostgresAddress(path)) return createPostgresStore(path);
  return path === '-' ? spoolInput(terminal) : createFileSource(fileOf(path));
}

/** Answers the file that a command about one file means: of a folder of streams, as `init` makes it, the trunk. Any other folder is none. */
export function fileOf(path: string): string {
  const trunk = join(path, TRUNK);
  return existsSync(trunk) ? trunk : path;
}

/** Answers the streams in a folder: files named .jsonl or .ndjson, in folders below it as well, sorted. @throws {LoglineError} INPUT_UNREADABLE */
export function streamsIn(folder: string): Stream[] {
  return streamPaths(folder, '')
    .sort()
    .map((path) => ({ path, source: createFileSource(join(folder, path)) }));
}

/** Answers whether a path in a folder is that of a stream: no part begins with a dot. Pure. */
export function isStreamPath(path: string): boolean {
  return /^(?:[^./][^/]*\/)*[^./][^/]*\.(?:jsonl|ndjson)$/.test(path);
}

function streamPaths(folder: string, prefix: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = prefix + entry.name;
      if (entry.isDirectory() && !entry.name.startsWith('.')) return streamPaths(join(folder, entry.name), `${path}/`);
      return !entry.isDirectory() && isStreamPath(path) ? [path] : [];
    });
  } catch (cause) {
    throw readFailure(folder, cause);
  }
}

function kindAt(path: string): LedgerTarget['kind'] | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && (stats.isDirectory() ? 'folder' : 'file');
}

/** An empty folder that verifies would look like a good ledger. @throws {LoglineError} INPUT_MISSING */
export function demandStreams(folder: string, streams: readonly Stream[]): void {
  if (streams.length > 0) return;
  throw new LoglineError('INPUT_MISSING', `There is no stream in ${folder}: no file named .jsonl or .ndjson.`, {
    details: { path: folder },
  });
}

function demandMatches(pattern: string): string[] {
  const matches = expandPattern(pattern.split(sep).join('/'));
  if (matches.length > 0) return matches;
  throw new LoglineError('INPUT_MISSING', `Nothing fits the pattern ${pattern}.`, { details: { pattern } });
}

/** A question mark in an address is no pattern, and neither is one in the name of a file that is there. */
const isOne = (path: string): boolean =>
  isPostgresAddress(path) || statSync(path, { throwIfNoEntry: false }) !== undefined;
