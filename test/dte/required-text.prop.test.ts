/** What a pattern requires stands in all that it matches. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { linearPattern } from '../../src/dte/linear-pattern.ts';
import { requiredText } from '../../src/dte/required-text.ts';
import { many } from '../long.ts';

const required = (pattern: string, flags = ''): string => requiredText(linearPattern(pattern, flags), flags);

test('the longest text outside of groups and classes', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['old text', 'old text'],
    ['^7$', '7'],
    ['a.bcd', 'bcd'],
    ['https?://xy', '://xy'],
    ['ab+cd', 'ab'],
    ['ab{2,3}cde', 'cde'],
    ['ab{0}c', 'a'],
    ['v\\.(\\d+)\\.js', '.js'],
    ['\\bfoo\\b', 'foo'],
    ['[abc]d[^e]fgh[[:alpha:]]', 'fgh'],
    ['[^]ab]c', 'ab]c'], // as JavaScript reads it
    ['x(?:long text|other)yz', 'yz'],
    ['(?<name>a)bc', 'bc'],
    ['(?P<name>a(b[)]))bc', 'bc'],
    ['\u{1f600}a', '\u{1f600}a'],
    ['a|b', ''],
    ['(?i)abc', ''],
    ['x(?i:a)', ''],
    ['a\\x41b', ''],
    ['a\\Q.*\\Eb', ''],
    ['\\pLabc', ''],
    ['\\p{Greek}abc', ''],
    ['', ''],
  ];
  for (const [pattern, text] of cases) assert.equal(required(pattern), text, pattern);
  assert.equal(required('abc', 'i'), '');
  assert.equal(required('abc', 'ms'), 'abc');
});

const pieces = fc.constantFrom(
  ...[
    'a',
    'b',
    'ab',
    '.',
    '^',
    '$',
    '\\b',
    '\\w',
    '\\.',
    '\\n',
    '[ab]',
    '[^b]',
    '[]a]',
    '[\\]a]',
    '(a|b)',
    '(?:ab)',
    '(?P<n>b)',
  ],
  ...[
    '*',
    '+',
    '?',
    '*?',
    '{2}',
    '{0,1}',
    '{1,}',
    '|',
    '(?i)',
    '(?i:A)',
    '\\x61',
    '\\141',
    '\\Qa\\E',
    '\\pL',
    '{',
    '}',
    ']',
    'é',
  ],
);
const patterns = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''));
const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '.', '\n', ']', '{', '2', 'é'), maxLength: 16 });

test('nothing matches that does not hold it', () => {
  let matched = 0;
  const property = fc.property(patterns, texts, (pattern, text) => {
    let compiled;
    try {
      compiled = linearPattern(pattern);
    } catch {
      return; // it cannot be read
    }
    const matcher = compiled.matcher(text);
    while (matcher.find()) {
      matched += 1;
      assert.ok((matcher.group() ?? '').includes(requiredText(compiled)), `${pattern} on ${text}`);
    }
  });
  fc.assert(property, { numRuns: many(5000) });
  assert.ok(matched > 500, String(matched));
});
