/**
 * One line of a ledger, read and judged by itself: text, schema, hash and the signatures to check. Keys and chain come later.
 *
 * A line in canonical form, which is what our writers write, is read from its bytes, and no value is made of it. Any other takes the
 * slow, strict path.
 */
import { fromUtf8, isHex, toUtf8 } from '../base/bytes.ts';
import type { Finding } from '../base/report.ts';
import { AtomicScan } from './atomic-scan.ts';
import { CanonicalScan } from './canonical-scan.ts';
import { canonicalize } from './canonical.ts';
import type { Engine } from './engine.ts';
import { cutUnhashed, hashedText } from './hash.ts';
import { isReadable, scanJson } from './json-scan.ts';
import { resolveLimits } from './limits.ts';
import type { JsonLimits, ResolvedLimits } from './limits.ts';
import type { LineReading } from './line-reading.ts';
import { ownFindings } from './own-findings.ts';
import { ProvenReading } from './proven-reading.ts';
import { checkSchema, isAtomic } from './schema.ts';
import type { Atomic } from './schema.ts';
import { SignatureDecoder } from './signature-decoder.ts';
import { isHashOf } from './stated-hash.ts';
import { WELL_KNOWN_INTENTS } from './well-known.ts';

/** Settings of a {@link LineReader}. */
export interface LineReaderOptions {
  /** Who hashes. */
  readonly engine: Engine;
  /** @default 10 MiB a line, 64 levels */
  readonly limits?: JsonLimits;
  /**
   * After how many lines a line is judged from its bytes alone. Until it has been compiled, that takes longer than `JSON.parse`, which
   * always is. @default 4000
   */
  readonly scanAfter?: number;
}

const SCAN_AFTER = 4000;

/** Reads lines, one at a time. Not to be shared between threads. */
export class LineReader {
  readonly #engine: Engine;
  readonly #limits: ResolvedLimits;
  readonly #scan: CanonicalScan;
  readonly #atomicScan = new AtomicScan();
  /** How many more lines are parsed at once. */
  #toParse: number;
  readonly #decoder = new SignatureDecoder();

  constructor({ engine, limits, scanAfter = SCAN_AFTER }: LineReaderOptions) {
    this.#engine = engine;
    this.#toParse = scanAfter;
    this.#limits = resolveLimits(limits);
    this.#scan = new CanonicalScan(this.#limits.maxDepth);
  }

  /** Reads `bytes[start, end)`, a line without its line feed. Never throws on content. @throws {LoglineError} ENGINE_DISAGREEMENT */
  read(bytes: Uint8Array, start: number, end: number): LineReading {
    const isProven = end - start <= this.#limits.maxLineBytes && this.#scan.prove(bytes, start, end);
    return isProven ? this.#readCanonical(bytes, start, end) : this.#readOther(bytes.subarray(start, end));
  }

  #readCanonical(bytes: Uint8Array, start: number, end: number): LineReading {
    const { members } = this.#scan;
    const text = fromUtf8(bytes.subarray(start, end))!;
    if (--this.#toParse < 0 && this.#atomicScan.prove(bytes, members)) {
      const { places } = this.#atomicScan;
      const material = cutUnhashed(bytes, start, end, members);
      return new ProvenReading({ bytes, start, end, text, places, material }, this.#engine, this.#decoder);
    }
    const value: unknown = JSON.parse(text);
    if (!isAtomic(value)) return notAtomic(value, checkSchema(value), true);
    return this.#judge(value, cutUnhashed(bytes, start, end, members), true);
  }

  #readOther(line: Uint8Array): LineReading {
    const findings = scanJson(line, this.#limits);
    // A lenient reader's value is good enough to judge the next line's `prev`, so that one fault is told once.
    if (findings.length > 0) return notAtomic(isReadable(findings) && JSON.parse(fromUtf8(line)!), findings, false);
    const text = fromUtf8(line)!;
    const value: unknown = JSON.parse(text);
    if (text.endsWith('\r')) return notAtomic(value, [endsWithCr(line)], false);
    const { maxDepth } = this.#limits;
    if (!isAtomic(value)) return notAtomic(value, checkSchema(value), canonicalize(value, maxDepth) === text);
    return this.#judge(value, toUtf8(hashedText(value, maxDepth)), canonicalize(value, maxDepth) === text);
  }

  #judge(atomic: Atomic, material: Uint8Array, canonical: boolean): LineReading {
    const { hash, prev, metadata, signature } = atomic;
    const signer = signature?.public_key;
    const isHash = hash === undefined || isHashOf(hash, material, this.#engine);
    return {
      atomic,
      isAtomic: true,
      wellKnown: WELL_KNOWN_INTENTS.includes(atomic.intent ?? '') ? atomic : undefined,
      canonical,
      findings: ownFindings({ hash, isHash, signer, signedBy: metadata.signed_by }),
      statedHash: hash,
      statedPrev: prev,
      signer,
      createdAt: metadata.created_at,
      signatures: hash === undefined ? [] : this.#decoder.decode(atomic, hash),
    };
  }
}

/** JSON allows the CR as white space, but then it is git that has changed every line, and nothing extends anything any more. */
function endsWithCr(line: Uint8Array): Finding {
  const message =
    'The line ends with CR LF; a ledger has LF alone. Keep git from changing it: `*.jsonl -text` in .gitattributes.';
  return { code: 'PARSE_ERROR', message, line: 1, column: line.length, byteOffset: line.length - 1 };
}

/**
 * Answers the reading of a line that is no atomic. Its hash and prev are told where its value has them, so that one fault does not
 * break the chain a second time. Pure.
 */
export function notAtomic(value: unknown, findings: readonly Finding[], canonical: boolean): LineReading {
  const { hash, prev } = Object(value) as { hash?: unknown; prev?: unknown };
  const [statedHash, statedPrev] = [hash, prev].map((text) => (isHex(text, 32) ? text : undefined));
  return {
    atomic: undefined,
    isAtomic: false,
    wellKnown: undefined,
    canonical,
    findings,
    statedHash,
    statedPrev,
    signer: undefined,
    createdAt: '',
    signatures: [],
  };
}
