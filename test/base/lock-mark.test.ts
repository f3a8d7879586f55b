import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { placeMark, readMark, removeMark } from '../../src/base/lock-mark.ts';
import { scratch } from '../ledger/store-support.ts';

/** Places a mark as on a file system without symbolic links. */
const placeFolder = (path: string, text: string): boolean =>
  placeMark(path, text, () => {
    throw Object.assign(new Error('EPERM: operation not permitted, symlink'), { code: 'EPERM' });
  });

for (const [kind, place] of Object.entries({ link: placeMark, folder: placeFolder })) {
  test(`a mark that is a ${kind} is placed once, read, removed and placed again`, (t) => {
    const folder = scratch(t);
    const path = join(folder, 'mark');
    assert.equal(readMark(path), '');
    assert.equal(place(path, 'one'), true);
    assert.equal(readMark(path), 'one');
    assert.equal(place(path, 'two'), false);
    assert.equal(readMark(path), 'one');
    removeMark(path);
    assert.equal(readMark(path), '');
    assert.equal(place(path, 'two'), true);
    assert.equal(readMark(path), 'two');
    removeMark(path);
    assert.deepEqual(readdirSync(folder), []);
  });
}

test('what is no more cannot be removed, and nothing is left of the attempt', (t) => {
  const folder = scratch(t);
  assert.throws(
    () => {
      removeMark(join(folder, 'mark'));
    },
    { code: 'ENOENT' },
  );
  assert.deepEqual(readdirSync(folder), []);
});

test('marks of both kinds keep each other away', (t) => {
  const path = join(scratch(t), 'mark');
  placeMark(path, 'link');
  assert.equal(placeFolder(path, 'folder'), false);
  removeMark(path);
  placeFolder(path, 'folder');
  assert.equal(placeMark(path, 'link'), false);
  assert.equal(readMark(path), 'folder');
});

test('something else of this name keeps marks away, and has no text', (t) => {
  const folder = scratch(t);
  writeFileSync(join(folder, 'file'), 'of another program');
  mkdirSync(join(folder, 'folder', 'full'), { recursive: true });
  for (const name of ['file', 'folder']) {
    assert.equal(placeMark(join(folder, name), 'x'), false);
    assert.equal(placeFolder(join(folder, name), 'x'), false);
    assert.equal(readMark(join(folder, name)), '');
  }
  assert.deepEqual(readdirSync(folder).sort(), ['file', 'folder']);
});

test('a mark whose target exists is a mark all the same', (t) => {
  const folder = scratch(t);
  writeFileSync(join(folder, 'owner'), '');
  symlinkSync('owner', join(folder, 'mark'));
  assert.equal(readMark(join(folder, 'mark')), 'owner');
  assert.equal(placeMark(join(folder, 'mark'), 'x'), false);
  removeMark(join(folder, 'mark'));
  assert.ok(existsSync(join(folder, 'owner')));
});

test('where no mark can be made, the reason is the system’s', (t) => {
  const path = join(scratch(t), 'none', 'mark');
  assert.throws(() => placeMark(path, 'x'), { code: 'ENOENT' });
  assert.throws(() => placeFolder(path, 'x'), { code: 'ENOENT' });
  assert.throws(() => removeMark(path), { code: 'ENOENT' });
});
