/** Whether a stream still has what seals say of it. */
import type { Finding } from '../base/report.ts';

/** What one seal says of one stream. */
export interface SealedHead {
  /** How many lines are sealed. */
  readonly lines: number;
  /** Hash of the last of them. */
  readonly head: string;
  /** Line of the trunk in which the seal stands. */
  readonly sealLine: number;
}

/** Holds the lines of a stream, as they come, against the seals. */
export class SealCheck {
  readonly #sealed: readonly SealedHead[];
  #next = 0;

  constructor(sealed: readonly SealedHead[]) {
    this.#sealed = [...sealed].sort((a, b) => a.lines - b.lines);
  }

  /** Answers a finding for each seal that says something else of this line. */
  step(line: number, hash: string | undefined): Finding[] {
    const findings: Finding[] = [];
    for (; this.#sealed[this.#next]?.lines === line; this.#next++) {
      const seal = this.#sealed[this.#next]!;
      if (seal.head === hash) continue;
      findings.push({
        code: 'SEAL_MISMATCH',
        message: `The seal in line ${String(seal.sealLine)} of the trunk has the hash ${seal.head} for this line.`,
        details: { ...seal },
      });
    }
    return findings;
  }

  /** Answers a finding where lines that were sealed are missing at the end. */
  end(lines: number): Finding[] {
    const last = this.#sealed.at(-1);
    if (last === undefined || last.lines <= lines) return [];
    const message = `Line ${String(lines + 1)} and what follows it is missing; the seal in line ${String(last.sealLine)} of the trunk covers the stream to line ${String(last.lines)}.`;
    return [{ code: 'SEAL_MISMATCH', message, details: { ...last } }];
  }
}
