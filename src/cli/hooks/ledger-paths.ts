/** Which paths of a repository are ledgers. */
import { posix } from 'node:path';
import type { Configuration } from '../../ledger/index.ts';
import { isStreamPath } from '../ledgers.ts';
import { attributeOf } from './hook-git.ts';

/** Where a ledger is when nothing says otherwise. */
const DEFAULT_LEDGER = 'data/ledger.jsonl';

/**
 * Answers those of the paths that are ledgers: the file that the config names, the streams in the folder that it names, and every file
 * that `.gitattributes` gives to the merge driver (`merge=ledger`).
 */
export async function ledgersAmong(
  top: string,
  { ledger = DEFAULT_LEDGER }: Configuration,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const place = posix.normalize(ledger).replace(/\/$/, '');
  const isConfigured = (path: string): boolean =>
    path === place || (path.startsWith(`${place}/`) && isStreamPath(path.slice(place.length + 1)));
  const others = paths.filter((path) => !isConfigured(path) && /\.(?:jsonl|ndjson)$/.test(path));
  const merges = await attributeOf(top, 'merge', others);
  return new Set(paths.filter((path) => isConfigured(path) || merges.get(path) === 'ledger'));
}
