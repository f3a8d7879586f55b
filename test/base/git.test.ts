import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findObjects, runGit, streamGit } from '../../src/base/git.ts';
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
  assert.deepEqual(await findObjects(folder.path, ['HEAD', 'nowhere']), [commit, undefined]);
  await failsWith('USAGE', findObjects(folder.path, ['--all']));
  await failsWith('COMMAND_FAILED', findObjects(new Folder(t).path, ['HEAD']));
});

test('git gets the variables that are handed in besides', async (t) => {
  const folder = new Folder(t, { a: '1' }).init();
  folder.git('add', '--all');
  const { stdout } = await runGit(folder.path, ['ls-files'], { moreEnv: { GIT_INDEX_FILE: folder.at('none') } });
  assert.equal(stdout.length, 0);
});

test('git gets no keys, tokens or passwords of the environment, but what it needs', async (t) => {
  const folder = new Folder(t, { a: '1' }).init();
  const secrets = ['SIGNING_KEY_HEX', 'GITHUB_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'PGPASSWORD', 'INPUT_SIGNING-KEY'];
  const kept = { XDG_CONFIG_HOME: folder.at('config'), GIT_CONFIG_GLOBAL: folder.at('none') };
  const set = { ...Object.fromEntries(secrets.map((name) => [name, 'hidden-1'])), ...kept };
  for (const [name, value] of Object.entries(set)) {
    const before = process.env[name];
    process.env[name] = value;
    t.after(() => {
      if (before === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before;
    });
  }
  const { stdout } = await runGit(folder.path, ['-c', 'alias.show-environment=!env', 'show-environment']);
  const shown = Buffer.from(stdout).toString();
  assert.doesNotMatch(shown, /hidden-1/);
  for (const [name, value] of Object.entries(kept)) assert.ok(shown.includes(`${name}=${value}\n`), shown);
});

test('grafts and a bare repository among the files do not lead to another history', async (t) => {
  const folder = new Folder(t, { a: '1' }).init();
  const first = folder.commit();
  const second = folder.write({ a: '2' }).commit();
  folder.git('checkout', '--quiet', '--orphan', 'other');
  const other = folder.commit('other');
  folder.git('checkout', '--quiet', 'main');
  folder.write({ '.git/info/grafts': `${second} ${other}\n` });
  assert.deepEqual(await findObjects(folder.path, ['main~1']), [first]);
  folder.git('clone', '--quiet', '--bare', '.', folder.at('inside'));
  await failsWith('COMMAND_FAILED', runGit(folder.at('inside'), ['rev-parse', 'main']));
});

test('a large output comes piece by piece, and whoever stops reading stops git', async (t) => {
  const folder = new Folder(t, { a: 'x'.repeat(3_000_000) }).init();
  folder.commit();
  const id = folder.git('rev-parse', 'HEAD:a');
  let size = 0;
  for await (const piece of streamGit(folder.path, ['cat-file', 'blob', id])) size += piece.length;
  assert.equal(size, 3_000_000);
  for await (const piece of streamGit(folder.path, ['cat-file', 'blob', id])) {
    assert.ok(piece.length > 0 && piece.length < size);
    break;
  }
  const { message } = await failsWith('COMMAND_FAILED', read(streamGit(folder.path, ['cat-file', 'blob', 'none'])));
  assert.match(message, /ended with status 128.*none/);
});

async function read(pieces: AsyncIterable<Uint8Array>): Promise<number> {
  let count = 0;
  for await (const piece of pieces) count += piece.length;
  return count;
}

test('many revisions are looked up at once', async (t) => {
  const folder = new Folder(t, { 'a b': '1' }).init();
  const commit = folder.commit();
  const tree = folder.git('rev-parse', 'HEAD^{tree}');
  const blob = folder.git('rev-parse', 'HEAD:a b');
  const revs = ['HEAD^{tree}', 'nowhere', 'HEAD:a b', `${tree}^{commit}`, 'HEAD\nHEAD', '', commit];
  assert.deepEqual(await findObjects(folder.path, revs), [
    tree,
    undefined,
    blob,
    undefined,
    undefined,
    undefined,
    commit,
  ]);
  await failsWith('USAGE', findObjects(folder.path, ['HEAD', '--batch-all-objects']));
});
