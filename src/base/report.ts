/** The shape of every answer that may be "no": findings, and counts of what was looked at. */
import type { Code } from './errors.ts';

/** One thing that is wrong, with its place. Positions are present where they are known. */
export interface Finding {
  /** A key of CODES (docs/errors.md). */
  readonly code: Code;
  /** One sentence for people: what is wrong here. */
  readonly message: string;
  /** Path of the file, where more than one was looked at. */
  readonly path?: string;
  /** Line of the file, from 1. */
  readonly line?: number;
  /** Column of the line in bytes, from 1. */
  readonly column?: number;
  /** Offset in the file in bytes, from 0. */
  readonly byteOffset?: number;
  /** JSON pointer (RFC 6901) to the member. */
  readonly pointer?: string;
  /** The hash that the atomic states: 64 lower-case hex characters. */
  readonly hash?: string;
  /** The atomic's trace id. */
  readonly traceId?: string;
  /** JSON-able evidence, such as the two heads of a fork. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An answer: `ok` is true only when everything was checked and accepted. */
export interface Report {
  /** Yes or no. */
  readonly ok: boolean;
  /** What is wrong, in the order in which it was found. */
  readonly findings: readonly Finding[];
  /** How much was looked at, by kind. */
  readonly counts: Readonly<Record<string, number>>;
}
