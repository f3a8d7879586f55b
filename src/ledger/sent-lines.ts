/** What one thread tells another of lines that it checked: little, and nothing of a line that has anything to it. */
import type { Atomic, LineFacts } from '../atomic/index.ts';
import { fromUtf8 } from '../base/bytes.ts';
import type { Finding } from '../base/report.ts';
import type { CheckedLines, LineChecker, LinePiece } from './line-checks.ts';

/** The texts of plain lines: atomics without a fault, whose intent the format gives no meaning. Of any other line there is no hash here. */
export interface SentLines {
  readonly hashes: readonly (string | undefined)[];
  readonly prevs: readonly (string | undefined)[];
  readonly signers: readonly (string | undefined)[];
  readonly createdAts: readonly string[];
  readonly canonical: readonly boolean[];
}

/** Answers what is told of checked lines. Pure. */
export function sentLinesOf({ facts, unverified }: CheckedLines): SentLines {
  const isPlain = (line: LineFacts, i: number): boolean =>
    line.isAtomic && line.wellKnown === undefined && line.findings.length === 0 && !unverified.has(i);
  return {
    hashes: facts.map((line, i) => (isPlain(line, i) ? line.statedHash : undefined)),
    prevs: facts.map(({ statedPrev }) => statedPrev),
    signers: facts.map(({ signer }) => signer),
    createdAts: facts.map(({ createdAt }) => createdAt),
    canonical: facts.map(({ canonical }) => canonical),
  };
}

/** Answers what was checked: plain lines as they were told, and the others checked by `checker`, who then has all there is to say. */
export async function checkedLinesOf(sent: SentLines, piece: LinePiece, checker: LineChecker): Promise<CheckedLines> {
  const others = [...piece.starts.keys()].filter((i) => sent.hashes[i] === undefined);
  const facts: LineFacts[] = piece.starts.map((_, i) => new PlainFacts(sent, piece, i));
  const unverified = new Map<number, readonly Finding[]>();
  if (others.length > 0) {
    const checked = await checker.check(piece, others);
    others.forEach((place, n) => {
      facts[place] = checked.facts[n]!;
      const findings = checked.unverified.get(n);
      if (findings !== undefined) unverified.set(place, findings);
    });
  }
  return { facts, unverified };
}

/** A plain line. Its atomic is parsed when somebody asks for it. */
class PlainFacts implements LineFacts {
  readonly isAtomic = true;
  readonly wellKnown = undefined;
  readonly findings: readonly Finding[] = NONE;
  readonly canonical: boolean;
  readonly statedHash: string | undefined;
  readonly statedPrev: string | undefined;
  readonly signer: string | undefined;
  readonly createdAt: string;
  readonly #piece: LinePiece;
  readonly #place: number;

  constructor(sent: SentLines, piece: LinePiece, place: number) {
    this.canonical = sent.canonical[place]!;
    this.statedHash = sent.hashes[place];
    this.statedPrev = sent.prevs[place];
    this.signer = sent.signers[place];
    this.createdAt = sent.createdAts[place]!;
    this.#piece = piece;
    this.#place = place;
  }

  get atomic(): Atomic {
    const { bytes, starts, ends } = this.#piece;
    return JSON.parse(fromUtf8(bytes.subarray(starts[this.#place], ends[this.#place]))!) as Atomic;
  }
}

const NONE: readonly Finding[] = [];
