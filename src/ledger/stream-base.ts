/** Append-only, proven for a folder of streams: each stream of the base is a prefix of the one that has its path now. */
import type { Finding } from '../base/report.ts';
import { compareWithBase } from './append-only.ts';
import type { Stream } from './seal.ts';
import type { LedgerSource } from './store.ts';
import type { VerifiedPrefix } from './verify-options.ts';

/** What the comparison of a folder with a base found. */
export interface StreamsExtension {
  /** By path, of the streams that nothing speaks against: what of them the base has. `verifyStreams` takes it as `after`. */
  readonly prefixes: Readonly<Record<string, VerifiedPrefix>>;
  /** `NOT_APPEND_ONLY` for each stream that was changed or removed, with its path. */
  readonly findings: readonly Finding[];
  /** The prefixes together. */
  readonly lines: number;
  /** Bytes of the prefixes together. */
  readonly sizeBytes: number;
}

/**
 * Compares a folder of streams with an earlier version of it, byte for byte. Streams that the base does not have are new, and nothing
 * speaks against them here.
 *
 * @param base - the streams of the base by path, relative to the folder.
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE - one of them cannot be read.
 */
export async function compareStreams(
  base: ReadonlyMap<string, LedgerSource>,
  streams: readonly Stream[],
): Promise<StreamsExtension> {
  const prefixes: Record<string, VerifiedPrefix> = {};
  const findings: Finding[] = [];
  const sum = { lines: 0, sizeBytes: 0 };
  for (const [path, old] of base) {
    const stream = streams.find((candidate) => candidate.path === path);
    const { prefix, finding } = stream ? await compareWithBase(old, stream.source) : REMOVED;
    if (finding) {
      findings.push({ ...finding, path });
      continue;
    }
    prefixes[path] = prefix;
    sum.lines += prefix.lines;
    sum.sizeBytes += prefix.sizeBytes;
  }
  return { prefixes, findings, ...sum };
}

const REMOVED: { readonly prefix: VerifiedPrefix; readonly finding?: Finding } = {
  prefix: { lines: 0, sizeBytes: 0 },
  finding: { code: 'NOT_APPEND_ONLY', message: 'The stream is missing; the base has it.' },
};
