/** `gateway check`, `gateway restore`, and the guard of ledgers, as users run them. */
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { ATOMIC } from '../../src/cli/atomic-program.ts';
import { SECRETS } from '../gateway/samples.ts';
import { ALICE, cli, draft, inFolder, parsed, read, write } from './cli-runner.ts';
import type { CliOptions } from './cli-runner.ts';

const PAT = SECRETS['github-pat']!;
const TEXT = `Mail max@mail.fastmail.com about\n  "${PAT}".\n`;
const KEY = { GATEWAY_VAULT_KEY_HEX: '0b'.repeat(32) };
const atomic = (args: readonly string[], options: CliOptions = {}) => cli(args, { ...options, program: ATOMIC });
const check = (args: string, options: CliOptions = {}) => atomic(['gateway', 'check', ...args.split(' ')], options);

test('a text is judged, and nothing that was found is shown', async (t) => {
  inFolder(t);
  write('prompt.txt', TEXT);
  const { status, stdout } = await check('prompt.txt');
  assert.equal(status, 0);
  assert.equal(
    stdout,
    'REDACTED  prompt.txt: 1 secret, 1 item of personal data, 0 listed words\n' +
      'sensitive_data_detected  The text has 2 places with sensitive data, which were taken out.\n' +
      '  1:6  email\n  2:4  github-pat\n',
  );
  assert.match((await check('-', { stdin: 'Hello' })).stdout, /^ALLOWED {2}standard input: 0 secrets, /);
  const many = await check('-', { stdin: `${PAT} `.repeat(60) });
  assert.match(many.stdout, /\n {2}and 10 more; --output json lists them\n$/);
  const json = await check('prompt.txt --output json');
  const { sanitized, spans } = parsed(json.stdout) as { sanitized: string; spans: object[] };
  assert.equal(sanitized, 'Mail ***REDACTED_EMAIL*** about\n  "***REDACTED_SECRET***".\n');
  assert.deepEqual(spans[1], { start: 36, end: 76, byte_start: 36, byte_end: 76, kind: 'secret', rule: 'github-pat' });
  assert.ok(!json.stdout.includes(PAT));
});

test('a denial has exit status 1 and shows no text', async (t) => {
  inFolder(t);
  write(
    'policy.json',
    JSON.stringify({ secrets: 'deny', providers: ['copilot'], models: ['m'], dataClasses: ['public'] }),
  );
  const allowed = '--gateway-policy policy.json --provider copilot --model m --data-class public';
  assert.equal((await check(`- ${allowed}`, { stdin: 'Hello' })).status, 0);
  const { status, stdout } = await check(`- ${allowed}`, { stdin: TEXT });
  assert.equal(status, 1);
  assert.match(stdout, /^DENIED {2}standard input: .*\nsensitive_data_detected {2}.*denies github-pat\.\n/);
  assert.deepEqual(await check(`- ${allowed} --sanitized`, { stdin: TEXT }), { status: 1, stdout: '', stderr: '' });
  assert.match((await check('- --gateway-policy policy.json', { stdin: 'Hello' })).stdout, /provider_not_allowed/);
});

test('what cannot be read is refused, with status 2 and without the text', async (t) => {
  inFolder(t);
  write('policy.json', '{"secrets": "drop"}');
  write('rules.toml', 'rules = 1');
  for (const [args, code] of [
    ['- --gateway-policy policy.json', 'POLICY_INVALID'],
    ['- --gateway-rules rules.toml', 'RULES_INVALID'],
    ['-', 'INVALID_UTF8'],
  ] as const) {
    const { status, stderr } = await check(args, { stdin: Buffer.concat([Buffer.from(PAT), Buffer.from([0xff])]) });
    assert.equal(status, 2, args);
    assert.match(stderr, new RegExp(`^error ${code}: `));
    assert.ok(!stderr.includes(PAT));
  }
  assert.equal((await check('none.txt')).status, 3);
});

test('tokens go into a vault, and an answer with them is restored', async (t) => {
  inFolder(t);
  write('policy.json', '{"redaction": "token"}');
  const args = '- --gateway-policy policy.json --vault vault.json --sanitized';
  const { stdout: sanitized } = await check(args, { stdin: TEXT, env: KEY });
  assert.match(sanitized, /^Mail \*\*\*TOKEN_EMAIL_[a-p]{24}\*\*\* about/);
  assert.equal(statSync('vault.json').mode & 0o777, 0o600);
  await check(args, { stdin: 'and eva@mail.fastmail.com', env: KEY });
  const restore = (env: CliOptions['env'] = KEY, stdin = sanitized) =>
    atomic(['gateway', 'restore', '-', '--vault', 'vault.json'], { stdin, env });
  assert.equal((await restore()).stdout, TEXT);
  for (const [env, code] of [
    [{}, 'KEY_MISSING'],
    [{ GATEWAY_VAULT_KEY_HEX: 'zz' }, 'KEY_MALFORMED'],
    [{ GATEWAY_VAULT_KEY_HEX: '0c'.repeat(32) }, 'VAULT_INVALID'],
  ] as const) {
    assert.match((await restore(env)).stderr, new RegExp(`^error ${code}: `));
  }
  write('vault.json', '[]');
  assert.match((await restore()).stderr, /^error VAULT_INVALID: /);
  assert.match((await atomic(['gateway', 'restore', '-'])).stderr, /^error USAGE: /);
});

test('hashes need a salt', async (t) => {
  inFolder(t);
  write('policy.json', '{"redaction": "hash"}');
  const hashed = (salt?: string) =>
    check('- --gateway-policy policy.json --sanitized', {
      stdin: TEXT,
      env: salt === undefined ? {} : { GATEWAY_SALT_HEX: salt },
    });
  assert.match((await hashed('0a'.repeat(16))).stdout, /HASHED_SECRET_[a-p]{24}/);
  assert.match((await hashed()).stderr, /^error POLICY_INVALID: /);
  for (const bad of ['0a', 'x'.repeat(32)]) assert.match((await hashed(bad)).stderr, /^error KEY_MALFORMED: /);
});

test('with a ledger set the decision is recorded, without the text', async (t) => {
  inFolder(t);
  const { status } = await check('- --ledger ledger.jsonl --provider copilot', { stdin: TEXT, env: ALICE });
  assert.equal(status, 0);
  const line = read('ledger.jsonl');
  const { intent, payload } = parsed(line) as { intent: string; payload: Record<string, unknown> };
  assert.equal(intent, 'gateway_decision');
  assert.deepEqual(payload['counts'], { secrets: 1, personal: 1, terms: 0 });
  assert.equal(payload['provider'], 'copilot');
  assert.ok(!line.includes(PAT) && !line.includes('fastmail'));
  assert.equal((await cli(['verify', '--ledger', 'ledger.jsonl'])).status, 0);
});

test('a guarded ledger refuses what it could not forget, and stays as it is', async (t) => {
  inFolder(t);
  write('good.json', JSON.stringify(draft(1, { payload: { mail: 'max@mail.fastmail.com' } })));
  write('bad.json', JSON.stringify(draft(2, { payload: { api_key: PAT } })));
  const append = (args: string) => cli(['append', '--ledger', 'ledger.jsonl', ...args.split(' ')], { env: ALICE });
  assert.equal((await append('good.json --guard secrets')).status, 0);
  const before = read('ledger.jsonl');
  const refused = await append('good.json bad.json --guard secrets');
  assert.equal(refused.status, 1);
  assert.match(
    refused.stderr,
    /^error GUARD_REFUSED: Draft 2 of 2: .*\/payload\/api_key holds a secret \(github-pat\)/,
  );
  assert.ok(!refused.stderr.includes(PAT));
  assert.equal(read('ledger.jsonl'), before);
  assert.match((await append('good.json --guard policy')).stderr, /\/payload\/mail holds personal data \(email\)/);
  write('policy.json', '{"personalData": "allow"}');
  assert.equal((await append('good.json --guard policy --gateway-policy policy.json')).status, 0);
  assert.equal((await append('bad.json')).status, 0, 'without a guard');
});

test('the config of the project switches the guard on', async (t) => {
  inFolder(t);
  write(
    '.jsonatomic/config.json',
    JSON.stringify({ ledger: 'l.jsonl', guard: 'policy', gatewayPolicy: 'policy.json', gatewayRules: 'rules.toml' }),
  );
  write('policy.json', '{"personalData": "allow"}');
  write('rules.toml', "[[rules]]\nid = 'house-key'\nregex = 'house-[0-9]{4}'\n");
  write('bad.json', JSON.stringify(draft(1, { payload: { note: 'house-1234' } })));
  const { status, stderr } = await cli(['append', 'bad.json'], { env: ALICE });
  assert.equal(status, 1);
  assert.match(stderr, /holds a secret \(house-key\)/);
  assert.equal(existsSync('l.jsonl') && read('l.jsonl') !== '', false);
});

test('the guard looks at what missions and money put into a ledger as well', async (t) => {
  inFolder(t);
  const run = (line: string, ...more: string[]) => cli([...line.split(' '), ...more], { env: ALICE, program: ATOMIC });
  const begin = 'mission create --ledger ledger.jsonl --risk low --guard secrets --title';
  const budget = 'finops budget set --ledger ledger.jsonl --limit 5 --guard secrets --organisation acme --budget';
  for (const line of [begin, budget]) {
    const refused = await run(line, PAT);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /GUARD_REFUSED: .*holds a secret \(github-pat\)/);
    assert.ok(!refused.stderr.includes(PAT));
    assert.equal((await run(line, 'team')).status, 0);
  }
  assert.ok(!read('ledger.jsonl').includes(PAT));
});
