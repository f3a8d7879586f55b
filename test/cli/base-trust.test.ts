/** What judges a pull request comes from its base: keys and settings that the change brings along count for nothing. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { BOB, KEYS, appendAll, appendUnasked, cli, cliJson, draft, inFolder, write } from './cli-runner.ts';

interface Answer {
  readonly trust: string;
  readonly keyring?: string;
  readonly errors: readonly { readonly code: string }[];
}

const LEDGER = 'data/ledger.jsonl';
const keyring = (...names: (keyof typeof KEYS)[]): string =>
  JSON.stringify({ keys: names.map((name) => ({ public_key: KEYS[name].publicKey })) });
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { encoding: 'utf8' });

/** A repository whose base has a ledger by Alice, and whose work tree has a line by Bob more. */
async function repository(t: TestContext, files: Readonly<Record<string, string>>): Promise<void> {
  inFolder(t);
  git('init', '--quiet');
  for (const [path, content] of Object.entries(files)) write(path, content);
  await appendUnasked(LEDGER, [draft(1)]);
  git('add', '.');
  git('commit', '--quiet', '-m', 'base');
  await appendUnasked(LEDGER, [draft(2)], 'bob');
}

async function verify(...more: readonly string[]): Promise<[number, string[], string]> {
  const { status, value } = await cliJson(['verify', '--base', 'HEAD', ...more]);
  const { errors, trust } = value as Answer;
  return [status, errors.map(({ code }) => code), trust];
}

describe('with --base REV', () => {
  test('a key that the change adds to the keyring vouches for nothing', async (t) => {
    await repository(t, { '.jsonatomic/keyring.json': keyring('alice') });
    write('.jsonatomic/keyring.json', keyring('alice', 'bob'));
    assert.deepEqual(await verify(), [1, ['UNTRUSTED_KEY'], 'keyring']);
    assert.deepEqual(await verify('--keyring', '.jsonatomic/keyring.json'), [0, [], 'keyring']);
  });

  test('a keyring that the change removes still judges', async (t) => {
    await repository(t, { '.jsonatomic/keyring.json': keyring('alice') });
    rmSync('.jsonatomic', { recursive: true });
    assert.deepEqual(await verify(), [1, ['UNTRUSTED_KEY'], 'keyring']);
  });

  test('a keyring that the change brings is none: nobody is trusted yet', async (t) => {
    await repository(t, {});
    write('.jsonatomic/keyring.json', keyring('bob'));
    assert.deepEqual(await verify(), [0, [], 'self-asserted']);
  });

  test('a check that the change switches off in the config stays on', async (t) => {
    const config = { requireSignatures: true, keyring: 'keys/ring.json' };
    await repository(t, {
      '.jsonatomic/config.json': JSON.stringify(config),
      'keys/ring.json': keyring('alice', 'bob'),
    });
    const [line] = await appendAll('other.jsonl', [draft(3)], BOB);
    assert.deepEqual(await verify(), [0, [], 'keyring']);
    write('.jsonatomic/config.json', '{"keyring":"mine.json"}');
    write('mine.json', keyring('bob'));
    write(LEDGER, `${git('show', `HEAD:${LEDGER}`)}${unsigned(line!)}\n`);
    const [status, codes] = await verify();
    assert.equal(status, 1);
    assert.ok(codes.includes('UNSIGNED'), codes.join());
  });

  test('works from a folder below, and says where the keys are from', async (t) => {
    await repository(t, { '.jsonatomic/keyring.json': keyring('alice', 'bob') });
    mkdirSync('deep/er', { recursive: true });
    process.chdir('deep/er');
    const { status, stdout } = await cli(['verify', '--base', 'HEAD', `../../${LEDGER}`]);
    assert.equal(status, 0);
    assert.match(stdout, /keyring \(HEAD:\.jsonatomic\/keyring\.json\)/);
  });

  test('a keyring that the base names and does not have, or that is none, is told', async (t) => {
    await repository(t, { '.jsonatomic/config.json': '{"keyring":"none.json"}' });
    write('none.json', keyring('bob'));
    assert.match((await cli(['verify', '--base', 'HEAD'])).stderr, /INPUT_MISSING: HEAD:none\.json is not there/);
    git('add', '.');
    write('none.json', '{');
    git('commit', '--quiet', '-am', 'next');
    assert.match((await cli(['verify', '--base', 'HEAD'])).stderr, /PARSE_ERROR: HEAD:none\.json/);
  });

  test('a revision that is none is told; a file as the base leaves the project as it is', async (t) => {
    await repository(t, { '.jsonatomic/keyring.json': keyring('alice') });
    assert.match((await cli(['verify', '--base', 'nowhere'])).stderr, /INPUT_MISSING: "nowhere"/);
    assert.match((await cli(['verify', '--base=-x'])).stderr, /USAGE: No revision begins with a dash/);
    write('base.jsonl', git('show', `HEAD:${LEDGER}`));
    write('.jsonatomic/keyring.json', keyring('alice', 'bob'));
    assert.equal((await cli(['verify', '--base', 'base.jsonl'])).status, 0);
  });
});

/** A line without its signature, and without the key that binds it. */
function unsigned(line: string): string {
  const {
    signature: _signature,
    hash: _hash,
    ...body
  } = JSON.parse(line) as { metadata: object } & Record<string, unknown>;
  return JSON.stringify({ ...body, metadata: { created_at: '2026-01-01T00:00:00Z' } });
}
