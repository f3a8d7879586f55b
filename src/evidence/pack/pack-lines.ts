/** The lines of a ledger that a pack holds. */
import { LoglineError } from '../../base/errors.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import { readArchive } from './archive.ts';
import type { ArchiveLimits } from './archive.ts';

/**
 * Answers the lines of a pack, in their order. They are worth what `verifyPack` says of it.
 *
 * @throws {LoglineError} PACK_MALFORMED
 */
export function packLines(bytes: Uint8Array, limits?: ArchiveLimits): string[] {
  const lines = readArchive(bytes, limits).find(({ name }) => name === 'ledger/lines.jsonl');
  const text = lines && fromUtf8(lines.bytes);
  if (text === undefined) throw new LoglineError('PACK_MALFORMED', 'The pack holds no lines of a ledger.');
  return text.split('\n').slice(0, -1);
}
