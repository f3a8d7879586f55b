/** Streams, one file for each branch, with git as it comes: no driver, as on a server. */
import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { Repository } from './git-repository.ts';
import { linesOf } from './merge-fixtures.ts';
import '../uncounted.ts';

const TRUNK = 'ledger/main.jsonl';
const [ONE, TWO] = ['ledger/one.jsonl', 'ledger/missions/two.jsonl'] as const;

/** `main` with a trunk; `one` and `two` with a stream each, of two commits. */
async function withStreams(t: TestContext): Promise<Repository> {
  const repository = new Repository(t, { hasDriver: false });
  await repository.append([1], TRUNK);
  for (const [branch, path, key] of [
    ['one', ONE, 2],
    ['two', TWO, 3],
  ] as const) {
    repository.switchTo(branch, 'main');
    repository.key = key;
    await repository.append([10 * key, 10 * key + 1], path);
    repository.switchTo('main');
  }
  repository.key = 1;
  return repository;
}

const verify = (repository: Repository, ...args: readonly string[]): ReturnType<Repository['cli']> =>
  repository.cli('verify', '--ledger', 'ledger', '--strict', '--require-signatures', ...args);

function verifies(repository: Repository, ...args: readonly string[]): void {
  const { status, output } = verify(repository, ...args);
  assert.equal(status, 0, output);
}

describe('streams of several branches', () => {
  const ways: Readonly<Record<string, (repository: Repository) => void>> = {
    merged: (repository) => {
      repository.git('merge', '--no-edit', 'one');
      repository.git('merge', '--no-edit', 'two');
    },
    'merged at once': (repository) => {
      repository.git('merge', '--no-edit', 'one', 'two');
    },
    squashed: (repository) => {
      for (const branch of ['one', 'two']) {
        repository.git('merge', '--squash', branch);
        repository.commit(`${branch}, squashed`);
      }
    },
    'picked commit by commit': (repository) => {
      repository.git('cherry-pick', 'main..one');
      repository.git('cherry-pick', 'HEAD..two');
    },
    rebased: (repository) => {
      repository.git('rebase', '--quiet', 'main', 'one');
      repository.git('rebase', '--quiet', 'one', 'two');
      repository.switchTo('main');
      repository.git('merge', '--ff-only', 'two');
    },
  };
  for (const [way, bring] of Object.entries(ways)) {
    test(`${way}: clean, with the same bytes, and sealed on the trunk`, async (t) => {
      const repository = await withStreams(t);
      const before = repository.git('rev-parse', 'HEAD').trim();
      const [one, two] = [repository.show('one', ONE), repository.show('two', TWO)];
      await repository.append([2], TRUNK);
      bring(repository);
      assert.deepEqual([repository.read(ONE), repository.read(TWO)], [one, two]);
      verifies(repository);
      assert.equal(repository.cli('seal', '--ledger', 'ledger').status, 0);
      repository.commit('seal');
      verifies(repository, '--since-seal');
      verifies(repository, '--base', before);
      assert.match(linesOf(repository.read(TRUNK)).at(-1)!, /"path":"missions\/two\.jsonl"/);
    });
  }

  test('picked and then merged: nothing comes twice', async (t) => {
    const repository = await withStreams(t);
    const one = repository.show('one', ONE);
    repository.git('cherry-pick', 'main..one');
    repository.git('merge', '--no-edit', 'one');
    assert.equal(repository.read(ONE), one);
    verifies(repository);
  });

  test('picked in part and then merged: git sees a conflict, of which the longer version is the answer', async (t) => {
    const repository = await withStreams(t);
    const one = repository.show('one', ONE);
    repository.git('cherry-pick', 'one~1');
    assert.equal(repository.tryGit('merge', '--no-edit', 'one').status, 1);
    repository.git('checkout', '--ours', ONE);
    assert.equal(repository.cli('rebase', '--ledger', ONE, '--onto', 'one').status, 0);
    repository.commit('merged');
    assert.equal(repository.read(ONE), one);
    verifies(repository);
  });

  test('go on after a seal, in their branches', async (t) => {
    const repository = await withStreams(t);
    repository.git('merge', '--no-edit', 'one');
    repository.cli('seal', '--ledger', 'ledger');
    repository.commit('seal');
    repository.switchTo('one');
    repository.key = 2;
    await repository.append([22], ONE);
    repository.switchTo('main');
    repository.git('merge', '--no-edit', 'one');
    verifies(repository);
    assert.equal(linesOf(repository.read(ONE)).length, 3);
  });
});

describe('a sealed stream', () => {
  async function sealed(t: TestContext): Promise<Repository> {
    const repository = await withStreams(t);
    repository.git('merge', '--no-edit', 'one', 'two');
    repository.cli('seal', '--ledger', 'ledger');
    repository.commit('seal');
    verifies(repository);
    return repository;
  }

  const spoilt: Readonly<Record<string, (repository: Repository) => void>> = {
    cut: (repository) => {
      repository.write(ONE, `${linesOf(repository.read(ONE))[0]!}\n`);
    },
    emptied: (repository) => {
      repository.write(ONE, '');
    },
    removed: (repository) => {
      rmSync(join(repository.folder, ONE));
    },
    renamed: (repository) => {
      renameSync(join(repository.folder, ONE), join(repository.folder, 'ledger/other.jsonl'));
    },
    'taken back by a revert': (repository) => {
      repository.git('revert', '--no-edit', 'one');
    },
    'replaced by another of good lines': (repository) => {
      repository.write(ONE, repository.read(TWO));
    },
  };
  for (const [how, spoil] of Object.entries(spoilt)) {
    test(`that was ${how} is SEAL_MISMATCH`, async (t) => {
      const repository = await sealed(t);
      spoil(repository);
      for (const args of [[], ['--since-seal']]) {
        const { status, output } = verify(repository, ...args);
        assert.equal(status, 1, output);
        assert.match(output, /SEAL_MISMATCH/);
      }
    });
  }

  test('with a changed line says what was changed', async (t) => {
    const repository = await sealed(t);
    repository.write(ONE, repository.read(ONE).replace('console.log', 'console.err'));
    const { status, output } = verify(repository);
    assert.equal(status, 1);
    assert.match(output, /HASH_MISMATCH/);
  });
});
