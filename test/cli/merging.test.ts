import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Atomic } from '../../src/atomic/index.ts';
import type { Env, JsonResult } from './cli-runner.ts';
import {
  ALICE,
  BOB,
  KEYS,
  PROGRAM,
  TRUSTS_ALICE,
  appendAll,
  cli,
  cliJson,
  draft,
  inFolder,
  parsed,
  read,
  write,
} from './cli-runner.ts';

const LEDGER = 'data/ledger.jsonl';
const KEYRING = JSON.stringify({ keys: [{ public_key: KEYS.alice.publicKey }, { public_key: KEYS.bob.publicKey }] });

interface MergeJson {
  readonly kind: string;
  readonly lines: number;
  readonly head: string | null;
  readonly merge: Atomic | null;
}

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', [...identity, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...ALICE },
    stdio: 'pipe',
  });
}

/** A base, ours with one line more by alice, theirs with two more by bob. */
async function threeVersions(t: TestContext): Promise<void> {
  inFolder(t);
  await appendAll('base.jsonl', [draft(1)]);
  for (const name of ['ours', 'theirs']) write(`${name}.jsonl`, read('base.jsonl'));
  await appendAll('ours.jsonl', [draft(2)]);
  await appendAll('theirs.jsonl', [draft(3), draft(4)], BOB);
}

describe('merge-driver', () => {
  test('keeps our bytes, adds their lines untouched, and joins the two', async (t) => {
    await threeVersions(t);
    const [ours, theirs, base] = [read('ours.jsonl'), read('theirs.jsonl'), read('base.jsonl')];
    const { status, value } = (await cliJson(['merge-driver', 'base.jsonl', 'ours.jsonl', 'theirs.jsonl'], {
      env: ALICE,
    })) as JsonResult<MergeJson>;
    assert.deepEqual([status, value.kind, value.lines], [0, 'merged', 2]);
    const merged = read('ours.jsonl');
    assert.ok(merged.startsWith(ours + theirs.slice(base.length)));
    const last = parsed(merged.trimEnd().split('\n').at(-1)!) as Atomic;
    assert.deepEqual([last.intent, last.hash], ['ledger_merge', value.head]);
    assert.deepEqual(value.merge, last);
    assert.equal(read('theirs.jsonl'), theirs);
    write('keyring.json', KEYRING);
    assert.equal((await cli(['verify', 'ours.jsonl', '--check-prev-chain', '--keyring', 'keyring.json'])).status, 0);
  });

  test('needs no key where one side only has new lines, and does nothing where theirs has none', async (t) => {
    await threeVersions(t);
    write('ours.jsonl', read('base.jsonl'));
    const { stdout } = await cli(['merge-driver', 'base.jsonl', 'ours.jsonl', 'theirs.jsonl', 'data/ledger.jsonl']);
    assert.match(stdout, /^ledger {2}data\/ledger\.jsonl\nresult {2}extended\nlines {3}2\nhead {4}[0-9a-f]{64}\n$/);
    assert.equal(read('ours.jsonl'), read('theirs.jsonl'));
    const again = (await cliJson(['merge-driver', 'base.jsonl', 'ours.jsonl', 'base.jsonl'])) as JsonResult<MergeJson>;
    assert.deepEqual([again.value.kind, again.value.lines, again.value.merge], ['unchanged', 0, null]);
  });

  test('joins two empty ledgers to an empty one', async (t) => {
    inFolder(t);
    for (const name of ['base', 'ours', 'theirs']) write(`${name}.jsonl`, '');
    const { stdout } = await cli(['merge-driver', 'base.jsonl', 'ours.jsonl', 'theirs.jsonl']);
    assert.match(stdout, /\nresult {2}unchanged\nlines {3}0\nhead {4}- \(empty\)\n$/);
  });

  test('leaves our file as it is where a key is missing, wrong, or a side is damaged', async (t) => {
    await threeVersions(t);
    const before = read('ours.jsonl');
    const run = (env: Env, ...flags: string[]): ReturnType<typeof cli> =>
      cli(['merge-driver', 'base.jsonl', 'ours.jsonl', 'theirs.jsonl', ...flags], { env });
    assert.match((await run({})).stderr, /^error KEY_MISSING: /);
    assert.match((await run({ SIGNING_KEY_HEX: 'abc' })).stderr, /^error KEY_MALFORMED: /);
    const untrusted = await run({ ...ALICE, ...TRUSTS_ALICE });
    assert.deepEqual([untrusted.status, untrusted.stdout], [1, '']);
    assert.match(
      untrusted.stderr,
      /^error UNTRUSTED_KEY: The merged ledger would not verify, at line 2 of ours\.jsonl \(theirs\): /,
    );
    write('theirs.jsonl', read('theirs.jsonl').replace('/functions/f4', '/functions/f5'));
    assert.match((await run(ALICE)).stderr, /^error HASH_MISMATCH: /);
    assert.equal(read('ours.jsonl'), before);
  });
});

/** A repository in which two branches appended to one ledger. */
async function twoBranches(t: TestContext): Promise<void> {
  inFolder(t);
  git('init', '--quiet');
  write('.gitattributes', '*.jsonl -text merge=ledger\n');
  write('.jsonatomic/keyring.json', KEYRING);
  git('config', 'merge.ledger.driver', `'${process.execPath}' '${PROGRAM}' merge-driver %O %A %B %P`);
  await commitLine(1);
  git('checkout', '--quiet', '-b', 'side');
  await commitLine(2, BOB);
  await commitLine(3, BOB);
  git('checkout', '--quiet', 'main');
  await commitLine(4);
}

async function commitLine(n: number, env = ALICE): Promise<void> {
  await appendAll(LEDGER, [draft(n)], env);
  git('add', '.');
  git('commit', '--quiet', '-m', String(n));
}

async function verifyJoined(lines: number): Promise<void> {
  const { value } = await cliJson(['verify', '--check-prev-chain', '--strict', '--require-signatures']);
  const { total, valid, trust, chain } = value as Record<string, unknown>;
  assert.deepEqual({ total, valid, trust, chain }, { total: lines, valid: lines, trust: 'keyring', chain: 'unbroken' });
}

describe('real git', () => {
  test('merges two branches', async (t) => {
    await twoBranches(t);
    git('merge', '--quiet', '-m', 'merge', 'side');
    await verifyJoined(5);
  });

  test('rebases, squashes and picks', async (t) => {
    await twoBranches(t);
    git('checkout', '--quiet', '-b', 'picked', 'main');
    git('cherry-pick', 'side~1');
    await verifyJoined(4);
    git('checkout', '--quiet', '-b', 'squashed', 'main');
    git('merge', '--squash', '--quiet', 'side');
    git('commit', '--quiet', '-m', 'squashed');
    await verifyJoined(5);
    git('checkout', '--quiet', 'side');
    git('rebase', '--quiet', 'main');
    const { value } = await cliJson(['verify', '--base', 'main', '--full']);
    assert.deepEqual([(value as { ok: boolean }).ok, (value as { errors: unknown }).errors], [true, []]);
  });

  test('shows a conflict where the result would not verify, and keeps our bytes', async (t) => {
    await twoBranches(t);
    write('.jsonatomic/keyring.json', JSON.stringify({ keys: [{ public_key: KEYS.alice.publicKey }] }));
    git('add', '.');
    git('commit', '--quiet', '-m', 'bob is out');
    const before = read(LEDGER);
    const { status, stderr } = spawnSync('git', ['merge', 'side'], {
      encoding: 'utf8',
      env: { ...process.env, ...ALICE },
    });
    assert.equal(status, 1);
    assert.match(stderr, /^error UNTRUSTED_KEY: /m);
    assert.equal(read(LEDGER), before);
  });
});

describe('rebase', () => {
  test('puts our lines behind those of a revision, which the ledger then extends', async (t) => {
    await twoBranches(t);
    git('checkout', '--quiet', 'side');
    const notYet = await cli(['verify', '--base', 'main']);
    assert.equal(notYet.status, 1);
    assert.match(notYet.stdout, /NOT_APPEND_ONLY/);
    const { status, value } = (await cliJson(['rebase', '--onto', 'main'], { env: BOB })) as JsonResult<MergeJson>;
    assert.equal(status, 0);
    assert.deepEqual([value.kind, value.lines], ['merged', 2]);
    assert.ok(read(LEDGER).startsWith(git('show', `main:${LEDGER}`)));
    assert.equal((await cli(['verify', '--base', 'main'])).status, 0);
    await verifyJoined(5);
  });

  test('puts them onto a file, and changes nothing where there is nothing new', async (t) => {
    await threeVersions(t);
    const theirs = read('theirs.jsonl');
    assert.equal((await cli(['rebase', '--ledger', 'ours.jsonl', '--onto', 'theirs.jsonl'], { env: BOB })).status, 0);
    assert.ok(read('ours.jsonl').startsWith(theirs));
    const again = (await cliJson([
      'rebase',
      '--ledger',
      'base.jsonl',
      '--onto',
      './base.jsonl',
    ])) as JsonResult<MergeJson>;
    assert.equal(again.value.kind, 'unchanged');
    const empty = (await cliJson([
      'rebase',
      '--ledger',
      'base.jsonl',
      '--onto',
      'theirs.jsonl',
    ])) as JsonResult<MergeJson>;
    assert.equal(empty.value.kind, 'unchanged');
    assert.equal(read('base.jsonl'), theirs);
  });

  test('refuses what it cannot do, and leaves the ledger as it is', async (t) => {
    await twoBranches(t);
    const before = read(LEDGER);
    assert.match((await cli(['rebase'])).stderr, /^error USAGE: Onto which version\?/);
    assert.match(
      (await cli(['rebase', '--onto', 'main:none.jsonl'])).stderr,
      /^error INPUT_MISSING: main:none\.jsonl is not there/,
    );
    assert.match(
      (await cli(['rebase', '--onto', 'main', '--ledger', 'new.jsonl'])).stderr,
      /^error INPUT_MISSING: main does not have new\.jsonl/,
    );
    assert.match((await cli(['rebase', '--onto', './none.jsonl'])).stderr, /^error INPUT_MISSING: /);
    assert.match((await cli(['rebase', '--onto', 'side'])).stderr, /^error KEY_MISSING: /);
    assert.equal(read(LEDGER), before);
    assert.equal(existsSync(`${LEDGER}.lock`), false);
  });
});
