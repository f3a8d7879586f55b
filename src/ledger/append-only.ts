/** Append-only, proven: the ledger begins with the bytes of the base, and the base ended at a line's end. */
import type { Finding } from '../base/report.ts';
import type { LedgerSource } from './store.ts';
import type { VerifiedPrefix } from './verify-options.ts';

/** What the comparison with a base found. */
export interface Extension {
  /** The base, as a prefix of the ledger; a line feed that the base lacks is part of it. With a finding, the lines that both begin with. */
  readonly prefix: VerifiedPrefix;
  /** `NOT_APPEND_ONLY` with the first line that differs. */
  readonly finding?: Finding;
}

/**
 * Compares a ledger with an earlier version of it, byte for byte.
 *
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE - one of them cannot be read.
 */
export async function compareWithBase(base: LedgerSource, head: LedgerSource): Promise<Extension> {
  const baseBytes = await base.sizeBytes();
  const { at, lines, linesEndAt, headEnded } = await firstDifference(base.read({ end: baseBytes }), head.read());
  const prefix = { sizeBytes: linesEndAt, lines };
  if (at < baseBytes) return { prefix, finding: notAppendOnly(lines + 1, at, headEnded) };
  if (linesEndAt === baseBytes) return { prefix };
  // The base's last line is open: whatever follows but a line feed would change it.
  const next = await byteAt(head, baseBytes);
  if (next !== undefined && next !== 0x0a) return { prefix, finding: notAppendOnly(lines + 1, baseBytes, false) };
  return { prefix: { sizeBytes: baseBytes + (next === undefined ? 0 : 1), lines: lines + 1 } };
}

/**
 * Answers the lines that two ledgers begin with alike, byte for byte. A line without a line feed is none of them.
 *
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE - one of them cannot be read.
 */
export async function commonLines(a: LedgerSource, b: LedgerSource): Promise<VerifiedPrefix> {
  const { lines, linesEndAt } = await firstDifference(a.read(), b.read());
  return { sizeBytes: linesEndAt, lines };
}

interface Difference {
  /** First byte that differs, or the size of the base. */
  readonly at: number;
  /** Line feeds before it. */
  readonly lines: number;
  /** Just behind the last of them. */
  readonly linesEndAt: number;
  readonly headEnded: boolean;
}

async function firstDifference(base: AsyncIterable<Uint8Array>, head: AsyncIterable<Uint8Array>): Promise<Difference> {
  const other = new ByteQueue(head);
  try {
    return await compare(base, other);
  } finally {
    await other.close();
  }
}

async function compare(base: AsyncIterable<Uint8Array>, head: ByteQueue): Promise<Difference> {
  let at = 0;
  let lines = 0;
  let linesEndAt = 0;
  for await (const chunk of base) {
    for (let i = 0; i < chunk.length;) {
      const piece = await head.next(chunk.length - i);
      const same = commonLength(chunk, i, piece);
      for (let k = chunk.indexOf(0x0a, i); k >= 0 && k < i + same; k = chunk.indexOf(0x0a, k + 1)) {
        lines++;
        linesEndAt = at + k - i + 1;
      }
      at += same;
      if (same < piece.length || piece.length === 0) return { at, lines, linesEndAt, headEnded: piece.length === 0 };
      i += same;
    }
  }
  return { at, lines, linesEndAt, headEnded: false };
}

function commonLength(chunk: Uint8Array, start: number, piece: Uint8Array): number {
  const size = Math.min(chunk.length - start, piece.length);
  for (let i = 0; i < size; i++) if (chunk[start + i] !== piece[i]) return i;
  return size;
}

async function byteAt(head: LedgerSource, at: number): Promise<number | undefined> {
  for await (const chunk of head.read({ start: at })) return chunk[0];
  return undefined;
}

function notAppendOnly(line: number, byteOffset: number, headEnded: boolean): Finding {
  const what = headEnded ? 'and what follows it is missing' : 'is not what the base has';
  return {
    code: 'NOT_APPEND_ONLY',
    message: `Line ${String(line)} ${what}: the ledger is no extension of its base.`,
    line,
    byteOffset,
  };
}

/** Chunks of any size, taken in pieces of at most the size asked for. */
class ByteQueue {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes, at most `size` of them; none at the end. */
  async next(size: number): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return this.#rest;
      this.#rest = next.value;
    }
    const piece = this.#rest.subarray(0, size);
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
