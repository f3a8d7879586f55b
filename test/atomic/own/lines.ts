/** Lines, good and bad, and what a verifier finds in each by itself. */
import { canonicalize, hashAtomic, parseDraft, signDraft, verifyAtomic } from '../../../src/atomic/index.ts';
import { concatBytes, toHex, toUtf8 } from '../../../src/base/bytes.ts';
import { alice, bob } from './keys.ts';

const draft = parseDraft(
  '{"entity_type":"function","this":"/functions/hello","did":{"actor":"alice","action":"create"},"metadata":{"created_at":"2026-01-31T12:00:00Z"},"payload":{"a":"\u20ac","n":7}}',
);
const { line: good, atomic } = await signDraft(draft, alice);
const { line: unbound, atomic: loose } = await signDraft(draft, alice, { bindSigner: false });
const bobs = { alg: 'Ed25519', public_key: bob.publicKey, sig: toHex(await bob.sign(toUtf8(atomic.hash!))) };
const swap = (part: string, other: string): string => good.replace(part, () => other);
const number = (text: string): string => swap('"n":7', `"n":${text}`);
const change = (members: object): string => canonicalize({ ...atomic, ...members });
const sealed = (members: object): string => canonicalize({ ...atomic, signature: { ...atomic.signature, ...members } });

/** Each line with the codes that are found in it, where a signature is required and no key is trusted in particular. */
const plans: readonly (readonly [name: string, line: string | Uint8Array, ...codes: string[]])[] = [
  ['good', good],
  ['good, and does not bind its signer', unbound],
  [
    'good, in another order and with white space',
    JSON.stringify(Object.fromEntries(Object.entries(atomic).reverse()), null, 1),
  ],
  ['good, with escapes that are not needed', swap('€', '\\u20ac')],
  ['good, with a number in another form', number('70e-1')],
  ['signed_at can be anything: it is not authenticated', sealed({ signed_at: '1999-12-31T23:59:59Z' })],
  ['one letter changed', swap('hello', 'hullo'), 'HASH_MISMATCH'],
  ['one letter changed, and hashed again', rehashed({ this: '/functions/hullo' }), 'INVALID_SIGNATURE'],
  ['a member of __proto__ added', swap('"a":"€"', '"__proto__":{"a":1},"a":"€"'), 'HASH_MISMATCH'],
  ['no hash', canonicalize({ ...atomic, hash: undefined }), 'MISSING_HASH'],
  ['no signature', canonicalize({ ...loose, signature: undefined }), 'UNSIGNED'],
  [
    'no signature, but a signer named',
    canonicalize({ ...atomic, signature: undefined }),
    'SIGNER_MISMATCH',
    'UNSIGNED',
  ],
  ["another one's signature, but a signer named", change({ signature: bobs }), 'SIGNER_MISMATCH'],
  [
    'one bit of the signature changed',
    swap(atomic.signature!.sig, flipped(atomic.signature!.sig)),
    'INVALID_SIGNATURE',
  ],
  ['a cosignature that is none', change({ cosignatures: [{ ...bobs, sig: flipped(bobs.sig) }] }), 'INVALID_SIGNATURE'],
  ['a cosignature by the signer', change({ cosignatures: [atomic.signature] }), 'SCHEMA_INVALID'],
  ['hex in capitals', sealed({ public_key: alice.publicKey.toUpperCase() }), 'SCHEMA_INVALID'],
  ['an unknown member of the signature', sealed({ key_id: '1' }), 'SCHEMA_INVALID'],
  ['an unknown member', change({ more: 1 }), 'SCHEMA_INVALID'],
  ['two traces', change({ trace_id: uuid(1), metadata: { ...atomic.metadata, trace_id: uuid(2) } }), 'SCHEMA_INVALID'],
  ['an older version', change({ schema_version: '1.0.0' }), 'UNSUPPORTED_VERSION'],
  ['no object', '[]', 'SCHEMA_INVALID'],
  ['nothing', '', 'PARSE_ERROR'],
  ['cut', good.slice(0, 200), 'PARSE_ERROR'],
  ['two on one line', good + good, 'PARSE_ERROR'],
  ['a byte order mark', `\ufeff${good}`, 'PARSE_ERROR'],
  ['CR before LF', `${good}\r`, 'PARSE_ERROR'],
  ['a conflict marker', '<<<<<<< HEAD', 'PARSE_ERROR'],
  ['a key twice', swap('"this":', '"this":"/x","this":'), 'DUPLICATE_KEY'],
  ['a key twice, once escaped', swap('"this":', '"th\\u0069s":"/x","this":'), 'DUPLICATE_KEY'],
  ['a key twice, further down', swap('"n":7', '"n":7,"n":7'), 'DUPLICATE_KEY'],
  [
    'invalid UTF-8',
    concatBytes(toUtf8(good.split('€')[0]!), Uint8Array.of(0xff), toUtf8(good.split('€')[1]!)),
    'INVALID_UTF8',
  ],
  [
    'a surrogate in UTF-8',
    concatBytes(toUtf8(good.split('€')[0]!), Uint8Array.of(0xed, 0xa0, 0x80), toUtf8(good.split('€')[1]!)),
    'INVALID_UTF8',
  ],
  ['half a surrogate pair', swap('€', '\\ud83d'), 'LONE_SURROGATE'],
  ['an integer beyond 2^53', number('9007199254740993'), 'NUMBER_PRECISION'],
  ['no finite double', number('1e400'), 'NUMBER_PRECISION'],
  ['more digits than a double has', number('0.1000000000000000055511'), 'NUMBER_PRECISION'],
  ['65 levels', number('['.repeat(63) + ']'.repeat(63)), 'TOO_DEEP'],
  ['64 levels', number('['.repeat(62) + ']'.repeat(62)), 'HASH_MISMATCH'],
];

/** Answers the lines; fails where a verdict is not the one planned. */
export function lines(): object[] {
  return plans.map(([name, line, ...codes]) => {
    const { findings } = verifyAtomic(line);
    const found = findings.map(({ code }) => code);
    if (found.join() !== codes.join()) throw new Error(`${name}: planned ${codes.join()}, found ${found.join()}`);
    const isStrict = verifyAtomic(line, { strict: true }).findings.every(({ code }) => code !== 'NON_CANONICAL');
    const text = typeof line === 'string' ? { line } : { base64: Buffer.from(line).toString('base64') };
    return { name, ...text, codes, ...(codes.length === 0 && { canonical: isStrict }) };
  });
}

function rehashed(members: object): string {
  const changed = { ...atomic, ...members };
  return canonicalize({ ...changed, hash: hashAtomic(changed) });
}

function flipped(hex: string): string {
  return (Number.parseInt(hex[0]!, 16) ^ 1).toString(16) + hex.slice(1);
}

function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}
