/** Branches that both append, joined by real git with what `hooks install` and `.gitattributes` set up. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { isBuilt } from '../../../scripts/setup.mjs';
import { ALICE, appendAll, cli, cliJson, draft, read } from '../cli-runner.ts';
import { LEDGER, commitAll, git, installPackage, ledgerRepository, tryGit } from '../hooks/repository.ts';
import '../../uncounted.ts';

let n = 10;

async function fact(): Promise<void> {
  await appendAll(LEDGER, [draft(n++)]);
  git('add', '--all');
  git('commit', '--quiet', '--message', String(n));
}

/** Two branches, with two facts on the one and one on the other. */
async function twoBranches(t: TestContext): Promise<void> {
  assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
  await ledgerRepository(t);
  installPackage();
  process.env['PATH'] = `${process.cwd()}/node_modules/.bin:${process.env['PATH'] ?? ''}`;
  assert.equal((await cli(['hooks', 'install'])).status, 0);
  git('switch', '--quiet', '--create', 'side');
  await fact();
  await fact();
  git('switch', '--quiet', 'main');
  await fact();
}

async function isWhole(facts: number): Promise<void> {
  const { value } = await cliJson(['verify', '--check-prev-chain', '--strict', '--require-signatures']);
  const { ok, trust, chain } = value as Record<string, unknown>;
  assert.deepEqual({ ok, trust, chain }, { ok: true, trust: 'keyring', chain: 'unbroken' });
  const lines = read(LEDGER)
    .split('\n')
    .filter((line) => line !== '' && !line.includes('"ledger_merge"'));
  assert.equal(lines.length, facts);
  assert.equal(new Set(lines).size, facts);
}

describe('two branches that both appended', () => {
  const path = process.env['PATH'];
  const restored = (t: TestContext): void => t.after(() => (process.env['PATH'] = path));

  test('git merge, with the hooks switched on', async (t) => {
    restored(t);
    await twoBranches(t);
    git('merge', '--quiet', '--no-edit', 'side');
    await isWhole(5);
    await fact();
    await isWhole(6);
  });

  test('git rebase and git cherry-pick, of one commit and of all', async (t) => {
    restored(t);
    await twoBranches(t);
    git('switch', '--quiet', '--create', 'picked');
    git('cherry-pick', 'side~1');
    await isWhole(4);
    git('cherry-pick', 'side');
    await isWhole(5);
    git('switch', '--quiet', 'side');
    git('rebase', '--quiet', 'main');
    await isWhole(5);
    assert.equal((await cli(['verify', '--base', 'main'])).status, 0);
    // What was picked is in both, and stands in the result once.
    git('merge', '--quiet', '--no-edit', 'picked');
    await isWhole(5);
  });

  test('criss-cross: branches that have merged each other', async (t) => {
    restored(t);
    await twoBranches(t);
    git('branch', 'main-before');
    git('merge', '--quiet', '--no-edit', 'side');
    git('switch', '--quiet', 'side');
    git('merge', '--quiet', '--no-edit', 'main-before');
    await fact();
    git('switch', '--quiet', 'main');
    await fact();
    assert.equal(git('merge-base', '--all', 'main', 'side').trim().split('\n').length, 2);
    git('merge', '--quiet', '--no-edit', 'side');
    await isWhole(7);
  });

  test('a server, which runs no driver, stops with a conflict, and rebase repairs the branch', async (t) => {
    restored(t);
    await twoBranches(t);
    git('clone', '--quiet', '--bare', '.', 'server.git');
    git('remote', 'add', 'origin', './server.git');
    git('fetch', '--quiet', 'origin');
    git('remote', 'set-head', 'origin', 'main');
    const onServer = ['-C', 'server.git', 'merge-tree', '--write-tree', 'main', 'side'];
    const conflict = tryGit(onServer);
    assert.equal(conflict.status, 1);
    assert.match(conflict.stdout, /CONFLICT \(content\): Merge conflict in data\/ledger\.jsonl/);
    git('config', '--remove-section', 'merge.ledger');
    git('switch', '--quiet', 'side');
    assert.equal(tryGit(['merge', 'origin/main']).status, 1);
    git('checkout', '--quiet', '--ours', LEDGER);
    assert.equal((await cli(['rebase', '--onto', 'origin/main'], { env: ALICE })).status, 0);
    git('add', '--all');
    git('commit', '--quiet', '--no-edit');
    git('push', '--quiet', 'origin', 'side');
    assert.equal(tryGit(onServer).status, 0);
    assert.equal((await cli(['verify', '--base', 'origin/main'])).status, 0);
    // A push that loses lines of what was pushed before is another matter.
    git('checkout', 'origin/main', '--', LEDGER);
    git('commit', '--quiet', '--no-verify', '--message', 'lost');
    const lost = tryGit(['push', 'origin', 'side']);
    assert.equal(lost.status, 1);
    assert.match(lost.stdout + lost.stderr, /^NOT_APPEND_ONLY/m);
    git('reset', '--quiet', '--hard', 'HEAD~1');
    await isWhole(5);
  });

  test('streams need none of it', async (t) => {
    restored(t);
    await ledgerRepository(t);
    for (const name of ['one', 'two']) {
      git('switch', '--quiet', '--create', name, 'main');
      await appendAll(`ledger/${name}.jsonl`, [draft(n++)]);
      commitAll(name);
    }
    git('merge', '--quiet', '--no-edit', 'one');
    assert.equal((await cli(['verify', 'ledger'])).status, 0);
  });
});
