import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { describe, test } from 'node:test';
import { createMemorySigner, generateKeyPair, publicKeyOf } from '../../src/atomic/index.ts';
import { fromHex, toHex, toUtf8 } from '../../src/base/bytes.ts';
import { LoglineError } from '../../src/base/errors.ts';
import { engines, withoutNode } from './samples.ts';

/** RFC 8032 section 7.1, the first three tests. */
const rfc8032 = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
];

for (const [name, setUp] of [
  ['in Node', () => () => undefined],
  ['elsewhere', withoutNode],
] as const) {
  describe(`a key in memory, ${name}`, () => {
    test('signs as RFC 8032 has it', async (t) => {
      t.after(setUp());
      for (const { seed, publicKey, message, signature } of rfc8032) {
        const signer = createMemorySigner(seed);
        assert.equal(signer.publicKey, publicKey);
        assert.equal(publicKeyOf(seed), publicKey);
        const made = await signer.sign(fromHex(message, message.length / 2)!);
        assert.equal(toHex(made), signature);
      }
    });

    test('is made from the system', async (t) => {
      t.after(setUp());
      const [first, second] = [generateKeyPair(), generateKeyPair()];
      assert.notEqual(first.privateKey, second.privateKey);
      for (const { privateKey, publicKey } of [first, second]) {
        assert.match(privateKey, /^[0-9a-f]{64}$/);
        const message = toUtf8('a');
        const signature = await createMemorySigner(privateKey).sign(message);
        for (const engine of engines) {
          assert.equal(engine.verify({ publicKey: fromHex(publicKey, 32)!, signature, message }), true);
        }
      }
    });
  });
}

test('a malformed key is refused, and not shown', () => {
  for (const key of [
    '',
    'a1'.repeat(31),
    'A1'.repeat(32),
    'a1'.repeat(33),
    `0x${'a1'.repeat(31)}`,
    ` ${'a'.repeat(63)}`,
  ]) {
    for (const work of [createMemorySigner, publicKeyOf]) {
      assert.throws(
        () => work(key),
        (error: unknown) =>
          error instanceof LoglineError &&
          error.code === 'KEY_MALFORMED' &&
          (key === '' || !JSON.stringify([error.message, error.details]).includes(key)),
      );
    }
  }
});

test('many signatures at once are those that each would be by itself', async () => {
  const signer = createMemorySigner('a1'.repeat(32));
  const messages = Array.from({ length: 20 }, (_, n) => toUtf8(String(n)));
  const together = await Promise.all(messages.map((message) => signer.sign(message)));
  for (const [n, message] of messages.entries()) assert.deepEqual(together[n], await signer.sign(message));
});

test('a failure of node:crypto is one of the signer, for one signature and for many', async (t) => {
  const broken = new Error('out of entropy');
  const own = Object.getOwnPropertyDescriptor(process, 'getBuiltinModule')!;
  t.after(() => Object.defineProperty(process, 'getBuiltinModule', own));
  const sign = (...args: unknown[]): void => {
    const answer = args[3] as ((error: Error) => void) | undefined;
    if (answer === undefined) throw broken;
    answer(broken);
  };
  Object.defineProperty(process, 'getBuiltinModule', { ...own, value: () => ({ ...crypto, sign }) });
  const signer = createMemorySigner('a1'.repeat(32));
  const failure = { code: 'SIGNER_FAILED', cause: broken };
  await assert.rejects(signer.sign(toUtf8('a')), failure);
  await Promise.all(['a', 'b'].map((text) => assert.rejects(signer.sign(toUtf8(text)), failure)));
});
