/** `atomic dte …` as a user types it, in a git repository. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chdir, cwd } from 'node:process';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { ATOMIC } from '../../src/cli/atomic-program.ts';
import { ALICE, KEYS, cli, inFolder, parsed, read, write } from './cli-runner.ts';
import type { CliOptions } from './cli-runner.ts';
import { scratch } from '../ledger/store-support.ts';

const AUTH = 'export type UserId = string;\nexport const nobody: UserId = "";\n';
const PAGE = "import type { UserId } from './auth';\nexport const greet = (id: UserId): string => `Hello, ${id}`;\n";
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
  invariants: [
    { name: 'Types', type: 'typecheck', spec: 'tsc --noEmit' },
    { name: 'NewName', type: 'symbolExists', spec: 'AccountId' },
  ],
  tests: { strategy: 'augment' },
};

const atomic = (args: readonly string[], options: CliOptions = {}) => cli(args, { ...options, program: ATOMIC });
const dte = (line: string, options: CliOptions = {}) => atomic(['dte', ...line.split(' ')], options);
const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' });

function shop(t: TestContext, spec: object = SPEC): void {
  inFolder(t);
  write('src/auth.ts', AUTH);
  write('src/page.ts', PAGE);
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Test');
  git('config', 'user.email', 'test@example.com');
  git('add', '.');
  git('commit', '--quiet', '--message', 'base');
  write('spec.json', JSON.stringify(spec));
}

describe('a change from its plan to its end', () => {
  test('plan, look, apply, apply again, verify, revert', async (t) => {
    shop(t);
    const intent = ['dte', 'plan', '--intent', 'rename UserId to AccountId', '--scope', 'src/**/*.ts'];
    const printed = await atomic([...intent, '--output', 'json']);
    const planned = await atomic([...intent, '--output', 'planned.json']);
    assert.equal(planned.status, 0, planned.stderr);
    assert.match(planned.stdout, /^CS-\d+: 1 patch, \d invariants?, risk \w+, written to planned\.json\n$/);
    assert.deepEqual(parsed(printed.stdout), parsed(read('planned.json')));

    const all = parsed((await atomic([...intent.slice(0, 4), '--scope', '.', '--output', 'json'])).stdout);
    assert.deepEqual((all as typeof SPEC).scope, ['**/*']);

    const shown = await dte('apply --spec planned.json --dry-run');
    assert.equal(shown.status, 0);
    assert.equal(read('src/auth.ts'), AUTH);
    const applied = await dte('apply --spec planned.json');
    assert.match(applied.stdout, /^APPLIED {2}CS-\d+: 4 edits in 2 files\n {2}src\/auth\.ts {2}2 edits\n/);
    assert.equal(read('src/auth.ts'), AUTH.replaceAll('UserId', 'AccountId'));
    assert.match((await dte('apply --spec planned.json')).stdout, /^ALREADY APPLIED/);
    const verified = await dte('verify --spec planned.json');
    assert.deepEqual([verified.status, verified.stderr], [0, ''], verified.stdout);
    assert.match(verified.stdout, /^VERIFIED {2}CS-\d+\nstate +applied\n/);

    const result = git('diff');
    assert.match((await dte('revert --spec planned.json')).stdout, /^REVERTED {2}CS-\d+: 2 files are as they were\n/);
    assert.equal(git('diff'), '');
    assert.equal(spawnSync('git', ['apply'], { input: shown.stdout }).status, 0);
    assert.equal(git('diff'), result);
  });

  test('a sentence that cannot be read gives a spec that changes nothing', async (t) => {
    shop(t);
    const planned = await atomic(['dte', 'plan', '--intent', 'Migrate auth API', '--output', 'empty.json']);
    assert.equal(planned.status, 0);
    assert.match(planned.stderr, /^warning: The sentence is in no form that can be planned/);
    assert.match((await dte('apply --spec empty.json')).stdout, /there is nothing to change/);
    assert.equal((await dte('verify --spec empty.json --ci')).status, 0);
  });

  test('what cannot be done is refused by place, and nothing is written', async (t) => {
    shop(t, { ...SPEC, patches: [{ ...SPEC.patches[0], details: { newName: 'nobody' } }] });
    const refused = await dte('apply --spec spec.json');
    assert.equal(refused.status, 1);
    assert.match(refused.stdout, /^REFUSED {2}CS-1: nothing was written\nNAME_COLLISION {2}[^]*src\/auth\.ts:/);
    const json = parsed((await dte('apply --spec spec.json --output json')).stdout) as {
      state: string;
      findings: object[];
    };
    assert.equal(json.state, 'refused');
    assert.ok(json.findings.length > 0);
    const shown = await dte('apply --spec spec.json --dry-run');
    assert.deepEqual([shown.status, shown.stdout], [1, '']);
    assert.match(shown.stderr, /^NAME_COLLISION/);
    assert.equal(read('src/auth.ts'), AUTH);
    assert.equal((await dte('verify --spec spec.json')).status, 1);
  });

  test('a file that changed since is named', async (t) => {
    shop(t);
    await dte('apply --spec spec.json');
    write('src/auth.ts', `${read('src/auth.ts')}// more\n`);
    for (const command of ['revert', 'apply', 'verify']) {
      const { status, stderr } = await dte(`${command} --spec spec.json`);
      assert.equal(status, 1);
      assert.match(stderr, /^error MODIFIED_SINCE: .*src\/auth\.ts/, command);
    }
    assert.match((await dte('revert --spec spec.json --root src')).stderr, /^error NOT_APPLIED/);
  });

  test('mistakes in the call are told', async (t) => {
    shop(t);
    assert.match(
      (await atomic(['dte', 'apply'])).stderr,
      /^error USAGE: Which spec\? Name its file with --spec FILE\./,
    );
    assert.match((await atomic(['dte', 'plan'])).stderr, /^error USAGE: What is to change\?/);
    assert.match((await atomic(['dte', 'explain'])).stderr, /^error USAGE: Compared with what\?/);
    write('bad.json', JSON.stringify({ ...SPEC, id: 'X' }));
    const bad = await dte('apply --spec bad.json');
    assert.deepEqual(
      [bad.status, bad.stderr.split('. ')[0]],
      [2, 'error SPEC_INVALID: bad.json:1:7: id: expected CS- and a number, such as CS-42, found "X"'],
    );
  });
});

describe('the diff proof', () => {
  const commit = (message: string): void => {
    git('add', '.');
    git('commit', '--quiet', '--message', message);
  };

  test('explains what the spec yields and nothing else', async (t) => {
    shop(t);
    git('switch', '--quiet', '--create', 'work');
    await dte('apply --spec spec.json');
    commit('the change');
    const proven = await dte('verify --spec spec.json --base main --ci');
    assert.equal(proven.status, 0, proven.stdout);
    assert.match(proven.stdout, /\ndiff +proved: 1 file evidence, 2 files explained\n/);
    const explained = await dte('explain --base main');
    assert.equal(explained.status, 0, explained.stdout);
    assert.match(explained.stdout, /\nexplained {2}src\/auth\.ts {2}CS-1\n/);
    const root = cwd();
    chdir(scratch(t));
    assert.equal((await dte(`explain --root ${root} --base main`)).stdout, explained.stdout);
    chdir(root);

    write('src/page.ts', `${read('src/page.ts')}export const back = 1;\n`);
    write('src/extra.ts', 'export const door = 2;\n');
    commit('something more');
    const smuggled = await dte('verify --spec spec.json --base main --ci');
    assert.equal(smuggled.status, 1);
    assert.match(smuggled.stdout, /\nsrc\/page\.ts:\d+(:\d+)?: DIFF_UNEXPLAINED: /);
    assert.match(smuggled.stdout, /\nsrc\/extra\.ts(:\d+)?: DIFF_UNEXPLAINED: /);
    const rest = await dte('explain --base main');
    assert.equal(rest.status, 1);
    assert.match(rest.stdout, /part-explained {2}src\/page\.ts {2}CS-1\n[^]*\+export const back = 1;/);
    assert.match(rest.stdout, /unexplained {2}src\/extra\.ts\n/);
    assert.equal((await dte('explain --base main --spec spec.json --evidence src/extra.ts --output json')).status, 1);
  });
});

describe('records', () => {
  test('what was done is in the ledger, with trees and digests, and signed', async (t) => {
    shop(t);
    const recorded = { env: { ...ALICE, LEDGER_PATH: 'data/ledger.jsonl' } };
    assert.match(
      (await dte('apply --spec spec.json', { env: { LEDGER_PATH: 'x.jsonl' } })).stderr,
      /^error KEY_MISSING/,
    );
    assert.equal(read('src/auth.ts'), AUTH);
    const before = git('rev-parse', 'HEAD^{tree}').trim();
    await dte('apply --spec spec.json', recorded);
    await dte('verify --spec spec.json --actor ci', recorded);
    await dte('revert --spec spec.json', recorded);
    assert.equal((await dte('apply --spec spec.json --dry-run', recorded)).status, 0);
    assert.equal((await dte('apply --spec spec.json --no-record', recorded)).status, 0);
    const lines = read('data/ledger.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => parsed(line) as Line);
    assert.deepEqual(
      lines.map(({ intent, did, payload }) => [intent, did.actor, payload.ok]),
      [
        ['change_applied', 'atomic', true],
        ['change_verified', 'ci', true],
        ['change_reverted', 'atomic', true],
      ],
    );
    const [applied, , reverted] = lines;
    assert.equal(applied!.payload.base_tree, before);
    assert.notEqual(applied!.payload.result_tree, before);
    assert.deepEqual(
      [reverted!.payload.base_tree, reverted!.payload.result_tree],
      [applied!.payload.result_tree, applied!.payload.base_tree],
    );
    const verified = await cli(['verify', '--ledger', 'data/ledger.jsonl', '--key', KEYS.alice.publicKey]);
    assert.equal(verified.status, 0);
    assert.ok(!existsSync('x.jsonl'));
  });
});

interface Line {
  readonly intent: string;
  readonly did: { readonly actor: string };
  readonly payload: { readonly ok: boolean; readonly base_tree: string; readonly result_tree: string };
}
