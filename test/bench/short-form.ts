/** The benches run, and both sides of each comparison give the same answers. What they measure here means nothing, and nothing is asserted of it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { describeMachine } from './machine.ts';
import { formatPage } from './page.ts';
import type { Bench } from './result.ts';

/** Declares a test for each bench. */
export function testShortForms(benches: readonly Bench[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'logline-bench-test-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  assert.ok(benches.length > 0);
  for (const { name, run } of benches) {
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
}
