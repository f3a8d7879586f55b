/** Where a file is put on disk: the content is there in either way, and a failure is told in either way. */
import assert from 'node:assert/strict';
import { closeSync, openSync, readFileSync, rmSync, writeSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createDiskSync } from '../../src/ledger/store-file-sync.ts';

/** Whether a sync was done before the caller went on: then nothing else had its turn. */
async function wasHere(sync: (fd: number) => Promise<void>, fd: number): Promise<boolean> {
  let hadTurn = false;
  setImmediate(() => (hadTurn = true));
  await sync(fd);
  return !hadTurn;
}

test('a quick disk is waited for here, and a slow one in another thread', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'logline-test-'));
  const fd = openSync(join(folder, 'file'), 'a');
  const times = [0, 0.1, 1, 1.1, 2, 9, 10, 10.1, 11, 11.1]; // start and end of each sync
  const sync = createDiskSync(() => times.shift()!);
  const seen: boolean[] = [];
  for (let i = 0; i < 5; i++) {
    writeSync(fd, 'x');
    seen.push(await wasHere(sync, fd));
  }
  assert.deepEqual(seen, [false, true, true, false, true]);
  closeSync(fd);
  assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'xxxxx');
  await assert.rejects(sync(fd), { code: 'EBADF' });
  rmSync(folder, { recursive: true });
});
