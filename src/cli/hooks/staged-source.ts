/** The new version of a ledger as something to be read: from the work tree where that has the same bytes, else from git's objects. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { fromUtf8 } from '../../base/bytes.ts';
import { createFileSource } from '../../ledger/index.ts';
import type { ByteRange, LedgerSource } from '../../ledger/index.ts';
import { blobSource } from '../git.ts';
import { askGit, streamFromGit } from './hook-git.ts';
import type { GitBlob } from './hook-git.ts';

/**
 * Answers the staged version of a file. The file itself is read where git, too, would take it for unchanged since it was staged: reading it
 * costs a third of unpacking the object.
 */
export async function stagedSource(top: string, path: string, blob: GitBlob): Promise<LedgerSource> {
  const file = join(top, path);
  return (await isAsStaged(top, path, blob))
    ? { ...createFileSource(file), name: path }
    : objectSource(top, path, blob);
}

/** Answers a version of a file from git's objects. */
export function objectSource(top: string, path: string, { id, sizeBytes }: GitBlob): LedgerSource {
  return blobSource(path, sizeBytes, () => streamFromGit(top, ['cat-file', 'blob', id]));
}

/** As git judges it: size, times and inode of the file are those of the moment when it was staged, and that was not this very second. */
async function isAsStaged(top: string, path: string, { sizeBytes }: GitBlob): Promise<boolean> {
  const stats = lstatSync(join(top, path), { bigint: true, throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size !== BigInt(sizeBytes)) return false;
  const [listing, attributes] = await Promise.all([
    askGit(top, ['ls-files', '--debug', '--', `:(top,literal)${path}`]),
    askGit(top, ['check-attr', '-z', 'text', '--', path]),
  ]);
  const shown = new TextDecoder().decode(listing.stdout);
  const staged = /ctime: (\d+):(\d+)\n\s*mtime: (\d+):(\d+)\n\s*dev: \d+\tino: (\d+)\n/.exec(shown);
  if (staged === null || fromUtf8(attributes.stdout)?.split('\0')[2] !== 'unset') return false;
  const [ctime, mtime] = [at(staged[1]!, staged[2]!), at(staged[3]!, staged[4]!)];
  const isSame =
    stats.ctimeNs === ctime && stats.mtimeNs === mtime && (stats.ino & 0xffff_ffffn) === BigInt(staged[5]!);
  return isSame && isOlderThanIndex(stats.mtimeNs, await indexFile(top));
}

const at = (seconds: string, nanoseconds: string): bigint => BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);

/** A file that was written in the second in which the index was may have been changed without a trace. */
function isOlderThanIndex(mtimeNs: bigint, index: string): boolean {
  const stats = lstatSync(index, { bigint: true, throwIfNoEntry: false });
  return stats !== undefined && mtimeNs / 1_000_000_000n < stats.mtimeNs / 1_000_000_000n;
}

async function indexFile(top: string): Promise<string> {
  const { stdout } = await askGit(top, ['rev-parse', '--path-format=absolute', '--git-path', 'index']);
  return new TextDecoder().decode(stdout).trimEnd();
}

/** Answers the part of a source that begins at a byte. */
export function sourceFrom(source: LedgerSource, first: number): LedgerSource {
  return {
    name: source.name,
    sizeBytes: async () => (await source.sizeBytes()) - first,
    read: ({ start = 0, end = Infinity }: ByteRange = {}) => source.read({ start: first + start, end: first + end }),
  };
}

/** Answers the part of a source that ends before a byte. */
export function sourceUpTo(source: LedgerSource, sizeBytes: number): LedgerSource {
  return {
    name: source.name,
    sizeBytes: () => Promise.resolve(sizeBytes),
    read: ({ start = 0, end = sizeBytes }: ByteRange = {}) => source.read({ start, end: Math.min(end, sizeBytes) }),
  };
}
