/**
 * One line of a ledger, read and judged by itself: text, schema, hash and the signatures to check. Keys and chain come later.
 *
 * A line in canonical form, which is what our writers write, takes one pass over its bytes. Any other takes the slow, strict path.
 */
import { fromUtf8, isHex, isHexOf, toUtf8 } from '../base/bytes.ts';
import type { Finding } from '../base/report.ts';
import { CanonicalScan } from './canonical-scan.ts';
import { canonicalize } from './canonical.ts';
import type { Engine, SignatureCheck } from './engine.ts';
import { cutMembers, hashedText } from './hash.ts';
import { isReadable, scanJson } from './json-scan.ts';
import { resolveLimits } from './limits.ts';
import type { JsonLimits, ResolvedLimits } from './limits.ts';
import { checkSchema, isAtomic } from './schema.ts';
import type { Atomic } from './schema.ts';
import { SignatureDecoder } from './signature-decoder.ts';

/** What a line says, and what is wrong with it by itself. */
export interface LineReading {
  /** The atomic, where the line is one by the schema. */
  readonly atomic: Atomic | undefined;
  /** Whether the line is its own canonical text. */
  readonly canonical: boolean;
  /** Faults of text, schema, hash and signer; places are relative to the line. Signatures are not checked yet. */
  readonly findings: readonly Finding[];
  /** The hash that the line states, well-formed or `undefined`: what the next line is judged against, even after a bad line. */
  readonly statedHash: string | undefined;
  /** The `prev` that the line states, well-formed or `undefined`. */
  readonly statedPrev: string | undefined;
  /** Signature, then cosignatures, over the stated hash. */
  readonly signatures: readonly SignatureCheck[];
}

/** Settings of a {@link LineReader}. */
export interface LineReaderOptions {
  /** Who hashes. */
  readonly engine: Engine;
  /** @default 10 MiB a line, 64 levels */
  readonly limits?: JsonLimits;
}

/** Reads lines, one at a time. Not to be shared between threads. */
export class LineReader {
  readonly #engine: Engine;
  readonly #limits: ResolvedLimits;
  readonly #scan: CanonicalScan;
  readonly #decoder = new SignatureDecoder();

  constructor({ engine, limits }: LineReaderOptions) {
    this.#engine = engine;
    this.#limits = resolveLimits(limits);
    this.#scan = new CanonicalScan(this.#limits.maxDepth);
  }

  /** Reads `bytes[start, end)`, a line without its line feed. Never throws on content. */
  read(bytes: Uint8Array, start: number, end: number): LineReading {
    const isProven = end - start <= this.#limits.maxLineBytes && this.#scan.prove(bytes, start, end);
    return isProven ? this.#readCanonical(bytes, start, end) : this.#readOther(bytes.subarray(start, end));
  }

  #readCanonical(bytes: Uint8Array, start: number, end: number): LineReading {
    const value: unknown = JSON.parse(fromUtf8(bytes.subarray(start, end))!);
    if (!isAtomic(value)) return notAtomic(value, checkSchema(value), true);
    return this.#judge(value, cutMembers(bytes, start, end, this.#scan.unhashed), true);
  }

  #readOther(line: Uint8Array): LineReading {
    const findings = scanJson(line, this.#limits);
    // A lenient reader's value is good enough to judge the next line's `prev`, so that one fault is told once.
    if (findings.length > 0) return notAtomic(isReadable(findings) && JSON.parse(fromUtf8(line)!), findings, false);
    const text = fromUtf8(line)!;
    const value: unknown = JSON.parse(text);
    if (text.endsWith('\r')) return notAtomic(value, [endsWithCr(line)], false);
    const { maxDepth } = this.#limits;
    const isCanonical = canonicalize(value, maxDepth) === text;
    if (!isAtomic(value)) return notAtomic(value, checkSchema(value), isCanonical);
    return this.#judge(value, toUtf8(hashedText(value, maxDepth)), isCanonical);
  }

  #judge(atomic: Atomic, material: Uint8Array, canonical: boolean): LineReading {
    const { hash, prev } = atomic;
    const findings: Finding[] = [];
    if (hash === undefined) findings.push({ code: 'MISSING_HASH', message: 'The atomic has no hash.', pointer: '' });
    else if (!isHexOf(hash, this.#engine.hash(material))) {
      const message = `The stored hash ${hash} is not the hash of the content.`;
      findings.push({ code: 'HASH_MISMATCH', message, pointer: '/hash', hash });
    }
    const foreign = checkSigner(atomic);
    if (foreign) findings.push(foreign);
    const signatures = hash === undefined ? [] : this.#decoder.decode(atomic, hash);
    return { atomic, canonical, findings, statedHash: hash, statedPrev: prev, signatures };
  }
}

/** JSON allows the CR as white space, but then it is git that has changed every line, and nothing extends anything any more. */
function endsWithCr(line: Uint8Array): Finding {
  const message =
    'The line ends with CR LF; a ledger has LF alone. Keep git from changing it: `*.jsonl -text` in .gitattributes.';
  return { code: 'PARSE_ERROR', message, line: 1, column: line.length, byteOffset: line.length - 1 };
}

/** `metadata.signed_by` is inside the hash, so that nobody can put another signature under the same body, or take it away. */
function checkSigner({ metadata, signature }: Atomic): Finding | undefined {
  const bound = metadata.signed_by;
  if (bound === undefined || bound === signature?.public_key) return undefined;
  const actual = signature === undefined ? 'there is no signature' : `the signature names ${signature.public_key}`;
  const pointer = signature === undefined ? '' : '/signature/public_key';
  return { code: 'SIGNER_MISMATCH', message: `metadata.signed_by names ${bound}, but ${actual}.`, pointer };
}

/**
 * Answers the reading of a line that is no atomic. Its hash and prev are told where its value has them, so that one fault does not
 * break the chain a second time. Pure.
 */
export function notAtomic(value: unknown, findings: readonly Finding[], canonical: boolean): LineReading {
  const { hash, prev } = Object(value) as { hash?: unknown; prev?: unknown };
  const [statedHash, statedPrev] = [hash, prev].map((text) => (isHex(text, 32) ? text : undefined));
  return { atomic: undefined, canonical, findings, statedHash, statedPrev, signatures: [] };
}
