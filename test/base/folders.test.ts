import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { toUtf8 } from '../../src/base/bytes.ts';
import { LoglineError } from '../../src/base/errors.ts';
import { inTemporaryFolder, linkFolder, readIfThere, realFolder, writeFiles } from '../../src/base/folders.ts';

const failsWith = (code: string) => (error: unknown) => error instanceof LoglineError && error.code === code;

test('a temporary folder lasts as long as the work, also where that fails', async () => {
  let seen = '';
  const answer = await inTemporaryFolder('logline-test', async (folder) => {
    seen = folder;
    writeFileSync(join(folder, 'a'), '');
    return 7;
  });
  assert.equal(answer, 7);
  assert.equal(existsSync(seen), false);
  const failing = inTemporaryFolder('logline-test', async (folder) => {
    seen = folder;
    throw new RangeError('no');
  });
  await assert.rejects(failing, RangeError);
  assert.equal(existsSync(seen), false);
});

test('a temporary folder that cannot be made is a failure', async () => {
  await assert.rejects(
    inTemporaryFolder('no/such/folder', async () => undefined),
    failsWith('OUTPUT_UNWRITABLE'),
  );
});

test('files are written with their folders and permissions', async () => {
  await inTemporaryFolder('logline-test', async (folder) => {
    const bytes = toUtf8('text');
    await writeFiles(folder, [
      { path: 'a/b/c.txt', bytes },
      { path: 'a/b/run', bytes, mode: 0o755 },
    ]);
    assert.equal(readFileSync(join(folder, 'a/b/c.txt'), 'utf8'), 'text');
    assert.equal(statSync(join(folder, 'a/b/run')).mode & 0o111, 0o111);
    await assert.rejects(writeFiles(folder, [{ path: 'a/b/c.txt/d', bytes }]), failsWith('OUTPUT_UNWRITABLE'));
  });
});

test('a folder is linked, and its real path is told', async () => {
  await inTemporaryFolder('logline-test', async (folder) => {
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'file'), '');
    await linkFolder(join(folder, 'x/link'), join(folder, 'real'));
    assert.equal(lstatSync(join(folder, 'x/link')).isSymbolicLink(), true);
    assert.equal(await realFolder(join(folder, 'x/link')), join(folder, 'real'));
    assert.equal(await realFolder(join(folder, 'file')), undefined);
    assert.equal(await realFolder(join(folder, 'missing')), undefined);
    await assert.rejects(linkFolder(join(folder, 'x/link'), folder), failsWith('OUTPUT_UNWRITABLE'));
  });
});

test('a file that is not there is no failure, one that cannot be read is', async () => {
  await inTemporaryFolder('logline-test', async (folder) => {
    writeFileSync(join(folder, 'a'), 'text');
    assert.equal(await readIfThere(join(folder, 'a')), 'text');
    assert.equal(await readIfThere(join(folder, 'b')), undefined);
    await assert.rejects(readIfThere(folder), failsWith('INPUT_UNREADABLE'));
  });
});
