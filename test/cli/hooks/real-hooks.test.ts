/** The scripts of `hooks/`, run by git itself. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { isBuilt } from '../../../scripts/setup.mjs';
import { appendAll, cli, draft, read, write } from '../cli-runner.ts';
import { LEDGER, commitAll, git, gitEnv, installPackage, ledgerRepository, tryGit } from './repository.ts';

/** A repository with the package and its hooks, installed by the program. */
async function withHooks(t: TestContext): Promise<string> {
  assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
  const folder = await ledgerRepository(t);
  installPackage();
  assert.equal((await cli(['hooks', 'install'])).status, 0);
  return folder;
}

/** Appends on two branches, and merges the one into the other. */
async function joinTwoBranches(env: Readonly<Record<string, string>>): Promise<void> {
  for (const [branch, n] of [
    ['side', 3],
    ['main', 4],
  ] as const) {
    if (branch === 'side') git('branch', branch);
    git('switch', '--quiet', branch);
    await appendAll(LEDGER, [draft(n)]);
    const { status, stderr } = tryGit(['commit', '--quiet', '--all', '--message', branch], env);
    assert.equal(status, 0, stderr);
  }
  const { status, stdout, stderr } = tryGit(['merge', '--quiet', '--no-edit', 'side'], env);
  assert.equal(status, 0, stdout + stderr);
  assert.equal(read(LEDGER).trim().split('\n').length, 5);
}

describe('hooks, run by git', () => {
  test('a good commit goes in with its trailer, a bad one does not, and LOGLINE_HOOKS=0 lets it', async (t) => {
    await withHooks(t);
    write('.jsonatomic/config.json', JSON.stringify({ commitTrailer: true }));
    await appendAll(LEDGER, [draft(3)]);
    commitAll('good');
    assert.match(git('log', '-1', '--format=%B'), /^good\n\nLedger-Head: data\/ledger\.jsonl [0-9a-f]{64}\n/);
    const before = git('rev-parse', 'HEAD');
    write(LEDGER, read(LEDGER).replace('/functions/f1', '/functions/f9'));
    for (const args of [['--all'], ['--', LEDGER]]) {
      const { status, stdout, stderr } = tryGit(['commit', '--message', 'bad', ...args]);
      assert.equal(status, 1);
      assert.match(
        stdout + stderr,
        /^NOT_APPEND_ONLY {2}Line 1 is not what the base has.*\n {2}at data\/ledger\.jsonl:1\n/m,
      );
      assert.match(
        stdout + stderr,
        /^pre-commit: refused\. To go on all the same: --no-verify, or LOGLINE_HOOKS=0\.$/m,
      );
    }
    assert.equal(git('rev-parse', 'HEAD'), before);
    assert.equal(tryGit(['commit', '--all', '--message', 'bad'], { LOGLINE_HOOKS: '0' }).status, 0);
  });

  test('a push that rewrites the ledger is refused, and hooks behind ours still get their input', async (t) => {
    await ledgerRepository(t);
    git('init', '--quiet', '--bare', 'remote.git');
    git('remote', 'add', 'origin', './remote.git');
    git('push', '--quiet', 'origin', 'main');
    installPackage();
    write('.git/hooks/pre-push', '#!/bin/sh\ncat > pushed.txt\necho "$1" >> pushed.txt\n');
    spawnSync('chmod', ['+x', '.git/hooks/pre-push']);
    assert.equal((await cli(['hooks', 'install'])).status, 0);
    await appendAll(LEDGER, [draft(3)]);
    git('commit', '--quiet', '--all', '--message', 'good');
    git('push', '--quiet', 'origin', 'main');
    assert.match(read('pushed.txt'), /^refs\/heads\/main [0-9a-f]{40} refs\/heads\/main [0-9a-f]{40}\norigin\n$/);
    write(LEDGER, read(LEDGER).replace('/functions/f1', '/functions/f9'));
    git('commit', '--quiet', '--all', '--no-verify', '--message', 'bad');
    const { status, stdout, stderr } = tryGit(['push', 'origin', 'main']);
    assert.equal(status, 1);
    assert.match(stdout + stderr, /^pre-push: refused\./m);
  });

  test('without the package, the program in the PATH is called; without either, nothing is let in', async (t) => {
    const folder = await ledgerRepository(t);
    assert.equal((await cli(['hooks', 'install'])).status, 0);
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const program = join(import.meta.dirname, '../../../dist/cli/logline.js');
    await appendAll(LEDGER, [draft(3)]);
    const plain = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` };
    const missing = tryGit(['commit', '--quiet', '--all', '--message', 'x'], plain);
    assert.equal(missing.status, 1);
    assert.match(missing.stderr, /^pre-commit: logline-cli is neither in node_modules nor in PATH, .* npm install/m);
    symlinkSync(program, join(bin, 'logline-cli'));
    assert.equal(tryGit(['commit', '--quiet', '--all', '--message', 'x'], { PATH: `${bin}:${plain.PATH}` }).status, 0);
  });

  test('called as npx does, the clone is told where the program is: hooks and merge driver find it there', async (t) => {
    await ledgerRepository(t);
    const called = mkdtempSync(join(tmpdir(), 'called-'));
    t.after(() => rmSync(called, { recursive: true }));
    const program = join(called, 'logline-cli');
    symlinkSync(join(import.meta.dirname, '../../../dist/cli/logline.js'), program);
    const plain = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` };
    const { stdout } = spawnSync(program, ['hooks', 'install'], { encoding: 'utf8', env: { ...gitEnv(), ...plain } });
    assert.match(stdout, /^create {3}program {10}git config logline\.bin$/m);
    assert.equal(git('config', 'logline.bin'), `${called}\n`);
    await joinTwoBranches(plain);
    rmSync(program);
    assert.equal(tryGit(['commit', '--quiet', '--allow-empty', '--message', 'x'], plain).status, 1);
    assert.match((await cli(['hooks', 'uninstall'])).stdout, /^remove {3}program /m);
    assert.equal(tryGit(['config', 'logline.bin']).status, 1);
  });

  test('of the package in node_modules the merge driver is found without any PATH', async (t) => {
    await ledgerRepository(t);
    git('config', 'merge.ledger.driver', 'logline-cli merge-driver %O %A %B %P');
    assert.equal((await cli(['hooks', 'install'])).status, 0);
    installPackage();
    await joinTwoBranches({ PATH: `${dirname(process.execPath)}:/usr/bin:/bin` });
  });

  test('the scripts find node where version managers put it, and say what is missing', async (t) => {
    const folder = await withHooks(t);
    const script = 'node_modules/logline-core/hooks/pre-commit';
    const tools = join(folder, 'tools');
    mkdirSync(tools);
    for (const name of ['sh', 'dirname', 'ls', 'head', 'git', 'env', 'cat'])
      symlinkSync(spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim(), join(tools, name));
    const run = (env: Record<string, string>): { status: number | null; stderr: string } =>
      spawnSync(join(tools, 'sh'), [script], { encoding: 'utf8', env: { PATH: tools, HOME: folder, ...env } });
    const missing = run({ VOLTA_HOME: '/nowhere' });
    if (missing.status === 0) assert.ok(process.execPath.startsWith('/usr/local/bin'));
    else assert.match(missing.stderr, /^pre-commit: node was not found in PATH/);
    mkdirSync('.nvm/versions/node/v24.0.0/bin', { recursive: true });
    symlinkSync(process.execPath, '.nvm/versions/node/v24.0.0/bin/node');
    const found = run({});
    assert.deepEqual([found.status, found.stderr], [0, '']);
    const none = spawnSync('/bin/sh', [join(import.meta.dirname, '../../../hooks/pre-commit')], {
      encoding: 'utf8',
      cwd: tools,
      env: { PATH: `${tools}:${dirname(process.execPath)}`, HOME: folder },
    });
    assert.ok(none.status === 0 || none.stderr.startsWith('pre-commit: logline-cli is neither'), none.stderr);
  });

  test('the scripts pass what the pre-commit framework tells by variables', async (t) => {
    await withHooks(t);
    const base = git('rev-parse', 'HEAD').trim();
    write(LEDGER, read(LEDGER).replace('/functions/f1', '/functions/f9'));
    git('commit', '--quiet', '--all', '--no-verify', '--message', 'bad');
    const { status, stdout } = spawnSync('sh', ['node_modules/logline-core/hooks/pre-push'], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH']!,
        PRE_COMMIT_FROM_REF: base,
        PRE_COMMIT_TO_REF: git('rev-parse', 'HEAD').trim(),
        PRE_COMMIT_REMOTE_NAME: 'origin',
      },
    });
    assert.equal(status, 1);
    assert.match(stdout, /^NOT_APPEND_ONLY/);
  });
});
