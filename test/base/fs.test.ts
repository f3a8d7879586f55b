import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { LoglineError } from '../../src/base/errors.ts';
import type { Code } from '../../src/base/errors.ts';
import { errnoOf, readFailure, reasonOf, writeFailure } from '../../src/base/file-failure.ts';
import { makeFolder, readFileBytes, syncFolder, writeFileAtomic, writeFully, writeNewFile } from '../../src/base/fs.ts';
import { ON_SOURCE } from '../sources/arguments.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'logline-fs-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

async function fails(run: Promise<unknown>, code: Code, message: RegExp): Promise<void> {
  await assert.rejects(run, (error) => {
    assert.ok(error instanceof LoglineError);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
}

test('a file is read whole, an empty one and a long one too', async (t) => {
  const path = join(scratch(t), 'file');
  for (const size of [0, 1, 65_535, 65_536, 200_001]) {
    const content = Uint8Array.from({ length: size }, (_, i) => i % 253);
    writeFileSync(path, content);
    assert.deepEqual(await readFileBytes(path), content);
  }
});

test('a pipe that has a path is read to its end', async (t) => {
  const path = join(scratch(t), 'pipe');
  assert.equal(spawnSync('mkfifo', [path]).status, 0);
  const reading = readFileBytes(path);
  writeFileSync(path, 'through the pipe');
  assert.deepEqual(await reading, bytes('through the pipe'));
});

test('a file longer than the limit is not read', async (t) => {
  const path = join(scratch(t), 'file');
  writeFileSync(path, '12345');
  assert.equal((await readFileBytes(path, { maxBytes: 5 })).length, 5);
  await fails(readFileBytes(path, { maxBytes: 4 }), 'INPUT_UNREADABLE', /file is longer than the limit of 4 bytes\.$/);
});

test('what cannot be read is named with the reason', async (t) => {
  const folder = scratch(t);
  writeFileSync(join(folder, 'file'), '');
  symlinkSync('circle', join(folder, 'circle'));
  await fails(
    readFileBytes(join(folder, 'none')),
    'INPUT_MISSING',
    /none cannot be read: it does not exist \(ENOENT\)\.$/,
  );
  await fails(readFileBytes(join(folder, 'file', 'x')), 'INPUT_MISSING', /a part of its path is no folder \(ENOTDIR\)/);
  await fails(readFileBytes(folder), 'INPUT_UNREADABLE', /it is a folder, not a file \(EISDIR\)/);
  await fails(readFileBytes(join(folder, 'circle')), 'INPUT_UNREADABLE', /lead in a circle \(ELOOP\)/);
  await fails(readFileBytes('a\0b'), 'INPUT_UNREADABLE', /null bytes/);
});

test('a file is replaced in one step, keeps its permissions, and leaves no draft behind', async (t) => {
  const folder = scratch(t);
  const path = join(folder, 'config.json');
  await writeFileAtomic(path, bytes('one'), { mode: 0o600 });
  assert.equal(statSync(path).mode & 0o777, 0o600);
  chmodSync(path, 0o666);
  const before = openSync(path, 'r');
  await writeFileAtomic(path, bytes('two'));
  assert.equal(readFileSync(before, 'utf8'), 'one', 'an open reader has the old file');
  closeSync(before);
  assert.equal(readFileSync(path, 'utf8'), 'two');
  assert.equal(statSync(path).mode & 0o777, 0o666);
  assert.deepEqual(readdirSync(folder), ['config.json']);
});

test('a replaced file may be another one by a symbolic link, and the link stays', async (t) => {
  const folder = scratch(t);
  mkdirSync(join(folder, 'real'));
  writeFileSync(join(folder, 'real', 'file'), 'one');
  symlinkSync('real/file', join(folder, 'link'));
  await writeFileAtomic(join(folder, 'link'), bytes('two'));
  assert.ok(lstatSync(join(folder, 'link')).isSymbolicLink());
  assert.equal(readFileSync(join(folder, 'real', 'file'), 'utf8'), 'two');
});

test('a draft that a killed process left behind is not in the way', async (t) => {
  const folder = scratch(t);
  writeFileSync(join(folder, `.file.${String(process.pid)}-1.tmp`), 'half');
  await writeFileAtomic(join(folder, 'file'), bytes('whole'));
  assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'whole');
  assert.equal(readdirSync(folder).length, 2);
});

test('what cannot be replaced stays, with the reason told and no draft left', async (t) => {
  const folder = scratch(t);
  await fails(
    writeFileAtomic(join(folder, 'none', 'file'), bytes('')),
    'OUTPUT_UNWRITABLE',
    /it does not exist \(ENOENT\)/,
  );
  mkdirSync(join(folder, 'sub', 'sub'), { recursive: true });
  await fails(
    writeFileAtomic(join(folder, 'sub'), bytes('')),
    'OUTPUT_UNWRITABLE',
    /it is a folder, not a file \(EISDIR\)/,
  );
  assert.deepEqual(readdirSync(folder), ['sub']);
});

test('a new file is readable by its owner alone, and never takes the place of another', async (t) => {
  const path = join(scratch(t), 'key');
  await writeNewFile(path, bytes('secret'));
  assert.equal(statSync(path).mode & 0o777, 0o600);
  await fails(writeNewFile(path, bytes('other')), 'LEDGER_EXISTS', /key exists already\.$/);
  assert.equal(readFileSync(path, 'utf8'), 'secret');
  await fails(writeNewFile(join(path, 'x'), bytes('')), 'OUTPUT_UNWRITABLE', /ENOTDIR/);
});

test('a file can be written chunk by chunk; where a chunk fails to come, there is no new file and the old one stays', async (t) => {
  const folder = scratch(t);
  const [fresh, old] = [join(folder, 'fresh'), join(folder, 'old')];
  const chunks = async function* (fails: boolean): AsyncGenerator<Uint8Array> {
    yield bytes('one ');
    await Promise.resolve();
    if (fails) throw new LoglineError('LEDGER_CONFLICT', 'the source changed');
    yield bytes('two');
  };
  await fails(writeNewFile(fresh, chunks(true)), 'LEDGER_CONFLICT', /the source changed/);
  assert.deepEqual(readdirSync(folder), []);
  await writeNewFile(fresh, chunks(false), 0o640);
  assert.equal(readFileSync(fresh, 'utf8'), 'one two');
  assert.equal(statSync(fresh).mode & 0o777, 0o640);
  await writeFileAtomic(old, bytes('old'));
  await fails(writeFileAtomic(old, chunks(true)), 'LEDGER_CONFLICT', /the source changed/);
  assert.equal(readFileSync(old, 'utf8'), 'old');
  assert.deepEqual(readdirSync(folder), ['fresh', 'old']);
});

test('a new file that does not fit on the disk is not there at all', async (t) => {
  const folder = scratch(t);
  const script = `
    import { writeNewFile } from ${JSON.stringify(new URL('../../src/base/fs.ts', import.meta.url).href)};
    process.on('SIGXFSZ', () => {});
    await writeNewFile(process.argv[2], new Uint8Array(64 << 20)).catch((error) => console.log(error.code, error.details.errno));`;
  const file = join(folder, 'write.mjs');
  writeFileSync(file, script);
  const limited = ['-c', 'ulimit -f 40960; exec "$@"', 'sh', process.execPath, ...ON_SOURCE, file, join(folder, 'big')];
  const { stdout, stderr } = spawnSync('sh', limited, { encoding: 'utf8' });
  assert.equal(stdout.trim(), 'OUTPUT_UNWRITABLE EFBIG', stderr);
  assert.equal(existsSync(join(folder, 'big')), false);
});

test('all bytes are written, from the end of a file opened for appending', (t) => {
  const path = join(scratch(t), 'file');
  writeFileSync(path, 'a');
  const fd = openSync(path, 'a');
  writeFully(fd, bytes('bc'));
  writeFully(fd, new Uint8Array());
  closeSync(fd);
  assert.equal(readFileSync(path, 'utf8'), 'abc');
});

test('a folder is made with those above it; one that is there stays', (t) => {
  const folder = scratch(t);
  makeFolder(join(folder, 'a', 'b', 'c'));
  makeFolder(join(folder, 'a', 'b', 'c'));
  assert.ok(statSync(join(folder, 'a', 'b', 'c')).isDirectory());
  writeFileSync(join(folder, 'file'), '');
  assert.throws(() => makeFolder(join(folder, 'file', 'x')), { code: 'ENOTDIR' });
});

test('a folder on a file system without a disk needs no sync; a missing folder fails', (t) => {
  syncFolder('/proc/self');
  assert.throws(() => syncFolder(join(scratch(t), 'none')), { code: 'ENOENT' });
});

test('failures tell the errno, and know the ones without', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  assert.equal(errnoOf(full), 'ENOSPC');
  assert.equal(reasonOf(full), 'no space is left on the device (ENOSPC)');
  assert.equal(reasonOf(Object.assign(new Error('odd'), { code: 'EODD' })), 'odd (EODD)');
  assert.equal(errnoOf('text'), 'unknown');
  assert.equal(reasonOf('text'), 'text (unknown)');
  assert.equal(errnoOf(undefined), 'unknown');
  const failure = writeFailure('a.jsonl', full, 'LEDGER_UNAVAILABLE');
  assert.equal(failure.message, 'a.jsonl cannot be written: no space is left on the device (ENOSPC).');
  assert.deepEqual(failure.details, { path: 'a.jsonl', errno: 'ENOSPC' });
  assert.equal(failure.cause, full);
  assert.equal(writeFailure('b', full).code, 'OUTPUT_UNWRITABLE');
  assert.equal(readFailure('b', failure), failure);
});
