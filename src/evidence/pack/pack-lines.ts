/** What a pack holds, for those who look at it. */
import { LoglineError } from '../../base/errors.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import type { ProvenanceGraph } from '../graph/graph-draft.ts';
import { readArchive } from './archive.ts';
import type { ArchiveLimits } from './archive.ts';

/**
 * Answers the lines of a pack, in their order. They are worth what `verifyPack` says of it.
 *
 * @throws {LoglineError} PACK_MALFORMED
 */
export function packLines(bytes: Uint8Array, limits?: ArchiveLimits): string[] {
  const text = textIn(bytes, 'ledger/lines.jsonl', limits);
  if (text === undefined) throw new LoglineError('PACK_MALFORMED', 'The pack holds no lines of a ledger.');
  return text.split('\n').slice(0, -1);
}

/**
 * Answers the provenance graph of a pack that `verifyPack` found good: only then it is one, and follows from the lines.
 *
 * @throws {LoglineError} PACK_MALFORMED
 */
export function packGraph(bytes: Uint8Array, limits?: ArchiveLimits): ProvenanceGraph {
  try {
    return JSON.parse(textIn(bytes, 'graph.json', limits) ?? '') as ProvenanceGraph;
  } catch (cause) {
    if (cause instanceof LoglineError) throw cause;
    throw new LoglineError('PACK_MALFORMED', 'The pack holds no provenance graph.', { cause });
  }
}

function textIn(bytes: Uint8Array, path: string, limits: ArchiveLimits | undefined): string | undefined {
  const file = readArchive(bytes, limits).find(({ name }) => name === path);
  return file && fromUtf8(file.bytes);
}
