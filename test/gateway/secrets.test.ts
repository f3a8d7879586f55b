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

const HEX = '0123456789abcdef';
const MORE: readonly (readonly [rule: string, before: string, secret: string, after: string])[] = [
  ['curl-password', 'curl -s -u kim:', 'h0pk1ns~21s', ' https://api.test.dev'],
  ['curl-password', 'curl -X POST https://a.dev/x \\\n  -H "a: b" \\\n  --user "kim:', 'dB2yF6@qL9vZm1P#4J', '"'],
  ['curl-password', "curl -iu kim:'", 'pRf7vG2h1L8nQkW9', "' https://a.dev"],
  ['curl-password', 'curl --user "', 'd2LkV78zLx!t', ':" https://a.dev'],
  ['azure-client-secret', 'Example= ', `GN.7Q~${chance(34)}`, ''],
  ['facebook-access-token', 'x ', `EAAM${chance(180)}`, ''],
  ['facebook-app-token', 'facebook ', `1308742762612587|${chance(27)}`, ''],
  ['sourcegraph-token', '', `sgp_${chance(16, HEX)}_${chance(40, HEX)}`, ''],
  ['sonar-token', '', `squ_${chance(40, HEX)}`, ''],
  ['1password-secret-key', '', 'A3-ASWWYB-798JRY-LJVD4-23DC2-86TVM-H43EB', ''],
  ['hashicorp-vault-token', 'token: ', 's.ZC9Ecf4M5g9o34Q6RkzGsj0z', ''],
  ['cloudflare-token', '', `cfat_${chance(40)}03fa099b`, ''],
  ['heroku-api-key', 'heroku key ', '12345678-ABCD-ABCD-ABCD-1234567890AB', ''],
];
for (const [rule, before, secret, after] of MORE) {
  test(`${rule} after ${before.slice(0, 20)}`, () => {
    assert.deepEqual(found(`${before}${secret}${after}`), [[rule, secret]]);
  });
}

const STANDING_FOR_ONE = [
  `ghp_${'x'.repeat(36)} and glpat-XXXXXXXXXXX-XXXXXXXX`,
  'aws_access_key: AKIAIOSFODNN7EXAMPLE',
  'void GLC_CreateLightmapTexturesIndividual(void);',
  '- (id)hf_requiredCharacteristicTypesForDisplayMetadata;',
  'hf_servingcellpriorityparametersdescription_h_prio',
  "credentialsId: 'ff083f76-7804-4ef1-80e4-fe975bb9141b'",
  '"kms_key_id": "555ea4a3-d53a-4412-9c66-3a7cb667b0d6", "key_vault_name": "web21prqodx24021"',
  `public_key = "${chance(43)}"`,
  `csrf-token=${chance(40)}`,
  `rookTable = ${chance(42)}`,
  `sumOfExposures = ${chance(64)}`,
  'secret: ops_eyJzaWduSW5B..[Redacted]',
  `pk_live_${chance(24)}`,
  'curl -u <user:password> https://a.dev; curl --user neo4j:[PASSWORD] x; curl -u "$USER:$PASS" x; curl -u "${{ a }}:${{ b }}"',
  'sort -u kim:h0pk1ns~21s',
];
for (const text of STANDING_FOR_ONE)
  test(`stands for a secret: ${text.slice(0, 40)}`, () => assert.deepEqual(found(text), []));
