/** A ledger in consecutive parts, so that short rounds on each of them make up the verification of the whole. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Engine } from '../../src/atomic/index.ts';
import { createFileSource, verifyLedger } from '../../src/ledger/index.ts';
import type { ByteRange, LedgerSource } from '../../src/ledger/index.ts';
import { readLines } from '../../src/ledger/lines.ts';

/** Some consecutive lines of a ledger. */
export interface Part {
  readonly lines: number;
  /** Hash of the line before them. */
  readonly prev: string | undefined;
  /** The lines as a ledger by themselves. */
  readonly source: LedgerSource;
  /** The lines, read from the file at each call. */
  readonly text: () => string;
}

/** Answers the parts, each of `lines` lines. */
export async function partsOf(path: string, lines: number): Promise<Part[]> {
  const parts: Part[] = [];
  let start = 0;
  let prev: string | undefined;
  for await (const { starts, ends, bytes, firstLine, byteOffset } of readLines(createFileSource(path), {
    maxLineBytes: 1e7,
  })) {
    for (const [i, lineStart] of starts.entries()) {
      if ((firstLine + i) % lines !== 0) continue;
      const end = byteOffset + ends[i]! + 1;
      parts.push(partOf(path, { start, end }, lines, prev));
      prev = /"hash":"([0-9a-f]{64})"/.exec(Buffer.from(bytes.subarray(lineStart, ends[i])).toString())?.[1];
      start = end;
    }
  }
  return parts;
}

/** Verifies a part with our engine, and answers how many lines it has. */
export async function verifyPart({ source, prev, lines }: Part, engine: Engine): Promise<number> {
  const { counts, ok } = await verifyLedger(source, { engine, ...(prev !== undefined && { from: prev }) });
  return demandAll(ok ? counts.valid : -1, lines);
}

/** Answers `lines` if all of them are valid: a verifier that takes good lines for bad ones is not worth a comparison. */
export function demandAll(valid: number, lines: number): number {
  if (valid === lines) return lines;
  throw new Error(`${String(valid)} of ${String(lines)} good lines were found valid`);
}

function partOf(path: string, { start, end }: Required<ByteRange>, lines: number, prev: string | undefined): Part {
  const file = createFileSource(path);
  const source: LedgerSource = {
    name: path,
    sizeBytes: () => Promise.resolve(end - start),
    read: (range = {}) =>
      file.read({ start: start + (range.start ?? 0), end: Math.min(end, start + (range.end ?? Infinity)) }),
  };
  return { lines, prev, source, text: () => readText(path, start, end) };
}

function readText(path: string, start: number, end: number): string {
  const bytes = Buffer.allocUnsafe(end - start);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, bytes.length, start);
  } finally {
    closeSync(file);
  }
  return bytes.toString();
}
