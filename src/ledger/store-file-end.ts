/** The end of a ledger file: read from the back, however long the file is. */
import { readSync } from 'node:fs';
import { parseJson, scanJson } from '../atomic/index.ts';
import type { JsonLimits } from '../atomic/index.ts';
import { isHex } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import type { Code } from '../base/errors.ts';

/** What a ledger file ends with. */
export interface LedgerEnd {
  /** Hash of the last atomic; `null` where there is none. */
  readonly hash: string | null;
  /** Where the last atomic ends, in bytes from the start, its line feed included. */
  readonly endBytes: number;
  /** `whole`: with a line feed, or empty. `open`: the last atomic has no line feed. `torn`: a piece of a write that was cut off follows. */
  readonly tail: 'whole' | 'open' | 'torn';
}

/** A file to be read: open, with its size at one moment. */
export interface OpenLedger {
  readonly fd: number;
  readonly sizeBytes: number;
  /** For messages. */
  readonly path: string;
  readonly maxLineBytes: number;
}

interface Piece {
  readonly start: number;
  readonly bytes: Uint8Array;
}

const LF = 0x0a;
const BRACE = 0x7b;
const QUOTE = 0x22;
const FIRST_BLOCK_BYTES = 4096;

/** What cutting JSON text off leads to; any other fault was written as it is. */
const CUT_OFF: readonly Code[] = ['PARSE_ERROR', 'INVALID_UTF8'];

/**
 * Answers the end of a ledger file.
 *
 * @throws {LoglineError} LEDGER_BROKEN - the last line is no atomic with a hash. UNSUPPORTED_VERSION - it is one of version 1.0.0.
 */
export function readEnd(ledger: OpenLedger): LedgerEnd {
  const { sizeBytes } = ledger;
  if (sizeBytes === 0) return { hash: null, endBytes: 0, tail: 'whole' };
  const rest = readBack(ledger, sizeBytes);
  if (rest.bytes.length === 0)
    return { hash: hashOf(ledger, readBack(ledger, sizeBytes - 1)), endBytes: sizeBytes, tail: 'whole' };
  if (!isCutOff(rest.bytes, ledger)) return { hash: hashOf(ledger, rest), endBytes: sizeBytes, tail: 'open' };
  if (rest.start === 0) return requireBeginning(ledger, rest.bytes);
  return { hash: hashOf(ledger, readBack(ledger, rest.start - 1)), endBytes: rest.start, tail: 'torn' };
}

/** The bytes between the last line feed before `end` and `end`. */
function readBack(ledger: OpenLedger, end: number): Piece {
  const { fd, maxLineBytes } = ledger;
  for (let blockBytes = FIRST_BLOCK_BYTES; ; blockBytes *= 8) {
    const start = Math.max(0, end - blockBytes);
    const block = readBlock(fd, start, end);
    const found = block.lastIndexOf(LF);
    if (found >= 0 || start === 0) return { start: start + found + 1, bytes: block.subarray(found + 1) };
    if (blockBytes > maxLineBytes)
      throw broken(ledger, start, `has more than ${maxLineBytes} bytes, which is the limit of a line`);
  }
}

/** Answers the bytes of a range of an open file; fewer where it ends before. @throws the system's error. */
export function readBlock(fd: number, start: number, end: number): Uint8Array {
  const block = new Uint8Array(end - start);
  let read = 0;
  for (let got = -1; got !== 0 && read < block.length; read += got)
    got = readSync(fd, block, read, block.length - read, start + read);
  return block.subarray(0, read);
}

function isCutOff(line: Uint8Array, ledger: OpenLedger): boolean {
  return scanJson(line, limitsOf(ledger)).some(({ code }) => CUT_OFF.includes(code));
}

/** Where the first line was cut off there is no line before it that shows what the file is. Another kind of file stays untouched. */
function requireBeginning(ledger: OpenLedger, bytes: Uint8Array): LedgerEnd {
  const isLine = bytes[0] === BRACE && [QUOTE, undefined].includes(bytes[1]);
  if (!isLine && bytes.some((byte) => byte !== 0))
    throw broken(ledger, 0, 'is the only one, and does not begin as an atomic does');
  return { hash: null, endBytes: 0, tail: 'torn' };
}

function hashOf(ledger: OpenLedger, { start, bytes }: Piece): string {
  const { hash, curr_hash: oldHash } = Object(parseLine(ledger, start, bytes)) as {
    hash?: unknown;
    curr_hash?: unknown;
  };
  if (isHex(hash, 32)) return hash;
  if (oldHash === undefined) throw broken(ledger, start, 'has no hash of 64 lower-case hex characters');
  const message = `${ledger.path}: the last line, at byte ${start}, is an atomic of version 1.0.0.`;
  throw new LoglineError('UNSUPPORTED_VERSION', message, { details: { path: ledger.path, byteOffset: start } });
}

function parseLine(ledger: OpenLedger, start: number, bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes, limitsOf(ledger));
  } catch (cause) {
    throw broken(ledger, start, `cannot be read: ${(cause as Error).message.replace(/\.$/, '')}`, cause);
  }
}

/** How deep an atomic may be is for others to judge: here it is enough to find its hash. */
const limitsOf = ({ maxLineBytes }: OpenLedger): JsonLimits => ({ maxLineBytes, maxDepth: Infinity });

function broken({ path }: OpenLedger, byteOffset: number, what: string, cause?: unknown): LoglineError {
  const message = `${path}: the last line, at byte ${byteOffset}, ${what}.`;
  return new LoglineError('LEDGER_BROKEN', message, { details: { path, byteOffset }, cause });
}
