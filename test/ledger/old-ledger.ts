/** Ledgers of version 1.0.0, written as its programs wrote them, and the way back from what migration makes of them. */
import { createPrivateKey, sign } from 'node:crypto';
import { blake3 } from '@noble/hashes/blake3.js';
import type { Atomic } from '../../src/atomic/index.ts';
import { at, privateKey, publicKey, traceId } from './fixtures.ts';

export type Members = Record<string, unknown>;

/** The body of an old atomic that differs by `n`. */
export const oldBody = (n: number, more: Members = {}): Members => ({
  entity_type: 'function',
  intent: 'run_code',
  this: 'add',
  did: { actor: 'executor', action: 'run_code' },
  input: { args: [4, n] },
  metadata: { trace_id: traceId(n), created_at: at(n), owner_id: 'e2e' },
  ...more,
});

/** Signed as 1.0.0 did: plain BLAKE3 over sorted keys, the signature over its hex characters, as text. */
export function oldSigned(body: Members, key?: number): Members {
  const curr_hash = hex(blake3(Buffer.from(sorted(body))));
  return { ...body, curr_hash, ...(key !== undefined && { signature: hex(signBy(key, curr_hash)) }) };
}

/** As the first writers of 1.1.0 did: with a context and the key beside the signature. */
export function newSigned(body: Members, key: number): Members {
  const atomic = { schema_version: '1.1.0', ...body };
  const hash = hex(blake3(Buffer.from(sorted(atomic)), { context: Buffer.from('JsonAtomic/v1') }));
  const signature = { alg: 'Ed25519', public_key: publicKey(key), sig: hex(signBy(key, hash)), signed_at: at(7) };
  return { ...atomic, hash, signature };
}

export const oldText = (lines: readonly (Members | string)[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');

function signBy(key: number, text: string): Uint8Array {
  const x = Buffer.from(publicKey(key), 'hex').toString('base64url');
  const d = Buffer.from(privateKey(key), 'hex').toString('base64url');
  return sign(null, Buffer.from(text), createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d, x }, format: 'jwk' }));
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null)
    return typeof value === 'number' ? String(value) : JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${sorted(member)}`).join(',')}}`;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What migration says of a line. */
export interface MigratedFacts {
  readonly line: number;
  readonly verdict: string;
  readonly problems?: readonly string[];
  readonly original?: Members;
  readonly added?: readonly string[];
}

export const factsOf = (atomic: Atomic): MigratedFacts => atomic.metadata['migrated'] as MigratedFacts;

/** The old atomic, made again from the new one alone, as docs/format.md says. */
export function oldAtomicOf(atomic: Atomic): Members {
  const { original = {}, added = [] } = factsOf(atomic);
  const made = ['schema_version', 'hash', 'signature', 'prev'].map((member) => `/${member}`);
  const gone = new Set([...made, '/metadata/signed_by', '/metadata/migrated', ...added]);
  const rest = without(atomic as unknown as Members, '', gone);
  const metadata = gone.has('/metadata') ? {} : { metadata: without(atomic.metadata, '/metadata', gone) };
  const whole = Object.fromEntries([...Object.entries(rest), ...Object.entries(metadata), ...Object.entries(original)]);
  if (!gone.has('/metadata') && isPlain(original['metadata'])) {
    whole['metadata'] = Object.fromEntries([
      ...Object.entries(metadata.metadata!),
      ...Object.entries(original['metadata']),
    ]);
  }
  return whole;
}

const without = (members: Members, path: string, gone: ReadonlySet<string>): Members =>
  Object.fromEntries(Object.entries(members).filter(([key]) => !gone.has(`${path}/${key}`)));

const isPlain = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
