import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findObject, runGit } from '../../src/base/git.ts';
import { Folder, failsWith } from '../dte/git-fixture.ts';

test('git runs in the folder, without the variables that would lead it elsewhere', async (t) => {
  const folder = new Folder(t, { 'a b': '1' }).init();
  folder.git('add', '--all');
  for (const name of ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY']) {
    process.env[name] = '/nowhere';
    t.after(() => {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the names are above
      delete process.env[name];
    });
  }
  const { stdout } = await runGit(folder.path, ['ls-files', '-z']);
  assert.equal(Buffer.from(stdout).toString(), 'a b\0');
});

test('an object is found by a revision, or is not there', async (t) => {
  const folder = new Folder(t, { a: '1' }).init();
  const commit = folder.commit();
  assert.equal(await findObject(folder.path, 'HEAD'), commit);
  assert.equal(await findObject(folder.path, 'nowhere'), undefined);
  await failsWith('USAGE', findObject(folder.path, '--all'));
  await failsWith('COMMAND_FAILED', findObject(new Folder(t).path, 'HEAD'));
});

test('git gets the variables that are handed in besides', async (t) => {
  const folder = new Folder(t, { a: '1' }).init();
  folder.git('add', '--all');
  const { stdout } = await runGit(folder.path, ['ls-files'], { moreEnv: { GIT_INDEX_FILE: folder.at('none') } });
  assert.equal(stdout.length, 0);
});
