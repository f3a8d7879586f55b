/** Lines checked by themselves: read, hashed, and their signatures checked. What their place in the ledger shows comes later. */
import { LineReader, signatureFindings } from '../atomic/index.ts';
import type { Engine, JsonLimits, LineFacts, LineReading, SignatureCheck } from '../atomic/index.ts';
import type { Finding } from '../base/report.ts';
import { keyChangeOf } from './rotation.ts';

/** Lines that stand one after the other in a ledger, in one piece of memory. */
export interface LinePiece {
  readonly bytes: Uint8Array;
  /** Where each line starts in `bytes`. */
  readonly starts: readonly number[];
  /** Where each line ends in `bytes`: the place of its line feed, or the end of the source. */
  readonly ends: readonly number[];
  /** Number of the first line. */
  readonly firstLine: number;
}

/** What lines show by themselves. */
export interface CheckedLines {
  /** In the order of the lines. */
  readonly facts: readonly LineFacts[];
  /** Findings on signatures that did not verify, by place in `facts`. */
  readonly unverified: ReadonlyMap<number, readonly Finding[]>;
}

/** Whoever checks lines by themselves. */
export interface LineChecks {
  /** Which engine judges. */
  readonly engineName: string;
  /** Checks lines, whose bytes need not stay as they are once this has returned. @throws {LoglineError} ENGINE_DISAGREEMENT */
  check(piece: LinePiece): Promise<CheckedLines>;
  /** Lets in what others have answered meanwhile. Called after each piece. */
  turn?(): Promise<void> | undefined;
}

/** What is told to whoever checks lines, on whatever thread. */
export interface LineRules {
  readonly limits: JsonLimits;
  /** Signatures of lines up to this one were checked before, and a trusted seal vouches for them. */
  readonly vouchedLines: number;
  /** Whether there are thousands of lines. */
  readonly isLarge: boolean;
}

/** Checks lines on this thread. */
export class LineChecker implements LineChecks {
  readonly #engine: Engine;
  readonly #reader: LineReader;
  readonly #vouchedLines: number;

  constructor(engine: Engine, { limits, vouchedLines, isLarge }: LineRules) {
    this.#engine = engine;
    // Of many lines, the code that is soon left should not be compiled at all.
    this.#reader = new LineReader({ engine, limits, ...(isLarge && { scanAfter: 0 }) });
    this.#vouchedLines = vouchedLines;
  }

  get engineName(): string {
    return this.#engine.name;
  }

  /** @param places - which lines, by place in the piece. @default all */
  async check(piece: LinePiece, places: Iterable<number> = piece.starts.keys()): Promise<CheckedLines> {
    const { bytes, starts, ends, firstLine } = piece;
    const facts: LineReading[] = [];
    const checks: SignatureCheck[] = [];
    const firstCheck: number[] = [];
    for (const i of places) {
      const reading = this.#reader.read(bytes, starts[i]!, ends[i]!);
      facts.push(reading);
      firstCheck.push(checks.length);
      if (isVouched(reading, firstLine + i, this.#vouchedLines)) continue;
      for (const check of reading.signatures) checks.push(check);
    }
    const verdicts = await this.#engine.verifyMany(checks);
    const isVerified = checks.every((_, n) => verdicts[n] === true);
    return { facts, unverified: isVerified ? NONE : unverifiedIn(facts, [...firstCheck, checks.length], verdicts) };
  }
}

/**
 * Whether a seal vouches for the signatures of a line. It does for no change of keys: the key that signed the seal may be one that a forged
 * rotation brought in.
 */
export function isVouched({ wellKnown }: LineFacts, line: number, vouchedLines: number): boolean {
  return line <= vouchedLines && (wellKnown === undefined || keyChangeOf(wellKnown) === undefined);
}

const NONE: CheckedLines['unverified'] = new Map();

/** @param bounds - where the verdicts on each reading begin, and at last where they end */
function unverifiedIn(
  readings: readonly LineReading[],
  bounds: readonly number[],
  verdicts: readonly boolean[],
): CheckedLines['unverified'] {
  const found = new Map<number, readonly Finding[]>();
  readings.forEach((reading, i) => {
    const [from, to] = [bounds[i]!, bounds[i + 1]!];
    const findings = from === to ? [] : signatureFindings(reading, verdicts.slice(from, to));
    if (findings.length > 0) found.set(i, findings);
  });
  return found;
}
