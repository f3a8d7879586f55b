import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteString, bytePath, bytesOf, textPath } from '../../../src/dte/tree/byte-path.ts';
import { blobId, folderId, formatOf } from '../../../src/dte/tree/object-id.ts';
import { Folder } from '../git-fixture.ts';

for (const format of ['sha1', 'sha256'] as const) {
  test(`ids of blobs and folders are git's own (${format})`, (t) => {
    const folder = new Folder(t, {
      'a.b': 'x',
      'a/c': 'y',
      'a-b': '\0binary\xff',
      a0: '',
      é: 'z',
      run: { run: 'r' },
      link: { link: 'a0' },
    }).init(`--object-format=${format}`);
    folder.commit();
    const rows = folder.git('ls-tree', '-z', 'HEAD').split('\0').slice(0, -1);
    const entries = rows.map((row) => {
      const [, mode, id, name] = /^0*(\d+) \w+ (\w+)\t(.*)$/s.exec(row)!;
      return { mode: mode!, id: id!, name: bytePath(name!) };
    });
    assert.equal(entries.length, 7);
    assert.equal(folderId([...entries].reverse(), format), folder.git('rev-parse', 'HEAD^{tree}'));
    const bytes = new Uint8Array(Buffer.from('\0binary\xff'));
    assert.equal(blobId(bytes, format), entries.find(({ name }) => name === 'a-b')!.id);
    assert.equal(formatOf(entries[0]!.id), format);
  });
}

test('byte strings lose nothing', () => {
  const all = Uint8Array.from({ length: 20_000 }, (_, i) => i % 256);
  assert.deepEqual(bytesOf(byteString(all)), all);
  for (const path of ['a/b', 'ü/日本', '😀']) assert.equal(textPath(bytePath(path)), path);
  assert.equal(textPath('\xff'), undefined);
});
