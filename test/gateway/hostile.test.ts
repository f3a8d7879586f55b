/** Texts that are made to be slow: eight times as long takes about eight times as long, not sixty-four times, and never long. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGateway } from '../../src/gateway/index.ts';
import { SECRET_NAMES, WEAK_NAMES } from '../../src/gateway/rules/own.ts';
import { DATADOG_NAMED, DATADOG_TOKENS } from '../../src/gateway/rules/datadog.ts';
import { OWN_TOKENS } from '../../src/gateway/rules/own.ts';
import { chance } from './samples.ts';

const STARTS = [...DATADOG_TOKENS, ...OWN_TOKENS].flatMap(([, starts]) => starts);
const HOSTILE: Readonly<Record<string, string>> = {
  'names of all services': DATADOG_NAMED.flatMap(([, names]) => names).join(' '),
  'names of secrets': [...SECRET_NAMES, ...WEAK_NAMES].join('='),
  'beginnings of all tokens': STARTS.join(' '),
  'beginnings of all tokens, glued': STARTS.join(''),
  'one beginning': 'sk-',
  'tokens that are almost long enough': STARTS.map((start) => start + chance(19)).join('-'),
  'a name and a value': `token=${chance(12)} `,
  'values in quotes': `key="${chance(8)}/`,
  'digits in groups': '1-',
  'digits with spaces': '4 ',
  'digits alone': '4111',
  'points and digits': '1.',
  'colons and hex': 'a:',
  'signs of addresses': 'a@',
  domains: 'a@b.c.',
  'ends of IBANs': 'DE89 ',
  'telephone numbers': '(541) ',
  'announced numbers': 'call me at ',
  'headers of keys': '-----BEGIN PRIVATE KEY-----\n',
  dashes: '-----',
  'a key without an end': `-----BEGIN PRIVATE KEY-----\n${'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo='.repeat(2)}\n`,
  addresses: 'x://a:b',
  base64: 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo',
  'stand-ins': '***REDACTED_SECRET***',
  'one letter': 'a',
  spaces: ' ',
  escapes: '\\n"',
  'tokens of web': 'eyJhbGciOiJI.',
  'options of curl': 'curl -u a:b1! ',
  'options alone': ' -u',
  'digits and bars': '1|',
};
const RULES = `[[rules]]\nid = "slow"\nregex = '''(a|aa)+(b|x.*y)'''\nkeywords = ["a", "-"]\n[[rules]]\nid = "all"\nregex = '''(?:[a-z]+ ?)+=zz'''\n`;
const gateway = createGateway({ terms: ['aaaaaaaa'], regions: ['DE', 'US'] }, { gitleaks: RULES, cachedBlocks: 0 });

const SHORT = 12_000;
const textOf = (unit: string, chars: number) => unit.repeat(Math.ceil(chars / unit.length)).slice(0, chars);

/** Processor time in milliseconds: what else the machine does is not counted. */
function timeOf(text: string): number {
  const started = process.cpuUsage();
  gateway.check(text);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

gateway.check(Object.values(HOSTILE).join('\n'));
for (const [what, unit] of Object.entries(HOSTILE)) {
  test(what, (t) => {
    const [short, long] = [textOf(unit, SHORT), textOf(unit, 8 * SHORT)];
    const shortMs = Math.max(timeOf(short), timeOf(short));
    const longMs = timeOf(long);
    t.diagnostic(`${shortMs.toFixed(1)} ms, ${longMs.toFixed(1)} ms`);
    assert.ok(
      longMs < 30 * shortMs + 100,
      `${shortMs.toFixed(1)} ms for ${SHORT} characters, ${longMs.toFixed(1)} ms for eight times as many`,
    );
    assert.ok(longMs < 3000, `${longMs.toFixed(1)} ms`);
  });
}

test('a stream holds a bounded part of a text that never ends a value', () => {
  const stream = gateway.stream();
  const key = `-----BEGIN PRIVATE KEY-----\n${'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\n'.repeat(100)}`;
  stream.push(key);
  let longest = 0;
  let held = 0;
  for (let i = 0; i < 60; i++) {
    held += 4000;
    held -= stream.push('word '.repeat(800)).length;
    longest = Math.max(longest, held);
  }
  assert.ok(longest < 120_000, `${longest} characters were held`);
});
