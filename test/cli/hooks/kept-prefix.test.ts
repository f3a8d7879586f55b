/** What the first bytes of a new version show of the old one. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { comparePrefix } from '../../../src/cli/hooks/kept-prefix.ts';
import type { KeptPrefix } from '../../../src/cli/hooks/kept-prefix.ts';
import { sourceOf } from '../../ledger/fixtures.ts';

function compare(now: string, old: string): Promise<KeptPrefix> {
  const sizeBytes = Buffer.byteLength(old);
  const id = createHash('sha1')
    .update(`blob ${String(sizeBytes)}\0${old}`)
    .digest('hex');
  return comparePrefix(sourceOf(now), { id, sizeBytes });
}

test('the old version at the beginning is told from any other', async () => {
  assert.deepEqual(await compare('a\nb\n', 'a\n'), { isKept: true, endsWithLf: true, mayChangeKeys: false });
  assert.equal((await compare('A\nb\n', 'a\n')).isKept, false);
  assert.equal((await compare('a', 'a\n')).isKept, false);
  assert.equal((await compare('ab', 'a')).endsWithLf, false);
});

test('changes of keys are seen however their intent is spelt, and only in the old version', async () => {
  for (const spelt of [
    '{"intent":"key_rotation"}\n',
    '{"intent":"\\u006bey_revocation"}\n',
    '{"intent":"k\\u0065y_rotation"}\n',
  ])
    assert.equal((await compare(`${spelt}new\n`, spelt)).mayChangeKeys, true, spelt);
  assert.equal((await compare('old\n{"intent":"key_rotation"}\n', 'old\n')).mayChangeKeys, false);
});
