/** One atomic by itself: is it what its signer signed? Runs in browsers. The chain is the ledger's business. */
import { fromHex, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import type { Finding, Report } from '../base/report.ts';
import { quote } from '../base/schema.ts';
import { canonicalize } from './canonical.ts';
import { defaultEngine } from './default-engine.ts';
import type { Engine } from './engine.ts';
import { scanText } from './json-scan.ts';
import { resolveLimits } from './limits.ts';
import type { JsonLimits } from './limits.ts';
import { LineReader, notAtomic } from './line-reader.ts';
import type { LineReading } from './line-reading.ts';
import { traceIdOf } from './schema.ts';
import type { Atomic } from './schema.ts';
import { signatureFindings } from './signature-findings.ts';

/** How one atomic is verified. */
export interface VerifyAtomicOptions {
  /**
   * Public keys that are trusted, 64 lower-case hex characters each. Without them the atomic is only checked against the key inside
   * it, which shows integrity and not who signed.
   */
  readonly keys?: readonly string[];
  /** Whether an atomic without a signature is refused. @default true */
  readonly requireSignature?: boolean;
  /** Whether a text that is not canonical is refused. @default false */
  readonly strict?: boolean;
  /** @default 10 MiB a line, 64 levels */
  readonly limits?: JsonLimits;
  /** @default the fastest that runs here */
  readonly engine?: Engine;
}

/** The verdict on one atomic. */
export interface AtomicReport extends Report {
  /** `keys`: the signer is one of the keys handed in. `self-asserted`: nobody said which keys to trust. */
  readonly trust: 'keys' | 'self-asserted';
  /** Signatures that the atomic bears, good or bad. */
  readonly counts: Readonly<Record<'signatures' | 'cosignatures', number>>;
}

/**
 * Verifies one atomic: text, schema, hash, signatures, and trust where keys are handed in. Never throws on content.
 *
 * @param input - a line or JSON text, its bytes, or the atomic as a value.
 * @throws {LoglineError} KEY_MALFORMED - a key handed in is not 64 lower-case hex characters.
 */
export function verifyAtomic(input: string | Uint8Array | Atomic, options: VerifyAtomicOptions = {}): AtomicReport {
  const { keys } = options;
  demandKeys(keys ?? []);
  const reading = read(input, options);
  const findings = [
    ...reading.findings,
    ...formFindings(reading, options),
    ...verifySignatures(reading, options),
    ...signerFindings(reading, options),
  ];
  const { signature, cosignatures } = reading.atomic ?? {};
  return {
    ok: findings.length === 0,
    findings: findings.map((finding) => withIdentity(finding, reading)),
    counts: { signatures: signature ? 1 : 0, cosignatures: cosignatures?.length ?? 0 },
    trust: keys ? 'keys' : 'self-asserted',
  };
}

/** A key in another spelling would match nothing: that looks like an atomic that is not trusted, and is a mistake of the caller. */
function demandKeys(keys: readonly string[]): void {
  const malformed = keys.find((key) => fromHex(key, 32) === undefined);
  if (malformed === undefined) return;
  throw new LoglineError('KEY_MALFORMED', `The trusted key ${quote(malformed)} is not 64 lower-case hex characters.`);
}

function read(
  input: string | Uint8Array | Atomic,
  { limits = {}, engine = defaultEngine() }: VerifyAtomicOptions,
): LineReading {
  const line = input instanceof Uint8Array ? input : lineOf(input, limits);
  if (!(line instanceof Uint8Array)) return notAtomic(undefined, line, false);
  return new LineReader({ engine, limits }).read(line, 0, line.length);
}

/** The bytes of a text or value, or why it has none. */
function lineOf(input: string | Atomic, limits: JsonLimits): Uint8Array | readonly Finding[] {
  if (typeof input === 'string') return isWhole(input) ? toUtf8(input) : scanText(input, limits);
  try {
    return toUtf8(canonicalize(input, resolveLimits(limits).maxDepth));
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    return [{ code: error.code, message: error.message, pointer: error.details['pointer'] as string }];
  }
}

const isWhole = (text: string): boolean => !/\p{Surrogate}/u.test(text);

function formFindings({ atomic, canonical }: LineReading, { strict = false }: VerifyAtomicOptions): Finding[] {
  if (!strict || canonical || atomic === undefined) return [];
  return [{ code: 'NON_CANONICAL', message: 'The text is not in canonical form.', pointer: '' }];
}

function verifySignatures(reading: LineReading, { engine = defaultEngine() }: VerifyAtomicOptions): Finding[] {
  const verdicts = reading.signatures.map((check) => engine.verify(check));
  return signatureFindings(reading, verdicts);
}

function signerFindings({ atomic }: LineReading, { keys, requireSignature = true }: VerifyAtomicOptions): Finding[] {
  if (atomic === undefined) return [];
  const key = atomic.signature?.public_key;
  if (key === undefined) {
    return requireSignature ? [{ code: 'UNSIGNED', message: 'The atomic has no signature.', pointer: '' }] : [];
  }
  if (keys === undefined || keys.includes(key)) return [];
  const message = `The key ${key} is not among the keys that are trusted.`;
  return [{ code: 'UNTRUSTED_KEY', message, pointer: '/signature/public_key' }];
}

function withIdentity(finding: Finding, { atomic, statedHash }: LineReading): Finding {
  const traceId = atomic && traceIdOf(atomic);
  return {
    ...finding,
    ...(statedHash !== undefined && { hash: statedHash }),
    ...(traceId !== undefined && { traceId }),
  };
}
