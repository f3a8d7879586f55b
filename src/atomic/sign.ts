/** Draft to atomic: hash it, sign the hash, write the line. The line is the canonical text, made once. */
import { Utf8Scratch, fromHex, isHex, toHex, toHexAscii, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { findingsError, quote } from '../base/schema.ts';
import { canonicalObject, canonicalize } from './canonical.ts';
import { defaultEngine } from './default-engine.ts';
import { SCHEMA_VERSION } from './domains.ts';
import type { Engine } from './engine.ts';
import { UNHASHED } from './hash.ts';
import { resolveLimits } from './limits.ts';
import type { JsonLimits } from './limits.ts';
import { LineReader } from './line-reader.ts';
import { parseAtomic, provenAtomic } from './schema.ts';
import type { Atomic, Draft, Signature } from './schema.ts';
import { signatureFindings } from './signature-findings.ts';
import type { Signer } from './signer.ts';

/** A signed atomic and its line. */
export interface SignedLine {
  /** The atomic as a value. */
  readonly atomic: Atomic;
  /** The canonical text, without the line feed: what a ledger stores. */
  readonly line: string;
}

/** How a draft is signed. */
export interface SignOptions {
  /** Hash of the atomic before this one, 64 lower-case hex characters. @default the draft's own `prev`, or none */
  readonly prev?: string | null;
  /** Whether `metadata.signed_by` binds the signer's key into the hash. @default true */
  readonly bindSigner?: boolean;
  /** Limits on the line. @default 10 MiB, 64 levels */
  readonly limits?: JsonLimits;
  /** Who hashes. @default the fastest that runs here */
  readonly engine?: Engine;
}

/**
 * Signs one draft. Deterministic: the same draft, key and options give the same bytes.
 *
 * @param draft - as `schemas/atomic.schema.json` has it, without hash and signatures; `schema_version` is filled in. Not modified.
 * @throws {LoglineError} SCHEMA_INVALID, CANONICAL_UNSUPPORTED, or an I-JSON code - nothing is signed that `verify` would refuse;
 *   SIGNER_MISMATCH - `metadata.signed_by` names another key; USAGE - the draft has hash or signatures; SIGNER_FAILED.
 * @see docs/format.md, "Hash" and "Signature"
 */
export async function signDraft(draft: Draft, signer: Signer, options: SignOptions = {}): Promise<SignedLine> {
  const prepared = prepareDraft(draft, signer.publicKey, options);
  const { prev = prepared.prev ?? null, engine = defaultEngine() } = options;
  const unsigned = hashDraft(prepared, prev, engine);
  return finish(unsigned, await signatureBy(signer, unsigned.hashBytes, engine), signer.publicKey);
}

/**
 * Adds a signature over the hash of a signed atomic, as a key rotation and the two-person rule want it. The atomic's own
 * signature is checked first. The order of cosignatures is that of their making.
 *
 * @throws {LoglineError} HASH_MISMATCH, INVALID_SIGNATURE, SCHEMA_INVALID and the other codes of one atomic - it does not verify as it
 *   stands; UNSIGNED - there is nothing to cosign; USAGE - this key has signed it already; SIGNER_FAILED.
 */
export async function cosign(
  atomic: Atomic,
  signer: Signer,
  options: Pick<SignOptions, 'limits' | 'engine'> = {},
): Promise<SignedLine> {
  // From here on the copy that was checked counts: the caller's object may change while the signer works.
  const { hash, signature, cosignatures = [], ...body } = soundCopy(atomic, options);
  if (hash === undefined || signature === undefined) {
    throw new LoglineError('UNSIGNED', 'There is no signature to add another to.');
  }
  if ([signature, ...cosignatures].some(({ public_key }) => public_key === signer.publicKey)) {
    throw new LoglineError('USAGE', `The key ${signer.publicKey} has signed this atomic already.`);
  }
  const added = signatureOf(signer.publicKey, await signatureBy(signer, toUtf8(hash), options.engine));
  const line = canonicalize({ ...body, hash, signature, cosignatures: [...cosignatures, added] }, 1000);
  demandRoom(toUtf8(line).length, options.limits);
  return signedLine(line);
}

/** A draft that was checked, and waits for its place in a chain. A copy: later changes of the caller's object have no effect. */
export interface PreparedDraft {
  /** What is going to be signed, but for `prev`. */
  readonly draft: Draft;
  /** The draft's own `prev`. */
  readonly prev: string | undefined;
  /** Canonical text without `prev`, divided where {@link ADDED} come. */
  readonly texts: readonly [string, string, string, string];
  /** Size of the signed line in bytes, with a `prev`. It is within the limits. */
  readonly sizeBytes: number;
}

const scratch = new Utf8Scratch();

/** The members that are put in later, in their order. One follows each of them that all atomics have: `this`. */
const ADDED: readonly string[] = ['hash', 'prev', 'signature'];

/**
 * Checks a draft and fills in what signing fills in, for {@link hashDraft} to go on with. Pure.
 *
 * @param publicKey - the key that is going to sign, 64 lower-case hex characters.
 * @throws {LoglineError} all but SIGNER_FAILED of {@link signDraft}
 */
export function prepareDraft(
  draft: Draft,
  publicKey: string,
  { bindSigner = true, limits = {} }: Omit<SignOptions, 'prev' | 'engine'> = {},
): PreparedDraft {
  demandUnsigned(draft);
  const { schema_version = SCHEMA_VERSION } = draft;
  const filled = { schema_version, metadata: bind(draft.metadata, publicKey, bindSigner) };
  const resolved = resolveLimits(limits);
  // Of an instance of a class, its members count.
  const own = Object.getPrototypeOf(draft) === Object.prototype ? draft : { ...draft };
  const { text, places } = canonicalObject(own, { instead: filled, keys: ADDED, maxDepth: resolved.maxDepth });
  const bytes = scratch.encode(text);
  // Nothing is signed that a reader would refuse.
  const copy = provenAtomic(bytes, resolved, text) ?? parseAtomic(bytes, limits);
  const ownPrev = copy.prev === undefined ? 0 : PREV_CHARS;
  const sizeBytes = bytes.length - ownPrev + PREV_CHARS + SEAL_CHARS;
  demandRoom(sizeBytes, limits);
  const [hashAt, prevAt, signatureAt] = places as [number, number, number];
  const texts = [
    text.slice(0, hashAt),
    text.slice(hashAt, prevAt),
    text.slice(prevAt + ownPrev, signatureAt),
    text.slice(signatureAt),
  ] as const;
  return { draft: copy, prev: copy.prev, texts, sizeBytes };
}

/** A draft that is hashed and waits for its signature. Hashes chain without signatures, so a group can be signed at once. */
export interface HashedDraft {
  /** 64 lower-case hex characters. */
  readonly hash: string;
  /** The 64 ASCII bytes of `hash`, which are what is signed. */
  readonly hashBytes: Uint8Array;
  /** The text that was hashed, divided where `hash` and `signature` come. */
  readonly texts: readonly [string, string, string];
}

/**
 * Gives a draft its place in a chain, and hashes it, for {@link finish} to complete. Pure.
 *
 * @param prev - hash of the atomic before it, 64 lower-case hex characters; null for the first of a chain.
 * @throws {LoglineError} SCHEMA_INVALID - `prev` is no hash.
 */
export function hashDraft(
  { texts: [first, second, third, last] }: PreparedDraft,
  prev: string | null,
  engine: Engine = defaultEngine(),
): HashedDraft {
  const middle = prev === null ? second + third : `${second}"prev":"${demandHash(prev)}",${third}`;
  const hash = engine.hash(scratch.encode(first + middle + last));
  return { hash: toHex(hash), hashBytes: toHexAscii(hash), texts: [first, middle, last] };
}

/**
 * Puts hash and signature into a hashed draft.
 *
 * @param signature - 64 bytes, by the key that the draft was hashed for. Not verified here.
 * @throws {LoglineError} SIGNER_FAILED - not 64 bytes, or no public key.
 */
export function finish(unsigned: HashedDraft, signature: Uint8Array, publicKey: string): SignedLine {
  const [first, middle, last] = unsigned.texts;
  const { alg, public_key, sig } = signatureOf(publicKey, signature);
  const seal = `"signature":{"alg":"${alg}","public_key":"${public_key}","sig":"${sig}"},`;
  return signedLine(`${first}"hash":"${unsigned.hash}",${middle}${seal}${last}`);
}

/** Most who append want no more than to know that it is done: the value is made when somebody looks at it, and stays from then on. */
function signedLine(line: string): SignedLine {
  const signed = Object.defineProperty({}, 'atomic', PARSED_ON_DEMAND) as { atomic: Atomic; line: string };
  signed.line = line;
  return signed;
}

/** One getter for all lines: with one of its own, each would have a shape of its own as well. */
const PARSED_ON_DEMAND: PropertyDescriptor & ThisType<{ readonly line: string }> = {
  configurable: true,
  enumerable: true,
  get() {
    const value = JSON.parse(this.line) as Atomic;
    Object.defineProperty(this, 'atomic', { configurable: true, enumerable: true, writable: true, value });
    return value;
  },
};

function demandUnsigned(draft: Draft): void {
  const signed = UNHASHED.filter((member) => Object.hasOwn(draft, member));
  if (signed.length === 0) return;
  const message = `The draft has ${signed.join(' and ')} already: sign drafts, and add signatures to atomics with cosign.`;
  throw new LoglineError('USAGE', message);
}

function bind(metadata: Draft['metadata'], publicKey: string, bindSigner: boolean): object {
  const own = { ...metadata };
  const { signed_by: bound = publicKey } = own;
  if (bound !== publicKey) {
    const message = `metadata.signed_by names ${bound}, but ${publicKey} is to sign. Leave it out, or sign with that key.`;
    throw new LoglineError('SIGNER_MISMATCH', message, { details: { pointer: '/metadata/signed_by' } });
  }
  return bindSigner ? Object.assign(own, { signed_by: publicKey }) : metadata;
}

function demandHash(prev: string): string {
  if (isHex(prev, 32)) return prev;
  throw new LoglineError('SCHEMA_INVALID', 'prev: expected 64 lower-case hex characters.', {
    details: { pointer: '/prev' },
  });
}

/** What chain and signature add to a line, all of it ASCII: known beforehand, so that nothing is signed that is too long. */
const PREV_CHARS = '"prev":"",'.length + 64;
const SEAL_CHARS = ',"hash":"","signature":{"alg":"Ed25519","public_key":"","sig":""}'.length + 64 + 64 + 128;

function demandRoom(sizeBytes: number, limits: JsonLimits | undefined): void {
  const { maxLineBytes } = resolveLimits(limits);
  if (sizeBytes <= maxLineBytes) return;
  const message = `The signed line has ${String(sizeBytes)} bytes; the limit is ${String(maxLineBytes)}.`;
  throw new LoglineError('LINE_TOO_LARGE', message);
}

/** A copy of an atomic that is what its signers signed. */
function soundCopy(
  atomic: Atomic,
  { limits = {}, engine = defaultEngine() }: Pick<SignOptions, 'limits' | 'engine'>,
): Atomic {
  const line = toUtf8(canonicalize(atomic, resolveLimits(limits).maxDepth));
  const reading = new LineReader({ engine, limits }).read(line, 0, line.length);
  const findings = [
    ...reading.findings,
    ...signatureFindings(
      reading,
      reading.signatures.map((check) => engine.verify(check)),
    ),
  ];
  if (findings.length > 0) throw findingsError(findings);
  return reading.atomic!;
}

/** A signature that was tried: a signer may be any program, with any key. */
async function signatureBy(signer: Signer, message: Uint8Array, engine: Engine = defaultEngine()): Promise<Uint8Array> {
  const signature = await signer.sign(message);
  const publicKey = fromHex(signer.publicKey, 32);
  if (publicKey !== undefined && engine.verify({ publicKey, signature, message })) return signature;
  throw new LoglineError('SIGNER_FAILED', `The signer gave no signature by the key ${quote(signer.publicKey)}.`);
}

function signatureOf(publicKey: string, signature: Uint8Array): Signature {
  if (signature.length !== 64) {
    const message = `The signer gave ${String(signature.length)} bytes; an Ed25519 signature has 64.`;
    throw new LoglineError('SIGNER_FAILED', message);
  }
  if (!isHex(publicKey, 32)) {
    throw new LoglineError('SIGNER_FAILED', 'The public key of the signer is not 64 lower-case hex characters.');
  }
  return { alg: 'Ed25519', public_key: publicKey, sig: toHex(signature) };
}
