/**
 * Whether a new version of a ledger begins with the old one, byte for byte. The old bytes need not be read for it: git names them by
 * their hash, so the first bytes of the new version are hashed as git hashes an object, and the two names are compared.
 */
import { createHash } from 'node:crypto';
import type { LedgerSource } from '../../ledger/index.ts';
import type { GitBlob } from './hook-git.ts';

/** What the first bytes of the new version show. */
export interface KeptPrefix {
  /** Whether they are the old version. */
  readonly isKept: boolean;
  readonly endsWithLf: boolean;
  /** Whether changes of keys may stand in them. */
  readonly mayChangeKeys: boolean;
}

/** Begins both intents that change keys; a line that is not canonical may spell them with escapes. */
const KEY_CHANGE = Buffer.from('key_r');
const ESCAPE = Buffer.from('\\u');

/** Compares the start of `source` with the blob that the old version is. Reads as many bytes as that has. */
export async function comparePrefix(source: LedgerSource, old: GitBlob): Promise<KeptPrefix> {
  if ((await source.sizeBytes()) < old.sizeBytes) return { isKept: false, endsWithLf: false, mayChangeKeys: false };
  const hash = createHash(old.id.length === 40 ? 'sha1' : 'sha256').update(`blob ${String(old.sizeBytes)}\0`);
  let rest = Buffer.alloc(0);
  let mayChangeKeys = false;
  let last = 0;
  for await (const chunk of source.read({ end: old.sizeBytes })) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    hash.update(bytes);
    const seam = Buffer.concat([rest, bytes.subarray(0, KEY_CHANGE.length)]);
    mayChangeKeys ||= [bytes, seam].some((part) => part.includes(KEY_CHANGE) || part.includes(ESCAPE));
    rest = Buffer.from(bytes.subarray(-KEY_CHANGE.length));
    last = bytes.at(-1)!;
  }
  return { isKept: hash.digest('hex') === old.id, endsWithLf: last === 0x0a, mayChangeKeys };
}
