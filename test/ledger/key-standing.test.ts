import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Draft, SignedLine } from '../../src/atomic/index.ts';
import { toUtf8 } from '../../src/base/bytes.ts';
import {
  KeyStanding,
  Trust,
  createFileSource,
  keyringOf,
  revocationDraft,
  rotationDraft,
} from '../../src/ledger/index.ts';
import type { Keyring, KeyStandingOptions, LedgerSource } from '../../src/ledger/index.ts';
import { at, chain, draft, publicKey, signer, sourceOf, textOf } from './fixtures.ts';
import type { Step } from './fixtures.ts';

const facts = { actor: 'ops@example.com', createdAt: at(1), reason: 'planned' };
const rotate = (from: number, to: number, graceUntil?: string): Step => ({
  draft: rotationDraft(
    { oldKey: publicKey(from), newKey: publicKey(to), ...(graceUntil !== undefined && { graceUntil }) },
    facts,
  ),
  by: signer(from),
  cosigners: [signer(to)],
});
const revoke = (key: number, by: number): Step => ({
  draft: revocationDraft({ key: publicKey(key), revocation: 'compromised' }, facts),
  by: signer(by),
});
const by = (n: number, more: Partial<Draft> = {}): Step => ({ draft: { ...draft(n), ...more }, by: signer(n) });

/** What speaks against each of the keys 1, 2 and 3 at the end of the ledger. */
async function standing(
  source: LedgerSource,
  keyring: Keyring = keyringOf([1, 2, 3].map(publicKey)),
  options?: KeyStandingOptions,
): Promise<(string | undefined)[]> {
  const keys = new KeyStanding(source, new Trust(keyring), options);
  await keys.read();
  return [1, 2, 3].map((n) => keys.judge(publicKey(n), at(9))?.code);
}

const sourceBy = async (...steps: Step[]): Promise<LedgerSource> => sourceOf(await chain(steps));
const GOOD = [undefined, undefined, undefined];

describe('the standing of a key at the end of a ledger', () => {
  test('is that of the keyring, where the ledger says nothing of keys or is not there', async () => {
    const talk = by(1, { payload: { text: 'of a key_rotation, \u0001' } });
    assert.deepEqual(await standing(await sourceBy(by(1), talk, by(2))), GOOD);
    assert.deepEqual(await standing(sourceOf('')), GOOD);
    assert.deepEqual(await standing(createFileSource('/nowhere/ledger.jsonl')), GOOD);
    assert.deepEqual(await standing(sourceOf(''), keyringOf([publicKey(1)])), [
      undefined,
      'UNTRUSTED_KEY',
      'UNTRUSTED_KEY',
    ]);
  });

  test('ends with a rotation or a revocation, and goes on with a new key', async () => {
    const source = await sourceBy(by(1), rotate(1, 2), revoke(3, 2), by(2));
    const only = keyringOf([publicKey(1), publicKey(3)]);
    assert.deepEqual(await standing(source, only), ['KEY_EXPIRED', undefined, 'KEY_REVOKED']);
    assert.deepEqual(await standing(source, { ...only, rotations: 'off' }), [undefined, 'UNTRUSTED_KEY', undefined]);
  });

  test('lasts to the end of a time of grace', async () => {
    assert.deepEqual(await standing(await sourceBy(rotate(1, 2, at(9)))), ['KEY_EXPIRED', undefined, undefined]);
    assert.deepEqual(await standing(await sourceBy(rotate(1, 2, at(10)))), GOOD);
  });

  test('is changed by no line that does not verify, and by no key that may not', async () => {
    const [line] = await chain([rotate(1, 2)]);
    const forged = line!.line.replace('planned', 'forged');
    const unsigned = line!.line.replace(/"sig":"[0-9a-f]{8}/g, '"sig":"00000000');
    assert.deepEqual(await standing(sourceOf(`${forged}\n${unsigned}\n{"key_r":1}\n`)), GOOD);
    assert.deepEqual(await standing(await sourceBy(revoke(3, 2)), keyringOf([publicKey(1), publicKey(3)])), [
      undefined,
      'UNTRUSTED_KEY',
      undefined,
    ]);
    // A key that was replaced hands over to nobody, however often it says so.
    const twice = await sourceBy(rotate(1, 2), rotate(1, 3));
    assert.deepEqual(await standing(twice, keyringOf([publicKey(1)])), ['KEY_EXPIRED', undefined, 'UNTRUSTED_KEY']);
  });

  test('is read on from where the last reading came to, by whole lines', async () => {
    const lines = (await chain([by(1), rotate(1, 2), rotate(2, 3)])).map(({ line }) => `${line}\n`);
    const [one, two, three] = lines as [string, string, string];
    let text = one;
    let readBytes = 0;
    const source: LedgerSource = {
      name: 'growing',
      sizeBytes: () => Promise.resolve(text.length),
      async *read({ start = 0, end = text.length } = {}) {
        readBytes += end - start;
        yield toUtf8(text.slice(start, end));
      },
    };
    const keys = new KeyStanding(source, new Trust(keyringOf([publicKey(1)])));
    const codes = async (): Promise<unknown[]> => {
      await keys.read();
      return [1, 2, 3].map((n) => keys.judge(publicKey(n), at(9))?.code);
    };
    assert.deepEqual(await codes(), [undefined, 'UNTRUSTED_KEY', 'UNTRUSTED_KEY']);
    text += two.slice(0, 99);
    assert.deepEqual(await codes(), [undefined, 'UNTRUSTED_KEY', 'UNTRUSTED_KEY']);
    text = one + two;
    assert.deepEqual(await codes(), ['KEY_EXPIRED', undefined, 'UNTRUSTED_KEY']);
    text += three;
    assert.deepEqual(await codes(), ['KEY_EXPIRED', 'KEY_EXPIRED', undefined]);
    const before = readBytes;
    await codes();
    assert.deepEqual([readBytes, readBytes], [before, text.length + 99]);
  });

  test('is looked for in so many bytes at the end as are asked for', async () => {
    const lines = await chain([rotate(1, 2), by(2), rotate(2, 3)]);
    const mostBytes = sizeOf(lines.slice(2)) + 99;
    assert.deepEqual(await standing(sourceOf(lines), undefined, { mostBytes }), [undefined, 'KEY_EXPIRED', undefined]);
  });

  test('is found by an index, where the source has one, in the order of the lines', async () => {
    const lines = await chain([rotate(1, 2), revoke(3, 2), rotate(2, 3)]);
    const asked: unknown[] = [];
    const source: LedgerSource = {
      ...sourceOf(lines),
      read: () => assert.fail('all of it is read'),
      async *find({ intent }, range) {
        asked.push(intent, range);
        for (const [i, { line }] of lines.entries())
          if (line.includes(`"intent":"${intent!}"`)) yield { bytes: toUtf8(line), byteOffset: i, line: i + 1 };
      },
    };
    const found = await standing(source, keyringOf([publicKey(1), publicKey(3)]), { mostBytes: 1 });
    assert.deepEqual(found, ['KEY_EXPIRED', 'KEY_EXPIRED', 'KEY_REVOKED']);
    const range = { start: 0, end: sizeOf(lines), reverse: false };
    assert.deepEqual(asked, ['key_rotation', range, 'key_revocation', range]);
  });

  test('is told to nobody where the ledger cannot be read', async () => {
    await assert.rejects(standing(createFileSource('/')), { code: 'INPUT_UNREADABLE' });
  });
});

const sizeOf = (lines: readonly SignedLine[]): number => toUtf8(textOf(lines)).length;
