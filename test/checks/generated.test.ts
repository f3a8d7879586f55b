/** The check of generated code finds what is stale, missing or left over; docs/errors.md is one of its files. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withErrorCodes } from '../../scripts/error-docs.ts';
import { faultsOfGenerated } from '../../scripts/gen-check.mjs';
import { CODES } from '../../src/base/errors.ts';
import { plant, projectRoot } from './scratch.ts';

test('a stale file, a missing one and a left-over one are named', (t) => {
  const root = plant(t, {
    'docs/errors.md': 'as it was',
    'src/ledger/generated/good.ts': 'good',
    'src/ledger/generated/left-over.ts': '',
    'src/ledger/not-generated.ts': '',
  });
  const files = new Map([
    ['docs/errors.md', 'as it should be'],
    ['src/ledger/generated/good.ts', 'good'],
    ['src/ledger/generated/missing.ts', 'missing'],
  ]);
  assert.deepEqual(faultsOfGenerated(files, root), [
    'docs/errors.md is not what its generator writes: run `npm run gen`',
    'src/ledger/generated/missing.ts is not what its generator writes: run `npm run gen`',
    'src/ledger/generated/left-over.ts is written by no generator: delete it',
  ]);
  files.delete('src/ledger/generated/missing.ts');
  rmSync(join(root, 'src/ledger/generated/left-over.ts'));
  assert.deepEqual(faultsOfGenerated(files.set('docs/errors.md', 'as it was'), root), []);
});

test('docs/errors.md has a section for each code and for nothing else', () => {
  const page = readFileSync(join(projectRoot, 'docs/errors.md'), 'utf8');
  assert.equal(withErrorCodes(page), page);
  const sections = [...page.matchAll(/^### (.*)$/gm)].map(([, code]) => code);
  assert.deepEqual(sections, Object.keys(CODES));
});

test('a page without a place for the codes is refused', () => {
  assert.throws(() => withErrorCodes('# Errors\n'), /lacks the lines/);
});
