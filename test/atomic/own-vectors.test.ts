/** Our own vectors: they are what they were, and somebody who has read the format page and nothing of ours agrees with them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { getPublicKey, hashes, sign, verify } from '@noble/ed25519';
import { blake3 } from '@noble/hashes/blake3.js';
import { sha512 } from '@noble/hashes/sha2.js';
import canonicalizeReference from 'canonicalize';
import { ownVectors } from './own/vectors.ts';
import { textOf } from './suite/group.ts';
import { ownAtomics, ownLines, ownNumbers, ownSignatures } from './suite/own-vectors.ts';
import { readOwnVectors } from './suite/vector-files.ts';

hashes.sha512 = sha512;
const files = readOwnVectors();

describe('frozen', () => {
  test('what is made is what stands in the repository', async () => {
    const made = await ownVectors();
    for (const [name, text] of Object.entries(made)) assert.equal(text, textOf(files, `own/${name}`), name);
    const known = [...Object.keys(made), 'README.md'].map((name) => `own/${name}`);
    assert.deepEqual(Object.keys(files).sort(), known.sort());
  });

  for (const group of [ownAtomics(files), ownLines(files), ownNumbers(files), ownSignatures(files)]) {
    test(group.name, () => {
      assert.deepEqual(group.faults, []);
      assert.ok(group.checked >= 30);
    });
  }
});

describe('read with nothing but public packages', () => {
  interface Signature {
    readonly public_key: string;
    readonly sig: string;
  }
  interface Line {
    readonly hash: string;
    readonly prev?: string;
    readonly signature: Signature;
    readonly cosignatures?: readonly Signature[];
  }
  const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
  const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));
  const hashOf = (text: string): string =>
    Buffer.from(blake3(ascii(text), { context: ascii('JsonAtomic/v1') })).toString('hex');

  function checkLine(text: string): Line {
    const line = JSON.parse(text) as Line;
    const { hash, signature, cosignatures = [], ...body } = line;
    assert.equal(canonicalizeReference(line), text);
    assert.equal(hashOf(canonicalizeReference(body)!), hash);
    for (const { public_key: key, sig } of [signature, ...cosignatures]) {
      assert.equal(verify(bytes(sig), ascii(hash), bytes(key), { zip215: false }), true);
    }
    return line;
  }

  test('atomics', () => {
    const { keys, atomics } = JSON.parse(textOf(files, 'own/atomics.json')) as {
      keys: Record<string, { private_key: string; public_key: string }>;
      atomics: {
        draft: string;
        bind_signer: boolean;
        prev: string | null;
        hashed: string;
        hash: string;
        line: string;
      }[];
    };
    const alice = keys['alice']!;
    for (const { private_key: seed, public_key: key } of Object.values(keys)) {
      assert.equal(Buffer.from(getPublicKey(bytes(seed))).toString('hex'), key);
    }
    for (const { draft, bind_signer: binds, prev, hashed, hash, line } of atomics) {
      const body = JSON.parse(draft) as { metadata: object };
      const filled = {
        schema_version: '1.1.0',
        ...body,
        ...(prev !== null && { prev }),
        metadata: { ...body.metadata, ...(binds && { signed_by: alice.public_key }) },
      };
      assert.equal(canonicalizeReference(filled), hashed);
      assert.equal(hashOf(hashed), hash);
      const { signature } = checkLine(line);
      assert.equal(Buffer.from(sign(ascii(hash), bytes(alice.private_key))).toString('hex'), signature.sig);
    }
  });

  test('the chain', () => {
    const text = textOf(files, 'own/chain.jsonl');
    assert.ok(text.endsWith('\n'));
    const lines = text.trimEnd().split('\n').map(checkLine);
    assert.deepEqual(
      lines.map(({ prev }) => prev),
      [undefined, lines[0]!.hash, lines[1]!.hash],
    );
    assert.equal(lines[2]!.cosignatures?.length, 1);
  });
});
