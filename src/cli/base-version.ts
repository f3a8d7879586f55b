/**
 * An earlier version of a ledger, to compare with: `--base REV|FILE` and `--onto REV|FILE`.
 *
 * What is a file and what a revision shows in the text alone. If the disk were asked, a file that a pull request adds under the
 * name of a branch could take the place of that branch.
 */
import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { createFileSource } from '../ledger/index.ts';
import type { LedgerSource } from '../ledger/index.ts';
import { isFolderAtRevision, listAtRevision, openAtRevision } from './git.ts';
import { isStreamPath, streamsIn } from './ledgers.ts';
import { demandFile } from './writing.ts';

/** Answers whether a version is a path: absolute, beginning with `./` or `../`, or ending with `/`, .jsonl or .ndjson. Pure. */
export function isVersionPath(version: string): boolean {
  if (isAbsolute(version) || /^\.{1,2}[/\\]/.test(version)) return true;
  return /(?:[/\\]|\.jsonl|\.ndjson)$/.test(version) && !version.includes(':');
}

/** Answers the version of one ledger file, or `undefined` where the revision does not have it. @throws {LoglineError} as git.ts; INPUT_MISSING; USAGE - it is in a database */
export async function openVersion(version: string, ledger: string): Promise<LedgerSource | undefined> {
  return isVersionPath(version) ? demandThere(createFileSource(version)) : openAtRevision(version, demandFile(ledger));
}

/** Answers whether a path, at which nothing is now, is that of a folder in a version. @throws {LoglineError} as {@link openVersion} */
export async function isFolderIn(version: string, path: string): Promise<boolean> {
  if (isVersionPath(version)) return statSync(version, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolderAtRevision(version, path);
}

/** Answers the streams of the version of a folder, by path. @throws {LoglineError} as {@link openVersion} */
export async function listVersion(version: string, folder: string): Promise<ReadonlyMap<string, LedgerSource>> {
  if (isVersionPath(version)) return new Map(streamsIn(version).map(({ path, source }) => [path, source]));
  const files = await listAtRevision(version, folder);
  return new Map([...files].filter(([path]) => isStreamPath(path)));
}

/** A base that is missing would prove nothing, and say so to nobody. */
async function demandThere(source: LedgerSource): Promise<LedgerSource> {
  await source.sizeBytes();
  return source;
}
