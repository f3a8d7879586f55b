/** docs/format.md, rule by rule: migration from version 1.0.0. */
import assert from 'node:assert/strict';
import { createPrivateKey, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import { blake3 } from '@noble/hashes/blake3.js';
import { canonicalize, keyringOf, migrateLedger, verifyLedger } from 'logline-core';
import type { Atomic } from 'logline-core';
import { at, privateKey, publicKey, signer, sourceOf } from '../ledger/fixtures.ts';
import '../uncounted.ts';

const plain = (bytes: string): string => Buffer.from(blake3(new TextEncoder().encode(bytes))).toString('hex');

/** A line as version 1.0.0 wrote it. */
function oldLine(body: Record<string, unknown>, key?: number): string {
  const curr_hash = plain(canonicalize(body));
  const der = Buffer.from(`302e020100300506032b657004220420${privateKey(key ?? 0)}`, 'hex');
  const seed = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const signature = key === undefined ? {} : { signature: sign(null, Buffer.from(curr_hash), seed).toString('hex') };
  return canonicalize({ ...body, curr_hash, ...signature });
}

const body = { entity_type: 'law', this: '/laws/a', did: 'system', metadata: { created_at: at(1) }, curious: true };
const lines = [
  oldLine(body, 2),
  oldLine({ ...body, intent: 'key_rotation' }),
  oldLine(body).replace('/laws/a', '/laws/b'),
  '',
  'no JSON',
];
const text = `${lines.join('\n')}\n`;

async function migrated(): Promise<{ text: string; atomics: Atomic[] }> {
  const options = { signer: signer(1), actor: 'kim', createdAt: at(9), keys: [publicKey(2)] };
  const migration = await migrateLedger({ ...sourceOf(text), name: 'old/ledger.jsonl' }, options);
  const pieces: Uint8Array[] = [];
  for await (const piece of migration.bytes()) pieces.push(piece.slice());
  const whole = Buffer.concat(pieces).toString();
  return {
    text: whole,
    atomics: whole
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Atomic),
  };
}

describe('15. Migration', () => {
  test('G1 the first line names the old file', async () => {
    const [first] = (await migrated()).atomics;
    assert.deepEqual([first!.entity_type, first!.intent], ['contract', 'ledger_migration']);
    assert.deepEqual(first!.payload, {
      source: { name: 'ledger.jsonl', size_bytes: text.length, lines: 5, blake3: plain(text) },
      verified: 1,
      unchecked: 1,
      unverified: 2,
    });
  });

  test('G2 one line for each old line', async () => {
    const [, ...rest] = (await migrated()).atomics;
    const facts = rest.map(({ metadata }) => metadata['migrated'] as Record<string, unknown>);
    assert.deepEqual(
      facts.map(({ line, verdict, problems }) => [line, verdict, problems]),
      [
        [1, 'verified', undefined],
        [2, 'unchecked', undefined],
        [3, 'unverified', ['HASH_MISMATCH']],
        [5, 'unverified', ['PARSE_ERROR']],
      ],
    );
    const { curr_hash, signature } = JSON.parse(lines[0]!) as Record<string, unknown>;
    assert.deepEqual(facts[0]!['original'], { did: 'system', curious: true, curr_hash, signature });
    assert.deepEqual(rest[3]!.payload, { text: 'no JSON' });
  });

  test('G3 a ledger like others', async () => {
    const { text: ledger, atomics } = await migrated();
    const report = await verifyLedger(sourceOf(ledger), {
      keyring: keyringOf([publicKey(1)]),
      requireSignatures: true,
      strict: true,
    });
    assert.deepEqual([report.ok, report.counts.valid, report.chain], [true, 5, 'unbroken']);
    assert.deepEqual(
      atomics.map(({ intent }) => intent),
      ['ledger_migration', undefined, undefined, undefined, undefined],
    );
    const old = await verifyLedger(sourceOf(text));
    assert.deepEqual(old.findings.map(({ code }) => code).slice(0, 2), ['UNSUPPORTED_VERSION', 'UNSUPPORTED_VERSION']);
  });
});
