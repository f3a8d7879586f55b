import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  keepFile,
  lookAt,
  mayWrite,
  moveFile,
  namesIn,
  readLink,
  readPlainFile,
  readStamped,
  realFolder,
  removeEmptyFolder,
  removeFile,
  removeFolder,
  setPermissions,
  writeStaged,
} from '../../src/base/tree-fs.ts';
import { Folder, failsWith } from '../dte/git-fixture.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('what has a name is told, and links are not followed', (t) => {
  const folder = new Folder(t, { 'd/f': { run: 'x' }, link: { link: 'd' } });
  assert.equal(spawnSync('mkfifo', [folder.at('pipe')]).status, 0);
  const kinds = ['d', 'd/f', 'link', 'pipe'].map((path) => lookAt(folder.at(path))!.kind);
  assert.deepEqual(kinds, ['folder', 'file', 'link', 'other']);
  assert.equal(lookAt(folder.at('d/f'))!.permissions, 0o755);
  for (const path of ['none', 'd/f/below']) assert.equal(lookAt(folder.at(path)), undefined);
  assert.deepEqual(readLink(folder.at('link')), bytes('d'));
  assert.deepEqual(namesIn(folder.path).sort(), ['d', 'link', 'pipe']);
  assert.equal(realFolder(folder.at('link')), folder.at('d'));
});

test('a name that cannot be looked at is told', async (t) => {
  const folder = new Folder(t, { a: 'a', loop: { link: 'loop' } });
  await failsWith('INPUT_UNREADABLE', () => lookAt(folder.at(`loop/x`)));
  await failsWith('INPUT_UNREADABLE', () => readLink(folder.at('a')));
  await failsWith('INPUT_MISSING', () => namesIn(folder.at('none')));
  await failsWith('INPUT_MISSING', () => realFolder(folder.at('none')));
});

test('a file is read whole, and only if it is a file', async (t) => {
  const folder = new Folder(t, { a: 'content', empty: '', 'd/x': '', link: { link: 'a' } });
  assert.deepEqual(readPlainFile(folder.at('a'), 7), bytes('content'));
  assert.deepEqual(readPlainFile(folder.at('empty'), 0), bytes(''));
  await failsWith('FILE_UNSUPPORTED', () => readPlainFile(folder.at('a'), 6));
  await failsWith('INPUT_UNREADABLE', () => readPlainFile(folder.at('d'), 9));
  await failsWith('INPUT_UNREADABLE', () => readPlainFile(folder.at('link'), 9));
  await failsWith('INPUT_MISSING', () => readPlainFile(folder.at('none'), 9));
  assert.equal(spawnSync('mkfifo', [folder.at('pipe')]).status, 0);
  await failsWith('INPUT_UNREADABLE', () => readPlainFile(folder.at('pipe'), 9));
});

test('a file that has more in it than it said is not taken for a shorter one', async (t) => {
  if (!existsSync('/proc/version')) {
    t.skip('no file of such a kind here');
    return;
  }
  const error = await failsWith('INPUT_UNREADABLE', () => readPlainFile('/proc/version', 1000));
  assert.match(error.message, /grew while it was read/);
});

test('the stamp of a file is another one after every change', (t) => {
  const folder = new Folder(t, { a: 'one' });
  const first = readStamped(folder.at('a'), 10).entry;
  assert.equal(lookAt(folder.at('a'))!.stamp, first.stamp);
  chmodSync(folder.at('a'), 0o600);
  const second = lookAt(folder.at('a'))!;
  assert.notEqual(second.stamp, first.stamp);
  writeFileSync(folder.at('a'), 'two');
  assert.notEqual(lookAt(folder.at('a'))!.stamp, second.stamp);
});

test('a staged file is new, with its permissions whatever the umask, and is moved into its place', (t) => {
  const folder = new Folder(t, { target: 'old' });
  const { uid, gid } = lookAt(folder.at('target'))!;
  writeStaged(folder.at('new'), bytes('new'), { permissions: 0o666, owner: { uid, gid } });
  assert.equal(statSync(folder.at('new')).mode & 0o777, 0o666);
  assert.throws(() => writeStaged(folder.at('new'), bytes('x'), { permissions: 0o644 }), { code: 'EEXIST' });
  moveFile(folder.at('new'), folder.at('target'));
  assert.equal(folder.read('target'), 'new');
});

test('an owner that cannot be is no reason to fail', (t) => {
  const folder = new Folder(t);
  writeStaged(folder.at('new'), bytes('new'), { permissions: 0o640, owner: { uid: -5, gid: -5 } });
  assert.equal(readFileSync(folder.at('new'), 'utf8'), 'new');
});

test('files and folders are removed; a folder with something in it is not taken for an empty one', (t) => {
  const folder = new Folder(t, { 'a/b/c': 'c', 'd/e': '', f: '' });
  symlinkSync(folder.at('d'), folder.at('link'));
  assert.equal(removeEmptyFolder(folder.at('a/b')), false);
  removeFile(folder.at('a/b/c'));
  removeFile(folder.at('a/b/c'));
  assert.equal(removeEmptyFolder(folder.at('a/b')), true);
  assert.equal(removeEmptyFolder(folder.at('a/b')), true);
  assert.equal(removeEmptyFolder(folder.at('f')), false);
  assert.throws(() => removeEmptyFolder(`${folder.path}/${'x'.repeat(300)}`), { code: 'ENAMETOOLONG' });
  removeFile(folder.at('link'));
  removeFolder(folder.at('a'));
  removeFolder(folder.at('a'));
  setPermissions(folder.at('d'), 0o700);
  assert.equal(statSync(folder.at('d')).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(folder.path).sort(), ['d', 'f']);
});

test('a file is kept under a second name: as the same file, or as a copy where that cannot be', (t) => {
  const folder = new Folder(t, { a: { run: 'content' } });
  keepFile(folder.at('a'), folder.at('same'));
  assert.equal(statSync(folder.at('same')).ino, statSync(folder.at('a')).ino);
  keepFile(folder.at('a'), folder.at('copy'), () => {
    throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
  });
  assert.notEqual(statSync(folder.at('copy')).ino, statSync(folder.at('a')).ino);
  assert.equal(statSync(folder.at('copy')).mode & 0o777, 0o755);
  assert.equal(folder.read('copy'), 'content');
  assert.throws(() => keepFile(folder.at('a'), folder.at('copy')), { code: 'EEXIST' });
});

test('whether a file may be written is told', (t) => {
  const folder = new Folder(t, { a: 'a' });
  assert.equal(mayWrite(folder.at('a')), true);
  assert.equal(mayWrite(folder.at('none')), false);
});
