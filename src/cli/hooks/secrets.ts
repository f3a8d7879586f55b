/**
 * Private keys and secrets in what is about to be committed. Every check here is exact: it knows a private key by its own form, or by the
 * public key that it gives, and never by a likeness.
 *
 * {@link SCANNERS} is the place for more of them: each is shown a text and names what it found, never the secret itself.
 */
import { publicKeyOf } from '../../atomic/index.ts';
import type { Keyring } from '../../ledger/index.ts';

/** A text that is looked at. */
export interface ScannedText {
  /** Where it will be, from the top of the work tree. */
  readonly path: string;
  readonly text: string;
  /** The keys that a private key would be known by. */
  readonly keyring: Keyring | undefined;
}

/** Something that must not be committed. */
export interface Secret {
  /** What it is, for people. */
  readonly what: string;
  /** Where it begins in the text, in UTF-16 units. */
  readonly index: number;
  /** The secret itself: to compare it with what was there before, and never to be shown. */
  readonly value: string;
}

/** Answers the secrets of one kind in a text. */
type Scanner = (scanned: ScannedText) => Secret[];

/** Answers what must not be committed, each secret once. Pure. */
export function findSecrets(scanned: ScannedText): Secret[] {
  const found = SCANNERS.flatMap((scan) => scan(scanned)).sort((a, b) => a.index - b.index);
  return found.filter(({ value }, i) => found.findIndex((other) => other.value === value) === i);
}

/** The begin line alone is in many texts about keys; with base64 under it, it is a key. RFC 7468, and OpenSSH's form. */
const pemKeys: Scanner = ({ text }) =>
  [
    ...text.matchAll(/-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----(?:\\r|\\n|[\s\w:,-]){0,120}?[A-Za-z0-9+/=]{24}/g),
  ].map(({ 0: value, index }) => ({ what: 'a private key in PEM form', index, value }));

/** As settings and the output of `generate-keys` have it: `SIGNING_KEY_HEX=…`, `Private Key (SIGNING_KEY_HEX): …`. */
const signingKeyTexts: Scanner = ({ text }) =>
  [...text.matchAll(/SIGNING_KEY_HEX["')\]]{0,2}[ \t]{0,4}[:=][ \t]{0,4}["']?([0-9a-f]{64})(?![0-9a-f])/g)].map(
    ({ 1: value, index }) => ({ what: 'a signing key (SIGNING_KEY_HEX)', index, value: value! }),
  );

/** A file that `generate-keys --out` writes: 64 characters and a line feed, under a name that says what it is. */
const keyFiles: Scanner = ({ path, text }) => {
  const value = /^\s{0,8}([0-9a-f]{64})\s{0,8}$/.exec(text)?.[1];
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (value === undefined || !/(?:^|[._-])(?:private|secret)(?:[._-]|$)|\.key$/.test(name) || name.includes('public'))
    return [];
  return [{ what: 'the file of a signing key', index: 0, value }];
};

/** Any 64 hex characters from which a key of the keyring comes: there is no doubt about those, whatever stands around them. */
const keyringSeeds: Scanner = ({ text, keyring }) => {
  const known = new Set(keyring?.keys.map(({ public_key }) => public_key));
  if (known.size === 0) return [];
  const seen = new Map<string, boolean>();
  return [...text.matchAll(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g)].flatMap(({ 0: value, index }) => {
    if (!seen.has(value)) seen.set(value, !known.has(value) && known.has(publicKeyOf(value)));
    return seen.get(value) === true ? [{ what: 'the private key of a key in the keyring', index, value }] : [];
  });
};

const SCANNERS: readonly Scanner[] = [pemKeys, signingKeyTexts, keyFiles, keyringSeeds];
