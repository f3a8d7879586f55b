/** The key that the first start makes, and what keeps it out of git. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { openSigner } from '../../services/src/ledger/access.ts';
import { readSettings } from '../../services/src/settings.ts';
import { plant } from '../checks/scratch.ts';

async function start(t: TestContext, prepare: (data: string) => void): Promise<{ data: string; warned: string[] }> {
  const data = join(plant(t, {}), 'data');
  mkdirSync(data);
  prepare(data);
  const warned: string[] = [];
  const log = { warn: (text: string) => void warned.push(text) };
  await openSigner(readSettings({ LEDGER_PATH: join(data, 'ledger.jsonl') }), log);
  return { data, warned };
}

test('no link that leads to nothing has git\u2019s list written elsewhere', async (t) => {
  const { data, warned } = await start(t, (folder) => symlinkSync('../elsewhere', join(folder, '.gitignore')));
  assert.equal(existsSync(join(data, '../elsewhere')), false);
  assert.match(warned.join('\n'), /No signing key is set, so one was made/);
});

test('a list that is there stays as it is', async (t) => {
  const { data } = await start(t, (folder) => writeFileSync(join(folder, '.gitignore'), '# ours\n'));
  assert.equal(readFileSync(join(data, '.gitignore'), 'utf8'), '# ours\n');
});
