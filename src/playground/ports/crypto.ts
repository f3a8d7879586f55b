/** What audit packs need of `node:crypto`, in a browser: SHA-256 of bytes that are there already. The build puts it in its place. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

interface Hash {
  update: (part: Uint8Array | string) => Hash;
  digest: (form?: 'hex') => Uint8Array | string;
}

/** Answers a hash that parts are added to. */
export function createHash(_name: 'sha256'): Hash {
  const state = sha256.create();
  const hash: Hash = {
    update: (part) => {
      state.update(typeof part === 'string' ? new TextEncoder().encode(part) : part);
      return hash;
    },
    digest: (form) => {
      const bytes = state.digest();
      return form === 'hex' ? bytesToHex(bytes) : bytes;
    },
  };
  return hash;
}
