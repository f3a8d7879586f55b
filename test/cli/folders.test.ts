import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Atomic } from '../../src/atomic/index.ts';
import type { Env, JsonResult } from './cli-runner.ts';
import {
  ALICE,
  BOB,
  KEYS,
  TRUSTS_ALICE,
  TRUSTS_BOTH,
  appendAll,
  cli,
  cliJson,
  draft,
  inFolder,
  parsed,
  read,
  write,
} from './cli-runner.ts';

interface FolderJson {
  readonly ok: boolean;
  readonly trusted_by?: string;
  readonly total: number;
  readonly chain: string;
  readonly sealed?: number;
  readonly base?: {
    readonly name: string;
    readonly exists: boolean;
    readonly lines: number;
    readonly size_bytes: number;
  };
  readonly streams?: Readonly<
    Record<string, { readonly total: number; readonly head: string; readonly last_valid_line: number }>
  >;
  readonly last_valid_line?: number;
  readonly errors: readonly {
    readonly path?: string;
    readonly line?: number;
    readonly code: string;
    readonly message: string;
  }[];
}

const verify = async (args: readonly string[], env: Env = TRUSTS_ALICE): Promise<JsonResult<FolderJson>> =>
  (await cliJson(['verify', ...args], { env })) as JsonResult<FolderJson>;

const faults = ({ value }: JsonResult<FolderJson>): string[] =>
  value.errors.map(({ code, path, line }) => `${code} ${path ?? '-'}:${line ?? '-'}`);

const SIGN_AND_TRUST = { ...ALICE, ...TRUSTS_ALICE };

async function threeStreams(t: TestContext): Promise<void> {
  inFolder(t);
  await appendAll('ledger/main.jsonl', [draft(1)]);
  await appendAll('ledger/missions/M-1.jsonl', [draft(2), draft(3)]);
  await appendAll('ledger/M-2.ndjson', [draft(4)]);
  write('ledger/.hidden/x.jsonl', 'x\n');
  write('ledger/notes.txt', 'x\n');
}

describe('a folder of streams', () => {
  test('is verified as one, with its chains, and each stream told', async (t) => {
    await threeStreams(t);
    const { status, value } = await verify(['--ledger', 'ledger']);
    assert.deepEqual([status, value.total, value.chain, value.last_valid_line], [0, 4, 'unbroken', undefined]);
    assert.deepEqual(Object.keys(value.streams!), ['M-2.ndjson', 'main.jsonl', 'missions/M-1.jsonl']);
    assert.equal(value.streams!['missions/M-1.jsonl']?.last_valid_line, 2);
    assert.equal((await verify(['ledger/', '--jobs', '2', '--no-check-prev-chain'])).value.chain, 'unchecked');
    assert.match(
      (await cli(['verify', 'ledger'], { env: TRUSTS_ALICE })).stdout,
      /\nmissions\/M-1\.jsonl +2 +2 +0 +0 +unbroken +2 +[0-9a-f]{16}\n/,
    );
  });

  test('beside another ledger shows its streams below its own path', async (t) => {
    await threeStreams(t);
    write('b.jsonl', 'x\n');
    write('ledger/M-2.ndjson', 'x\n');
    const result = await verify(['ledger/', 'b.jsonl']);
    assert.deepEqual(faults(result), ['PARSE_ERROR ledger/M-2.ndjson:1', 'PARSE_ERROR b.jsonl:1']);
  });

  test('may hold links to files, and none to folders', async (t) => {
    await threeStreams(t);
    renameSync('ledger/M-2.ndjson', 'elsewhere.jsonl');
    symlinkSync('../elsewhere.jsonl', 'ledger/M-2.ndjson');
    assert.equal((await verify(['ledger'])).value.total, 4);
  });
});

describe('seal', () => {
  const seal = (args: string[] = [], env: Env = SIGN_AND_TRUST): ReturnType<typeof cli> =>
    cli(['seal', '--ledger', 'ledger', ...args], { env });

  test('lists the streams in main.jsonl, and is needed once', async (t) => {
    await threeStreams(t);
    const { status, stdout, stderr } = await seal();
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    const atomic = parsed(stdout) as Atomic & { payload: { streams: { path: string; lines: number }[] } };
    assert.deepEqual(
      atomic.payload.streams.map(({ path, lines }) => [path, lines]),
      [
        ['M-2.ndjson', 1],
        ['missions/M-1.jsonl', 2],
      ],
    );
    assert.equal(read('ledger/main.jsonl').split('\n').at(-2), stdout.trimEnd());
    assert.equal((await verify(['ledger'])).status, 0);
    const again = await seal();
    assert.deepEqual([again.status, again.stdout], [0, '']);
    assert.match(again.stderr, /^warning: Nothing was appended since the last seal/);
    await appendAll('ledger/M-2.ndjson', [draft(5)]);
    const next = await seal(['--since-seal', '--output', 'table', '--actor', 'ci']);
    assert.equal((parsed(next.stdout) as Atomic).did.actor, 'ci');
    assert.match(next.stdout, /\n {2}"did": \{\n/);
  });

  test('makes verification refuse a stream that was cut, changed or removed', async (t) => {
    await threeStreams(t);
    await seal();
    const whole = read('ledger/missions/M-1.jsonl');
    write('ledger/missions/M-1.jsonl', `${whole.split('\n')[0]!}\n`);
    assert.deepEqual(faults(await verify(['ledger'])), ['SEAL_MISMATCH missions/M-1.jsonl:-']);
    const cut = (await verify(['ledger'])).value.errors[0]!;
    assert.match(
      cut.message,
      /^Line 2 and what follows it is missing; the seal in line \d of the trunk covers the stream to line 2\.$/,
    );
    rmSync('ledger/missions/M-1.jsonl');
    assert.deepEqual(faults(await verify(['ledger', '--since-seal'])), ['SEAL_MISMATCH missions/M-1.jsonl:-']);
    assert.match(
      (await cli(['verify', 'ledger'], { env: TRUSTS_ALICE })).stdout,
      /\nmissions\/M-1\.jsonl +SEAL_MISMATCH/,
    );
  });

  test('tells how many streams it covers, and warns where the trunk with all seals is gone', async (t) => {
    await threeStreams(t);
    const told = async (): Promise<[number | undefined, string]> => {
      const { value } = await verify(['ledger']);
      const { stdout, stderr } = await cli(['verify', 'ledger'], { env: TRUSTS_ALICE });
      return [value.sealed, `${stderr}${/^sealed.*\n/m.exec(stdout)![0]}`];
    };
    assert.deepEqual(await told(), [0, 'sealed         0 streams\n']);
    await seal();
    assert.deepEqual(await told(), [2, 'sealed         2 streams\n']);
    rmSync('ledger/M-2.ndjson');
    assert.deepEqual(await told(), [1, 'sealed         1 stream\n']);
    rmSync('ledger/main.jsonl');
    const warning = 'warning: ledger has no main.jsonl: no seal shows whether a stream was cut or removed.\n';
    assert.deepEqual(await told(), [0, `${warning}sealed         0 streams\n`]);
  });

  test('is made by no key that the keyring ended, and with a warning by one that it does not list', async (t) => {
    await threeStreams(t);
    const trunk = read('ledger/main.jsonl');
    const ring = (key: object): void => {
      write('k.json', JSON.stringify({ keys: [key] }));
    };
    const flags = ['--no-verify', '--keyring', 'k.json'];
    ring({ public_key: KEYS.alice.publicKey, valid_until: '2026-02-01T00:00:00Z' });
    const refused = await seal(flags);
    assert.deepEqual([refused.status, refused.stdout, read('ledger/main.jsonl')], [1, '', trunk]);
    assert.match(refused.stderr, /^error KEY_EXPIRED: The key d75a.* is expired by the keyring/);
    ring({ public_key: KEYS.bob.publicKey });
    const warned = await seal(flags);
    assert.equal(warned.status, 0);
    assert.match(warned.stderr, /^warning: The signing key d75a.* is not in the keyring k\.json/);
  });

  test('seals nothing that does not verify, unless told so', async (t) => {
    await threeStreams(t);
    await appendAll('ledger/M-2.ndjson', [draft(5)], BOB);
    const before = read('ledger/main.jsonl');
    const refused = await seal();
    assert.deepEqual([refused.status, refused.stdout], [1, '']);
    assert.match(
      refused.stderr,
      /^warning: Nothing was sealed, since the folder does not verify: M-2\.ndjson:2: UNTRUSTED_KEY: /,
    );
    assert.equal(read('ledger/main.jsonl'), before);
    const loud = await seal([], ALICE);
    assert.equal(loud.status, 0);
    assert.match(loud.stderr, /^warning: NOBODY SAID WHICH KEYS TO TRUST/);
    write('ledger/main.jsonl', before);
    assert.equal((await seal(['--no-verify'])).status, 0);
    rmSync('ledger/M-2.ndjson');
    const missing = await seal();
    assert.match(missing.stderr, /does not verify: M-2\.ndjson: SEAL_MISMATCH: The stream is missing/);
  });

  test('needs streams', async (t) => {
    inFolder(t);
    await appendAll('ledger/main.jsonl', [draft(1)]);
    assert.match((await seal()).stderr, /^error INPUT_MISSING: ledger has no stream to be sealed beside main\.jsonl/);
    assert.match(
      (await cli(['seal', '--ledger', 'none'], { env: SIGN_AND_TRUST })).stderr,
      /^error INPUT_MISSING: none cannot be read/,
    );
  });
});

function git(...args: string[]): void {
  execFileSync(
    'git',
    ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main', ...args],
    { stdio: 'pipe' },
  );
}

function commitAll(): void {
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'base');
}

describe('--base', () => {
  test('verifies what was added, and everything with --full', async (t) => {
    inFolder(t);
    await appendAll('data/ledger.jsonl', [draft(1), draft(2)], BOB);
    commitAll();
    await appendAll('data/ledger.jsonl', [draft(3)]);
    const { status, value } = await verify(['--base', 'HEAD']);
    assert.deepEqual([status, value.total, value.chain], [0, 1, 'unbroken']);
    assert.deepEqual([value.base?.name, value.base?.exists, value.base?.lines], ['HEAD', true, 2]);
    assert.equal(value.last_valid_line, 3);
    assert.deepEqual(faults(await verify(['--base', 'HEAD', '--full'])), ['UNTRUSTED_KEY -:1', 'UNTRUSTED_KEY -:2']);
    assert.match((await cli(['verify', '--base', 'HEAD'], { env: TRUSTS_ALICE })).stdout, /\nbase +HEAD \(2 lines\)\n/);
  });

  test('refuses a ledger that is no extension, with the first line that differs', async (t) => {
    inFolder(t);
    const [first] = await appendAll('data/ledger.jsonl', [draft(1), draft(2), draft(3)]);
    commitAll();
    write('data/ledger.jsonl', '');
    await appendAll('data/ledger.jsonl', [draft(1), draft(9), draft(8), draft(7)]);
    const result = await verify(['--base', 'HEAD']);
    assert.deepEqual(
      [result.status, faults(result), result.value.last_valid_line, result.value.total],
      [1, ['NOT_APPEND_ONLY -:2'], 1, 4],
    );
    const base = { name: 'HEAD', exists: true, lines: 1, size_bytes: first!.length + 1 };
    assert.deepEqual(result.value.base, base, 'what of it the ledger begins with');
    const { stdout } = await cli(['verify', '--base', 'HEAD'], { env: TRUSTS_ALICE });
    assert.match(stdout, /\nbase +HEAD \(1 line in common\)\n/);
    write('data/ledger.jsonl', `${first!}\n`);
    assert.deepEqual(faults(await verify(['--base', 'HEAD'])), ['NOT_APPEND_ONLY -:2']);
    const lines = (await cli(['verify', '--base', 'HEAD', '--output', 'ndjson'])).stdout.trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => (parsed(line) as { type: string }).type),
      ['error', 'report'],
    );
  });

  test('reads blobs, from any place in the repository, and takes REV:PATH', async (t) => {
    inFolder(t);
    await appendAll('a b/data/old.jsonl', [draft(1)]);
    commitAll();
    write('a b/data/new.jsonl', read('a b/data/old.jsonl'));
    write('a b/data/old.jsonl', 'changed in the work tree');
    await appendAll('a b/data/new.jsonl', [draft(2)]);
    process.chdir('a b');
    assert.equal((await verify(['data/new.jsonl', '--base', 'HEAD:a b/data/old.jsonl'])).value.total, 1);
    assert.equal((await verify(['data/new.jsonl', '--base', 'HEAD@{0}:a b/data/old.jsonl'])).value.base?.lines, 1);
    const absent = await verify(['data/new.jsonl', '--base', 'HEAD']);
    assert.deepEqual([absent.status, absent.value.total, absent.value.base?.exists], [0, 2, false]);
    assert.match(absent.stderr, /^warning: HEAD does not have the ledger: there is nothing to compare with\.\n/);
  });

  test('takes a file, which shows in its name alone', async (t) => {
    inFolder(t);
    await appendAll('old.jsonl', [draft(1)]);
    write('new.jsonl', read('old.jsonl'));
    await appendAll('new.jsonl', [draft(2)]);
    for (const base of ['old.jsonl', './old.jsonl', `${process.cwd()}/old.jsonl`]) {
      assert.equal((await verify(['new.jsonl', '--base', base])).value.total, 1);
    }
    assert.match(
      (await cli(['verify', 'new.jsonl', '--base', 'none.jsonl'])).stderr,
      /^error INPUT_MISSING: none\.jsonl/,
    );
    commitAll();
    write('main', read('new.jsonl'));
    const { value } = await verify(['new.jsonl', '--base', 'main']);
    assert.deepEqual([value.base?.lines, value.total], [1 + 1, 0], 'the branch main, and not the file');
  });

  test('REV judges by the keyring and the config of that revision', async (t) => {
    inFolder(t);
    const ring = (...keys: string[]): string => JSON.stringify({ keys: keys.map((public_key) => ({ public_key })) });
    const [alice, bob] = [KEYS.alice.publicKey, KEYS.bob.publicKey];
    write('.jsonatomic/keyring.json', ring(alice));
    write('.jsonatomic/config.json', '{"ledger":"data/l.jsonl","strict":true}');
    await appendAll('data/l.jsonl', [draft(1)]);
    commitAll();
    await appendAll('data/l.jsonl', [draft(2)], BOB);
    write('.jsonatomic/keyring.json', ring(alice, bob));
    write('.jsonatomic/config.json', '{"ledger":"nothing.jsonl"}');
    const { value } = await verify(['--base', 'HEAD'], {});
    assert.deepEqual(
      [value.trusted_by, value.errors.map(({ code }) => code)],
      ['HEAD:.jsonatomic/keyring.json', ['UNTRUSTED_KEY']],
    );
    rmSync('.jsonatomic', { recursive: true });
    assert.deepEqual(faults(await verify(['--base', 'HEAD'], {})), ['UNTRUSTED_KEY -:2']);
    process.chdir('data');
    assert.deepEqual(faults(await verify(['--base', 'HEAD'], {})), ['UNTRUSTED_KEY -:2']);
    process.chdir('..');
    write('.jsonatomic/config.json', '{"keyring":"keys.json"}');
    git('add', '.');
    git('commit', '--quiet', '-m', 'names a keyring that is not there');
    write('keys.json', ring(alice, bob));
    assert.match(
      (await cli(['verify', 'data/l.jsonl', '--base', 'HEAD'])).stderr,
      /^error INPUT_MISSING: HEAD:keys\.json is not there, and the config names it/,
    );
  });

  test('is not taken for a flag of git, nor for a revision that there is not', async (t) => {
    inFolder(t);
    await appendAll('data/ledger.jsonl', [draft(1)]);
    const stderr = async (base: string): Promise<string> => (await cli(['verify', `--base=${base}`])).stderr;
    assert.match(
      await stderr('HEAD'),
      /^error INPUT_MISSING: "HEAD" is neither a file nor a revision: fatal: not a git repository/,
    );
    commitAll();
    assert.match(await stderr('--output=x'), /^error USAGE: No revision begins with a dash: "--output=x"\.\n$/);
    assert.match(
      await stderr('origin/none'),
      /^error INPUT_MISSING: "origin\/none" is neither a file nor a revision: git does not know it here; in a shallow clone/,
    );
    for (const more of [[], ['data']])
      assert.match(
        (await cli(['verify', ...more, '--base', 'HEAD:none.jsonl'])).stderr,
        /^error INPUT_MISSING: HEAD:none\.jsonl is not there: the revision has no such path\./,
      );
    assert.match(await stderr('HEAD:data'), /^error INPUT_UNREADABLE: HEAD:data is no file: git has a tree there\./);
    assert.match((await cli(['verify', 'none.jsonl', '--base', 'HEAD'])).stderr, /^error INPUT_MISSING: none\.jsonl/);
    assert.match(
      (await cli(['verify', 'none/x.jsonl', '--base', 'HEAD'])).stderr,
      /^error INPUT_MISSING: none\/x\.jsonl/,
    );
  });

  test('of a folder compares every stream, those that are gone as well', async (t) => {
    await threeStreams(t);
    commitAll();
    await appendAll('ledger/M-2.ndjson', [draft(5)], BOB);
    await appendAll('ledger/new.jsonl', [draft(6)]);
    const good = await verify(['ledger', '--base', 'HEAD'], TRUSTS_BOTH);
    assert.deepEqual([good.status, good.value.total, good.value.base?.lines], [0, 2, 4]);
    assert.equal(good.value.sealed, undefined, 'the seals of the base are not read again');
    assert.equal((await verify(['ledger', '--base', 'HEAD', '--full'], TRUSTS_BOTH)).value.total, 6);
    write('old/main.jsonl', read('ledger/main.jsonl'));
    assert.equal((await verify(['ledger', '--base', 'old/'], TRUSTS_BOTH)).value.base?.lines, 1);
    renameSync('ledger/missions', 'moved');
    write('ledger/main.jsonl', '');
    await appendAll('ledger/main.jsonl', [draft(7)]);
    const bad = await verify(['ledger', '--base', 'HEAD'], TRUSTS_BOTH);
    assert.deepEqual(faults(bad), ['NOT_APPEND_ONLY main.jsonl:1', 'NOT_APPEND_ONLY missions/M-1.jsonl:-']);
    const named = await verify(['moved', '--base', 'HEAD:ledger/missions'], TRUSTS_BOTH);
    assert.deepEqual([named.status, named.value.total, named.value.base?.lines], [0, 0, 2]);
    assert.match((await verify(['moved', '--base', 'HEAD'])).stderr, /^warning: HEAD does not have the ledger/);
    assert.match((await cli(['verify', 'moved', '--base=-x'])).stderr, /^error USAGE: No revision begins with a dash/);
  });
});

test('commands about one file take the trunk of the folder that the config names', async (t) => {
  inFolder(t);
  write('.jsonatomic/config.json', '{"ledger":".jsonatomic/ledger"}');
  write('.jsonatomic/ledger/main.jsonl', '');
  write('a.json', JSON.stringify(draft(1)));
  const appended = await cli(['append', 'a.json'], { env: ALICE });
  assert.equal(appended.status, 0, appended.stderr);
  assert.equal(read('.jsonatomic/ledger/main.jsonl'), appended.stdout);
  const { hash } = parsed(appended.stdout) as Atomic;
  assert.equal(((await cliJson(['head'])).value as { head: string }).head, hash);
  assert.match((await cli(['tail'])).stdout, new RegExp(hash!.slice(0, 16)));
  assert.match((await cli(['stats'])).stdout, /run_code +1/);
});

describe('a ledger that was deleted is found with --base', () => {
  const gone = ['NOT_APPEND_ONLY -:1'];

  test('in its folder, or together with it', async (t) => {
    inFolder(t);
    await appendAll('data/ledger.jsonl', [draft(1), draft(2)]);
    commitAll();
    rmSync('data/ledger.jsonl');
    const { status, value, stderr } = await verify(['--base', 'HEAD']);
    assert.deepEqual([status, value.total, value.last_valid_line, value.base?.lines], [1, 0, 0, 0]);
    assert.match(stderr, /^warning: data\/ledger\.jsonl is not there; the base has it\.\n/);
    rmSync('data', { recursive: true });
    assert.deepEqual(faults(await verify(['--base', 'HEAD'])), gone);
    assert.deepEqual(faults(await verify(['--base', 'HEAD:data/ledger.jsonl', 'other.jsonl'])), gone);
    write('below/x', '');
    process.chdir('below');
    assert.deepEqual(faults(await verify(['../data/ledger.jsonl', '--base', 'HEAD'])), gone);
  });

  test('behind a link', async (t) => {
    inFolder(t);
    await appendAll('real.jsonl', [draft(1)]);
    symlinkSync('real.jsonl', 'link.jsonl');
    commitAll();
    rmSync('real.jsonl');
    assert.deepEqual(faults(await verify(['link.jsonl', '--base', 'HEAD'])), gone);
    rmSync('link.jsonl');
    assert.deepEqual(faults(await verify(['link.jsonl', '--base', 'HEAD'])), gone);
  });

  test('against a file', async (t) => {
    inFolder(t);
    await appendAll('old.jsonl', [draft(1)]);
    assert.deepEqual(faults(await verify(['new.jsonl', '--base', 'old.jsonl'])), gone);
    write('old.jsonl', '');
    assert.match((await cli(['verify', 'new.jsonl', '--base', 'old.jsonl'])).stderr, /^error INPUT_MISSING: new/);
  });

  test('with all streams of its folder, or with that', async (t) => {
    await threeStreams(t);
    commitAll();
    const all = ['M-2.ndjson:-', 'main.jsonl:-', 'missions/M-1.jsonl:-'].map((path) => `NOT_APPEND_ONLY ${path}`);
    rmSync('ledger', { recursive: true });
    for (const path of ['ledger', 'ledger/']) assert.deepEqual(faults(await verify([path, '--base', 'HEAD'])), all);
    mkdirSync('ledger');
    assert.deepEqual(faults(await verify(['ledger', '--base', 'HEAD'])), all);
    mkdirSync('new');
    const stderr = async (...args: string[]): Promise<string> => (await cli(['verify', ...args])).stderr;
    assert.match(await stderr('new', '--base', 'HEAD'), /^error INPUT_MISSING: There is no stream in new/);
    assert.match(await stderr('none', '--base', 'HEAD'), /^error INPUT_MISSING: none cannot be read/);
    assert.match(await stderr('none', '--base', './new/'), /^error INPUT_MISSING: There is no stream in none/);
  });
});
