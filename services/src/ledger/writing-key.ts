/** The key that the services sign with, as long as it is good. */
import { KeyStanding, LoglineError, Trust } from 'logline-core';
import type { Finding, Keyring, LedgerSource, Signer } from 'logline-core';

/** What may end a key. */
export interface WritingKeyOptions {
  /** The ledger that is signed for: rotations and revocations in it count, whoever appended them. */
  readonly source: LedgerSource;
  readonly keyring: Keyring | undefined;
  readonly now: () => Date;
}

/** How old may be what is known of the ledger: an append waits for nothing but the disk, as a rule. */
const KNOWN_FOR_MS = 1000;

/** A signer that signs no more once keyring or ledger have ended its key: what it signed would stay in the ledger as a finding. */
export class WritingKey implements Signer {
  readonly publicKey: string;
  readonly #signer: Signer;
  readonly #standing: KeyStanding;
  readonly #now: () => Date;
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;

  constructor(signer: Signer, { source, keyring, now }: WritingKeyOptions) {
    this.publicKey = signer.publicKey;
    this.#signer = signer;
    this.#standing = new KeyStanding(source, new Trust(withKey(keyring, signer.publicKey)));
    this.#now = now;
  }

  /** @throws {LoglineError} SIGNER_FAILED - the key was ended. As the signer, and as `KeyStanding.read` */
  async sign(hashBytes: Uint8Array): Promise<Uint8Array> {
    const fault = await this.fault();
    if (fault === undefined) return this.#signer.sign(hashBytes);
    throw new LoglineError(
      'SIGNER_FAILED',
      `The services sign no more (${fault.code}): ${fault.message} Set SIGNING_KEY_FILE to its successor, and start them again.`,
    );
  }

  /** Answers what speaks against the key now, if anything does. @throws as `KeyStanding.read` */
  async fault(): Promise<Finding | undefined> {
    const now = this.#now();
    if (Math.abs(now.getTime() - this.#readAt) >= KNOWN_FOR_MS) await this.#read(now.getTime());
    return this.#standing.judge(this.publicKey, now.toISOString());
  }

  /** Those that ask while it is read wait for that. */
  #read(at: number): Promise<void> {
    this.#reading ??= this.#standing
      .read()
      .then(() => {
        this.#readAt = at;
      })
      .finally(() => {
        this.#reading = undefined;
      });
    return this.#reading;
  }
}

/** What a ledger says of the key holds also where no keyring lists it. */
function withKey(keyring: Keyring = { keys: [] }, publicKey: string): Keyring {
  if (keyring.keys.some(({ public_key }) => public_key === publicKey)) return keyring;
  return { ...keyring, keys: [...keyring.keys, { public_key: publicKey }] };
}
