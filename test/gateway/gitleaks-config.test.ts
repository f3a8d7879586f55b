/** Rules of a .gitleaks.toml: what they find, allow and refuse. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoglineError } from '../../src/base/errors.ts';
import { createGateway } from '../../src/gateway/index.ts';
import { SECRETS } from './samples.ts';

const found = (toml: string, text: string) =>
  createGateway({}, { gitleaks: toml })
    .check(text)
    .spans.map(({ rule, start, end }) => [rule, text.slice(start, end)]);

const HOUSE = `
title = "house rules"
[extend]
useDefault = true
disabledRules = ["github-pat"]
[allowlist]
description = "what everybody knows"
regexes = ['''^house-0+$''']
stopwords = ["sample"]
[[rules]]
id = "house-key"
description = "keys of the house"
regex = '''(?i)door\\s*=\\s*(house-[0-9a-z]{4,20})'''
keywords = ["House-"]
entropy = 2.9
  [[rules.allowlists]]
  regexTarget = "line"
  regexes = ['''# known$''']
  [[rules.allowlists]]
  condition = "AND"
  regexes = ['''beef''']
  stopwords = ["dead"]
[[rules]]
id = "second-group"
regex = '''(a+)-(b+)'''
secretGroup = 2
[[rules]]
id = "only-a-path"
path = '''\\.pem$'''
`;

test('a rule finds its group, by keyword, expression and entropy', () => {
  assert.deepEqual(found(HOUSE, 'DOOR = house-12ab34cd'), [['house-key', 'house-12ab34cd']]);
  assert.deepEqual(found(HOUSE, 'door = house-1111'), [], 'entropy');
  assert.deepEqual(found(HOUSE, 'aaa-bbb'), [['second-group', 'bbb']], 'no keyword: everywhere');
});

test('allow lists, of a rule and of all', () => {
  assert.deepEqual(found(HOUSE, 'door = house-12ab34cd # known'), []);
  assert.deepEqual(found(HOUSE, 'door = house-deadbeef12'), []);
  assert.deepEqual(found(HOUSE, 'door = house-12beef34cd'), [['house-key', 'house-12beef34cd']]);
  assert.deepEqual(found(HOUSE, 'door = house-sample12'), []);
});

test('built-in rules stay, but for the disabled ones', () => {
  assert.deepEqual(found(HOUSE, SECRETS['gcp-api-key']!), [['gcp-api-key', SECRETS['gcp-api-key']!]]);
  assert.deepEqual(found(HOUSE, SECRETS['github-pat']!), []);
});

test('rules of the file may be named by the policy', () => {
  const gateway = createGateway({ rules: [{ rule: 'house-key', action: 'deny' }] }, { gitleaks: HOUSE });
  assert.equal(gateway.check('door = house-12ab34cd').decision, 'deny');
});

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['[[rules]\nid = "SECRET-abc"', /no TOML at line \d+/],
  ['[[rules]]\nregex = "a"', /rule 1 has no id/],
  ['[[rules]]\nid = "x"\nregex = "(?=a)"', /x\.regex cannot be read/],
  ['[[rules]]\nid = "x"\nregex = 1', /x\.regex is no text/],
  ['[[rules]]\nid = "x"\nregex = "a"\nkeywords = "k"', /x\.keywords is no list/],
  ['[[rules]]\nid = "x"\nregex = "a"\nentropy = "high"', /x\.entropy is no number/],
  ['rules = 1', /rules is no list/],
  ['rules = [1]', /rules\[0\] is no table/],
  ['[extend]\npath = "other.toml"', /extend\.path/],
  [`# ${'x'.repeat(1024 * 1024)}`, /longer than/],
];
for (const [toml, message] of REFUSED) {
  test(`refused: ${toml.slice(0, 40).replaceAll('\n', ' ')}`, () => {
    assert.throws(
      () => found(toml, ''),
      (error: LoglineError) => {
        assert.equal(error.code, 'RULES_INVALID');
        assert.match(error.message, message);
        return !error.message.includes('SECRET-abc');
      },
    );
  });
}
