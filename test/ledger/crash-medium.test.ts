/** Media that fail: a full disk, a failing sync, a limit on sizes, read-only folders. Exit status 3, and nothing acknowledged is lost. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { CODES } from '../../src/base/errors.ts';
import { createFileStore } from '../../src/ledger/store-file.ts';
import type { FileStore, FileStoreOptions } from '../../src/ledger/store-file.ts';
import { failsWith } from './store-conformance.ts';
import { hash, line, lines, needs, nodeArgv, runChild, scratch } from './store-support.ts';
import type { ChildResult } from './store-support.ts';
import '../counted-programs.ts';

function open(t: TestContext, path: string, options?: FileStoreOptions): FileStore {
  const store = createFileStore(path, options);
  t.after(() => store.close());
  return store;
}

const ledgerPath = (t: TestContext): string => join(scratch(t), 'ledger.jsonl');
const text = (path: string): string => readFileSync(path, 'utf8');
/** Permissions say nothing to root. */
const asUser = {
  env: { ...process.env, NODE_V8_COVERAGE: '', WRITER_UID: process.getuid?.() === 0 ? '65534' : undefined },
};
const WITHOUT_COVERAGE = { env: { ...process.env, NODE_V8_COVERAGE: '' } };
const hasStrace = spawnSync('strace', ['-o', '/dev/null', '-e', 'trace=none', 'true']).status === 0;
const inputOutputError = (): Error => Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });

test('what a medium does is the fault of the environment: exit status 3', () => {
  assert.equal(CODES.LEDGER_UNAVAILABLE.exit, 3);
  assert.equal(CODES.LEDGER_LOCKED.exit, 3);
});

describe('a failing sync', () => {
  test('takes the append back, and the store takes no more', async (t) => {
    const path = ledgerPath(t);
    await open(t, path).append(null, lines(1, 1), hash(1));
    let syncs = 0;
    const sync = (): Promise<void> => (++syncs, Promise.reject(inputOutputError()));
    const store = open(t, path, { sync });
    const error = await failsWith('LEDGER_UNAVAILABLE', store.append(hash(1), lines(2, 2), hash(2)));
    assert.equal(error.message, `${path} cannot be written: the device reported an error (EIO).`);
    assert.deepEqual(error.details, { path, errno: 'EIO' });
    assert.equal(text(path), line(1));

    const again = await failsWith('LEDGER_UNAVAILABLE', store.append(hash(1), lines(2, 2), hash(2)));
    assert.match(
      again.message,
      /an append failed before, so this store takes no more; open the ledger again\. .*\(EIO\)/,
    );
    assert.equal(syncs, 1, 'a failed sync is never tried again');
    assert.deepEqual(await store.head(), { hash: hash(1), sizeBytes: line(1).length });

    await open(t, path).append(hash(1), lines(2, 2), hash(2));
    assert.equal(text(path), lines(1, 2).toString());
  });

  test('after which nothing can be taken back tells from which byte on', async (t) => {
    const path = ledgerPath(t);
    await open(t, path).append(null, lines(1, 1), hash(1));
    const sync = (fd: number): Promise<void> => {
      closeSync(fd);
      return Promise.reject(inputOutputError());
    };
    const store = open(t, path, { sync });
    const error = await failsWith('LEDGER_UNAVAILABLE', store.append(hash(1), lines(2, 2), hash(2)));
    assert.match(
      error.message,
      /\(EIO\)\. What was written after byte 76 could not be taken back: it is not open \(EBADF\)\./,
    );
    assert.equal(error.details['byteOffset'], line(1).length);
    await failsWith('LEDGER_UNAVAILABLE', store.append(hash(2), lines(3, 3), hash(3)));
  });

  test('of a repair is told as well', async (t) => {
    const path = ledgerPath(t);
    writeFileSync(path, `${line(1)}{"torn`);
    const store = open(t, path, { sync: () => Promise.reject(inputOutputError()) });
    await failsWith('LEDGER_UNAVAILABLE', store.repair());
    assert.equal(text(`${path}.torn-${line(1).length}`), '{"torn');
  });
});

test('a file that may not grow: the append is taken back, and the store can be used on', async (t) => {
  const path = ledgerPath(t);
  const limitBytes = 64 * 1024 * 1024;
  const fd = openSync(path, 'w');
  ftruncateSync(fd, limitBytes - 100); // a hole; nothing of it is on the disk
  closeSync(fd);
  writeFileSync(path, `\n${line(1)}`, { flag: 'a' });
  const sizeBytes = statSync(path).size;
  const removed = join(path, '..', 'removed');
  writeFileSync(removed, '');
  const { output } = await runLimited(limitBytes, nodeArgv('store-writer.ts', path, '1', removed));
  assert.deepEqual(output, ['failed LEDGER_UNAVAILABLE EFBIG', 'failed LEDGER_UNAVAILABLE EFBIG']);
  assert.equal(statSync(path).size, sizeBytes);
});

test('a torn tail that cannot be kept whole stays where it is', async (t) => {
  const path = ledgerPath(t);
  const content = `${line(1)}{"torn":"${'x'.repeat(10_000_000)}`;
  writeFileSync(path, content);
  const { output } = await runLimited(8 * 1024 * 1024, nodeArgv('store-writer.ts', path, '1'));
  assert.deepEqual(output, ['failed LEDGER_UNAVAILABLE EFBIG']);
  assert.equal(text(path), content);
  assert.deepEqual(readdirSync(join(path, '..')), ['ledger.jsonl']);
});

/** Runs a program that may make no file longer than this. */
function runLimited(limitBytes: number, argv: readonly string[]): Promise<ChildResult> {
  return runChild(['sh', '-c', `ulimit -f ${limitBytes / 512}; trap '' XFSZ; exec "$@"`, 'sh', ...argv]);
}

/** Makes mounts that this process does not see and that are gone with the child: as root, or as a user who may be root in there. */
const isolation = [['-m'], ['-rm']].find((flags) => {
  return spawnSync('unshare', [...flags, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
});

/** Runs a shell script in mounts of its own. `$1` is a new folder; the arguments after it append to a ledger. */
async function runIsolated(t: TestContext, folder: string, script: string): Promise<string[]> {
  if (!needs(t, isolation !== undefined, 'the right to mount')) return [];
  const shell = ['sh', '-ec', `folder="$1"; shift; ${script}`, 'sh', folder];
  const { output, status } = await runChild(
    ['unshare', ...isolation!, ...shell, ...nodeArgv('store-writer.ts')],
    WITHOUT_COVERAGE,
  );
  assert.equal(status, 0, output.join('\n'));
  return output;
}

test('a full disk loses no acknowledged line, and the store goes on when there is space again', async (t) => {
  const folder = scratch(t);
  const output = await runIsolated(
    t,
    folder,
    `
    said="$folder.said"
    mount -t tmpfs -o size=64k tmpfs "$folder"
    head -c 20000 /dev/zero > "$folder/filler"
    "$@" "$folder/ledger.jsonl" 1000 "$folder/filler" > "$said"
    cat "$said"; rm "$said"
    echo; ls -A "$folder"
    echo; cat "$folder/ledger.jsonl"`,
  );
  if (output.length === 0) return;
  const [said, names, stored] = output.join('\n').split('\n\n');
  const acknowledged = said!.match(/^ok /gm)!.length;
  assert.ok(acknowledged > 200, said);
  assert.match(said!, /\nfailed LEDGER_UNAVAILABLE ENOSPC\nok .*\nfailed LEDGER_UNAVAILABLE ENOSPC$/s);
  assert.equal(names, 'ledger.jsonl', 'nothing else is left');
  assert.equal(`${stored!}\n`, lines(1, acknowledged).toString());
});

describe('a folder that cannot be written', () => {
  test('on a read-only file system', async (t) => {
    const folder = scratch(t);
    writeFileSync(join(folder, 'ledger.jsonl'), line(1));
    const script =
      'mount --bind "$folder" "$folder"; mount -o remount,bind,ro "$folder"; "$@" "$folder/ledger.jsonl" 1';
    const output = await runIsolated(t, folder, script);
    if (output.length > 0) assert.deepEqual(output, ['failed LEDGER_UNAVAILABLE EROFS']);
    assert.equal(text(join(folder, 'ledger.jsonl')), line(1));
  });

  for (const [what, folderMode, fileMode] of [
    ['by its permissions', 0o555, 0o666],
    ['or whose ledger cannot', 0o777, 0o444],
  ] as const) {
    test(what, async (t) => {
      const folder = scratch(t);
      const path = join(folder, 'ledger.jsonl');
      writeFileSync(path, line(1));
      chmodSync(path, fileMode);
      chmodSync(folder, folderMode);
      const { output } = await runChild(nodeArgv('store-writer.ts', path, '1'), asUser);
      chmodSync(folder, 0o777);
      assert.deepEqual(output, ['failed LEDGER_UNAVAILABLE EACCES']);
      assert.equal(text(path), line(1));
      assert.deepEqual(readdirSync(folder), ['ledger.jsonl'], 'no lock is left');
    });
  }
});

test('a ledger that cannot be read is no empty one', async (t) => {
  const path = ledgerPath(t);
  writeFileSync(path, line(1));
  chmodSync(path, 0o222);
  chmodSync(join(path, '..'), 0o777);
  const { output } = await runChild(nodeArgv('store-writer.ts', path, '1'), asUser);
  assert.deepEqual(output, ['failed INPUT_UNREADABLE EACCES']);
});

test('a file system without symbolic links: the lock is a folder', async (t) => {
  if (!needs(t, hasStrace, 'strace')) return;
  const path = ledgerPath(t);
  const strace = [
    'strace',
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-e',
    'trace=symlink',
    '-e',
    'inject=symlink:error=EPERM',
  ] as const;
  const writers = Array.from({ length: 3 }, () =>
    runChild([...strace, ...nodeArgv('store-writer.ts', path, '20')], WITHOUT_COVERAGE),
  );
  const outputs = (await Promise.all(writers)).map(({ output }) => output);
  assert.equal(text(path), lines(1, 60).toString());
  assert.deepEqual(
    outputs.flat().map((said) => said.slice(0, 3)),
    Array.from({ length: 60 }, () => 'ok '),
  );
  assert.deepEqual(readdirSync(join(path, '..')), ['ledger.jsonl']);
});
