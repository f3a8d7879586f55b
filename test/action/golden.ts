/** The report of a state, as it was reviewed. Written again with UPDATE_GOLDEN=1. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../checks/scratch.ts';

/** Demands that a report is as it was, but for what differs from run to run. */
export function demandGolden(name: string, text: string): void {
  const shown = text.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:9');
  const file = join(projectRoot, `test/golden/action/${name}.md`);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, shown);
  }
  assert.ok(existsSync(file), `${file} is missing`);
  assert.equal(shown, readFileSync(file, 'utf8'));
}
