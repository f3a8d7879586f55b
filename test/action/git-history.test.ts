/** The clone as the Action reads it: names that are no UTF-8, and contents that are read for longer than a question may take. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { openGitHistory } from '../../action/src/git/git-history.ts';
import { runGit } from '../../action/src/git/run-git.ts';
import { Folder } from '../dte/git-fixture.ts';

describe('a clone', () => {
  test('with two names that read the same is refused: one would stand for the other', async (t) => {
    const folder = new Folder(t).init();
    folder.write({ a: 'a\n', b: 'b\n' });
    folder.commit('c');
    const ids = ['a', 'b'].map((name) => folder.git('rev-parse', `HEAD:${name}`));
    const rows = ids.map((id, i) => Buffer.concat([Buffer.from(`100644 ${id}\tx`), Buffer.from([0xfe + i, 0])]));
    spawnSync('git', ['update-index', '-z', '--index-info'], { cwd: folder.path, input: Buffer.concat(rows) });
    folder.git('commit', '--quiet', '--message', 'odd');
    const history = await openGitHistory(folder.path, undefined);
    await assert.rejects(history!.snapshot(folder.git('rev-parse', 'HEAD')), {
      code: 'INPUT_UNREADABLE',
      message: /two files whose names read x\ufffd/,
    });
  });

  test('gives a content for as long as it is read', async (t) => {
    const folder = new Folder(t).init();
    folder.write({ large: 'x'.repeat(4_000_000) });
    const id = folder.commit('c');
    const history = (await openGitHistory(folder.path, undefined))!;
    const entry = (await history.snapshot(id)).files.get('large')!;
    t.mock.timers.enable({ apis: ['setTimeout'] });
    let size = 0;
    for await (const piece of history.open('large', entry).read()) {
      // Verification of the lines so far takes its time.
      if (size === 0) t.mock.timers.tick(600_000);
      size += piece.length;
    }
    assert.equal(size, 4_000_000);
  });

  test('that does not answer in time is not waited for', async (t) => {
    const folder = new Folder(t).init();
    await assert.rejects(runGit(folder.path, ['-c', 'alias.wait=!exec sleep 20', 'wait'], { timeoutMs: 100 }), {
      code: 'COMMAND_FAILED',
      message: 'git -c took more than 0.1 s',
    });
  });
});
