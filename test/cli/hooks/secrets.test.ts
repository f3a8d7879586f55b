import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { findSecrets } from '../../../src/cli/hooks/secrets.ts';
import { keyringOf } from '../../../src/ledger/index.ts';
import { KEYS, appendAll, draft, write } from '../cli-runner.ts';
import { LEDGER, commitAll, faults, git, hook, ledgerRepository } from './repository.ts';

const { privateKey, publicKey } = KEYS.alice;
const KEYRING = keyringOf([publicKey]);

function whats(text: string, path = 'file.txt', keyring: typeof KEYRING | null = KEYRING): string[] {
  return findSecrets({ path, text, keyring: keyring ?? undefined }).map(({ what }) => what);
}

const PEM = 'a private key in PEM form';
const SIGNING = 'a signing key (SIGNING_KEY_HEX)';
const FILE = 'the file of a signing key';
const SEED = 'the private key of a key in the keyring';

describe('findSecrets', () => {
  test('knows private keys in PEM form, and OpenSSH ones, wherever they stand', () => {
    const { privateKey: pair } = generateKeyPairSync('ed25519');
    const pem = pair.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const text of [
      pem,
      `key: |\n${pem.replaceAll(/^/gm, '  ')}`,
      JSON.stringify({ pem }),
      pem.replaceAll('\n', '\r\n'),
    ])
      assert.deepEqual(whats(text), [PEM]);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    assert.deepEqual(whats(rsa.export({ type: 'pkcs1', format: 'pem' }).toString()), [PEM]);
    const locked = rsa.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' }).toString();
    assert.deepEqual(whats(locked), [PEM]);
    assert.deepEqual(whats(`-----BEGIN OPENSSH PRIVATE KEY-----\n${'b3Blbn'.repeat(12)}\n`), [PEM]);
  });

  test('takes text about keys, and public keys, for what they are', () => {
    const { publicKey: pair } = generateKeyPairSync('ed25519');
    for (const text of [
      pair.export({ type: 'spki', format: 'pem' }).toString(),
      'A file begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----.',
      '/-----BEGIN (RSA )?PRIVATE KEY-----/',
      `PUBLIC_KEY_HEX=${publicKey}`,
      'SIGNING_KEY_HEX=$(cat key)',
      `"hash": "${'0'.repeat(64)}"`,
    ])
      assert.deepEqual(whats(text), [], text);
  });

  test('knows signing keys by the name that they are set by', () => {
    for (const text of [
      `SIGNING_KEY_HEX=${privateKey}`,
      `export SIGNING_KEY_HEX="${privateKey}"`,
      `"SIGNING_KEY_HEX": "${privateKey}"`,
      `Private Key (SIGNING_KEY_HEX): ${privateKey}`,
    ])
      assert.deepEqual(whats(text, 'keys.txt', null), [SIGNING], text);
    assert.deepEqual(whats(`SIGNING_KEY_HEX=${privateKey}0`, 'x', null), []);
  });

  test('knows key files by name and form', () => {
    const text = `${KEYS.bob.privateKey}\n`;
    for (const path of ['private.key', 'a/b/ci.key', 'keys/my-secret.txt'])
      assert.deepEqual(whats(text, path), [FILE], path);
    for (const path of ['public.key', 'sum.sha256', 'mykeys.txt', 'a.key/b'])
      assert.deepEqual(whats(text, path), [], path);
    assert.deepEqual(whats('not a key\n', 'private.key'), []);
  });

  test('knows the private keys of the keyring by what comes of them, whatever stands around', () => {
    for (const text of [privateKey, `x=${privateKey};`, `{"a":["${privateKey}"]}`])
      assert.deepEqual(whats(text), [SEED], text);
    assert.deepEqual(whats(`${privateKey}\n${privateKey}`), [SEED]);
    assert.deepEqual(whats(`a${privateKey}`), []);
    assert.deepEqual(whats(privateKey, 'x', null), []);
    assert.deepEqual(whats(KEYS.bob.privateKey), []);
  });

  test('is quick on hostile text', () => {
    const texts = ['-----BEGIN PRIVATE KEY-----\n', 'SIGNING_KEY_HEX=    ', '0123456789abcdef'].map((text) =>
      text.repeat(1e6 / text.length),
    );
    const start = performance.now();
    for (const text of texts) whats(text);
    assert.ok(performance.now() - start < 2000);
  });
});

describe('pre-commit: secrets', () => {
  test('refuses what is staged, and never shows it', async (t) => {
    await ledgerRepository(t);
    write('.env', `A=1\nSIGNING_KEY_HEX=${privateKey}\n`);
    git('add', '--force', '--all');
    const report = await hook(['pre-commit']);
    assert.deepEqual([report.status, faults(report)], [1, ['SECRET_FOUND .env 2']]);
    assert.doesNotMatch(JSON.stringify(report), new RegExp(privateKey));
  });

  test('what was committed before is not brought in, and a file may be exempt', async (t) => {
    await ledgerRepository(t);
    const key = `SIGNING_KEY_HEX=${KEYS.bob.privateKey}\n`;
    write('old.env', key);
    commitAll('before there were hooks');
    write('old.env', `${key}B=2\n`);
    write('test/keys/a.env', key);
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), ['SECRET_FOUND test/keys/a.env 1']);
    write('.gitattributes', '*.jsonl -text merge=ledger\ntest/keys/** secret-scan=off\n');
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), []);
  });

  test('looks into added lines of ledgers, where nothing is exempt, and not into old ones', async (t) => {
    await ledgerRepository(t);
    write('.gitattributes', '*.jsonl -text merge=ledger secret-scan=off\n');
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    await appendAll(LEDGER, [draft(3), draft(4, { payload: { pem } }), draft(5, { payload: { seed: privateKey } })]);
    git('add', '--all');
    const report = await hook(['pre-commit']);
    assert.deepEqual(
      report.findings.map(({ code, message }) => [code, message.split(',')[0]]),
      [
        ['SECRET_FOUND', `The atomic holds ${PEM}`],
        ['SECRET_FOUND', `The atomic holds ${SEED}`],
      ],
    );
    commitAll('it happened');
    await appendAll(LEDGER, [draft(6)]);
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), []);
  });

  test('the rules of the gateway judge added lines, unless the config switches its guard off', async (t) => {
    await ledgerRepository(t);
    await appendAll(LEDGER, [draft(3), draft(4, { payload: { note: `token sk-proj-${'a1B2c3D4e5'.repeat(4)}` } })]);
    git('add', '--all');
    const report = await hook(['pre-commit']);
    assert.deepEqual(faults(report), [`SECRET_FOUND ${LEDGER}`]);
    assert.match(report.findings[0]!.message, /^\/payload\/note holds a secret \(/);
    assert.doesNotMatch(JSON.stringify(report), /a1B2c3D4e5/);
    git('reset', '--quiet');
    write('.jsonatomic/config.json', '{"guard":"off"}');
    git('add', '.jsonatomic');
    git('commit', '--quiet', '--message', 'off');
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), []);
  });

  test('large files and links are not looked into', async (t) => {
    await ledgerRepository(t);
    write('large.bin', `${'x'.repeat(1024 * 1024)}SIGNING_KEY_HEX=${privateKey}`);
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), []);
  });
});
