/**
 * The same spec and tree give the same bytes and the same report: as they are written down, in any order of files, in any locale and time zone,
 * and on every version of Node (`npm run test:nodes` runs this file on the others).
 */
import '../../uncounted.ts';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { nodeArgv } from '../../ledger/store-support.ts';
import { outcomesIn } from './reports.ts';
import type { Outcome, Outcomes } from './reports.ts';

const golden = join(import.meta.dirname, '../../golden/dte/determinism.json');

if (process.env['UPDATE_GOLDEN'] === '1') {
  writeFileSync(golden, `${JSON.stringify(await outcomesIn((paths) => [...paths]), null, 2)}\n`);
}
const wanted = JSON.parse(readFileSync(golden, 'utf8')) as Record<string, Outcome>;

/** Every second file first, then the others, from the end on. */
const mixed = (paths: readonly string[]): string[] => [
  ...paths.filter((_, index) => index % 2 === 1),
  ...paths.filter((_, index) => index % 2 === 0).reverse(),
];

for (const [name, order] of [
  ['in the order of their names', (paths: readonly string[]) => [...paths]],
  ['backwards', (paths: readonly string[]) => [...paths].reverse()],
  ['in another order', mixed],
] as const) {
  test(`files that come ${name} give what is written down`, async () => {
    assert.deepEqual(await outcomesIn(order), wanted);
  });
}

test('so do another locale and another time zone', () => {
  const [program, ...args] = nodeArgv('../dte/determinism/reports.ts');
  const env = { ...process.env, LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' };
  const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const { outcomes, locale, timeZone } = JSON.parse(stdout) as Outcomes;
  assert.deepEqual([locale, timeZone], ['tr-TR', 'Pacific/Kiritimati']);
  assert.deepEqual(outcomes, wanted);
});
