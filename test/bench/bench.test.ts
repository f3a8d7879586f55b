/** The benches run, and both sides of each comparison give the same answers. What they measure here means nothing, and nothing is asserted of it. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { BENCHES } from './all.ts';
import { describeMachine } from './machine.ts';
import { formatPage } from './page.ts';
import type { Results } from './page.ts';
import { root } from './root.ts';

const folder = mkdtempSync(join(tmpdir(), 'logline-bench-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

for (const { name, run } of BENCHES) {
  test(`${name} in its short form`, async () => {
    const result = await run({ folder, isShort: true });
    const figures = result.tables.flatMap(({ rows }) => rows.flat());
    assert.ok(figures.length > 0);
    for (const text of [...figures, ...result.how, ...result.bounds])
      assert.doesNotMatch(text, /NaN|Infinity|undefined/);
    for (const { figure } of result.targets) assert.ok(Number.isFinite(figure));
    const page = formatPage({ [name]: { ...result, measuredOn: '2026-01-01', machine: describeMachine() } });
    assert.match(page, new RegExp(`^## ${result.title}$`, 'm'));
  });
}

test('docs/performance.md is what the results say, and they are of benches that there are', () => {
  const results = JSON.parse(readFileSync(join(root, 'test/bench/results.json'), 'utf8')) as Results;
  const names = BENCHES.map(({ name }) => name);
  assert.deepEqual(
    Object.keys(results).filter((name) => !names.includes(name)),
    [],
  );
  assert.equal(readFileSync(join(root, 'docs/performance.md'), 'utf8'), formatPage(results));
});
