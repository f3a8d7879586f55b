import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashes, verify } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { createPortableEngine } from '../../src/atomic/index.ts';
import { fromHex, toHex, toUtf8 } from '../../src/base/bytes.ts';

const engine = createPortableEngine();

test('it has its name', () => {
  assert.equal(engine.name, 'portable');
});

test('a hash does not depend on those before', () => {
  const first = toHex(engine.hash(toUtf8('a')));
  engine.hash(toUtf8('b'.repeat(5000)));
  assert.equal(toHex(engine.hash(toUtf8('a'))), first);
});

test('it refuses what only the cofactor makes good, and noble itself takes', () => {
  // Case 4 of "Taming the many EdDSAs": A and R of mixed order.
  const message = fromHex('e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c', 32)!;
  const publicKey = fromHex('cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d', 32)!;
  const signature = fromHex(
    '160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09',
    64,
  )!;
  hashes.sha512 = sha512;
  assert.equal(verify(signature, message, publicKey), true);
  assert.equal(engine.verify({ publicKey, signature, message }), false);
});
