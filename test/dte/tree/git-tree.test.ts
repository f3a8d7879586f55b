import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { test } from 'node:test';
import { openGitTree } from '../../../src/dte/tree/git-tree.ts';
import { Folder, failsWith } from '../git-fixture.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const FILES = {
  'src/a.ts': 'a\r\n',
  'src/b.ts': '\ufeffb',
  'run.sh': { run: '#!/bin/sh' },
  link: { link: 'src/a.ts' },
  'ü/é.ts': 'é',
  '.gitattributes': '* text=auto eol=lf ident\n',
} as const;

for (const format of ['sha1', 'sha256']) {
  test(`a revision as git's ${format} objects have it, and not as attributes would`, async (t) => {
    const folder = new Folder(t, FILES).init(`--object-format=${format}`);
    const ids = folder.gitWith({ input: 'a\r\n' }, 'hash-object', '-w', '--stdin');
    folder.commit();
    folder.git('update-index', '--cacheinfo', `100644,${ids},src/a.ts`);
    folder.git('commit', '--quiet', '--message', 'with CRLF');
    folder.write({ 'src/a.ts': 'changed on disk', 'new.ts': 'untracked' });
    const tree = await openGitTree(folder.path, 'HEAD');
    assert.deepEqual(
      [...tree.modes],
      [
        ['.gitattributes', '100644'],
        ['link', '120000'],
        ['run.sh', '100755'],
        ['src/a.ts', '100644'],
        ['src/b.ts', '100644'],
        ['ü/é.ts', '100644'],
      ],
    );
    assert.equal(text(tree.read('src/a.ts')), 'a\r\n');
    assert.equal(text(tree.read('src/b.ts')), '\ufeffb');
    assert.equal(text(tree.read('link')), 'src/a.ts');
    assert.equal(text(tree.read('ü/é.ts')), 'é');
    assert.equal(tree.listing.tree, folder.git('rev-parse', 'HEAD^{tree}'));
    assert.equal(tree.listing.commit, folder.git('rev-parse', 'HEAD'));
    await failsWith('FILE_UNSUPPORTED', () => tree.read('new.ts'));
  });
}

test('a tree, a tag and an older commit are revisions too; a bare repository, which could stand among files, is refused', async (t) => {
  const folder = new Folder(t, { 'a.ts': 'one' }).init();
  folder.commit();
  folder.git('tag', '-a', '-m', 'v', 'v1');
  folder.write({ 'a.ts': 'two' }).commit();
  const bare = new Folder(t);
  folder.git('clone', '--quiet', '--bare', folder.path, bare.at('bare.git'));
  for (const rev of ['v1', 'HEAD~1', 'HEAD~1^{tree}']) {
    const tree = await openGitTree(folder.path, rev);
    assert.equal(text(tree.read('a.ts')), 'one', rev);
  }
  await assert.rejects(openGitTree(bare.at('bare.git'), 'v1'), /cannot use bare repository/);
  assert.equal((await openGitTree(folder.path, 'HEAD^{tree}')).listing.commit, undefined);
});

test('a folder in a repository is a tree of its own, and the whole is known besides', async (t) => {
  const folder = new Folder(t, { 'packages/ö/a.ts': 'a', 'b.ts': 'b' }).init();
  folder.commit();
  const tree = await openGitTree(folder.at('packages/ö'), 'HEAD');
  assert.deepEqual([...tree.modes.keys()], ['a.ts']);
  assert.equal(text(tree.read('a.ts')), 'a');
  assert.equal(tree.listing.entries.size, 2);
});

test('only what is wanted is read', async (t) => {
  const large = new Uint8Array(2 * 1024 * 1024 + 1);
  const folder = new Folder(t, { 'a.ts': 'a', 'b.md': 'b', 'large.ts': large, 'other.txt': large.with(0, 1) }).init();
  folder.commit();
  const tree = await openGitTree(folder.path, 'HEAD', { wants: (path) => !path.endsWith('.md') });
  assert.equal(text(tree.read('a.ts')), 'a');
  const notAsked = await failsWith('FILE_UNSUPPORTED', () => tree.read('b.md'));
  assert.match(notAsked.message, /^b\.md was not loaded/);
  const tooLarge = await failsWith('FILE_UNSUPPORTED', () => tree.read('other.txt'));
  assert.match(tooLarge.message, /^other\.txt was not loaded: it has more than 2097152 bytes/);
  assert.equal(tree.read('large.ts').length, large.length, 'a source can be searched, though not edited');
});

test('many and large contents come whole', async (t) => {
  const files = Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [`f${i}.bin`, new Uint8Array(2 * 1024 * 1024 - i).fill(i)]),
  );
  const folder = new Folder(t, { ...files, empty: '' }).init();
  folder.commit();
  const tree = await openGitTree(folder.path, 'HEAD');
  for (const [path, bytes] of Object.entries(files)) assert.ok(Buffer.from(tree.read(path)).equals(bytes), path);
  assert.equal(tree.read('empty').length, 0);
});

test('submodules have no content, and names that are not UTF-8 stand in the listing only', async (t) => {
  const folder = new Folder(t, { 'a.ts': 'a' }).init();
  const commit = folder.commit();
  folder.git('update-index', '--add', '--cacheinfo', `160000,${commit},sub`);
  const row = Buffer.from(`100644 ${folder.git('rev-parse', 'HEAD:a.ts')}\t\xff.ts\n`, 'latin1');
  folder.gitWith({ input: row }, 'update-index', '--add', '--index-info');
  folder.git('commit', '--quiet', '--message', 'odd');
  const tree = await openGitTree(folder.path, 'HEAD');
  assert.deepEqual(
    [...tree.modes],
    [
      ['a.ts', '100644'],
      ['sub', '160000'],
    ],
  );
  assert.equal(tree.read('sub').length, 0);
  assert.ok(tree.listing.entries.has('\xff.ts'));
});

test('a revision that is not there is told, with the way to get it', async (t) => {
  const folder = new Folder(t, { 'a.ts': 'one' }).init();
  const first = folder.commit();
  folder.write({ 'a.ts': 'two' }).commit();
  const clone = new Folder(t);
  clone.git('clone', '--quiet', '--depth=1', `file://${folder.path}`, clone.at('c'));
  const byId = await failsWith('INPUT_MISSING', openGitTree(clone.at('c'), first));
  assert.match(byId.message, new RegExp(`the clone is shallow\\. Get it by \`git fetch --depth=1 origin ${first}\``));
  const byName = await failsWith('INPUT_MISSING', openGitTree(clone.at('c'), 'HEAD~1'));
  assert.match(byName.message, /git fetch --unshallow origin/);
  const whole = await failsWith('INPUT_MISSING', openGitTree(folder.path, 'nowhere'));
  assert.match(whole.message, /^Git does not have "nowhere" here\. If/);
  await failsWith('USAGE', openGitTree(folder.path, '--all'));
  await failsWith('COMMAND_FAILED', openGitTree(new Folder(t).path, 'HEAD'));
});

test('a partial clone fetches nothing, and executes nothing to do so', async (t) => {
  const folder = new Folder(t, { 'a.ts': 'one' }).init();
  folder.git('config', 'uploadpack.allowFilter', 'true');
  folder.commit();
  const clone = new Folder(t);
  clone.git('clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${folder.path}`, clone.at('c'));
  const evil = clone.at('evil.sh');
  writeFileSync(evil, `#!/bin/sh\ntouch "${clone.at('executed')}"\nexec git-upload-pack "$@"\n`);
  chmodSync(evil, 0o755);
  for (const [name, value] of [
    ['remote.origin.uploadpack', evil],
    ['core.sshCommand', evil],
    ['protocol.file.allow', 'always'],
    ['protocol.allow', 'always'],
  ] as const)
    clone.gitWith({ cwd: clone.at('c') }, 'config', name, value);
  const error = await failsWith('INPUT_MISSING', openGitTree(clone.at('c'), 'HEAD'));
  assert.match(error.message, /^The repository lacks the object [0-9a-f]{40} \(git says ".*"\): a partial clone/s);
  assert.equal(existsSync(clone.at('executed')), false, 'something was executed');
});

test('replaced objects and variables of git do not lead elsewhere', async (t) => {
  const folder = new Folder(t, { 'a.ts': 'one' }).init();
  folder.commit();
  const other = folder.gitWith({ input: 'other' }, 'hash-object', '-w', '--stdin');
  folder.git('replace', folder.git('rev-parse', 'HEAD:a.ts'), other);
  process.env['GIT_DIR'] = '/nowhere';
  t.after(() => {
    delete process.env['GIT_DIR'];
  });
  assert.equal(text((await openGitTree(folder.path, 'HEAD')).read('a.ts')), 'one');
});

test('a content that is not that of its id is refused', async (t) => {
  const folder = new Folder(t, { 'a.ts': 'one' }).init();
  folder.commit();
  const id = folder.git('rev-parse', 'HEAD:a.ts');
  const object = folder.at(join('.git/objects', id.slice(0, 2), id.slice(2)));
  rmSync(object);
  writeFileSync(object, deflateSync(Buffer.from('blob 3\0two')));
  const error = await failsWith('INPUT_UNREADABLE', openGitTree(folder.path, 'HEAD'));
  assert.match(error.message, /^The repository is damaged: what it has as/);
  assert.ok(readdirSync(folder.path).includes('a.ts'));
});
