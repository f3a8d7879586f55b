/** Keys of this page: made or imported, kept in memory and nowhere else. Where the browser has Ed25519 of its own, it keeps the secret. */
import { Channel } from '../worker/channel.ts';
import type { LedgerTasks } from '../worker/ledger-tasks.ts';
import { startWorker } from '../worker/start-worker.ts';

/** A key that can sign while the page is open. */
export interface PageKey {
  /** What people call it. */
  readonly name: string;
  /** 64 lower-case hex characters. */
  readonly publicKey: string;
  /** Whether the browser itself keeps the secret, so that no script can read it. */
  readonly isSealed: boolean;
  /** Answers the 64-byte Ed25519 signature of these bytes. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

const ALGORITHM = 'Ed25519';
/** RFC 8410: what stands before the seed in the PKCS #8 form of an Ed25519 private key. */
const PKCS8_OF_SEED = '302e020100300506032b657004220420';
const SEED = /^[0-9a-f]{64}$/i;

/** Makes a key whose secret nobody ever sees, where the browser can; it is gone with the page. */
export async function makeKey(name: string): Promise<PageKey> {
  try {
    const { privateKey, publicKey } = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
    return sealedKey(name, toHex(raw), privateKey);
  } catch {
    return importSeed(name, newSeed());
  }
}

/** Answers a new secret, for a key that somebody wants to keep: 64 lower-case hex characters. */
export function newSeed(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(32)));
}

/** Answers the secret in a key file: 64 hex characters, or PKCS #8 as PEM; `undefined` where it is neither. Pure. */
export function seedIn(text: string): string | undefined {
  const trimmed = text.trim();
  if (SEED.test(trimmed)) return trimmed.toLowerCase();
  const base64 = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]{1,200})-----END PRIVATE KEY-----/.exec(trimmed)?.[1];
  const hex =
    base64 === undefined
      ? ''
      : toHex(Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (char) => char.charCodeAt(0)));
  return hex.startsWith(PKCS8_OF_SEED) && hex.length === PKCS8_OF_SEED.length + 64
    ? hex.slice(PKCS8_OF_SEED.length)
    : undefined;
}

/** Takes a secret in. The browser keeps it where it can; else this page does. */
export async function importSeed(name: string, seed: string): Promise<PageKey> {
  const publicKey = await asWorker((channel) => channel.ask('publicKey', seed));
  try {
    const key = await crypto.subtle.importKey('pkcs8', fromHex(PKCS8_OF_SEED + seed), ALGORITHM, false, ['sign']);
    return sealedKey(name, publicKey, key);
  } catch {
    const sign = (message: Uint8Array): Promise<Uint8Array> =>
      asWorker((channel) => channel.ask('signWithSeed', { seed, message }));
    return { name, publicKey, isSealed: false, sign };
  }
}

function sealedKey(name: string, publicKey: string, key: CryptoKey): PageKey {
  const sign = async (message: Uint8Array): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.sign(ALGORITHM, key, message as BufferSource));
  return { name, publicKey, isSealed: true, sign };
}

async function asWorker<T>(work: (channel: Channel<LedgerTasks>) => Promise<T>): Promise<T> {
  const channel = new Channel<LedgerTasks>(await startWorker('ledger-worker'));
  try {
    return await work(channel);
  } finally {
    channel.close();
  }
}

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
