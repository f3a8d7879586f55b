/** Patterns of paths: what they mean, and that none takes long. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { globMatcher } from '../../src/dte/glob.ts';
import { pathFilter } from '../../src/dte/path-filter.ts';
import { many } from '../long.ts';

describe('a pattern', () => {
  const cases: readonly (readonly [glob: string, fits: readonly string[], others: readonly string[]])[] = [
    ['*', ['a', '.a', 'a b', 'a\nb', '😀'], ['a/b', '']],
    ['a*', ['a', 'ab', 'a.ts'], ['b', 'a/b']],
    ['src/*', ['src/a'], ['src', 'src/a/b']],
    ['src/**', ['src/a', 'src/a/b', 'src/a\n/b'], ['src', 'srcx/a', 'x/src/a']],
    ['**', ['a', 'a/b/c'], []],
    ['**/a', ['a', 'x/a', 'x/y/a'], ['xa', 'a/x']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'axb', 'a/xb']],
    ['**/*.ts', ['a.ts', 'x/y/.ts'], ['a.tsx', 'a.ts/b']],
    ['src/**.ts', ['src/a.ts', 'src/x/a.ts'], ['a.ts', 'src/a.js']],
    ['a**', ['a', 'ab'], ['a/b']],
    ['?.ts', ['a.ts', '😀.ts'], ['.ts', 'ab.ts', '/.ts']],
    ['{a,b}/c', ['a/c', 'b/c'], ['c', '{a,b}/c']],
    ['*.{ts,{m,c}ts}', ['a.ts', 'a.mts', 'a.cts'], ['a.js']],
    ['{src,test}/**', ['src/a', 'test/x/y'], ['src', 'lib/a']],
    ['{**/a,b}', ['a', 'x/a', 'b'], ['x/b']],
    ['x{,y}*', ['x', 'xy', 'xyz'], ['y']],
    ['{a}*', ['{a}', '{a}b'], ['a']],
    ['{a*', ['{ab'], ['ab']],
    ['a}*', ['a}b'], ['ab']],
    ['{1..3}*', ['{1..3}'], ['2']],
    ['app/[id]/(group)/*', ['app/[id]/(group)/page.tsx'], ['app/i/(group)/page.tsx', 'app/[id]/group/page.tsx']],
    ['a.+^$|\\*', ['a.+^$|\\x'], ['ab+^$|\\x']],
    ['*a*a*a*', ['aaa', 'xaxaxax'], ['aa']], // one that RE2 runs
  ];
  for (const [glob, fits, others] of cases)
    test(glob, () => {
      const matches = globMatcher(glob);
      assert.deepEqual([fits.filter(matches), others.filter(matches)], [fits, []]);
    });

  test('without braces', () => {
    assert.ok(globMatcher('{a,b}/*', { hasBraces: false })('{a,b}/c'));
  });
});

test('patterns mean what they mean elsewhere, however they are run', () => {
  const names = fc.array(fc.constantFrom('a', 'b', 'ab', '.b', 'a.b'), { minLength: 1, maxLength: 4 });
  const parts = fc.constantFrom('a', 'b', '*', '?', '**', '*b', 'a*', '{a,b}', '{a,ab}*', '*.b', '{a.,}b');
  fc.assert(
    fc.property(fc.array(parts, { minLength: 1, maxLength: 6 }), names, (steps, path) => {
      const glob = steps.join('/');
      const expected = picomatch(glob, { dot: true, nonegate: true, noextglob: true, strictSlashes: true });
      assert.equal(globMatcher(glob)(path.join('/')), expected(path.join('/')), glob);
    }),
    { numRuns: many(4000) },
  );
});

test('no pattern takes long for any path', () => {
  const name = 'a'.repeat(250);
  const path = `${'a/'.repeat(900)}${name}`;
  const hostile = [
    `**/${'*a'.repeat(60)}*b`,
    `**/${'*?'.repeat(100)}b`,
    `${'**/a/'.repeat(40)}b`,
    `**/${'{*,a*}'.repeat(40)}b`,
    `${'{a/,a/a/}'.repeat(90)}b`,
    `**/${'{a,aa}'.repeat(90)}b`,
    `${'{'.repeat(500)}*`,
    `${'{a,'.repeat(200)}*${'}'.repeat(200)}b`,
    '**a**b',
    `${'*'.repeat(1000)}b`,
  ];
  for (const glob of hostile) {
    const start = process.cpuUsage();
    assert.equal(pathFilter([glob])(path), false, glob);
    const milliseconds = process.cpuUsage(start).user / 1000;
    assert.ok(milliseconds < 2000, `${glob.slice(0, 40)}… took ${milliseconds} ms`);
  }
});

test('a pattern may be so long and no longer', () => {
  assert.throws(() => pathFilter([`${'a'.repeat(1024)}*`]), { code: 'PATTERN_INVALID' });
});
