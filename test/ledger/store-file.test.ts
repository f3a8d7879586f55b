import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { createFileStore } from '../../src/ledger/store-file.ts';
import type { FileStore, FileStoreOptions } from '../../src/ledger/store-file.ts';
import { createFileSource } from '../../src/ledger/store-file-source.ts';
import type { StoreNotice } from '../../src/ledger/store-notice.ts';
import { failsWith, testStore } from './store-conformance.ts';
import { collect, hash, line, lines, scratch } from './store-support.ts';

function open(t: TestContext, path: string, options?: FileStoreOptions): FileStore {
  const store = createFileStore(path, options);
  t.after(() => store.close());
  return store;
}

const ledgerPath = (t: TestContext): string => join(scratch(t), 'ledger.jsonl');

testStore('file', (t, options) => open(t, ledgerPath(t), options));

describe('a ledger file', () => {
  test('is made with its folder by the first append, and not by looking', async (t) => {
    const folder = scratch(t);
    const path = join(folder, 'deep', 'down', 'ledger.jsonl');
    const store = open(t, path);
    assert.deepEqual(await store.head(), { hash: null, sizeBytes: 0 });
    assert.deepEqual(readdirSync(folder), []);
    await store.append(null, lines(1, 1), hash(1));
    assert.equal(readFileSync(path, 'utf8'), line(1));
    assert.deepEqual(readdirSync(join(folder, 'deep', 'down')), ['ledger.jsonl'], 'no lock is left');
  });

  test('is not made by a turn without an append', async (t) => {
    const path = ledgerPath(t);
    await open(t, path).exclusive((turn) => turn.head());
    assert.equal(existsSync(path), false);
  });

  test('has the name that it was given, and the path of the file', (t) => {
    const store = open(t, 'some/ledger.jsonl');
    assert.equal(store.name, 'some/ledger.jsonl');
    assert.equal(store.file, join(process.cwd(), 'some/ledger.jsonl'));
  });

  test('is shared by stores, of which each sees what the other appended', async (t) => {
    const path = ledgerPath(t);
    const [one, two] = [open(t, path), open(t, path)];
    await one.append(null, lines(1, 1), hash(1));
    await two.append(hash(1), lines(2, 2), hash(2));
    assert.equal((await one.head()).hash, hash(2));
    await failsWith('LEDGER_CONFLICT', one.append(hash(1), lines(2, 2), hash(2)));
    await one.append(hash(2), lines(3, 3), hash(3));
    assert.equal(await collect(two.read()), lines(1, 3).toString());
  });

  test('is locked for stores of one process, too', async (t) => {
    const path = ledgerPath(t);
    const [one, two] = [open(t, path), open(t, path, { lockTimeoutMs: 50 })];
    await one.exclusive(async (turn) => {
      const locked = await failsWith('LEDGER_LOCKED', two.append(null, lines(1, 1), hash(1)));
      assert.match(locked.message, /ledger\.jsonl\.lock: no turn within 50 ms; it is held by process \d+/);
      await turn.append(null, lines(1, 1), hash(1));
    });
    await two.append(hash(1), lines(2, 2), hash(2));
  });

  test('has one lock, however many symbolic links lead to it', async (t) => {
    const folder = scratch(t);
    mkdirSync(join(folder, 'real'));
    const path = join(folder, 'real', 'ledger.jsonl');
    symlinkSync('real/ledger.jsonl', join(folder, 'before.jsonl'));
    symlinkSync('before.jsonl', join(folder, 'twice.jsonl'));
    for (const name of ['before.jsonl', 'twice.jsonl']) {
      await open(t, join(folder, name)).exclusive(async () => {
        assert.ok(lstatSync(`${path}.lock`).isSymbolicLink());
        await failsWith('LEDGER_LOCKED', open(t, path, { lockTimeoutMs: 20 }).append(null, lines(1, 1), hash(1)));
      });
    }
    await open(t, join(folder, 'twice.jsonl')).append(null, lines(1, 1), hash(1));
    await open(t, path).append(hash(1), lines(2, 2), hash(2));
    await open(t, join(folder, 'twice.jsonl')).append(hash(2), lines(3, 3), hash(3));
    assert.equal(readFileSync(path, 'utf8'), lines(1, 3).toString());
    assert.ok(lstatSync(join(folder, 'before.jsonl')).isSymbolicLink());
  });

  test('has another lock as soon as a symbolic link leads to another file', async (t) => {
    const folder = scratch(t);
    const [path, first, second] = ['link.jsonl', 'first.jsonl', 'second.jsonl'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    symlinkSync('first.jsonl', path);
    const store = open(t, path, { lockTimeoutMs: 20 });
    await store.append(null, lines(1, 1), hash(1));
    await store.append(hash(1), lines(2, 2), hash(2));
    unlinkSync(path);
    symlinkSync('second.jsonl', path);
    await open(t, first).exclusive(() => store.append(null, lines(1, 1), hash(1)));
    await open(t, second).exclusive(() => failsWith('LEDGER_LOCKED', store.append(hash(1), lines(2, 2), hash(2))));
    assert.equal(readFileSync(second, 'utf8'), line(1));
    unlinkSync(path);
    symlinkSync('link.jsonl', path);
    const circle = await failsWith('LEDGER_UNAVAILABLE', store.append(hash(1), lines(2, 2), hash(2)));
    assert.match(circle.message, /its symbolic links lead in a circle \(ELOOP\)/);
    unlinkSync(path);
    symlinkSync('second.jsonl', path);
    await store.append(hash(1), lines(2, 2), hash(2));
    assert.deepEqual(readdirSync(folder).sort(), ['first.jsonl', 'link.jsonl', 'second.jsonl'], 'no lock is left');
  });

  test('may be replaced, cut, rewritten in place or removed between appends', async (t) => {
    const path = ledgerPath(t);
    const store = open(t, path);
    await store.append(null, lines(1, 3), hash(3));

    writeFileSync(`${path}.new`, lines(1, 2));
    renameSync(`${path}.new`, path); // as git does
    await store.append(hash(2), lines(3, 3), hash(3));
    assert.equal(readFileSync(path, 'utf8'), lines(1, 3).toString());

    truncateSync(path, lines(1, 1).length);
    assert.equal((await store.head()).hash, hash(1));
    await store.append(hash(1), lines(2, 2), hash(2));

    const other = line(1) + line(7, { prev: hash(6) });
    assert.equal(other.length, lines(1, 2).length);
    writeFileSync(path, other); // the same file and the same size
    assert.equal((await store.head()).hash, hash(7));

    unlinkSync(path);
    assert.deepEqual(await store.head(), { hash: null, sizeBytes: 0 });
    await store.append(null, lines(1, 1), hash(1));
    assert.equal(readFileSync(path, 'utf8'), line(1));
  });

  test('gets the line feed that an editor left out, before the next line', async (t) => {
    const path = ledgerPath(t);
    writeFileSync(path, lines(1, 2).subarray(0, -1));
    const notices: StoreNotice[] = [];
    const store = open(t, path, { onNotice: (notice) => notices.push(notice) });
    assert.deepEqual(await store.head(), { hash: hash(2), sizeBytes: lines(1, 2).length - 1 });
    await store.append(hash(2), lines(3, 3), hash(3));
    await store.append(hash(3), lines(4, 4), hash(4));
    assert.equal(readFileSync(path, 'utf8'), lines(1, 4).toString());
    assert.deepEqual(
      notices.map(({ kind, details }) => [kind, details['byteOffset']]),
      [['line-feed-added', lines(1, 2).length - 1]],
    );
    assert.match(notices[0]!.message, /the last line had no line feed; it has one now/);
  });
});

describe('what is no ledger file', () => {
  test('a missing file is an empty ledger for a store, and a wrong path for a source', async (t) => {
    const path = ledgerPath(t);
    const store = open(t, path);
    assert.equal(await store.sizeBytes(), 0);
    assert.equal((await collect(store.read())).length, 0);
    await failsWith('INPUT_MISSING', createFileSource(path).sizeBytes());
    const missing = await failsWith('INPUT_MISSING', collect(createFileSource(path).read()));
    assert.match(missing.message, /ledger\.jsonl cannot be read: it does not exist \(ENOENT\)/);
    await failsWith('INPUT_MISSING', store.repair());
  });

  test('a folder, a pipe and a path through a file are refused by reading and by appending', async (t) => {
    const folder = scratch(t);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'folder'));
    for (const [name, what] of [
      ['folder', 'a folder'],
      ['pipe', 'no regular file'],
    ] as const) {
      const store = open(t, join(folder, name));
      for (const act of [
        () => store.head(),
        () => store.sizeBytes(),
        () => collect(store.read()),
        () => store.append(null, lines(1, 1), hash(1)),
      ]) {
        const error = await failsWith('INPUT_UNREADABLE', act());
        assert.match(error.message, new RegExp(`cannot be read as a ledger: it is ${what}\\.`));
      }
    }
    const through = open(t, join(folder, 'file', 'ledger.jsonl'));
    await failsWith('INPUT_MISSING', through.sizeBytes());
    const error = await failsWith('LEDGER_UNAVAILABLE', through.append(null, lines(1, 1), hash(1)));
    assert.match(error.message, /ENOTDIR/);
    assert.deepEqual(readdirSync(folder).sort(), ['file', 'folder', 'pipe'], 'no lock is left');
  });

  test('symbolic links in a circle', async (t) => {
    const path = ledgerPath(t);
    symlinkSync('ledger.jsonl', path);
    const store = open(t, path);
    await failsWith('INPUT_UNREADABLE', store.head());
    const error = await failsWith('LEDGER_UNAVAILABLE', store.append(null, lines(1, 1), hash(1)));
    assert.match(error.message, /lead in a circle \(ELOOP\)/);
  });

  test('a file that is removed or cut while it is read ends there', async (t) => {
    const path = ledgerPath(t);
    writeFileSync(path, Buffer.alloc(5_000_000));
    const source = createFileSource(path);
    let sizeBytes = 0;
    for await (const chunk of source.read()) {
      sizeBytes += chunk.length;
      truncateSync(path, 1_500_000);
    }
    // The second and the third chunk may have been read before the cut.
    assert.ok(sizeBytes >= 1_500_000 && sizeBytes <= 3 * 1024 * 1024, String(sizeBytes));
    const late = source.read();
    rmSync(path);
    await failsWith('INPUT_MISSING', collect(late));
  });

  test('a large file is read in order, whatever its size, and ends where it was cut before it was read', async (t) => {
    const path = join(scratch(t), 'ledger.jsonl');
    const mebibyte = 1024 * 1024;
    const content = Array.from({ length: 600_000 }, (_, i) => `${String(i)}\n`)
      .join('')
      .slice(0, 3 * mebibyte + 77);
    writeFileSync(path, content);
    const source = createFileSource(path);
    for (const [start, end] of [
      [0, content.length],
      [5, 2 * mebibyte],
      [mebibyte - 1, mebibyte + 1],
      [content.length - 1, content.length],
    ] as const) {
      const read = await collect(source.read({ start, end }));
      assert.ok(read === content.slice(start, end), `${String(start)} to ${String(end)}`);
    }
    for (const size of [2 * mebibyte + 5, 2 * mebibyte, mebibyte / 2, 0]) {
      const reading = source.read();
      truncateSync(path, size);
      assert.ok((await collect(reading)) === content.slice(0, size), String(size));
    }
  });

  test('a file that turns into a folder between two looks at it', async (t) => {
    const path = ledgerPath(t);
    writeFileSync(path, lines(1, 1));
    const late = createFileSource(path).read();
    rmSync(path);
    mkdirSync(path);
    await failsWith('INPUT_UNREADABLE', collect(late));
  });
});
