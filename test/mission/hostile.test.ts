/** A ledger's line that announces a change may be anybody's: where it leads out of the work tree's own files, nothing is touched. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { BatchChange, FileImage } from '../../src/mission/generated/types.ts';
import { runMission } from '../../src/mission/run.ts';
import { carryOut } from '../../src/mission/workspace.ts';
import { failsWith } from '../dte/git-fixture.ts';
import { Scene, docPatch, workTree } from './scene.ts';

/** The image of a file outside of what batches may touch, which deletes it where nothing else looks. */
function imageOf(file: string): FileImage {
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  return { sha256, blob: 'a1'.repeat(20), mode: '100644', permissions: '0644' };
}

test('an announced path outside of the files of the work tree is refused, and nothing is touched', async (t) => {
  const folder = workTree(t);
  const scene = await new Scene(folder).begin([[docPatch(folder)]]);
  await runMission(folder.path, scene.record(), 'M-1');
  const change = (await scene.mission()).batches[0]!.change!;
  const doc = folder.read('doc.txt');
  mkdirSync(folder.at('.jsonatomic'), { recursive: true });
  for (const path of [
    '.git/victim',
    '.GIT/victim',
    '.jsonatomic/keyring.json',
    '../victim',
    'x/../../victim',
    '/victim',
    'C:victim',
    'a\\b',
    './victim',
  ]) {
    const victim = join(folder.path, path);
    if (/^(\.git|\.jsonatomic)\//.test(path)) writeFileSync(victim, 'mine\n');
    const before = existsSync(victim) ? imageOf(victim) : undefined;
    const forged: BatchChange = { ...change, files: [...change.files, { path, ...(before && { before }) }] };
    await failsWith('PATH_UNSAFE', carryOut(folder.path, forged));
    if (before !== undefined) assert.equal(readFileSync(victim, 'utf8'), 'mine\n');
    await failsWith('PATH_UNSAFE', carryOut(folder.path, { ...change, folders: [{ path, permissions: '0755' }] }));
  }
  assert.equal(folder.read('doc.txt'), doc);
});

test('an announced image that the announced tree does not have is refused, and nothing is touched', async (t) => {
  const folder = workTree(t);
  const scene = await new Scene(folder).begin([[docPatch(folder)]]);
  await runMission(folder.path, scene.record(), 'M-1');
  const change = (await scene.mission()).batches[0]!.change!;
  const now = imageOf(folder.at('data.bin'));
  const forged: BatchChange = {
    ...change,
    files: [{ path: 'data.bin', before: now, after: { ...now, sha256: 'b2'.repeat(32) } }],
  };
  const bytes = readFileSync(folder.at('data.bin'));
  await failsWith('MODIFIED_SINCE', carryOut(folder.path, forged));
  assert.deepEqual(readFileSync(folder.at('data.bin')), bytes);
});
