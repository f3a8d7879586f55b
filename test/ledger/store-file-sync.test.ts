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
  const took = [9, 0.1, 9, 0.1, 9, 9, 9, 0.1, 0.1];
  const times = took.flatMap((ms, i) => [100 * i, 100 * i + ms]); // start and end of each sync
  const sync = createDiskSync(() => times.shift()!);
  const seen: boolean[] = [];
  for (const _ of took) {
    writeSync(fd, 'x');
    seen.push(await wasHere(sync, fd));
  }
  // One slow one among quick ones is no slow disk.
  assert.deepEqual(seen, [false, false, true, true, true, true, false, false, true]);
  closeSync(fd);
  assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'x'.repeat(took.length));
  await assert.rejects(sync(fd), { code: 'EBADF' });
  rmSync(folder, { recursive: true });
});
