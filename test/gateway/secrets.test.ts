/** Secrets: known forms, names with values, private keys, passwords in addresses; and what is none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../../src/gateway/index.ts';
import { SECRETS, chance, privateKey } from './samples.ts';

const found = (text: string) =>
  check(text, { personalData: 'allow' }).spans.map(({ rule, start, end }) => [rule, text.slice(start, end)]);

for (const [rule, secret] of Object.entries(SECRETS)) {
  test(`${rule} is found whole, wherever it stands`, () => {
    for (const [before, after] of [
      ['', ''],
      ['x = "', '";'],
      ['see ', ' there'],
      ['(', ')'],
      ['<b>', '</b>'],
      ['é', '.'],
      ['a,', ',b'],
    ]) {
      const values = found(`${before}${secret}${after}`).map(([, value]) => value);
      assert.deepEqual(values, [secret], `between ${before} and ${after}`);
    }
    assert.equal(found(`so it is: ${secret} !`)[0]?.[0], rule);
  });
}

const VALUE = chance(32);
const NAMED = [
  `API_KEY=${VALUE}`,
  `api-key: ${VALUE}`,
  `{"clientSecret": "${VALUE}"}`,
  `Authorization: Bearer ${VALUE}`,
  `const token = '${VALUE}';`,
  `curl -H "X-Api-Key: ${VALUE}"`,
  `https://api.test.dev/v1?access_token=${VALUE}&page=2`,
  `<secret>${VALUE}</secret>`,
  `stripe key is ${VALUE}`,
  `DATADOG: ${chance(40, 'abcdefghijklmnopqrstuvwxyz0123456789')}`,
];
for (const text of NAMED) {
  test(`a name with a value: ${text.slice(0, 24)}`, () => {
    const [[, value] = []] = found(text);
    assert.ok(value !== undefined && text.includes(value) && value.length >= 32, text);
  });
}

test('a password that people choose is one behind its name', () => {
  assert.deepEqual(found('password: "Tr0ub4dor&3"'), [['generic-secret', 'Tr0ub4dor&3']]);
  assert.deepEqual(found('hint: "Tr0ub4dor&3"'), []);
});

test('of an address with a password only the password is taken', () => {
  assert.deepEqual(found('postgres://app:hunter2isgood@db.internal:5432/app'), [['url-password', 'hunter2isgood']]);
  for (const none of ['postgres://user:password@host/db', 'https://${USER}:${PASS}@host', 'http://host:8080/@x'])
    assert.deepEqual(found(none), []);
});

test('a private key is found from its first line to its last, of any length', () => {
  for (const lines of [3, 50, 400]) {
    const key = privateKey(lines);
    assert.deepEqual(found(`before\n${key}\nafter`), [['private-key', key]]);
  }
  const inJson = JSON.stringify({ private_key: privateKey(26) });
  assert.deepEqual(
    found(inJson).map(([rule]) => rule),
    ['private-key'],
  );
  const cut = privateKey(10).slice(0, 400);
  assert.deepEqual(found(`${cut} (cut off here)`), [['private-key', cut]]);
});

const NOTHING = [
  '-----BEGIN RSA PRIVATE KEY-----',
  'const BEGIN = "-----BEGIN PRIVATE KEY-----" + body',
  'token = process.env.GITHUB_TOKEN2',
  'api_key = "${API_KEY_V2}"; password = "<your-password-1>"; secret: {{ secret_1 }}',
  'key: "sha512-' + chance(86) + '=="',
  'tokenType: "ImportAttributesKeyword2"',
  'if (token === SyntaxKind.ES2020Token) return keyOf(value2);',
  'the bearer of bad news, a secret garden, the key to success',
  `integrity ${chance(64, '0123456789abcdef')}`,
  'task-' + chance(30, 'abcdefghij') + ' and disk-' + chance(40, 'abcdefghij'),
  'password: "correct horse battery staple"',
];
for (const text of NOTHING) test(`nothing in: ${text.slice(0, 40)}`, () => assert.deepEqual(found(text), []));
