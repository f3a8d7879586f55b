/** All benches but those of the transform engine, and the page that they make. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { BENCHES } from './all.ts';
import { formatPage } from './page.ts';
import type { Results } from './page.ts';
import { root } from './root.ts';
import { checkShortForm } from './short-form.ts';
import '../uncounted.ts';

for (const bench of BENCHES.filter(({ name }) => !name.startsWith('dte-')))
  test(`${bench.name} in its short form`, () => checkShortForm(bench));

test('docs/performance.md is what the results say, and they are of benches that there are', () => {
  const results = JSON.parse(readFileSync(join(root, 'test/bench/results.json'), 'utf8')) as Results;
  const names = BENCHES.map(({ name }) => name);
  assert.deepEqual(
    Object.keys(results).filter((name) => !names.includes(name)),
    [],
  );
  assert.equal(readFileSync(join(root, 'docs/performance.md'), 'utf8'), formatPage(results));
});
