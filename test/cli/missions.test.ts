/** `atomic mission …` as a user types it, in a git repository. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { ATOMIC } from '../../src/cli/atomic-program.ts';
import type { MissionView } from '../../src/mission/index.ts';
import { ALICE, BOB, KEYS, cli, cliJson, inFolder, read, write } from './cli-runner.ts';
import type { CliOptions, Env } from './cli-runner.ts';

const SPEC = {
  id: 'CS-1',
  intent: 'rename UserId to AccountId',
  scope: ['src/**/*.ts'],
  language: 'typescript',
  patches: [
    {
      path: 'src/**/*.ts',
      astOp: 'renameSymbol',
      selector: "Identifier[name='UserId']",
      details: { newName: 'AccountId' },
    },
  ],
  invariants: [{ name: 'NewName', type: 'symbolExists', spec: 'AccountId' }],
  tests: { strategy: 'augment' },
};
const AUTH = 'export type UserId = string;\n';
const PATCH = 'diff --git a/doc.txt b/doc.txt\n--- a/doc.txt\n+++ b/doc.txt\n@@ -1 +1 @@\n-one\n+two\n';

const mission = (line: string, env: Env = BOB, options: CliOptions = {}) =>
  cli(['mission', ...words(line)], { ...options, env, program: ATOMIC });
const json = (line: string, env: Env = BOB) => cliJson(['mission', ...words(line)], { env, program: ATOMIC });
const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();

/** Alice is a human, Bob an agent. */
function shop(t: TestContext): void {
  inFolder(t);
  write('src/auth.ts', AUTH);
  write('doc.txt', 'one\n');
  write('.gitignore', 'data\n.jsonatomic\n*.json\n*.patch\n');
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Test');
  git('config', 'user.email', 'test@example.com');
  git('add', '.');
  git('commit', '--quiet', '--message', 'base');
  write('spec.json', JSON.stringify(SPEC));
  write('doc.patch', PATCH);
  write(
    '.jsonatomic/keyring.json',
    JSON.stringify({
      keys: [
        { public_key: KEYS.alice.publicKey, actor: 'alice', roles: ['human'] },
        { public_key: KEYS.bob.publicKey, actor: 'bob', roles: ['agent'] },
      ],
    }),
  );
}

async function works(line: string, env: Env = BOB): Promise<string> {
  const { status, stdout, stderr } = await mission(line, env);
  assert.deepEqual([status, stderr], [0, ''], `${line}: ${stdout}`);
  return stdout;
}

async function refused(line: string, status: number, message: RegExp, env: Env = BOB): Promise<void> {
  const result = await mission(line, env);
  assert.equal(result.status, status, `${line}: ${result.stdout}${result.stderr}`);
  assert.match(result.stderr, message);
}

test('a mission from its beginning to its end, and back', async (t) => {
  shop(t);
  assert.match(
    await works('create --title "API migration"'),
    /^CREATED {2}M-1\nmission +M-1\ntitle +API migration\nrisk +medium\n/,
  );
  assert.match(
    await works('plan --mission M-1 --summary "rename" --spec spec.json --patch doc.patch'),
    /^PLANNED {2}M-1\n/,
  );
  assert.match(
    await works('add --mission M-1 --spec spec.json --pr https://example.com/1'),
    /^ADDED {2}batch-1 of M-1\n {2}spec CS-1\n {2}https/,
  );
  assert.match(await works('add --mission M-1 --patch doc.patch'), /^ADDED {2}batch-2 of M-1\n {2}patch doc\.patch\n/);
  await works('add --mission M-1 --batch batch-2 --pr https://example.com/2');
  await refused(
    'run --mission M-1',
    1,
    /TRANSITION_REFUSED: The plan of M-1 waits for approval\. Work begins when the plan is approved\./,
  );
  await refused('approve --mission M-1', 1, /APPROVAL_REFUSED: bob is an agent\./);
  assert.match(
    await works('approve --mission M-1 --reason "looks good"', ALICE),
    /^APPROVED {2}plan of M-1 by alice\n/,
  );
  assert.match(await works('run --mission M-1'), /^DONE {2}M-1: batch-1, batch-2\n$/);
  assert.equal(read('src/auth.ts'), AUTH.replace('UserId', 'AccountId'));
  assert.match(
    git('log', '-1', '--format=%B'),
    /^API migration: batch-2\n[^]*\nMission: M-1\nBatch: batch-2\nLedger-Head: [0-9a-f]{64}$/,
  );
  assert.match(await works('verify --mission M-1'), /^VERIFIED {2}M-1: batch-1, batch-2\n$/);
  await refused('finalize --mission M-1', 1, /TRANSITION_REFUSED: finalize of M-1 is pending/);
  await works('approve --mission M-1 --checkpoint finalize', ALICE);
  assert.match(await works('finalize --mission M-1'), /^FINALIZED {2}M-1\n[^]*\nstatus +finalized\n/);
  assert.match(await works('finalize --mission M-1'), /^FINALIZED/);
  assert.match(
    await works('rollback --mission M-1 --batch batch-1'),
    /^ROLLED BACK {2}batch-1 of M-1: 1 files are as they were\n {2}src\/auth\.ts\n$/,
  );
  assert.equal(read('src/auth.ts'), AUTH);
  assert.match(await works('rollback --mission M-1 --batch batch-1'), /was rolled back before\n$/);

  const shown = (await json('show --mission M-1')).value as { mission_id: string; checkpoints: { status: string }[] };
  assert.equal(shown.mission_id, 'M-1');
  assert.deepEqual(
    shown.checkpoints.map(({ status }) => status),
    ['approved', 'approved', 'approved', 'approved'],
  );
  const { stdout } = await cli(['query', '--intent', 'batch_rolled_back', '--output', 'ndjson']);
  const trace = (JSON.parse(stdout) as { trace_id: string }).trace_id;
  const story = await cli(['query', '--trace-id', trace, '--output', 'ndjson']);
  const lines = read('data/ledger.jsonl').split('\n').length - 1;
  assert.equal(story.stdout.split('\n').length - 1, lines, 'one trace tells all');
});

describe('mission rollback', () => {
  const LINES = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n';
  const patchOf = (from: string, to: string): string =>
    `diff --git a/doc.txt b/doc.txt\n--- a/doc.txt\n+++ b/doc.txt\n@@ -1,2 +1,2 @@\n-${from}\n+${to}\n two\n`;

  /** A mission that has changed the first line of a text once for each patch. */
  async function changed(t: TestContext, ...lines: string[]): Promise<void> {
    shop(t);
    write('doc.txt', LINES);
    git('commit', '--quiet', '--all', '--message', 'longer');
    await works('create --title lines --risk low');
    for (const [n, line] of lines.entries()) {
      write(`${line}.patch`, patchOf(n === 0 ? 'one' : lines[n - 1]!, line));
      await works(`add --mission M-1 --patch ${line}.patch`);
    }
    await works('run --mission M-1');
    assert.equal(read('doc.txt'), LINES.replace('one', lines.at(-1)!));
  }

  test('--merge keeps what changed since, where without it nothing is touched', async (t) => {
    await changed(t, 'uno');
    const since = LINES.replace('seven', '7');
    write('doc.txt', since.replace('one', 'uno'));
    git('commit', '--quiet', '--all', '--message', 'since');
    const head = git('rev-parse', 'HEAD');
    await refused('rollback --mission M-1 --batch batch-1', 1, /MODIFIED_SINCE: [^]*doc\.txt/);
    assert.deepEqual([read('doc.txt'), git('rev-parse', 'HEAD')], [since.replace('one', 'uno'), head]);
    assert.match(
      await works('rollback --mission M-1 --batch batch-1 --merge'),
      /^ROLLED BACK {2}batch-1 of M-1: 1 files are as they were\n {2}doc\.txt {2}later changes kept\n$/,
    );
    assert.deepEqual([read('doc.txt'), git('status', '--porcelain')], [since, '']);
  });

  test('--merge touches nothing where the same line changed', async (t) => {
    await changed(t, 'uno');
    write('doc.txt', LINES.replace('one', 'eins'));
    git('commit', '--quiet', '--all', '--message', 'since');
    await refused('rollback --mission M-1 --batch batch-1 --merge', 1, /MODIFIED_SINCE/);
    assert.equal(read('doc.txt'), LINES.replace('one', 'eins'));
  });

  test('--cascade takes along what builds on the batch, which is named without it', async (t) => {
    await changed(t, 'uno', 'eins');
    const before = git('rev-parse', 'HEAD');
    await refused('rollback --mission M-1 --batch batch-1', 1, /TRANSITION_REFUSED: [^]*batch-2/);
    assert.equal(git('rev-parse', 'HEAD'), before);
    const { value } = await json('rollback --mission M-1 --batch batch-1 --cascade');
    assert.deepEqual(value, {
      state: 'rolled-back',
      mission: 'M-1',
      batch: 'batch-1',
      batches: ['batch-2', 'batch-1'],
      paths: ['doc.txt'],
      merged: [],
    });
    assert.deepEqual([read('doc.txt'), git('status', '--porcelain')], [LINES, '']);
    assert.match(await works('rollback --mission M-1 --batch batch-1 --cascade'), /was rolled back before\n$/);
  });
});

test('an approval of the same human again is said to add nothing', async (t) => {
  shop(t);
  await works('create --title twice --risk high');
  assert.match(await works('approve --mission M-1', ALICE), /^APPROVED {2}plan of M-1 by alice\n/);
  assert.match(
    await works('approve --mission M-1', ALICE),
    /^APPROVED {2}plan of M-1 by alice, as before: it counts once\n[^]*plan +pending, 1 of 2 humans/,
  );
});

describe('mission list', () => {
  test('shows where each stands', async (t) => {
    shop(t);
    await works('create --title one --risk high --approvals signed --description long --id M-7');
    await works('create --title two --risk low');
    await works('reject --mission M-7 --checkpoint plan --reason "too much"', ALICE);
    assert.match(
      await works('list'),
      /^mission +risk +status +at +title\nM-7 +high +rejected +plan +one\nM-8 +low +active +plan +two\n$/,
    );
    const active = (await json('list --status active')).value as { mission_id: string }[];
    assert.deepEqual(
      active.map(({ mission_id: id }) => id),
      ['M-8'],
    );
    assert.match(
      await works('show --mission M-7'),
      /\nplan +rejected {2}[0-9a-f]{16}\n {2}rejected by alice at \S+: too much\n/,
    );
  });

  test('of an empty ledger is empty', async (t) => {
    shop(t);
    assert.equal(existsSync('data/ledger.jsonl'), false);
    assert.deepEqual((await json('list')).value, []);
  });
});

test('what does not say enough, or names what is not there', async (t) => {
  shop(t);
  await refused('create', 2, /USAGE: Which title\? Name it with --title\./);
  await works('create --title one');
  await refused('show', 2, /USAGE: Which mission\?/);
  await refused('show --mission M-9', 2, /MISSION_UNKNOWN/);
  for (const line of ['approve', 'finalize', 'plan', 'add'])
    await refused(`${line} --mission M-9`, 2, /MISSION_UNKNOWN/, line === 'approve' ? ALICE : BOB);
  await refused('reject --mission M-1', 2, /USAGE: Which reason\?/);
  await refused('rollback --mission M-1', 2, /USAGE: Which batch\?/);
  await refused('approve --mission M-1', 2, /KEY_MISSING/, {});
  await refused(`approve --mission M-1 --subject ${'f'.repeat(64)}`, 1, /APPROVAL_STALE/, ALICE);
  await refused(
    'approve --mission M-1 --checkpoint verify --override --reason r',
    1,
    /Checkpoints are decided in their order/,
    ALICE,
  );
});

test('high risk: what a verification that says yes does not have is named', async (t) => {
  shop(t);
  write(
    '.jsonatomic/keyring.json',
    JSON.stringify({
      keys: [
        { public_key: KEYS.alice.publicKey, actor: 'alice', roles: ['human'] },
        { public_key: KEYS.bob.publicKey, actor: 'bob', roles: ['human'] },
      ],
    }),
  );
  await works('create --title one --risk high');
  await works('add --mission M-1 --patch doc.patch');
  await works('approve --mission M-1', ALICE);
  await works('approve --mission M-1', BOB);
  for (const command of ['run', 'verify']) {
    const { status, stdout } = await mission(`${command} --mission M-1`);
    assert.equal(status, 1, stdout);
    assert.match(
      stdout,
      /^(?:STOPPED|NOT VERIFIED) {2}M-1: batch-1\n {2}batch-1 {2}doc\.patch {2}names no tests\.mutationThreshold: /,
    );
  }
});

test('a folder of streams, as init makes it, has its missions in the trunk', async (t) => {
  shop(t);
  write('.jsonatomic/config.json', '{"ledger":".jsonatomic/ledger"}');
  write('.jsonatomic/ledger/main.jsonl', '');
  await works('create --title one --risk low');
  assert.match(read('.jsonatomic/ledger/main.jsonl'), /"intent":"mission_created"/);
  assert.match(await works('show --mission M-1'), /one/);
});

test('a patch or spec that is none is named', async (t) => {
  shop(t);
  await works('create --title one --risk low');
  writeFileSync('latin.patch', new Uint8Array([0xff, 0xfe]));
  write('bad.json', '{"id": 1}');
  await refused('add --mission M-1 --patch latin.patch', 2, /INVALID_UTF8: latin\.patch is not UTF-8/);
  await refused('add --mission M-1 --patch nowhere.patch', 3, /INPUT_MISSING/);
  await refused('add --mission M-1 --spec bad.json', 2, /SPEC_INVALID: bad\.json/);
  await refused('add --mission M-1 --spec latin.patch', 2, /INVALID_UTF8/);
});

test('a verification that says no stops the run, and says why', async (t) => {
  shop(t);
  write('spec.json', JSON.stringify({ ...SPEC, invariants: [{ name: 'X', type: 'symbolExists', spec: 'Nowhere' }] }));
  await works('create --title one --risk low');
  await works('add --mission M-1 --spec spec.json');
  for (const [command, word] of [
    ['run', 'STOPPED'],
    ['verify', 'NOT VERIFIED'],
  ]) {
    const { status, stdout } = await mission(`${command!} --mission M-1`);
    assert.equal(status, 1);
    assert.match(stdout, new RegExp(`^${word!} {2}M-1: batch-1\\n {2}batch-1 {2}CS-1 {2}INVARIANT_FAILED: `));
  }
  const { value } = await json('run --mission M-1');
  assert.equal((value as { ok: boolean }).ok, false);
  await works('create --title two --risk low');
  assert.match((await mission('verify --mission M-2')).stdout, /^NOT VERIFIED {2}M-2: no batch is applied\n$/);
  assert.match((await mission('run --mission M-2')).stdout, /there was nothing to do\n$/);
});

test('without a keyring every signer is taken, and that is said', async (t) => {
  shop(t);
  write('.jsonatomic/keyring.json', '');
  execFileSync('rm', ['.jsonatomic/keyring.json']);
  const created = await mission('create --title one');
  assert.match(created.stderr, /^warning: no keyring says whose keys these are/);
  assert.equal(created.status, 0);
  const view = (await json('show --mission M-1')).value as { created_by: MissionView['createdBy'] };
  assert.equal(view.created_by, 'atomic');
});
