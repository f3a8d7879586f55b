/**
 * Values that were taken out of texts, encrypted, so that an answer which speaks of them can be restored for their owner.
 *
 * A token is an HMAC of the value under the vault's key: the same value has the same token, and a token says nothing about the value. Each
 * value is kept in AES-256-GCM, bound to its token; the nonce is an HMAC, too, so it is the same for the same value and never for two.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { fromHex, toHex } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { letters } from './redaction-letters.ts';
import { TOKENS, standIn } from './stand-ins.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What of a vault may be written to disk: tokens, and values that only the key opens, as lower-case hex. */
export type SealedVault = Readonly<Record<string, string>>;

/** Values by their tokens. */
export class Vault {
  readonly #tokenKey: Uint8Array;
  readonly #nonceKey: Uint8Array;
  readonly #cipherKey: Uint8Array;
  readonly #sealed = new Map<string, string>();

  /**
   * Opens a vault.
   *
   * @param key - 32 bytes. Who has them can restore every value.
   * @param sealed - what was kept. @default nothing
   * @throws {LoglineError} KEY_MALFORMED - the key has another length. VAULT_INVALID - what was kept is no vault.
   */
  constructor(key: Uint8Array, sealed: SealedVault = {}) {
    if (key.length !== KEY_BYTES)
      throw new LoglineError('KEY_MALFORMED', `The key of a vault has ${KEY_BYTES} bytes, not ${key.length}.`);
    [this.#tokenKey, this.#nonceKey, this.#cipherKey] = ['token', 'nonce', 'cipher'].map((use) =>
      hmac(key, `logline-core/vault/v1/${use}`),
    ) as [Uint8Array, Uint8Array, Uint8Array];
    for (const [token, value] of Object.entries(sealed)) this.#sealed.set(token, checkSealed(token, value));
  }

  /** Keeps a value, and answers its token, such as `***TOKEN_EMAIL_…***`. */
  put(name: string, value: string): string {
    const token = standIn('TOKEN', name, letters(hmac(this.#tokenKey, `${name}:${value}`)));
    if (!this.#sealed.has(token)) this.#sealed.set(token, this.#seal(token, value));
    return token;
  }

  /**
   * Answers the text with each token that this vault knows replaced by its value. Others stay.
   *
   * @throws {LoglineError} VAULT_INVALID - the key is another one, or what was kept was changed.
   */
  restore(text: string): string {
    return text.replace(TOKENS, (token) => {
      const sealed = this.#sealed.get(token);
      return sealed === undefined ? token : this.#open(token, sealed);
    });
  }

  /** Answers what may be written to disk, sorted by token. */
  toJSON(): SealedVault {
    return Object.fromEntries([...this.#sealed].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #seal(token: string, value: string): string {
    const nonce = hmac(this.#nonceKey, `${token}:${value}`).subarray(0, NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#cipherKey, nonce).setAAD(Buffer.from(token));
    const body = Buffer.concat([cipher.update(value, 'utf16le'), cipher.final()]);
    return toHex(Buffer.concat([nonce, cipher.getAuthTag(), body]));
  }

  #open(token: string, sealed: string): string {
    const bytes = fromHex(sealed, sealed.length / 2)!;
    const decipher = createDecipheriv('aes-256-gcm', this.#cipherKey, bytes.subarray(0, NONCE_BYTES)).setAAD(
      Buffer.from(token),
    );
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString(
        'utf16le',
      );
    } catch {
      throw new LoglineError(
        'VAULT_INVALID',
        `The value of ${token} does not open: another key sealed it, or it was changed.`,
        { details: { token } },
      );
    }
  }
}

const hmac = (key: Uint8Array, text: string): Uint8Array => createHmac('sha256', key).update(text, 'utf16le').digest();

function checkSealed(token: string, sealed: unknown): string {
  const isSound =
    new RegExp(`^${TOKENS.source}$`).test(token) && typeof sealed === 'string' && /^(?:[0-9a-f]{2}){28,}$/.test(sealed);
  if (isSound) return sealed;
  throw new LoglineError('VAULT_INVALID', 'A member of the vault is no token with a sealed value.', { details: {} });
}
