import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSemanticRules } from '../../../src/dte/invariants/semantic-rule-form.ts';
import { check, contextOf, shown } from './contexts.ts';

describe('sentences of semantic rules', () => {
  test('joined by ; and "and", but not within quotes and backticks', () => {
    const rules = parseSemanticRules(
      'No calls to a.b remain; NO  IMPORTS\nof "x and y" remain and no matches of `A  and  B` in src/**;',
    );
    assert.deepEqual(
      rules.map(({ sentence: _, ...rule }) => rule),
      [
        { in: undefined, kind: 'noCalls', callee: { file: undefined, steps: ['a', 'b'] } },
        { in: undefined, kind: 'noImports', module: 'x and y' },
        { in: 'src/**', kind: 'matches', selector: 'A  and  B', min: 0, max: 0 },
      ],
    );
  });

  const UNREADABLE: readonly (readonly [text: string, nearest: RegExp])[] = [
    ['No call of auth.login remains', /No calls to a\.b remain/],
    ['auth.login is gone', /is exported/],
    ['X is export', /X is exported/],
    ['No imports of x remain', /No imports of 'x' remain/],
    ['few matches of `A`', /No matches of/],
    ['every call compiles', /Every call to/],
    ['at most many matches of `A`', /At most 3 matches/],
    ['no calls to a.b remain and then some', /nearest form/],
    ['', /says nothing/],
    [' ; ', /says nothing/],
    ['$(rm -rf /)', /is no rule/],
    [`No calls to ${'a.'.repeat(3000)}b remain`, /limit of 4096/],
  ];
  for (const [text, nearest] of UNREADABLE) {
    test(`not in the language: ${text.slice(0, 40)}`, async () => {
      const result = await check('semanticRule', text, contextOf({ 'a.ts': '' }));
      assert.equal(result.ok, false);
      assert.match(shown(result).join('\n'), /^SPEC_INVALID/);
      assert.match(shown(result).join('\n'), nearest);
    });
  }

  test('a hostile sentence takes no time', () => {
    for (const text of [
      ' in '.repeat(1000),
      '`'.repeat(4000),
      'and '.repeat(1000),
      `no calls to ${'a..'.repeat(1300)}`,
    ]) {
      assert.throws(() => parseSemanticRules(text), { code: 'SPEC_INVALID' });
    }
  });
});
