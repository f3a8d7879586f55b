/**
 * Which keys are accepted at a place of the chain: the keyring, changed by the rotations and revocations that the ledger itself
 * holds. Validity goes by position wherever it can: a time is only what the signer of a line claims.
 */
import type { Atomic, LineReading } from '../atomic/index.ts';
import type { Finding } from '../base/report.ts';
import type { Keyring, KeyringKey } from './keyring.ts';
import { keyChangeOf } from './rotation.ts';
import type { Revocation, Rotation } from './rotation.ts';

/** What is known of one key at this place of the chain. */
interface KeyState {
  readonly key: KeyringKey;
  /** RFC 3339: retired by a rotation with a grace period; atomics created from then on are not accepted. */
  retiredFrom?: string;
  /** The last line in which it changes other keys: that of the rotation with a grace period. */
  replacedAt?: number;
  /** The line that ended it, and how. */
  ended?: KeyEnd;
}

/** How the ledger ended a key: lines by it after this one are not accepted, whatever time they claim. */
interface KeyEnd {
  /** The last line that the key can have signed. */
  readonly line: number;
  /** What a later line of the key is refused with. */
  readonly code: 'KEY_REVOKED' | 'KEY_EXPIRED';
}

/** What is judged of a line: who signed it, when it says it was made, and the atomic, at least where it may change keys. */
export type SignedLine = Pick<LineReading, 'signer' | 'createdAt' | 'wellKnown'>;

/** Answers what is judged of an atomic that was parsed. Pure. */
export function signedLineOf(atomic: Atomic): SignedLine {
  const { signature, metadata } = atomic;
  return { signer: signature?.public_key, createdAt: metadata.created_at, wellKnown: atomic };
}

/** Folds a ledger's lines into the set of trusted keys, and judges each line's signer by it. */
export class Trust {
  readonly #states = new Map<string, KeyState>();
  readonly #follows: boolean;
  /** The latest time that a line of a key in good standing has claimed: what the chain has reached. */
  #reached = -Infinity;
  /** What the trunk has reached, and the last line that seals prove to be older than that. */
  #trunk = { reached: -Infinity, sealed: 0 };

  constructor(keyring: Keyring) {
    this.#follows = keyring.rotations !== 'off';
    for (const key of keyring.keys) this.#states.set(key.public_key, { key });
  }

  /** Whether it matters how far in time the lines have come that keys in good standing signed, and not their changes of keys alone. */
  get asksForTimes(): boolean {
    return [...this.#states.values()].some(
      ({ key }) => key.valid_until !== undefined || key.revocation === 'compromised',
    );
  }

  /** Answers what speaks against the signer of this line, if anything does. */
  judge({ signer, createdAt }: SignedLine, line: number): Finding | undefined {
    if (signer === undefined) return undefined;
    const state = this.#states.get(signer);
    if (state === undefined) return refusal('UNTRUSTED_KEY', `The key ${signer} is not in the keyring.`);
    return this.#standing(state, line, Date.parse(createdAt));
  }

  /** Takes in a line that passed every check: its time, and the rotation or revocation it may hold. */
  accept({ signer: publicKey, createdAt, wellKnown: atomic }: SignedLine, line: number): void {
    const signer = this.#states.get(publicKey ?? '');
    if (signer === undefined) return;
    if (signer.key.revoked_at === undefined) this.#reached = Math.max(this.#reached, Date.parse(createdAt));
    if (atomic === undefined) return;
    const change = this.#follows ? keyChangeOf(atomic) : undefined;
    // Who has a replaced key can claim a time within its grace period for ever, and would hand over the ledger to a key of their own.
    const isReplaced = signer.replacedAt !== undefined && line > signer.replacedAt;
    if (change?.kind === 'rotation' && !isReplaced) this.#rotate(change, atomic, signer, line);
    else if (change?.kind === 'revocation' && (!isReplaced || change.key === signer.key.public_key))
      this.#revoke(change, signer, line);
  }

  /**
   * The trust that another stream begins with, where this chain is its trunk: keys stand as they do here now.
   *
   * @param linesBefore - answers how many lines of the stream were there, as seals prove, before a line of the trunk.
   */
  forStream(linesBefore: (trunkLine: number) => number): Trust {
    const stream = new Trust({ keys: [], rotations: this.#follows ? 'ledger' : 'off' });
    stream.#trunk = { reached: this.#reached, sealed: linesBefore(Infinity) };
    for (const [name, state] of this.#states) {
      const { ended, replacedAt } = state;
      stream.#states.set(name, {
        ...state,
        ...(ended && { ended: { ...ended, line: linesBefore(ended.line) } }),
        ...(replacedAt !== undefined && { replacedAt: linesBefore(replacedAt) }),
      });
    }
    return stream;
  }

  /** Answers a key as the keyring lists it, or as the rotation made it that added it; whether it is good now, {@link Trust.judge} says. */
  key(publicKey: string): KeyringKey | undefined {
    return this.#states.get(publicKey)?.key;
  }

  #standing({ key, retiredFrom, ended }: KeyState, line: number, createdAt: number): Finding | undefined {
    const { public_key: name, valid_from, valid_until, revoked_at } = key;
    if (ended && line > ended.line) {
      const how = ended.code === 'KEY_REVOKED' ? 'revoked' : 'replaced';
      return refusal(
        ended.code,
        `The key ${name} was ${how}; line ${String(ended.line)} is the last that it can sign here.`,
      );
    }
    if (revoked_at !== undefined && this.#isAfterRevocation(key, createdAt)) {
      return refusal('KEY_REVOKED', `The key ${name} was revoked at ${revoked_at}.`);
    }
    const end = retiredFrom === undefined ? valid_until : earlier(valid_until, retiredFrom);
    if (end !== undefined && createdAt >= Date.parse(end))
      return refusal('KEY_EXPIRED', `The key ${name} was valid until ${end}.`);
    if (valid_from !== undefined && createdAt < Date.parse(valid_from)) {
      return refusal('KEY_EXPIRED', `The key ${name} is valid from ${valid_from} on.`);
    }
    return undefined;
  }

  /** Whoever has a compromised key can write any time into a line, but cannot put the line before others in the chain. */
  #isAfterRevocation({ revoked_at, revocation }: KeyringKey, createdAt: number): boolean {
    const end = Date.parse(revoked_at!);
    return createdAt >= end || (revocation === 'compromised' && this.#reached >= end);
  }

  #rotate(
    { oldKey, newKey, graceUntil }: Rotation,
    { signature, cosignatures = [] }: Atomic,
    signer: KeyState,
    line: number,
  ): void {
    const isCosigned = cosignatures.some(({ public_key }) => public_key === newKey);
    if (signature?.public_key !== oldKey || !isCosigned) return;
    // A new key that the keyring names, be it as one that was revoked since, stays what it is there, and must not keep the old one alive.
    if (!this.#states.has(newKey) && this.#mayHandOver(signer.key, line)) {
      const { actor, roles } = signer.key;
      this.#states.set(newKey, {
        key: { public_key: newKey, ...(actor !== undefined && { actor }), ...(roles && { roles }) },
      });
    }
    if (graceUntil === undefined) signer.ended ??= { line, code: 'KEY_EXPIRED' };
    else Object.assign(signer, { retiredFrom: graceUntil, replacedAt: line });
  }

  /**
   * Who finds a key that the keyring has ended can claim a time before its end. Lines with that time are what the end allows; a successor, for whom
   * there is no end, is not.
   */
  #mayHandOver({ revoked_at, valid_until }: KeyringKey, line: number): boolean {
    const reached = line > this.#trunk.sealed ? Math.max(this.#reached, this.#trunk.reached) : this.#reached;
    return revoked_at === undefined && (valid_until === undefined || reached < Date.parse(valid_until));
  }

  #revoke({ key }: Revocation, signer: KeyState, line: number): void {
    const revoked = this.#states.get(key);
    const { roles } = signer.key;
    const mayRevoke = revoked === signer || roles === undefined || roles.includes('admin');
    if (revoked !== undefined && mayRevoke) revoked.ended ??= { line, code: 'KEY_REVOKED' };
  }
}

const refusal = (code: Finding['code'], message: string): Finding => ({
  code,
  message,
  pointer: '/signature/public_key',
});

const earlier = (a: string | undefined, b: string): string =>
  a !== undefined && Date.parse(a) < Date.parse(b) ? a : b;
