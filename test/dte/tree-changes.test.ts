/** The changes of patches to a tree: edits and moves one after the other. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8 } from '../../src/base/bytes.ts';
import { changesOf } from '../../src/dte/file-changes.ts';
import { TreeChanges } from '../../src/dte/tree-changes.ts';
import { treeOf } from './trees.ts';

const edit = (path: string, start: number, end: number, text: string) => ({ path, start, end, text });

test('edits are told in bytes of the base file, behind its byte order mark', () => {
  const changes = new TreeChanges(treeOf({ 'a.ts': '\ufeffé = 1;\r\n' }));
  changes.add(0, [edit('a.ts', 4, 5, 'ß')], []);
  const [file] = changesOf(changes);
  assert.deepEqual(file!.edits, [{ start: 8, end: 9, old: '1', new: 'ß' }]);
  assert.equal(fromUtf8(file!.after), '\ufeffé = ß;\r\n');
});

test('a file that moves keeps its edits, before the move and after it', () => {
  const changes = new TreeChanges(treeOf({ 'a.ts': 'one two three' }));
  changes.add(0, [edit('a.ts', 0, 3, 'ONE')], []);
  changes.add(1, [edit('a.ts', 4, 7, 'zwei')], [{ from: 'a.ts', to: 'lib/b.ts' }]);
  changes.add(2, [edit('lib/b.ts', 9, 14, '3')], [{ from: 'lib/b.ts', to: 'c.ts' }]);
  const [file, ...others] = changesOf(changes);
  assert.deepEqual(others, []);
  assert.deepEqual([file!.path, file!.newPath, fromUtf8(file!.after)], ['a.ts', 'c.ts', 'ONE zwei 3']);
  assert.deepEqual(
    file!.edits.map(({ start, end, new: text }) => [start, end, text]),
    [
      [0, 3, 'ONE'],
      [4, 7, 'zwei'],
      [8, 13, '3'],
    ],
  );
  assert.deepEqual([...changes.tree.modes.keys()], ['c.ts']);
});

test('two files may change places, and a file that comes back did not change', () => {
  const changes = new TreeChanges(treeOf({ a: 'A', b: 'B' }));
  const swap = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
  ];
  changes.add(0, [], swap);
  assert.deepEqual(
    changesOf(changes).map(({ path, newPath }) => [path, newPath]),
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
  );
  changes.add(1, [], swap);
  assert.deepEqual(changesOf(changes), []);
});

test('nothing is moved onto a file, and no two files to one place', () => {
  const tree = treeOf({ a: 'A', b: 'B', c: 'C' });
  const onto = (...moves: { from: string; to: string }[]) => new TreeChanges(tree).add(0, [], moves);
  assert.throws(() => onto({ from: 'a', to: 'b' }), { code: 'TARGET_EXISTS' });
  assert.throws(() => onto({ from: 'a', to: 'd' }, { from: 'b', to: 'd' }), { code: 'TARGET_EXISTS' });
  assert.throws(() => onto({ from: 'a', to: '../d' }), { code: 'PATH_UNSAFE' });
});

test('nothing is moved to what is one name with another where names have no case', () => {
  const tree = treeOf({ 'Bar.java': 'A', 'Foo.java': 'B', 'caf\u00e9/a': 'C' });
  const onto = (from: string, to: string) => new TreeChanges(tree).add(0, [], [{ from, to }]);
  for (const to of ['BAR.java', 'bar.java/x', 'CAF\u00c9/b'])
    assert.throws(() => onto('Foo.java', to), { code: 'TARGET_EXISTS' }, to);
  assert.doesNotThrow(() => onto('Foo.java', 'FOO.java'));
});

test('an edit that changes nothing is none', () => {
  const changes = new TreeChanges(treeOf({ a: 'A' }));
  changes.add(0, [edit('a', 0, 1, 'A')], []);
  assert.deepEqual(changesOf(changes), []);
});

test('patches together write no more than can be held', () => {
  const changes = new TreeChanges(treeOf({ a: 'A', b: 'B', c: 'C', d: 'D', e: 'E' }));
  const text = 'x'.repeat(60 * 1024 * 1024);
  for (const [index, path] of ['a', 'b', 'c', 'd'].entries()) changes.add(index, [edit(path, 1, 1, text)], []);
  assert.throws(() => changes.add(4, [edit('e', 1, 1, text)], []), {
    code: 'LIMIT_EXCEEDED',
    message: 'What is written comes to more than 256 MiB: divide the change.',
  });
});
