/** Personal data: each kind is found whole, and nothing that only looks like it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../../src/gateway/index.ts';
import { PERSONAL } from './samples.ts';

const found = (text: string) =>
  check(text, { secrets: 'allow' }).spans.map(({ rule, start, end }) => [rule, text.slice(start, end)]);

for (const [rule, before, value] of PERSONAL) {
  test(`${rule}: ${before}…`, () => {
    assert.deepEqual(found(`${before}${value}, please.`), [[rule, value]]);
    assert.deepEqual(found(`${before}${value}`), [[rule, value]], 'at the end of the text');
  });
}

/** One digit is another: the check digits notice it. */
for (const [rule, before, value] of PERSONAL.filter(([rule]) => !/email|phone|ip-address|us-ssn|nino/.test(rule))) {
  test(`${rule} with a wrong digit is none: ${value.length} characters after "${before}"`, () => {
    const digits = [...value.matchAll(/\d/g)];
    const at = digits[Math.floor(digits.length / 2)]!.index;
    const changed = value.slice(0, at) + String((Number(value[at]) + 1) % 10) + value.slice(at + 1);
    assert.deepEqual(
      found(`${before}${changed}, please.`).filter(([name]) => name === rule),
      [],
    );
  });
}

const NOTHING = [
  'version 1.2.3.4 of lib@2.0.1, built from git@github.com:org/repo.git',
  'listen on 127.0.0.1, 10.0.0.8, 192.168.1.1, 172.20.0.4, 169.254.1.1, 0.0.0.0, 255.255.255.255, 203.0.113.9 or 198.51.100.7',
  'logo@2x.png and icons@3x.svg, import x from "@scope/pkg@1.2.3"',
  'std::vector<int> a; ::1, fe80::1, 2001:db8::5; 12:34:56',
  'on 2026-11-26 at 17:40:00, 26.11.2026; 1700000000000; 0.1234567890123456',
  'order 1234567890123456, id 9007199254740993, 1-1-1-1-1-1-1-1-1-1-1',
  'const x = a+12345678; y = 1234567890 * 4294967296;',
  'the numbers 000-12-3456, 666-12-3456, 123-00-4567, 078-05-1120',
  'mailto: someone at example dot com; user@localhost; x@y.z(); ssh://user@host.example.org/x',
  'sha 0123456789abcdef0123456789abcdef01234567',
];
for (const text of NOTHING) test(`nothing in: ${text.slice(0, 40)}`, () => assert.deepEqual(found(text), []));

test('regions of the policy make national numbers known without a word', () => {
  const text = 'Berlin 030 2093-1234.';
  assert.deepEqual(check(text).spans, []);
  assert.deepEqual(
    check(text, { regions: ['DE'] }).spans.map(({ rule }) => rule),
    ['phone'],
  );
});
