/** From unknown values and texts to drafts and atomics: the schema, and the rules that a schema cannot tell. */
import { fromUtf8 } from '../base/bytes.ts';
import type { Finding } from '../base/report.ts';
import { findingsError, quote, schemaProblems } from '../base/schema.ts';
import { isCanonicalObject } from './canonical-scan.ts';
import { SCHEMA_VERSION } from './domains.ts';
import type { Atomic } from './generated/types.ts';
import { atomicSchema } from './generated/validators.ts';
import { parseJson } from './json-scan.ts';
import { resolveLimits } from './limits.ts';
import type { JsonLimits, ResolvedLimits } from './limits.ts';
import { checkWellFormed, isWellFormed } from './well-known.ts';

export type { Atomic, Did, Metadata, Signature } from './generated/types.ts';

/** What signing adds to a draft. */
type Sealing = 'schema_version' | 'hash' | 'signature' | 'cosignatures';

/** An atomic before it is signed: without hash and signatures. `schema_version` is filled in where it is missing. */
export type Draft = Omit<Atomic, Sealing> & Partial<Pick<Atomic, 'schema_version'>>;

/**
 * Answers the draft that strict I-JSON text holds.
 *
 * @param text - the text, or its UTF-8 bytes.
 * @throws {LoglineError} PARSE_ERROR, INVALID_UTF8, DUPLICATE_KEY, LONE_SURROGATE, NUMBER_PRECISION, LINE_TOO_LARGE, TOO_DEEP - no
 *   acceptable I-JSON. SCHEMA_INVALID, UNSUPPORTED_VERSION - no draft. `details.findings` names each place.
 * @see docs/format.md, "Atomic"
 */
export function parseDraft(text: string | Uint8Array, limits?: JsonLimits): Draft {
  const value = parseJson(text, limits);
  const findings = checkDraft(value);
  if (findings.length > 0) throw findingsError(findings);
  return value as Draft;
}

/**
 * Answers the atomic that strict I-JSON text holds. Its hash and signatures are not checked, and may be missing.
 *
 * @param text - the text, or its UTF-8 bytes.
 * @throws {LoglineError} PARSE_ERROR, INVALID_UTF8, DUPLICATE_KEY, LONE_SURROGATE, NUMBER_PRECISION, LINE_TOO_LARGE, TOO_DEEP - no
 *   acceptable I-JSON. SCHEMA_INVALID, UNSUPPORTED_VERSION - no atomic. `details.findings` names each place.
 * @see docs/format.md, "Atomic"
 */
export function parseAtomic(text: string | Uint8Array, limits?: JsonLimits): Atomic {
  const proven = typeof text === 'string' ? undefined : provenAtomic(text, resolveLimits(limits));
  if (proven !== undefined) return proven;
  const value = parseJson(text, limits);
  const findings = checkSchema(value);
  if (findings.length > 0) throw findingsError(findings);
  return value as Atomic;
}

/**
 * Answers everything that keeps `value`, parsed JSON, from being an atomic: SCHEMA_INVALID with a JSON pointer for each place, or one
 * UNSUPPORTED_VERSION. Nothing where it is one. Hash and signatures may be missing, and are not checked. Pure.
 */
export function checkSchema(value: unknown): Finding[] {
  const version = foreignVersion(value);
  if (version !== undefined) return [version];
  const findings = schemaProblems(atomicSchema, value).map((problem): Finding => ({
    code: 'SCHEMA_INVALID',
    ...problem,
  }));
  return findings.length > 0 ? findings : checkAcross(value as Atomic);
}

/** Answers whether `value`, parsed JSON, is an atomic: the same verdict as {@link checkSchema}, without reasons or garbage. Pure. */
export function isAtomic(value: unknown): value is Atomic {
  return atomicSchema.accepts(value) && hasOneTrace(value) && repeatedSigner(value) < 0 && isWellFormed(value);
}

/** Answers the trace id of an atomic or draft, from either of its two places, or `undefined` where it has none. Pure. */
export function traceIdOf(atomic: Pick<Atomic, 'trace_id' | 'metadata'>): string | undefined {
  return atomic.trace_id ?? atomic.metadata.trace_id;
}

/**
 * Answers the atomic whose canonical text stands in `bytes`, or `undefined` where that is not proven: then {@link parseAtomic} tells. One
 * pass over bytes in canonical form, which our writers write, tells what the strict reader takes ten times as long for. Pure.
 *
 * @param text - the same as text, where it is known.
 */
export function provenAtomic(
  bytes: Uint8Array,
  { maxLineBytes, maxDepth }: ResolvedLimits,
  text?: string,
): Atomic | undefined {
  if (bytes.length > maxLineBytes || !isCanonicalObject(bytes, 0, bytes.length, maxDepth)) return undefined;
  const value: unknown = JSON.parse(text ?? fromUtf8(bytes)!);
  return isAtomic(value) ? value : undefined;
}

/** As {@link checkSchema}, but `schema_version` may be missing, and what signing makes must be. */
function checkDraft(value: unknown): Finding[] {
  if (!isObject(value)) return checkSchema(value);
  const signed = ['hash', 'signature', 'cosignatures'].filter((member) => Object.hasOwn(value, member));
  const findings = checkSchema({ schema_version: SCHEMA_VERSION, ...value });
  return [
    ...signed.map((member) => invalid(`/${member}`, `${member}: a draft has none, since signing makes it.`)),
    ...findings,
  ];
}

/** An atomic of another version is named as such: a list of its differences would hide the way out. */
function foreignVersion(value: unknown): Finding | undefined {
  if (!isObject(value)) return undefined;
  const version = value['schema_version'];
  const isOld = Object.hasOwn(value, 'curr_hash');
  if (!isOld && (typeof version !== 'string' || version === SCHEMA_VERSION)) return undefined;
  const seen = isOld ? 'curr_hash is a member of version 1.0.0' : `schema_version is ${quote(version as string)}`;
  const message = `${seen}; this release reads ${SCHEMA_VERSION}. \`logline-cli migrate\` turns a 1.0.0 ledger into a new one.`;
  return { code: 'UNSUPPORTED_VERSION', message, pointer: isOld ? '/curr_hash' : '/schema_version' };
}

/** The rules between members. */
function checkAcross(atomic: Atomic): Finding[] {
  const findings = checkWellFormed(atomic);
  if (!hasOneTrace(atomic)) {
    findings.push(invalid('/metadata/trace_id', 'metadata.trace_id differs from trace_id: an atomic has one trace.'));
  }
  const repeated = repeatedSigner(atomic);
  if (repeated >= 0) {
    const pointer = `/cosignatures/${String(repeated)}/public_key`;
    findings.push(
      invalid(pointer, `cosignatures[${String(repeated)}].public_key signed before: a key signs an atomic once.`),
    );
  }
  return findings;
}

function hasOneTrace({ trace_id: own, metadata: { trace_id: older } }: Atomic): boolean {
  return own === undefined || older === undefined || own === older;
}

/** Index of the first cosignature by a key that signed before, or -1. */
function repeatedSigner({ signature, cosignatures }: Atomic): number {
  if (cosignatures === undefined) return -1;
  const signers = new Set(signature === undefined ? [] : [signature.public_key]);
  return cosignatures.findIndex(({ public_key: key }) => {
    const isRepeated = signers.has(key);
    signers.add(key);
    return isRepeated;
  });
}

function invalid(pointer: string, message: string): Finding {
  return { code: 'SCHEMA_INVALID', message, pointer };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
