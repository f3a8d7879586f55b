import assert from 'node:assert/strict';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { cli, cliJson, read, write } from '../cli-runner.ts';
import { emptyRepository, git } from '../hooks/repository.ts';

interface StepJson {
  readonly what: string;
  readonly where: string;
  readonly action: string;
  readonly note?: string;
  readonly diff?: readonly string[];
}

interface HooksJson {
  readonly host: string;
  readonly ok?: boolean;
  readonly done?: boolean;
  readonly steps: readonly StepJson[];
}

async function hooks(...args: string[]): Promise<HooksJson & { status: number }> {
  const { status, value } = await cliJson(['hooks', ...args]);
  return { status, ...(value as HooksJson) };
}

const actions = ({ steps }: HooksJson): string[] => steps.map(({ what, action }) => `${action} ${what}`);

const DRIVER = ['merge driver', 'merge driver', 'merge driver'];

describe('hooks, by git itself', () => {
  test('install, status and uninstall leave the clone as it was', async (t) => {
    emptyRepository(t);
    const config = read('.git/config');
    assert.deepEqual([(await hooks('status')).ok, (await hooks('status')).status], [false, 1]);
    const dry = await hooks('install', '--dry-run');
    assert.deepEqual([dry.status, dry.done, existsSync('.git/hooks/pre-commit')], [0, false, false]);
    const installed = await hooks('install');
    const three = ['hook pre-commit', 'hook commit-msg', 'hook pre-push', ...DRIVER];
    assert.deepEqual(
      [installed.host, installed.status, actions(installed)],
      ['git', 0, three.map((what) => `create ${what}`)],
    );
    assert.equal(statSync('.git/hooks/pre-commit').mode & 0o111, 0o111);
    assert.deepEqual(
      actions(await hooks('install')),
      three.map((what) => `keep ${what}`),
    );
    assert.equal((await hooks('status')).ok, true);
    const driver = git('config', 'merge.ledger.driver');
    assert.match(driver, /^PATH="node_modules\/\.bin:\$PATH:[^"]+" logline-cli merge-driver %O %A %B %P\n$/);
    assert.equal(git('config', 'merge.ledger.recursive'), 'binary\n');
    const gone = await hooks('uninstall');
    assert.deepEqual(actions(gone), [
      'remove hook pre-commit',
      'remove hook commit-msg',
      'remove hook pre-push',
      'remove merge driver',
    ]);
    assert.deepEqual([existsSync('.git/hooks/pre-commit'), read('.git/config').trim()], [false, config.trim()]);
    assert.deepEqual(
      actions(await hooks('uninstall')).map((action) => action.split(' ')[0]),
      ['keep', 'keep', 'keep', 'keep'],
    );
  });

  test('what stands in a hook already stays, byte for byte', async (t) => {
    emptyRepository(t);
    const own = '#!/bin/sh\nnpm test\nexit 0';
    write('.git/hooks/pre-commit', own);
    const { steps } = await hooks('install');
    assert.equal(steps[0]!.action, 'change');
    const text = read('.git/hooks/pre-commit');
    assert.match(text, /^#!\/bin\/sh\n# >>> logline-core >>>\n[^]*# <<< logline-core <<<\nnpm test\nexit 0$/);
    write('.git/hooks/pre-commit', text.replace('logline-cli hooks run', 'logline-cli hook'));
    assert.equal((await hooks('status')).steps[0]!.action, 'change');
    await hooks('install');
    assert.equal(read('.git/hooks/pre-commit'), text);
    await hooks('uninstall');
    assert.equal(read('.git/hooks/pre-commit'), own);
  });

  test('a hook that is no shell script, a driver of others and a folder of others are left to people', async (t) => {
    const folder = emptyRepository(t);
    const python = '#!/usr/bin/env python3\nprint(1)\n';
    write('.git/hooks/pre-push', python);
    git('config', 'merge.ledger.driver', 'other-driver %O');
    const { status, steps } = await hooks('install');
    assert.equal(status, 1);
    const byHand = steps.filter(({ action }) => action === 'by_hand').map(({ where }) => where);
    assert.deepEqual(byHand, ['.git/hooks/pre-push', 'git config merge.ledger.driver']);
    assert.deepEqual(
      [read('.git/hooks/pre-push'), git('config', 'merge.ledger.driver')],
      [python, 'other-driver %O\n'],
    );
    assert.equal(git('config', '--get-regexp', '^merge\\.').split('\n').length, 2);
    await hooks('uninstall');
    assert.deepEqual(
      [read('.git/hooks/pre-push'), git('config', 'merge.ledger.driver')],
      [python, 'other-driver %O\n'],
    );
    git('config', 'core.hooksPath', `${folder}-elsewhere`);
    const elsewhere = await hooks('install');
    assert.deepEqual([elsewhere.status, elsewhere.steps[0]!.action], [1, 'by_hand']);
    assert.equal(existsSync(`${folder}-elsewhere`), false);
  });

  test('core.hooksPath is where the hooks go', async (t) => {
    emptyRepository(t);
    git('config', 'core.hooksPath', '.githooks');
    assert.deepEqual((await hooks('install')).steps[0]!.where, '.githooks/pre-commit');
    assert.ok(existsSync('.githooks/pre-commit'));
    const { stdout } = await cli(['hooks', 'status']);
    assert.match(stdout, /^hooks are run by git\nok {7}hook pre-commit {2}\.githooks\/pre-commit\n[^]*\ninstalled\n$/);
  });
});

describe('hooks of a repository in another one', () => {
  test('a submodule has its own, and its work trees have the same', async (t) => {
    const top = emptyRepository(t);
    git('init', '--quiet', 'library');
    git('-C', 'library', 'commit', '--quiet', '--allow-empty', '--message', 'c');
    git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', './library', 'module');
    process.chdir('module');
    assert.equal((await hooks('install')).status, 0);
    assert.ok(existsSync(`${top}/.git/modules/module/hooks/pre-commit`) && !existsSync(`${top}/.git/hooks/pre-commit`));
    git('worktree', 'add', '--quiet', '--detach', '../tree');
    process.chdir('../tree');
    assert.equal((await hooks('status')).ok, true);
    process.chdir(top);
    assert.equal((await hooks('status')).ok, false);
  });
});

describe('hooks, by others', () => {
  test('husky', async (t) => {
    emptyRepository(t);
    write('.husky/pre-commit', 'npm test\n');
    const first = await hooks('install');
    assert.deepEqual([first.host, first.status], ['husky', 1]);
    assert.deepEqual(first.steps.map(({ where }) => where).slice(0, 4), [
      '.husky/pre-commit',
      '.husky/commit-msg',
      '.husky/pre-push',
      'this clone',
    ]);
    assert.match(first.steps[3]!.note!, /^Run `npx husky` once/);
    assert.match(read('.husky/pre-commit'), /^# >>> logline-core >>>\n[^]*\nnpm test\n$/);
    git('config', 'core.hooksPath', '.husky/_');
    rmSync('.husky/pre-push');
    const second = await hooks('status');
    assert.deepEqual([second.host, second.status, second.steps[2]!.action], ['husky', 1, 'create']);
    assert.equal((await hooks('install')).status, 0);
  });

  test('lefthook: the line of ours goes into the list of what is extended', async (t) => {
    emptyRepository(t);
    const own = '# ours\npre-commit:\n  commands:\n    lint:\n      run: npm run lint\n';
    write('lefthook.yml', own);
    assert.equal((await hooks('install')).host, 'lefthook');
    assert.equal(read('lefthook.yml'), `${own}extends:\n  - node_modules/logline-core/hooks/lefthook.yml\n`);
    write('.git/hooks/pre-commit', '#!/bin/sh\ncall_lefthook run "pre-commit"\n');
    assert.equal((await hooks('status')).ok, true);
    await hooks('uninstall');
    assert.equal(read('lefthook.yml'), own);
    writeFileSync('lefthook.yml', 'extends: [a.yml]\n');
    const byHand = await hooks('install');
    assert.deepEqual(
      [byHand.steps[0]!.action, byHand.steps[0]!.diff],
      ['by_hand', ['+ - node_modules/logline-core/hooks/lefthook.yml']],
    );
    assert.equal(read('lefthook.yml'), 'extends: [a.yml]\n');
  });

  test('the pre-commit framework: a local repository goes into the list', async (t) => {
    emptyRepository(t);
    const own =
      'repos:\n  # the usual ones\n  - repo: https://example.com/hooks\n    rev: v1\n    hooks:\n      - id: check\n';
    write('.pre-commit-config.yaml', own);
    const { host, steps } = await hooks('install');
    assert.deepEqual([host, steps[0]!.action, steps[1]!.action], ['pre-commit', 'change', 'by_hand']);
    assert.match(steps[1]!.note!, /^Run `pre-commit install --hook-type pre-commit /);
    const text = read('.pre-commit-config.yaml');
    assert.match(
      text,
      /^repos:\n {2}- repo: local\n {4}hooks:\n {6}- id: logline-pre-commit\n[^]*\n {2}# the usual ones\n {2}- repo: https/,
    );
    assert.equal((await hooks('install')).steps[0]!.action, 'keep');
    await hooks('uninstall');
    assert.equal(read('.pre-commit-config.yaml'), own);
  });

  test('the pre-commit framework: hooks from the source that people named are installed', async (t) => {
    emptyRepository(t);
    const ids = ['pre-commit', 'commit-msg', 'pre-push'].map((name) => `      - id: logline-${name}\n`);
    const text = `repos:\n  - repo: https://example.com/logline\n    rev: v1\n    hooks:\n${ids.join('')}`;
    write('.pre-commit-config.yaml', text);
    const { steps } = await hooks('install');
    assert.deepEqual([steps[0]!.action, read('.pre-commit-config.yaml')], ['keep', text]);
    write('.pre-commit-config.yaml', text.replace(ids[2]!, ''));
    assert.equal((await hooks('install', '--dry-run')).steps[0]!.action, 'change');
  });

  test('the one that is asked for wins', async (t) => {
    emptyRepository(t);
    write('lefthook.yml', '');
    assert.equal((await hooks('install', '--host', 'git')).steps[0]!.where, '.git/hooks/pre-commit');
    const created = await hooks('install', '--host', 'pre-commit');
    assert.equal(created.steps[0]!.action, 'create');
    assert.match(read('.pre-commit-config.yaml'), /^repos:\n {2}- repo: local\n/);
    await hooks('uninstall', '--host', 'pre-commit');
    assert.equal(existsSync('.pre-commit-config.yaml'), false);
    assert.equal((await cli(['hooks', 'install', '--host', 'hsky'])).status, 2);
  });
});
