/** One ledger, several branches, and everything that git does with them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { Repository } from './git-repository.ts';
import type { RepositoryOptions } from './git-repository.ts';
import { linesOf } from './merge-fixtures.ts';
import '../uncounted.ts';

/** `main` and `side`, with two commits each after the two that they share. */
async function diverged(t: TestContext, options?: RepositoryOptions): Promise<Repository> {
  const repository = new Repository(t, options);
  await repository.append([1, 2]);
  repository.switchTo('side', 'main');
  repository.key = 2;
  await repository.append([20, 21]);
  repository.switchTo('main');
  repository.key = 1;
  await repository.append([10, 11]);
  return repository;
}

const LEDGER = 'data/ledger.jsonl';

const merges = (text: string): number => linesOf(text).filter((line) => line.includes('"ledger_merge"')).length;

describe('git merge', () => {
  test('joins the ledgers of two branches', async (t) => {
    const repository = await diverged(t);
    const [ours, theirs] = [repository.show('main'), repository.show('side')];
    const output = repository.git('merge', '--no-edit', 'side');
    assert.match(output, /merged/);
    await repository.demand([ours, theirs]);
    assert.equal(linesOf(repository.read()).length, 7);
    assert.equal(repository.git('log', '--format=%p', '-1').trim().split(' ').length, 2);
    assert.equal(repository.cli('verify', '--ledger', 'data/ledger.jsonl', '--base', 'HEAD^1').status, 0);
  });

  test('again and again, in both directions', async (t) => {
    const repository = await diverged(t);
    for (let round = 1; round <= 3; round++) {
      const before = repository.show('main');
      repository.git('merge', '--no-edit', 'side');
      await repository.demand([before, repository.show('side')]);
      repository.switchTo('side');
      repository.git('merge', '--no-edit', 'main');
      await repository.append([100 * round]);
      repository.switchTo('main');
      await repository.append([100 * round + 1]);
    }
  });

  for (const strategy of ['ort', 'recursive']) {
    test(`criss-cross: each branch had merged the other (${strategy})`, async (t) => {
      const repository = await crissCross(t);
      const [ours, theirs] = [repository.show('main'), repository.show('side')];
      assert.equal(repository.git('merge-base', '--all', 'main', 'side').trim().split('\n').length, 2);
      repository.git('merge', '--no-edit', '--strategy', strategy, 'side');
      await repository.demand([ours, theirs]);
    });
  }

  test('criss-cross without merge.ledger.recursive: the base that git makes up is refused, and nothing is changed', async (t) => {
    const repository = await crissCross(t, { joinsBases: true });
    const ours = repository.show('main');
    const { status, output } = repository.tryGit('merge', '--no-edit', 'side');
    assert.equal(status, 1);
    assert.match(output, /NOT_APPEND_ONLY/);
    assert.equal(repository.read(), ours);
  });

  async function crissCross(t: TestContext, options?: RepositoryOptions): Promise<Repository> {
    const repository = await diverged(t, options);
    repository.git('branch', 'before', 'main');
    repository.git('merge', '--no-edit', 'side');
    await repository.append([12]);
    repository.switchTo('side');
    repository.key = 2;
    repository.git('merge', '--no-edit', 'before');
    await repository.append([22]);
    repository.switchTo('main');
    repository.key = 1;
    return repository;
  }

  test('of a ledger that both branches created', async (t) => {
    const repository = new Repository(t);
    repository.switchTo('side', 'main');
    await repository.append([20, 21]);
    repository.switchTo('main');
    await repository.append([10]);
    const [ours, theirs] = [repository.show('main'), repository.show('side')];
    repository.git('merge', '--no-edit', 'side');
    await repository.demand([ours, theirs]);
  });

  test('of more than two branches at once is refused by git; one after the other it works', async (t) => {
    const repository = await diverged(t);
    repository.switchTo('third', 'main~2');
    await repository.append([30]);
    repository.switchTo('main');
    const [ours, side, third] = ['main', 'side', 'third'].map((branch) => repository.show(branch));
    const { status, output } = repository.tryGit('merge', '--no-edit', 'side', 'third');
    assert.notEqual(status, 0, output);
    repository.git('reset', '--hard', '--quiet');
    assert.equal(repository.read(), ours);
    repository.git('merge', '--no-edit', 'side');
    repository.git('merge', '--no-edit', 'third');
    await repository.demand([ours!, side!, third!]);
  });

  test('of branches of which one did not touch the ledger does not ask the driver', async (t) => {
    const repository = new Repository(t);
    await repository.append([1]);
    repository.switchTo('side', 'main');
    await repository.append([20]);
    repository.switchTo('main');
    repository.write('other.txt', 'x');
    repository.commit('another file');
    repository.key = undefined;
    const theirs = repository.show('side');
    repository.git('merge', '--no-edit', 'side');
    assert.equal(repository.read(), theirs);
  });

  test('with line ends that git would change elsewhere', async (t) => {
    const repository = await diverged(t);
    repository.git('config', 'core.autocrlf', 'true');
    repository.git('switch', '--quiet', 'side');
    repository.git('switch', '--quiet', 'main');
    assert.equal(repository.read().includes('\r'), false);
    repository.git('merge', '--no-edit', 'side');
    assert.equal(repository.read().includes('\r'), false);
    await repository.demand([repository.show('HEAD^1'), repository.show('HEAD^2')]);
  });
});

describe('git rebase', () => {
  test('joins the ledger at every commit that it replays', async (t) => {
    const repository = await diverged(t);
    repository.switchTo('side');
    await repository.append([22]);
    const [ours, theirs] = [repository.show('main'), repository.show('side')];
    repository.git('rebase', '--quiet', 'main');
    await repository.demand([ours, theirs]);
    assert.equal(merges(repository.read()), 3);
    for (const rev of ['HEAD~2', 'HEAD~1', 'HEAD']) {
      assert.equal(repository.cli('verify', '--ledger', 'data/ledger.jsonl', '--base', `${rev}~1`).status, 0, rev);
    }
    repository.switchTo('main');
    repository.git('merge', '--ff-only', '--quiet', 'side');
    await repository.demand([ours, theirs]);
  });

  test('of a branch that had merged the other', async (t) => {
    const repository = await diverged(t);
    repository.switchTo('side');
    repository.git('merge', '--no-edit', 'main');
    await repository.append([22]);
    repository.switchTo('main');
    await repository.append([12]);
    const [ours, theirs] = [repository.show('main'), repository.show('side')];
    repository.switchTo('side');
    repository.git('rebase', '--quiet', 'main');
    const kept = linesOf(theirs).filter((line) => !line.includes('"ledger_merge"'));
    await repository.demand([ours, `${kept.join('\n')}\n`]);
  });
});

describe('git merge --squash and git cherry-pick', () => {
  test('squashed, the lines are there as they were signed; merged later, none of them comes again', async (t) => {
    const repository = await diverged(t);
    const [ours, theirs] = [repository.show('main'), repository.show('side')];
    repository.git('merge', '--squash', 'side');
    repository.commit('the branch, squashed');
    await repository.demand([ours, theirs]);
    repository.switchTo('side');
    await repository.append([22]);
    repository.switchTo('main');
    const [before, later] = [repository.show('main'), repository.show('side')];
    repository.git('merge', '--no-edit', 'side');
    await repository.demand([before, later]);
    assert.equal(linesOf(repository.read()).length, linesOf(before).length + 2);
  });

  test('picked, and then merged', async (t) => {
    const repository = await diverged(t);
    const [ours, theirs] = [repository.show('main'), repository.show('side')];
    repository.git('cherry-pick', 'side~1');
    await repository.demand([ours, repository.show('side~1')]);
    repository.git('merge', '--no-edit', 'side');
    await repository.demand([ours, theirs]);
    assert.equal(linesOf(repository.read()).length, 4 + 2 + 2);
  });

  test('a later commit picked alone brings the lines that it follows', async (t) => {
    const repository = await diverged(t);
    const [ours, theirs] = [repository.show('main'), repository.show('side')];
    repository.git('cherry-pick', 'side');
    await repository.demand([ours, theirs]);
    assert.equal(merges(repository.read()), 1);
    const text = repository.read();
    repository.git('merge', '--no-edit', 'side');
    assert.equal(repository.read(), text);
  });

  test('picked twice, nothing comes the second time', async (t) => {
    const repository = await diverged(t);
    repository.git('cherry-pick', 'side');
    const text = repository.read();
    repository.git('cherry-pick', '--keep-redundant-commits', 'side');
    assert.equal(repository.read(), text);
  });
});

describe('what the driver refuses is a conflict, with both versions whole', () => {
  function conflicts(
    repository: Repository,
    { status, output }: { status: number; output: string },
    why: RegExp,
  ): void {
    assert.equal(status, 1, output);
    assert.match(output, why);
    assert.match(output, /CONFLICT/i);
    assert.match(repository.git('status', '--porcelain'), /^(UU|AA) data\/ledger\.jsonl$/m);
  }

  test('a merge without a key; `rebase` of the ledger ends the conflict', async (t) => {
    const repository = await diverged(t);
    const [ours, theirs] = [repository.show('main'), repository.show('side')];
    repository.key = undefined;
    conflicts(repository, repository.tryGit('merge', '--no-edit', 'side'), /KEY_MISSING/);
    assert.deepEqual(
      [repository.show(':2', LEDGER), repository.show(':3', LEDGER)].map(linesOf),
      [ours, theirs].map(linesOf),
    );
    assert.equal(repository.read(), ours);
    repository.key = 1;
    assert.equal(repository.cli('rebase', '--ledger', LEDGER, '--onto', 'side').status, 0);
    repository.git('add', LEDGER);
    repository.git('commit', '--quiet', '--no-edit');
    await repository.demand([theirs, ours]);
  });

  test('a key that nobody trusts', async (t) => {
    const repository = await diverged(t);
    const ours = repository.show('main');
    repository.key = 4;
    conflicts(repository, repository.tryGit('merge', '--no-edit', 'side'), /UNTRUSTED_KEY/);
    assert.equal(repository.read(), ours);
  });

  test('a branch that changed or removed lines', async (t) => {
    for (const spoil of [
      (text: string): string => text.replace('console.log(1)', 'console.log(9)'),
      (text: string): string => `${linesOf(text).slice(1).join('\n')}\n`,
    ]) {
      const repository = await diverged(t);
      repository.switchTo('side');
      repository.write(LEDGER, spoil(repository.read()));
      repository.commit('tampered');
      repository.switchTo('main');
      const ours = repository.read();
      conflicts(repository, repository.tryGit('merge', '--no-edit', 'side'), /NOT_APPEND_ONLY/);
      assert.equal(repository.read(), ours);
    }
  });

  test('a commit that is reverted', async (t) => {
    const repository = await diverged(t);
    const ours = repository.read();
    conflicts(repository, repository.tryGit('revert', '--no-edit', 'HEAD~1'), /NOT_APPEND_ONLY/);
    assert.equal(repository.read(), ours);
  });

  test('conflict markers that somebody committed', async (t) => {
    const repository = await diverged(t);
    repository.switchTo('side');
    repository.write(LEDGER, `${repository.read()}<<<<<<< HEAD\n=======\n>>>>>>> other\n`);
    repository.commit('markers');
    repository.switchTo('main');
    conflicts(repository, repository.tryGit('merge', '--no-edit', 'side'), /PARSE_ERROR/);
  });
});

test('a branch that took main in has to be put onto it before it goes back', async (t) => {
  const repository = await diverged(t);
  repository.switchTo('side');
  repository.git('merge', '--no-edit', 'main');
  const base = ['verify', '--ledger', LEDGER, '--base', 'main'];
  const refused = repository.cli(...base);
  assert.equal(refused.status, 1);
  assert.match(refused.output, /NOT_APPEND_ONLY/);
  assert.equal(repository.cli('rebase', '--ledger', LEDGER, '--onto', 'main').status, 0);
  repository.commit('put onto main');
  assert.equal(repository.cli(...base).status, 0);
  const [main, side] = [repository.show('main'), repository.show('side')];
  repository.switchTo('main');
  repository.git('merge', '--no-edit', '--no-ff', 'side');
  await repository.demand([main, side]);
});

test('a clone without the driver has a conflict, and `rebase` ends it', async (t) => {
  const repository = await diverged(t, { hasDriver: false });
  const [ours, theirs] = [repository.show('main'), repository.show('side')];
  const { status } = repository.tryGit('merge', '--no-edit', 'side');
  assert.equal(status, 1);
  assert.match(repository.read(), /^<<<<<<< /m);
  repository.git('checkout', '--theirs', LEDGER);
  assert.equal(repository.cli('rebase', '--ledger', LEDGER, '--onto', 'main').status, 0);
  repository.git('add', LEDGER);
  repository.git('commit', '--quiet', '--no-edit');
  await repository.demand([ours, theirs]);
});
