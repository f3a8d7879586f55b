/** A bench runs, and both sides of each comparison give the same answers. What it measures here means nothing, and nothing is asserted of it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMachine } from './machine.ts';
import { formatPage } from './page.ts';
import type { Bench } from './result.ts';

/** Runs the short form of a bench, in a folder of its own. */
export async function checkShortForm({ name, run }: Bench): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'logline-bench-test-'));
  try {
    const result = await run({ folder, isShort: true });
    const figures = result.tables.flatMap(({ rows }) => rows.flat());
    assert.ok(figures.length > 0);
    for (const text of [...figures, ...result.how, ...result.bounds])
      assert.doesNotMatch(text, /NaN|Infinity|undefined/);
    for (const { figure } of result.targets) assert.ok(Number.isFinite(figure));
    const page = formatPage({ [name]: { ...result, measuredOn: '2026-01-01', machine: describeMachine() } });
    assert.match(page, new RegExp(`^## ${result.title}$`, 'm'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
