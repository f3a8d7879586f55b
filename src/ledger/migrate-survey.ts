/** The first reading of an old ledger: what each line is worth, and the file as a whole. */
import { createPlainHash, resolveLimits } from '../atomic/index.ts';
import type { JsonLimits, LedgerMigration } from '../atomic/index.ts';
import { toHex } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import type { Code } from '../base/errors.ts';
import type { Finding, Report } from '../base/report.ts';
import { readLines } from './lines.ts';
import { OldLineJudge, isCurrent } from './migrate-judge.ts';
import type { OldLineJudgeOptions, OldVerdict } from './migrate-judge.ts';
import { demandRunning } from './signal.ts';
import type { LedgerSource } from './store.ts';

/** What is to be thought of the old ledger. `ok` is true when no line is unverified. */
export interface MigrationReport extends Report {
  /** `lines = blank + verified + unchecked + unverified`; `findings` has those, too, that the report does not keep. */
  readonly counts: Readonly<Record<'lines' | 'blank' | OldVerdict | 'findings', number>>;
  /** The file as a whole, as the first line of the new ledger has it. */
  readonly source: LedgerMigration['source'];
}

/** How old lines are read. */
export interface ReadOldOptions {
  readonly limits?: JsonLimits;
  readonly signal?: AbortSignal;
}

/** Findings that a report keeps; all are counted. */
const MAX_FINDINGS = 1000;

/** A line of the old file. */
export interface RawLine {
  readonly bytes: Uint8Array;
  /** From 1. */
  readonly line: number;
  readonly byteOffset: number;
}

/** The lines of the old file; all of its bytes go into `file`. */
export async function* oldLines(
  source: LedgerSource,
  { limits, signal }: ReadOldOptions,
  file: FileFacts,
): AsyncGenerator<RawLine> {
  const { maxLineBytes } = resolveLimits(limits);
  const watched = { name: source.name, sizeBytes: () => source.sizeBytes(), read: () => file.watch(source.read()) };
  for await (const { bytes, starts, ends, firstLine, byteOffset } of readLines(watched, { maxLineBytes })) {
    demandRunning(signal);
    for (const [i, start] of starts.entries()) {
      const line = bytes.subarray(start, ends[i]);
      if (line.length > maxLineBytes) throw tooLong(source.name, firstLine + i, maxLineBytes);
      yield { bytes: line, line: firstLine + i, byteOffset: byteOffset + start };
    }
  }
}

function tooLong(name: string, line: number, maxLineBytes: number): LoglineError {
  const message = `Line ${String(line)} of ${name} is longer than the limit of ${String(maxLineBytes)} bytes.`;
  return new LoglineError('LINE_TOO_LARGE', message, { details: { name, line, maxLineBytes } });
}

/** Size and hash of what is read. */
export class FileFacts {
  readonly #hash = createPlainHash();
  #sizeBytes = 0;

  async *watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#hash.update(chunk);
      this.#sizeBytes += chunk.length;
      yield chunk;
    }
  }

  /** Only once. */
  end(): { size_bytes: number; blake3: string } {
    return { size_bytes: this.#sizeBytes, blake3: toHex(this.#hash.digest()) };
  }
}

/** The first reading: what each line is worth. */
export class Survey {
  readonly file = new FileFacts();
  readonly judge: OldLineJudge;
  /** The verdict on each line, by its number less one; `undefined` for a blank one. */
  readonly verdicts: (OldVerdict | undefined)[] = [];
  readonly problems = new Map<number, readonly Code[]>();
  readonly #findings: Finding[] = [];
  readonly #counts = { lines: 0, blank: 0, verified: 0, unchecked: 0, unverified: 0, findings: 0 };
  #old = 0;

  /** @throws {LoglineError} KEY_MALFORMED */
  constructor(options: OldLineJudgeOptions) {
    this.judge = new OldLineJudge(options);
  }

  /** Whether all lines are of 1.1.0 already. */
  get isCurrent(): boolean {
    return this.#old === 0 && this.#counts.lines > this.#counts.blank;
  }

  take(bytes: Uint8Array, line: number, byteOffset: number): void {
    this.#counts.lines++;
    if (isBlank(bytes)) {
      this.#counts.blank++;
      this.verdicts.push(undefined);
      return;
    }
    const { value, verdict, findings } = this.judge.judge(bytes);
    if (value === undefined || !isCurrent(value)) this.#old++;
    this.#counts[verdict]++;
    this.verdicts.push(verdict);
    if (findings.length > 0) this.#note(findings, line, byteOffset);
  }

  #note(findings: readonly Finding[], line: number, byteOffset: number): void {
    this.problems.set(
      line,
      findings.map(({ code }) => code),
    );
    this.#counts.findings += findings.length;
    const placed = findings.map((finding) => ({
      ...finding,
      line,
      byteOffset: byteOffset + (finding.byteOffset ?? 0),
    }));
    this.#findings.push(...placed.slice(0, MAX_FINDINGS - this.#findings.length));
  }

  /** Only once. */
  report(name: string): MigrationReport {
    const source = { name: name.replace(/^.*[/\\](?=.)/s, ''), ...this.file.end(), lines: this.#counts.lines };
    return { ok: this.#counts.unverified === 0, findings: this.#findings, counts: { ...this.#counts }, source };
  }
}

const isBlank = (line: Uint8Array): boolean => line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
