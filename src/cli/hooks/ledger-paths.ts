/** Which paths of a repository are ledgers. */
import { posix } from 'node:path';
import type { Configuration } from '../../ledger/index.ts';
import { isStreamPath } from '../ledgers.ts';
import { attributeAt, attributeOf } from './hook-git.ts';

/** Where a ledger is when nothing says otherwise. */
const DEFAULT_LEDGER = 'data/ledger.jsonl';

/**
 * Answers those of the paths that are ledgers: the file that the config names, the streams in the folder that it names, and every file
 * that `.gitattributes` gives to the merge driver (`merge=ledger`), in the index or in a version before.
 *
 * @param before - the commits that the paths were changed since: a change that takes a ledger's attribute away does not hide what else
 *   it does to it.
 */
export async function ledgersAmong(
  top: string,
  { ledger = DEFAULT_LEDGER }: Configuration,
  paths: readonly string[],
  before: readonly string[],
): Promise<ReadonlySet<string>> {
  const place = posix.normalize(ledger).replace(/\/$/, '');
  const isConfigured = (path: string): boolean =>
    path === place || (path.startsWith(`${place}/`) && isStreamPath(path.slice(place.length + 1)));
  const others = paths.filter((path) => !isConfigured(path) && /\.(?:jsonl|ndjson)$/.test(path));
  const isSame = !paths.some((path) => posix.basename(path) === '.gitattributes');
  const merges = await Promise.all([
    attributeOf(top, 'merge', others),
    ...(isSame ? [] : before.map((commit) => attributeAt(top, commit, 'merge', others))),
  ]);
  return new Set(paths.filter((path) => isConfigured(path) || merges.some((merge) => merge.get(path) === 'ledger')));
}
