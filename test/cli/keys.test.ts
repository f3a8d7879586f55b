import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Atomic } from '../../src/atomic/index.ts';
import { parseKeyring } from '../../src/ledger/index.ts';
import type { KeyringKey } from '../../src/ledger/index.ts';
import type { CliResult, Env } from './cli-runner.ts';
import {
  ALICE,
  BOB,
  KEYS,
  appendAll,
  appendUnasked,
  cli,
  cliJson,
  draft,
  inFolder,
  parsed,
  read,
  write,
} from './cli-runner.ts';

const LEDGER = 'data/ledger.jsonl';
const KEYRING = '.jsonatomic/keyring.json';
const [alice, bob] = [KEYS.alice.publicKey, KEYS.bob.publicKey];
const now = new Date('2026-06-01T00:00:00.000Z');
const at = (seconds: number): string => new Date(now.getTime() + 1000 * seconds).toISOString();

const run = (args: readonly string[], env: Env = ALICE): Promise<CliResult> => cli(args, { env, clock: () => now });
const keysIn = (path = KEYRING): readonly KeyringKey[] => parseKeyring(read(path)).keys;
const byLater = (n: number): object => draft(n, { metadata: { created_at: at(n) } });

async function verifyCodes(...args: string[]): Promise<string[]> {
  const { value } = await cliJson(['verify', '--check-prev-chain', ...args]);
  return (value as { errors: { code: string; line: number }[] }).errors.map(({ code, line }) => `${code}@${line}`);
}

async function aliceWrites(
  t: TestContext,
  keys: readonly KeyringKey[] = [{ public_key: alice, actor: 'alice', roles: ['admin'] }],
): Promise<void> {
  inFolder(t);
  write(KEYRING, JSON.stringify({ keys }));
  await appendAll(LEDGER, [draft(1)]);
}

describe('keys list', () => {
  test('shows each key and whether it is good now', async (t) => {
    inFolder(t);
    const key = (n: number, more: Partial<KeyringKey> = {}): KeyringKey => ({
      public_key: String(n).repeat(64),
      ...more,
    });
    const keys = [
      key(1, { actor: 'a', roles: ['admin', 'human'] }),
      key(2, { valid_from: at(1) }),
      key(3, { valid_until: at(0) }),
      key(4, { revoked_at: at(-1), revocation: 'compromised' }),
      key(5, { revoked_at: at(-1), revocation: 'superseded' }),
      key(6, { revoked_at: at(-1) }),
      key(7, { revoked_at: at(1), valid_from: at(-1), valid_until: at(1) }),
    ];
    const states = ['good', 'not yet', 'expired', 'compromised', 'superseded', 'revoked', 'good'];
    write(KEYRING, JSON.stringify({ keys, rotations: 'off' }));
    const { stdout } = await run(['keys', 'list', '--output', 'json']);
    const value = parsed(stdout) as { keyring: string; rotations: string; keys: { status: string }[] };
    assert.deepEqual([value.rotations, value.keys.map(({ status }) => status)], ['off', states]);
    const lines = (await run(['keys', 'list', '--output', 'ndjson'])).stdout.trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => parsed(line)),
      value.keys,
    );
    const table = await run(['keys', 'list']);
    assert.match(table.stdout, /^PUBLIC KEY +STATUS +ACTOR +ROLES +FROM +UNTIL\n1{64} {2}good +a +admin,human +- +-\n/);
  });

  test('names the file of a keyring that is missing or none', async (t) => {
    inFolder(t);
    assert.match(
      (await run(['keys', 'list'])).stderr,
      /^error INPUT_MISSING: There is no keyring: name one with --keyring/,
    );
    assert.match((await run(['keys', 'list', '--keyring', 'k.json'])).stderr, /^error INPUT_MISSING: k\.json/);
    write(KEYRING, '{"keys":[]}');
    assert.equal((await run(['keys', 'list'])).stdout, '');
    assert.equal(
      (parsed((await run(['keys', 'list', '--output', 'json'])).stdout) as { rotations: string }).rotations,
      'ledger',
    );
  });
});

describe('keys rotate', () => {
  test('hands over to a new key, in the ledger and in the keyring', async (t) => {
    await aliceWrites(t);
    const { status, stdout, stderr } = await run([
      'keys',
      'rotate',
      '--out',
      'new',
      '--reason',
      'yearly',
      '--output',
      'json',
    ]);
    assert.deepEqual([status, stderr], [0, '']);
    const value = parsed(stdout) as {
      new_public_key: string;
      new_private_key_file: string;
      keyring: string;
      hash: string;
      atomic: Atomic;
    };
    const { atomic, new_public_key: heir } = value;
    assert.equal(read('new/public.key').trim(), heir);
    assert.deepEqual([atomic.signature?.public_key, atomic.cosignatures?.[0]?.public_key], [alice, heir]);
    assert.deepEqual(atomic.payload, { old_public_key: alice, new_public_key: heir, reason: 'yearly' });
    assert.deepEqual([atomic.hash, atomic.metadata.created_at], [value.hash, now.toISOString()]);
    assert.deepEqual(keysIn(), [
      { public_key: alice, actor: 'alice', roles: ['admin'], valid_until: '2026-06-01T00:00:00.001Z' },
      { public_key: heir, actor: 'alice', roles: ['admin'] },
    ]);
    assert.deepEqual(await verifyCodes(), []);
    await appendAll(LEDGER, [byLater(1)], { SIGNING_KEY_FILE: 'new/private.key' });
    assert.deepEqual(await verifyCodes(), []);
    await appendUnasked(LEDGER, [draft(2)]);
    assert.deepEqual(await verifyCodes(), ['KEY_EXPIRED@4'], 'whatever time the old key claims');
  });

  test('leaves the old key a time of grace', async (t) => {
    await aliceWrites(t);
    write('bob.key', KEYS.bob.privateKey);
    const flags = ['--new-key-file', 'bob.key', '--reason', 'r', '--grace-until', at(60), '--actor', 'me'];
    const { stdout } = await run(['keys', 'rotate', ...flags]);
    assert.match(
      stdout,
      new RegExp(
        `^old_public_key +${alice}\nnew_public_key +${bob}\nnew_private_key_file +bob\\.key\nkeyring +.*keyring\\.json\nhash +[0-9a-f]{64}\n$`,
      ),
    );
    await appendUnasked(LEDGER, [byLater(30)]);
    await appendAll(LEDGER, [byLater(30)], BOB);
    assert.deepEqual(await verifyCodes(), []);
    await appendUnasked(LEDGER, [byLater(90)]);
    assert.deepEqual(await verifyCodes(), ['KEY_EXPIRED@5']);
    const [line] = read(LEDGER).split('\n').slice(1);
    assert.equal((parsed(line!) as Atomic).did.actor, 'me');
  });

  test('is refused a second time, which no verifier would follow: in the time of grace, and without a keyring', async (t) => {
    await aliceWrites(t);
    const flags = ['keys', 'rotate', '--reason', 'r', '--grace-until', at(60), '--out'];
    assert.equal((await run([...flags, 'one'])).status, 0);
    const before = [read(LEDGER), read(KEYRING)];
    for (const keyring of [KEYRING, 'new.json']) {
      const { status, stderr } = await run([...flags, 'two', '--keyring', keyring]);
      assert.equal(status, 1);
      const heir = read('one/public.key').trim();
      assert.match(stderr, new RegExp(`^error KEY_EXPIRED: The key ${alice} was replaced by ${heir} in line 2, and`));
    }
    assert.deepEqual([read(LEDGER), read(KEYRING)], before);
    assert.equal(existsSync('two'), false);
  });

  test('works without a keyring, says so, and makes one that is named', async (t) => {
    inFolder(t);
    write('bob.key', KEYS.bob.privateKey);
    const flags = ['keys', 'rotate', '--new-key-file', 'bob.key', '--reason', 'r'];
    const { status, stderr, stdout } = await run(flags);
    assert.equal(status, 0);
    assert.match(stderr, /^warning: There is no keyring to be changed/);
    assert.match(stdout, /\nkeyring +-\n/);
    assert.equal(existsSync(KEYRING), false);
    assert.equal((await run([...flags, '--keyring', 'k.json', '--ledger', 'other.jsonl'])).status, 0);
    assert.deepEqual(
      keysIn('k.json').map(({ public_key }) => public_key),
      [alice, bob],
    );
  });

  test('needs a reason, one place for the new key, and an old key that is known', async (t) => {
    await aliceWrites(t, [{ public_key: bob }]);
    const before = read(LEDGER);
    const refuse = async (flags: string[], message: RegExp): Promise<void> => {
      assert.match((await run(['keys', 'rotate', ...flags])).stderr, message);
    };
    await refuse(['--out', 'x'], /^error USAGE: Say why/);
    await refuse(['--out', 'x', '--reason', ''], /^error USAGE: Say why/);
    await refuse(['--reason', 'r', '--out', 'x'], /^error UNTRUSTED_KEY: The old key d75a.* is not in the keyring/);
    write(KEYRING, '{"keys":[]}');
    await refuse(['--reason', 'r'], /^error USAGE: Where is the new key\?/);
    await refuse(['--reason', 'r', '--out', 'x', '--new-key-file', 'y'], /^error USAGE: Where is the new key\?/);
    await refuse(['--reason', 'r', '--out', 'x', '--grace-until', 'soon'], /^error SCHEMA_INVALID: /);
    await refuse(['--reason', 'r', '--new-key-file', 'none'], /^error INPUT_MISSING: none/);
    assert.equal(read(LEDGER), before);
  });

  test('refuses an old or a new key that the keyring ended: the rotation would stay in the ledger as a finding', async (t) => {
    await aliceWrites(t, [{ public_key: alice }, { public_key: bob, revoked_at: at(0), revocation: 'compromised' }]);
    write('bob.key', KEYS.bob.privateKey);
    const before = [read(LEDGER), read(KEYRING)];
    const flags = ['keys', 'rotate', '--new-key-file', 'bob.key', '--reason', 'r'];
    const revoked = new RegExp(`^error KEY_REVOKED: The key ${bob} is compromised by the keyring, so what it signs`);
    assert.match((await run(flags)).stderr, revoked);
    assert.match((await run(flags, BOB)).stderr, revoked);
    assert.deepEqual([read(LEDGER), read(KEYRING)], before);
  });
});

describe('keys revoke', () => {
  test('ends a key from its line on, in the ledger and in the keyring', async (t) => {
    await aliceWrites(t, [
      { public_key: alice, roles: ['admin'] },
      { public_key: bob, roles: ['agent'] },
    ]);
    await appendAll(LEDGER, [draft(2)], BOB);
    const { status, stdout } = await run(['keys', 'revoke', bob, '--revocation', 'compromised', '--reason', 'stolen']);
    assert.equal(status, 0);
    assert.match(
      stdout,
      new RegExp(
        `^public_key +${bob}\nrevocation +compromised\nsigned_by +${alice}\nkeyring +.*\nhash +[0-9a-f]{64}\n$`,
      ),
    );
    assert.deepEqual(keysIn()[1], {
      public_key: bob,
      roles: ['agent'],
      revoked_at: '2026-06-01T00:00:00.001Z',
      revocation: 'compromised',
    });
    assert.deepEqual(await verifyCodes(), []);
    await appendUnasked(LEDGER, [draft(3)], 'bob');
    assert.deepEqual(await verifyCodes(), ['KEY_REVOKED@4']);
  });

  test('a key can revoke itself', async (t) => {
    await aliceWrites(t, [{ public_key: alice }, { public_key: bob, roles: ['agent'] }]);
    const { status } = await run(['keys', 'revoke', bob, '--revocation', 'superseded', '--reason', 'r'], BOB);
    assert.equal(status, 0);
    assert.deepEqual(await verifyCodes(), []);
  });

  test('a key that was replaced revokes itself only, be it in its time of grace', async (t) => {
    await aliceWrites(t, [{ public_key: alice }, { public_key: bob }]);
    const rotated = await run(['keys', 'rotate', '--out', 'new', '--reason', 'r', '--grace-until', at(60)]);
    assert.equal(rotated.status, 0);
    const before = [read(LEDGER), read(KEYRING)];
    const rest = ['--revocation', 'superseded', '--reason', 'r'];
    for (const keyring of [KEYRING, 'new.json']) {
      const { status, stderr } = await run(['keys', 'revoke', bob, ...rest, '--keyring', keyring]);
      assert.equal(status, 1);
      assert.match(
        stderr,
        /^error KEY_EXPIRED: The key d75a.* was replaced by .* in line 2, and can revoke itself only\./,
      );
    }
    assert.deepEqual([read(LEDGER), read(KEYRING)], before);
    assert.equal((await run(['keys', 'revoke', alice, ...rest])).status, 0);
    await appendUnasked(LEDGER, [draft(2)]);
    assert.deepEqual(await verifyCodes(), ['KEY_REVOKED@4']);
  });

  test('refuses what no verifier would follow', async (t) => {
    await aliceWrites(t, [{ public_key: alice, roles: ['agent'] }, { public_key: bob }]);
    const before = [read(LEDGER), read(KEYRING)];
    const refuse = async (args: string[], message: RegExp): Promise<void> => {
      assert.match((await run(['keys', 'revoke', ...args])).stderr, message);
    };
    const rest = ['--revocation', 'superseded', '--reason', 'r'];
    await refuse(['abc', ...rest], /^error USAGE: A public key has 64 lower-case hex characters: "abc" is none\./);
    await refuse([bob, '--reason', 'r'], /^error USAGE: Say what is wrong with the key/);
    await refuse([bob, '--revocation', 'superseded'], /^error USAGE: Say why/);
    await refuse(['0'.repeat(64), ...rest], /^error UNTRUSTED_KEY: The key 0{64} is not in the keyring/);
    await refuse(
      [bob, ...rest],
      /^error UNTRUSTED_KEY: The key d75a.* has no role "admin", so it can revoke itself only\./,
    );
    assert.deepEqual([read(LEDGER), read(KEYRING)], before);
    write(KEYRING, JSON.stringify({ keys: [{ public_key: alice, valid_until: at(0) }, { public_key: bob }] }));
    await refuse([alice, ...rest], /^error KEY_EXPIRED: The key d75a.* is expired by the keyring/);
    write(KEYRING, JSON.stringify({ keys: [{ public_key: alice, valid_from: at(1) }, { public_key: bob }] }));
    await refuse([alice, ...rest], /^error KEY_EXPIRED: The key d75a.* is not valid yet by the keyring/);
    assert.equal(read(LEDGER), before[0]);
    write(KEYRING, '{"keys":[]}');
    assert.equal((await run(['keys', 'revoke', bob, ...rest])).status, 0);
  });
});
