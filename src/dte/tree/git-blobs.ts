/** Contents of a repository, many at a time. */
import { fromUtf8, toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { runGit } from '../../base/git.ts';
import { MAX_TREE_BYTES } from '../limits.ts';
import { blobId, formatOf } from './object-id.ts';

/** What one run of git answers at most, unless one content is larger. */
const BATCH_BYTES = 16 * 1024 * 1024;

/** How many contents are asked for in the hope that they fit into that. */
const FEW = 64;

/** How long a content may be: all alike, or by its id. */
export type BlobLimit = number | ((id: string) => number);

/**
 * Answers the contents of blobs by id. Those that are longer than `maxBytes` are left out. Each content is proven to be that of its
 * id: what a damaged or a lying repository answers is not taken for the real thing.
 *
 * @throws {LoglineError} INPUT_MISSING - the repository lacks one, as a partial clone does. INPUT_UNREADABLE - a content is not that
 *   of its id. LIMIT_EXCEEDED - more than 1 GiB in all. COMMAND_FAILED
 */
export async function readBlobs(
  folder: string,
  ids: Iterable<string>,
  maxBytes: BlobLimit,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const wanted = [...new Set(ids)];
  const few = wanted.length <= FEW ? await readFew(folder, wanted, maxBytes) : undefined;
  if (few !== undefined) return few;
  const blobs = new Map<string, Uint8Array>();
  const sizes = await sizesOf(folder, wanted);
  for (const batch of batchesOf(sizes, maxBytes)) {
    const sizeBytes = batch.reduce((sum, id) => sum + sizes.get(id)! + id.length + 64, 0);
    const stdin = toUtf8(`${batch.join('\n')}\n`);
    const { stdout } = await runGit(folder, ['cat-file', '--batch'], { stdin, maxOutputBytes: sizeBytes });
    takeBlobs(stdout, batch, blobs);
  }
  return blobs;
}

/** Without asking for their sizes first, which takes a start of git more; `undefined` where that has to be done. */
async function readFew(
  folder: string,
  ids: readonly string[],
  maxBytes: BlobLimit,
): Promise<ReadonlyMap<string, Uint8Array> | undefined> {
  const blobs = new Map<string, Uint8Array>();
  if (ids.length === 0) return blobs;
  const options = { stdin: toUtf8(`${ids.join('\n')}\n`), maxOutputBytes: BATCH_BYTES };
  try {
    takeBlobs((await runGit(folder, ['cat-file', '--batch'], options)).stdout, ids, blobs);
  } catch (error) {
    if (error instanceof LoglineError && error.code !== 'CANCELLED') return undefined; // too long, or one is not there
    throw error;
  }
  for (const [id, bytes] of blobs) if (bytes.length > limitOf(maxBytes, id)) blobs.delete(id);
  return blobs;
}

const limitOf = (maxBytes: BlobLimit, id: string): number => (typeof maxBytes === 'number' ? maxBytes : maxBytes(id));

async function sizesOf(folder: string, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const argv = ['cat-file', '--batch-check=%(objecttype) %(objectsize)'];
  const options = { stdin: toUtf8(`${ids.join('\n')}\n`), maxOutputBytes: 128 * (ids.length + 1) };
  const { status, stdout, stderr } = await runGit(folder, argv, { ...options, acceptStatus: [0, 128] });
  if (status !== 0) throw lacks(/[0-9a-f]{40,}/.exec(stderr)?.[0] ?? 'unknown', stderr.trim());
  const rows = fromUtf8(stdout)!.split('\n');
  return new Map(ids.map((id, i) => [id, sizeIn(rows[i]!, id)]));
}

function sizeIn(row: string, id: string): number {
  const size = /^blob (\d+)$/.exec(row)?.[1];
  if (size !== undefined) return Number(size);
  throw lacks(id, row);
}

function lacks(id: string, said: string): LoglineError {
  const message =
    `The repository lacks the object ${id} (git says "${said}"): a partial clone does not have all of them. ` +
    'Get them by `git fetch --refetch --no-filter`, or work on a full clone.';
  return new LoglineError('INPUT_MISSING', message, { details: { id } });
}

function batchesOf(sizes: ReadonlyMap<string, number>, maxBytes: BlobLimit): string[][] {
  const batches: string[][] = [];
  let room = 0;
  let total = 0;
  for (const [id, size] of sizes) {
    if (size > limitOf(maxBytes, id)) continue;
    total += size;
    if (batches.length === 0 || size > room) {
      batches.push([]);
      room = BATCH_BYTES;
    }
    batches.at(-1)!.push(id);
    room -= size;
  }
  if (total <= MAX_TREE_BYTES) return batches;
  throw new LoglineError('LIMIT_EXCEEDED', `More than ${MAX_TREE_BYTES} bytes of the repository were asked for.`);
}

/** `<id> blob <size>`, a line feed, the content, a line feed; in the order in which they were asked for. */
function takeBlobs(output: Uint8Array, ids: readonly string[], blobs: Map<string, Uint8Array>): void {
  let at = 0;
  for (const id of ids) {
    const lineEnd = output.indexOf(0x0a, at);
    const size = Number(fromUtf8(output.subarray(at, lineEnd))!.split(' ')[2]);
    const bytes = output.subarray(lineEnd + 1, lineEnd + 1 + size);
    if (blobId(bytes, formatOf(id)) !== id) {
      const message = `The repository is damaged: what it has as ${id} is something else. Run \`git fsck\`.`;
      throw new LoglineError('INPUT_UNREADABLE', message, { details: { id } });
    }
    blobs.set(id, bytes);
    at = lineEnd + size + 2;
  }
}
