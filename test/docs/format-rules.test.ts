/** The rules of docs/format.md and their tests have the same names. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../checks/scratch.ts';
import { pageOf } from './pages.ts';
import '../uncounted.ts';

test('every rule of the page has a test, and every test a rule', () => {
  const rules = [...pageOf('docs/format.md').prose.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, rule]) => rule!);
  const folder = join(projectRoot, 'test/docs');
  const files = readdirSync(folder).filter((name) => /^format-\w+\.test\.ts$/.test(name));
  const source = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
  const tested = [...source.matchAll(/^ {2}test\('([A-Z]\d+)\b/gm)].map(([, rule]) => rule!);
  assert.ok(rules.length > 50);
  assert.deepEqual([...new Set(tested)].sort(), [...rules].sort());
});
