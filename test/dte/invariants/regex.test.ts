import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, contextOf, places, shown } from './contexts.ts';

const FILES = { 'a.ts': 'one\nOLD two OLD\n', 'b.ts': 'OLD\n', 'c.md': 'OLD\n' };

test('a pattern must not match, unless the details say otherwise', async () => {
  const context = contextOf(FILES, FILES, { spec: { scope: ['*.ts'], language: 'typescript' } });
  const result = await check('regex', 'OLD', context);
  assert.deepEqual(places(result), ['INVARIANT_FAILED a.ts:2', 'INVARIANT_FAILED a.ts:2', 'INVARIANT_FAILED b.ts:1']);
  assert.deepEqual(result.counts, { files: 2, matches: 3 });
  assert.match(String(result.findings[0]!.details!['frame']), /2 \| OLD two OLD\n {2}\| \^\^\^/);
  assert.equal((await check('regex', 'NEW', context)).ok, true);
  assert.equal((await check('regex', '^OLD$', context, { in: 'a.ts' })).ok, true);
  assert.equal((await check('regex', 'OLD', context, { in: '**', max: 4 })).ok, true);
  assert.deepEqual(places(await check('regex', 'OLD', context, { in: 'c.md', max: 0 })), ['INVARIANT_FAILED c.md:1']);
});

test('a pattern must match', async () => {
  const context = contextOf(FILES);
  assert.equal((await check('regex', 'OLD', context, { min: 1 })).ok, true);
  assert.equal((await check('regex', 'OLD', context, { min: 4, max: 4 })).ok, true);
  assert.equal((await check('regex', 'OLD', context, { min: 1, max: 3 })).findings.length, 4);
  assert.deepEqual(shown(await check('regex', 'OLD', context, { min: 5 })), [
    'INVARIANT_FAILED There are 4 matches of OLD, and there must be 5.',
  ]);
});

test('what cannot be read or looked at does not pass', async () => {
  const context = contextOf({ 'a.ts': new Uint8Array([0xff]) });
  assert.deepEqual(places(await check('regex', 'x', context)), ['NOT_CHECKED a.ts:']);
  assert.deepEqual(places(await check('regex', 'x', context, { in: 'none/*' })), ['NOT_CHECKED']);
  assert.deepEqual(places(await check('regex', '(?=x)', context)), ['PATTERN_INVALID']);
  assert.deepEqual(places(await check('regex', 'x', context, { in: '../x' })), ['PATH_UNSAFE']);
});

test('a pattern that other engines choke on takes linear time', async () => {
  const result = await check('regex', '(a+)+$', contextOf({ 'a.ts': `${'a'.repeat(50_000)}b` }));
  assert.equal(result.ok, true);
});

test('many matches are counted, and a bounded number is listed', async () => {
  const result = await check('regex', 'x', contextOf({ 'a.ts': 'x\n'.repeat(150) }));
  assert.equal(result.counts['matches'], 150);
  assert.equal(result.findings.length, 100);
  assert.deepEqual(result.notes, ['50 more findings are not listed.']);
});
