/** What test/schemas/codegen.test.ts leaves out of the check of generated code: left-over files, and docs/errors.md. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withErrorCodes } from '../../scripts/error-docs.ts';
import { CODES } from '../../src/base/errors.ts';
import { linkPackages, plant, projectRoot } from './scratch.ts';
import '../unmeasured.ts';

test('a left-over file, and a code that docs/errors.md lacks, are named', (t) => {
  const copy = plant(t, {});
  linkPackages(copy);
  for (const name of ['src', 'schemas', 'scripts', 'docs', 'package.json']) {
    cpSync(join(projectRoot, name), join(copy, name), { recursive: true });
  }
  writeFileSync(join(copy, 'src/ledger/generated/left-over.ts'), '');
  writeFileSync(
    join(copy, 'docs/errors.md'),
    readFileSync(join(copy, 'docs/errors.md'), 'utf8').replace('### UNSIGNED\n', ''),
  );
  const args = ['scripts/gen.mjs', '--check'];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  assert.equal(status, 1);
  assert.deepEqual(stderr.trim().split('\n'), [
    'docs/errors.md is not what its generator writes: run `npm run gen`',
    'src/ledger/generated/left-over.ts is written by no generator: delete it',
  ]);
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
