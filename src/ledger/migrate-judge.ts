/**
 * Judging a line of a ledger of version 1.0.0 by the rules of its time: `curr_hash` is plain BLAKE3 over the canonical text without `curr_hash` and
 * `signature`; `signature` is Ed25519 over the 64 characters of that hash, as 128 hex characters, without the key. `prev` meant what each writer
 * wanted (often the step before in a trace), so it is kept and not judged. Lines of 1.1.0 in the same file, as its first writers put them there,
 * are judged by the rules of 1.1.0.
 */
import { canonicalize, createPlainHash, defaultEngine, isHashOf, resolveLimits, scanJson } from '../atomic/index.ts';
import type { Engine, JsonLimits, ResolvedLimits } from '../atomic/index.ts';
import { fromHex, fromUtf8, toHex, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';

/**
 * What became of an old line: `verified` - hash and signature are right, by a key that is known. `unchecked` - the hash is right; there is no
 * signature, or its key is not known. `unverified` - something is wrong with it.
 */
export type OldVerdict = 'verified' | 'unchecked' | 'unverified';

/** An old line and what is to be thought of it. */
export interface OldLine {
  /** The line as text, or its bytes where it is no UTF-8. Without CR at its end. */
  readonly raw: string | Uint8Array;
  /** What it says; `undefined` where it is no JSON object that I-JSON allows. */
  readonly value: OldAtomic | undefined;
  readonly verdict: OldVerdict;
  /** Why it is `unverified`. */
  readonly findings: readonly Finding[];
}

/** Members of an old atomic, whatever they are. */
export type OldAtomic = Readonly<Record<string, unknown>>;

/** Settings of an {@link OldLineJudge}. */
export interface OldLineJudgeOptions {
  /** Keys of the old writers. */
  readonly keys: readonly string[];
  /** The key that signs the new ledger, which may have signed the old one. */
  readonly ownKey: string;
  readonly limits?: JsonLimits;
  readonly engine?: Engine;
}

/** Judges old lines, one at a time. */
export class OldLineJudge {
  readonly #keys: readonly string[];
  readonly #knowsWriters: boolean;
  readonly #limits: ResolvedLimits;
  readonly #engine: Engine;

  /** @throws {LoglineError} KEY_MALFORMED */
  constructor({ keys, ownKey, limits, engine = defaultEngine() }: OldLineJudgeOptions) {
    const malformed = keys.find((key) => fromHex(key, 32) === undefined);
    if (malformed !== undefined)
      throw new LoglineError('KEY_MALFORMED', `${malformed} is no public key: it needs 64 lower-case hex characters.`);
    this.#keys = [...new Set([...keys, ownKey])];
    this.#knowsWriters = keys.length > 0;
    this.#limits = resolveLimits(limits);
    this.#engine = engine;
  }

  /** Reads a line without judging hash and signature. `findings` are those of the text. */
  read(line: Uint8Array): Pick<OldLine, 'raw' | 'value' | 'findings'> {
    const bytes = line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
    const raw = fromUtf8(bytes) ?? bytes.slice();
    const findings = scanJson(bytes, this.#limits);
    if (findings.length > 0) return { raw, value: undefined, findings };
    const value: unknown = JSON.parse(raw as string);
    if (isObject(value)) return { raw, value, findings };
    return {
      raw,
      value: undefined,
      findings: [{ code: 'SCHEMA_INVALID', message: 'The line is no JSON object.', pointer: '' }],
    };
  }

  /** Reads and judges a line. */
  judge(line: Uint8Array): OldLine {
    const { raw, value, findings } = this.read(line);
    if (value === undefined) return { raw, value, verdict: 'unverified', findings };
    const rule = isCurrent(value) ? CURRENT : OLD;
    const stated = value[rule.hash];
    const faults = this.#checkHash(value, stated, rule);
    const signer = this.#checkSignature(value['signature'], stated);
    if (signer === 'wrong')
      faults.push({
        code: 'INVALID_SIGNATURE',
        message: 'The signature does not verify with any key known.',
        pointer: '/signature',
      });
    const verdict = faults.length > 0 ? 'unverified' : signer === 'known' ? 'verified' : 'unchecked';
    return { raw, value, verdict, findings: faults };
  }

  #checkHash(value: OldAtomic, stated: unknown, { hash, unhashed, isPlain }: HashRule): Finding[] {
    const pointer = `/${hash}`;
    if (stated === undefined) return [{ code: 'MISSING_HASH', message: `The line has no ${hash}.`, pointer: '' }];
    const hashed = Object.fromEntries(Object.entries(value).filter(([key]) => !unhashed.includes(key)));
    const material = toUtf8(canonicalize(hashed, this.#limits.maxDepth));
    const found = toHex(isPlain ? createPlainHash().update(material).digest() : this.#engine.hash(material));
    const isGood = isPlain ? stated === found : typeof stated === 'string' && isHashOf(stated, material, this.#engine);
    if (isGood) return [];
    return [{ code: 'HASH_MISMATCH', message: `${hash} is not the hash of the content, which is ${found}.`, pointer }];
  }

  /** An old signature does not say whose it is: where no key is known but our own, a signature by another is no fault. */
  #checkSignature(signature: unknown, stated: unknown): 'known' | 'unknown' | 'wrong' {
    if (signature === undefined || signature === null || signature === '') return 'unknown';
    const { sig, public_key: named } = Object(
      typeof signature === 'string' ? { sig: signature } : signature,
    ) as OldAtomic;
    const bytes = typeof sig === 'string' ? fromHex(sig, 64) : undefined;
    if (bytes === undefined || typeof stated !== 'string') return 'wrong';
    const candidates = typeof named === 'string' ? [named] : this.#keys;
    const key = candidates.find((one) => this.#verifies(one, bytes, stated));
    if (key === undefined) return this.#knowsWriters || named !== undefined ? 'wrong' : 'unknown';
    return this.#keys.includes(key) ? 'known' : 'unknown';
  }

  #verifies(key: string, signature: Uint8Array, stated: string): boolean {
    const publicKey = fromHex(key, 32);
    return publicKey !== undefined && this.#engine.verify({ publicKey, signature, message: toUtf8(stated) });
  }
}

/** Whether a line is of 1.1.0 already. */
export function isCurrent(value: OldAtomic): boolean {
  return !Object.hasOwn(value, 'curr_hash') && value['schema_version'] === '1.1.0';
}

interface HashRule {
  /** The member that states the hash. */
  readonly hash: string;
  /** Members that are not hashed. */
  readonly unhashed: readonly string[];
  readonly isPlain: boolean;
}

const OLD: HashRule = { hash: 'curr_hash', unhashed: ['curr_hash', 'signature'], isPlain: true };
const CURRENT: HashRule = { hash: 'hash', unhashed: ['hash', 'signature', 'cosignatures'], isPlain: false };

/** Answers whether JSON is an object. Pure. */
export function isObject(value: unknown): value is OldAtomic {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
