import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { openWorkTree } from '../../../src/dte/tree/work-tree.ts';
import { Folder, failsWith } from '../git-fixture.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

test('in a repository: tracked files and those that git would add, sorted, with their modes', async (t) => {
  const folder = new Folder(t, {
    '.gitignore': '*.log\nout/\n',
    'src/b.ts': 'b',
    'src/a.ts': 'a',
    'bin/run.sh': { run: '#!/bin/sh' },
    link: { link: '../outside' },
    'out/made.js': 'made',
    'kept.log': 'tracked although ignored',
    'gone.ts': 'gone',
  }).init();
  folder.git('add', '--all', '--force', 'kept.log');
  folder.commit();
  folder.write({ 'new.ts': 'new', 'other.log': 'ignored', 'ü.ts': 'ü' });
  unlinkSync(folder.at('gone.ts'));
  const tree = await openWorkTree(folder.path);
  assert.deepEqual(
    [...tree.modes],
    [
      ['.gitignore', '100644'],
      ['bin/run.sh', '100755'],
      ['kept.log', '100644'],
      ['link', '120000'],
      ['new.ts', '100644'],
      ['src/a.ts', '100644'],
      ['src/b.ts', '100644'],
      ['ü.ts', '100644'],
    ],
  );
  assert.equal(tree.root, folder.path);
  assert.equal(text(tree.read('src/a.ts')), 'a');
  assert.equal(text(tree.read('link')), '../outside');
  await failsWith('FILE_UNSUPPORTED', () => tree.read('out/made.js'));
  await failsWith('FILE_UNSUPPORTED', () => tree.read('../secret'));
});

test('a folder in a repository is a tree of its own', async (t) => {
  const folder = new Folder(t, { 'packages/one/src/a.ts': 'a', 'packages/two/b.ts': 'b' }).init();
  folder.commit();
  folder.write({ 'packages/one/new.ts': 'new' });
  const tree = await openWorkTree(folder.at('packages/one'));
  assert.deepEqual([...tree.modes.keys()], ['new.ts', 'src/a.ts']);
  assert.equal(text(tree.read('src/a.ts')), 'a');
});

test('a folder that its repository ignores is read as it is', async (t) => {
  const folder = new Folder(t, { '.gitignore': 'scratch/\n', 'scratch/a.ts': 'a' }).init();
  const tree = await openWorkTree(folder.at('scratch'));
  assert.deepEqual([...tree.modes.keys()], ['a.ts']);
  mkdirSync(folder.at('empty'));
  assert.equal((await openWorkTree(folder.at('empty'))).modes.size, 0);
});

test('without a repository: everything but installed packages, through no link', async (t) => {
  const folder = new Folder(t, {
    'src/a.ts': 'a',
    'node_modules/x/index.js': 'x',
    'src/node_modules/y/index.js': 'y',
    '.jsonatomic/config.json': '{}',
    '.jsonatomic/dte/CS-1.json': '{}',
    'vendor/.git/HEAD': 'ref: refs/heads/main',
    'vendor/code.ts': 'code',
    up: { link: '..' },
  });
  assert.equal(spawnSync('mkfifo', [folder.at('src/pipe')]).status, 0);
  const tree = await openWorkTree(folder.path);
  assert.deepEqual(
    [...tree.modes],
    [
      ['.jsonatomic/config.json', '100644'],
      ['src/a.ts', '100644'],
      ['up', '120000'],
      ['vendor', '160000'],
    ],
  );
  assert.equal(tree.read('vendor').length, 0);
});

test('submodules and repositories inside are entries without content; a folder where a file was is none', async (t) => {
  const inner = new Folder(t, { 'inner.ts': 'inner' }).init();
  inner.commit();
  const folder = new Folder(t, { 'a.ts': 'a', 'was-file': 'x' }).init();
  folder.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'sub');
  folder.commit();
  folder.write({ 'nested/x.ts': 'x' });
  folder.gitWith({ cwd: folder.at('nested') }, 'init', '--quiet');
  rmSync(folder.at('was-file'));
  folder.write({ 'was-file/b.ts': 'b' });
  const tree = await openWorkTree(folder.path);
  assert.deepEqual(
    [...tree.modes],
    [
      ['.gitmodules', '100644'],
      ['a.ts', '100644'],
      ['nested', '160000'],
      ['sub', '160000'],
      ['was-file/b.ts', '100644'],
    ],
  );
});

test('contents stay as they were first read', async (t) => {
  const folder = new Folder(t, { 'a.ts': 'a' });
  const tree = await openWorkTree(folder.path);
  assert.equal(text(tree.read('a.ts')), 'a');
  folder.write({ 'a.ts': 'changed' });
  assert.equal(text(tree.read('a.ts')), 'a');
});

test('a file that became a link after it was listed is not read through', async (t) => {
  const folder = new Folder(t, { 'a.ts': 'a', 'secret.ts': 'secret' });
  const tree = await openWorkTree(folder.path);
  unlinkSync(folder.at('a.ts'));
  symlinkSync(folder.at('secret.ts'), folder.at('a.ts'));
  await failsWith('INPUT_UNREADABLE', () => tree.read('a.ts'));
});

test('what is too large or gone is told', async (t) => {
  const large = new Uint8Array(2 * 1024 * 1024 + 1);
  const folder = new Folder(t, { 'large.ts': large, 'large.txt': large, 'gone.ts': '' });
  const tree = await openWorkTree(folder.path);
  unlinkSync(folder.at('gone.ts'));
  const error = await failsWith('FILE_UNSUPPORTED', () => tree.read('large.txt'));
  assert.match(error.message, /large\.txt has 2097153 bytes, more than the limit of 2097152\.$/);
  assert.equal(tree.read('large.ts').length, large.length, 'a source can be searched, though not edited');
  await failsWith('INPUT_MISSING', () => tree.read('gone.ts'));
  await failsWith('INPUT_MISSING', openWorkTree(folder.at('nowhere')));
});

test('a sparse checkout is refused, since a change could miss what it leaves out', async (t) => {
  const folder = new Folder(t, { 'a/a.ts': 'a', 'b/b.ts': 'b' }).init();
  folder.commit();
  folder.git('sparse-checkout', 'set', 'a');
  const error = await failsWith('INPUT_UNREADABLE', openWorkTree(folder.path));
  assert.match(error.message, /^b\/b\.ts is tracked, but a sparse checkout leaves it out/);
  const part = await openWorkTree(folder.at('a'));
  assert.deepEqual([...part.modes.keys()], ['a.ts']);
});

test('names that are not UTF-8 do not hide the others', async (t) => {
  const folder = new Folder(t, { 'a.ts': 'a' }).init();
  writeFileSync(Buffer.concat([Buffer.from(`${folder.path}/`), Buffer.from([0xff, 0x2e, 0x74, 0x73])]), 'odd');
  const tree = await openWorkTree(folder.path);
  assert.deepEqual([...tree.modes.keys()], ['a.ts']);
});

test('a folder nested too deep is refused', async (t) => {
  const folder = new Folder(t, { [`${'d/'.repeat(66)}a.ts`]: 'a' });
  await failsWith('LIMIT_EXCEEDED', openWorkTree(folder.path));
});

test('nothing that a repository asks for is executed', async (t) => {
  const folder = new Folder(t, { 'a.ts': 'a', '.gitattributes': '*.ts filter=evil diff=evil\n' }).init();
  folder.commit();
  const evil = folder.at('.git/evil.sh');
  writeFileSync(evil, `#!/bin/sh\ntouch "${folder.at('.git/executed')}"\n`);
  chmodSync(evil, 0o755);
  for (const name of ['core.fsmonitor', 'filter.evil.clean', 'filter.evil.smudge', 'diff.evil.textconv', 'core.pager'])
    folder.git('config', name, evil);
  mkdirSync(folder.at('.git/hooks'), { recursive: true });
  for (const hook of ['post-index-change', 'fsmonitor-watchman', 'post-checkout'])
    symlinkSync(evil, folder.at(`.git/hooks/${hook}`));
  folder.write({ 'b.ts': 'b' });
  const tree = await openWorkTree(folder.path);
  assert.deepEqual([...tree.modes.keys()], ['.gitattributes', 'a.ts', 'b.ts']);
  assert.equal(spawnSync('ls', [folder.at('.git/executed')]).status === 0, false, 'something was executed');
});
