/**
 * The key that a command is about to write with. One that keyring or ledger have ended is refused: what it signs would stay in the ledger as a
 * finding. Every command that signs lines opens its signer here.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Signer } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { KeyStanding, TRUNK, Trust, createFileSource } from '../ledger/index.ts';
import type { Keyring, LedgerSource } from '../ledger/index.ts';
import { isPostgresAddress } from '../ledger/store-postgres.ts';
import type { SIGNER } from './catalog/shared.ts';
import type { Call } from './command.ts';
import { demandGoodKey } from './key-status.ts';
import { fileOf } from './ledgers.ts';
import { warn } from './notice.ts';
import { openLedgerSigner } from './signing.ts';
import { keyringPath, readKeyring } from './trusted-keys.ts';
import type { KeyringCall } from './trusted-keys.ts';
import { openStoreAt, withStore } from './writing.ts';

type WritingCall = Call<typeof SIGNER> & KeyringCall;

/** A key that was good when it was asked for. */
export interface WritingKey {
  readonly signer: Signer;
  /** @throws {LoglineError} KEY_EXPIRED, KEY_REVOKED - at this moment, in milliseconds, the key is not good. */
  readonly demandGood: (moment: number) => void;
}

/**
 * Answers the key that the call names, if it may sign in `ledger` now. Warns where the keyring does not list it: since a keyring may be behind its
 * ledger, this alone refuses nothing.
 *
 * @param open - where the signer comes from.
 * @throws {LoglineError} KEY_EXPIRED, KEY_REVOKED - keyring or ledger have ended it. As `openSigner`. KEYRING_INVALID, INPUT_MISSING, INPUT_UNREADABLE -
 *   the keyring or the ledger cannot be read. LEDGER_UNAVAILABLE
 */
export async function openWritingKey(
  call: WritingCall,
  ledger: string,
  open: typeof openLedgerSigner = openLedgerSigner,
): Promise<WritingKey> {
  const signer = await open(call, ledger);
  const { publicKey } = signer;
  const path = keyringPath(call);
  const keyring = path === undefined ? { keys: [] } : await readKeyring(path);
  if (path !== undefined && !lists(keyring, publicKey))
    warn(
      call.terminal,
      `The signing key ${publicKey} is not in the keyring ${path}: unless a rotation in the ledger hands over to it, what it signs ` +
        'does not verify.',
    );
  const demandGoodKeyAt = await openKeyCheck(ledger, keyring, [publicKey]);
  const demandGood = (moment: number): void => demandGoodKeyAt(publicKey, moment);
  demandGood(call.terminal.clock().getTime());
  return { signer, demandGood };
}

/**
 * Answers a check of keys: it throws where the keyring, or a line of the ledger, has ended the key at a moment, in milliseconds.
 *
 * @param publicKeys - the keys to be asked for: what the ledger says of them holds also where the keyring does not list them.
 * @throws {LoglineError} INPUT_UNREADABLE, LEDGER_UNAVAILABLE - the ledger cannot be read. The check: KEY_EXPIRED, KEY_REVOKED.
 */
export async function openKeyCheck(
  ledger: string,
  keyring: Keyring,
  publicKeys: readonly string[],
): Promise<(publicKey: string, moment: number) => void> {
  const unlisted = publicKeys.filter((key) => !lists(keyring, key)).map((public_key) => ({ public_key }));
  const standings = await standingsIn(ledger, { ...keyring, keys: [...keyring.keys, ...unlisted] });
  return (publicKey, moment) => {
    demandGoodKey(keyring.keys, publicKey, moment);
    for (const { name, standing } of standings) {
      const finding = standing.judge(publicKey, new Date(moment).toISOString());
      if (finding === undefined) continue;
      const how = finding.code === 'KEY_REVOKED' ? 'revoked' : 'replaced';
      const message = `The key ${publicKey} was ${how} by a line of ${name}, so what it signs would not count.`;
      throw new LoglineError(finding.code, message);
    }
  };
}

const lists = ({ keys }: Keyring, publicKey: string): boolean =>
  keys.some(({ public_key }) => public_key === publicKey);

/** The keys at the end of a ledger; of a stream, first those at the end of its trunk, which hold in it too. */
async function standingsIn(
  ledger: string,
  keyring: Keyring,
): Promise<{ readonly name: string; readonly standing: KeyStanding }[]> {
  const sources: LedgerSource[] = isPostgresAddress(ledger) ? [] : trunkOf(fileOf(ledger)).map(createFileSource);
  return withStore(openStoreAt(ledger), async (store) => {
    let trust = new Trust(keyring);
    const standings = [];
    for (const source of [...sources, store]) {
      const standing = new KeyStanding(source, trust);
      await standing.read();
      standings.push({ name: source.name, standing });
      trust = trust.forStream(() => 0);
    }
    return standings;
  });
}

function trunkOf(path: string): string[] {
  const trunk = join(dirname(path), TRUNK);
  return trunk !== path && existsSync(trunk) ? [trunk] : [];
}
