/** The gateway as a whole: spans, findings, decisions, and that nothing that was found is ever told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoglineError } from '../../src/base/errors.ts';
import { check, createGateway, createGuard, decisionDraft, parsePolicy, preflight } from '../../src/gateway/index.ts';
import type { GatewayPolicy } from '../../src/gateway/index.ts';
import { SECRETS, chance } from './samples.ts';

const PAT = SECRETS['github-pat']!;

test('places are exact in UTF-16 units and in bytes', () => {
  const text = `é😀\nkey ${PAT} 💡 max@mail.fastmail.com`;
  const { spans, findings } = check(text);
  assert.deepEqual(
    spans.map(({ start, end }) => text.slice(start, end)),
    [PAT, 'max@mail.fastmail.com'],
  );
  const bytes = Buffer.from(text);
  assert.deepEqual(
    spans.map(({ byteStart, byteEnd }) => bytes.subarray(byteStart, byteEnd).toString()),
    [PAT, 'max@mail.fastmail.com'],
  );
  assert.deepEqual(
    findings.map(({ code, line, column, byteOffset }) => ({ code, line, column, byteOffset })),
    [
      { code: 'SECRET_FOUND', line: 2, column: 5, byteOffset: 11 },
      { code: 'PERSONAL_DATA_FOUND', line: 2, column: 51, byteOffset: 57 },
    ],
  );
});

test('a text without findings stays as it is', () => {
  const { ok, decision, sanitized, violations, counts } = check('Hello\n');
  assert.deepEqual(
    { ok, decision, sanitized, violations },
    { ok: true, decision: 'allow', sanitized: 'Hello\n', violations: [] },
  );
  assert.deepEqual(counts, { bytes: 6, characters: 6, scanned: 6, secrets: 0, personal: 0, terms: 0 });
});

test('what is found is replaced by what it is', () => {
  const text = `${PAT} a@mail.fastmail.com +44 20 7946 0958 4111111111111111 DE89370400440532013000 85.214.132.117 536-22-8712 Project Falcon`;
  const { sanitized, decision, violations } = check(text, { terms: ['project falcon'] });
  assert.equal(
    sanitized,
    '***REDACTED_SECRET*** ***REDACTED_EMAIL*** ***REDACTED_PHONE*** ***REDACTED_CARD*** ***REDACTED_IBAN*** ***REDACTED_IP*** ***REDACTED_ID*** ***REDACTED_TERM***',
  );
  assert.equal(decision, 'redact');
  assert.deepEqual(violations, [
    {
      rule: 'sensitive_data_detected',
      severity: 'warning',
      message: 'The text has 8 places with sensitive data, which were taken out.',
    },
  ]);
});

const DENIALS: readonly (readonly [string, GatewayPolicy, Record<string, string>, string])[] = [
  ['a secret', { secrets: 'deny' }, {}, 'sensitive_data_detected'],
  ['a rule', { rules: [{ rule: 'github-pat', action: 'deny' }] }, {}, 'sensitive_data_detected'],
  ['a provider', { providers: ['copilot'] }, { provider: 'other' }, 'provider_not_allowed'],
  ['no provider', { providers: ['copilot'] }, {}, 'provider_not_allowed'],
  ['a model', { models: ['gpt-*-mini', 'o3'] }, { model: 'gpt-4o' }, 'model_not_allowed'],
  ['a class of data', { dataClasses: ['public'] }, { dataClass: 'secret' }, 'data_class_not_allowed'],
  ['the size', { maxBytes: 20 }, {}, 'max_request_size'],
  [
    'content',
    { content: [{ rule: 'no_exploits', pattern: '(?i)exploit', message: 'No exploits.' }] },
    {},
    'no_exploits',
  ],
];
for (const [what, policy, facts, rule] of DENIALS) {
  test(`a policy denies ${what}, and the answer holds nothing of the text`, () => {
    const answer = createGateway(policy).check(`an exploit with ${PAT} in it`, facts);
    assert.equal(answer.ok, false);
    assert.equal(answer.decision, 'deny');
    assert.deepEqual(
      answer.violations.filter(({ severity }) => severity === 'error').map((violation) => violation.rule),
      [rule],
    );
    assert.ok(!JSON.stringify(answer).includes(PAT) && !JSON.stringify(answer).includes('in it'));
  });
}

test('a policy allows what it names', () => {
  const policy: GatewayPolicy = {
    providers: ['copilot'],
    models: ['gpt-*-mini', 'o3'],
    dataClasses: ['public'],
    maxBytes: 5,
    personalData: 'allow',
    allow: [PAT],
  };
  for (const model of ['gpt-4o-mini', 'gpt--mini', 'o3']) {
    assert.equal(
      createGateway(policy).check('hello', { provider: 'copilot', model, dataClass: 'public' }).decision,
      'allow',
    );
  }
  for (const model of ['gpt-mini', 'o3x', 'xo3'])
    assert.equal(createGateway(policy).check('hello', { provider: 'copilot', model, dataClass: 'public' }).ok, false);
  assert.deepEqual(check(`a@mail.fastmail.com ${PAT}`, { personalData: 'allow', allow: [PAT] }).spans, []);
  assert.equal(
    check('warned', { content: [{ rule: 'w', pattern: 'warned', severity: 'warning', message: 'Hm.' }] }).ok,
    true,
  );
});

test('a caller who names a provider with a secret gets no secret back', () => {
  const answer = createGateway({ providers: ['copilot'] }).check('x', { provider: `"${PAT}"` });
  assert.ok(!JSON.stringify(answer).includes(PAT));
});

test('policies that are none are refused with the place', () => {
  const refused = (policy: unknown, code: string, message: RegExp) =>
    assert.throws(
      () => createGateway(policy as GatewayPolicy),
      (error: LoglineError) => error.code === code && message.test(error.message),
    );
  refused({ secret: 'deny' }, 'POLICY_INVALID', /secrets/);
  refused({ secrets: 'drop' }, 'POLICY_INVALID', /secrets/);
  refused({ rules: [{ rule: 'github-pad', action: 'deny' }] }, 'POLICY_INVALID', /"github-pad".*"github-pat"/);
  refused({ content: [{ rule: 'x', pattern: '(?=a)', message: 'm' }] }, 'POLICY_INVALID', /"x" cannot be read/);
  refused({ redaction: 'hash' }, 'POLICY_INVALID', /salt/);
  refused({ redaction: 'token' }, 'POLICY_INVALID', /vault/);
  assert.deepEqual(parsePolicy('{"secrets":"deny"}'), { secrets: 'deny' });
  assert.throws(() => parsePolicy('{"secrets":1}'), { code: 'POLICY_INVALID' });
});

test('preflight speaks the words of the service', () => {
  const gateway = createGateway({ models: ['m'], dataClasses: ['public'], terms: ['Falcon'] });
  const { result } = preflight(gateway, {
    content: `key ${PAT} Falcon a@mail.fastmail.com`,
    provider: 'copilot',
    metadata: { model: 'm', dataClass: 'public' },
  });
  assert.deepEqual(result, {
    ok: true,
    violations: [
      {
        rule: 'sensitive_data_detected',
        severity: 'warning',
        message: 'The text has 3 places with sensitive data, which were taken out.',
      },
    ],
    redactions: [
      { type: 'secret', position: 4, length: 40, placeholder: 'SECRET', rule: 'github-pat' },
      { type: 'proprietary', position: 45, length: 6, placeholder: 'TERM', rule: 'term' },
      { type: 'pii', position: 52, length: 19, placeholder: 'EMAIL', rule: 'email' },
    ],
    sanitizedContent: 'key ***REDACTED_SECRET*** ***REDACTED_TERM*** ***REDACTED_EMAIL***',
  });
  const refused = preflight(createGateway({ secrets: 'deny' }), { content: PAT }).result;
  assert.equal(refused.ok, false);
  assert.equal('sanitizedContent' in refused, false);
});

test('a decision is recorded by counts and digests alone', () => {
  const facts = { provider: 'copilot', model: 'm', dataClass: 'public' };
  const context = {
    actor: 'gateway',
    createdAt: '2026-11-26T12:00:00Z',
    traceId: '6f4cf7f0-43cf-4c9e-9c3c-2f2d1e1f0a11',
    ...facts,
  };
  const text = `${PAT} ${PAT} a@mail.fastmail.com`;
  const draft = decisionDraft(check(text), { ...context, content: { text, key: new Uint8Array(32) } });
  assert.ok(!JSON.stringify(draft).includes(PAT.slice(4)));
  const { content_hmac: hmac, rules_digest: rules, ...payload } = draft.payload as Record<string, unknown>;
  assert.match(String(hmac), /^[0-9a-f]{64}$/);
  assert.match(String(rules), /^[0-9a-f]{64}$/);
  assert.deepEqual(payload, {
    ok: true,
    decision: 'redact',
    provider: 'copilot',
    model: 'm',
    data_class: 'public',
    size_bytes: 101,
    counts: { secrets: 2, personal: 1, terms: 0 },
    rules: [
      { rule: 'email', count: 1 },
      { rule: 'github-pat', count: 2 },
    ],
    violations: [{ rule: 'sensitive_data_detected', severity: 'warning' }],
  });
  const plain = decisionDraft(check('x'), { actor: 'gateway', createdAt: '2026-11-26T12:00:00Z' });
  assert.equal((plain.payload as Record<string, unknown>)['content_hmac'], null);
  assert.notEqual(check('x').rulesDigest, check('x', { secrets: 'deny' }).rulesDigest);
});

test('a guard refuses drafts that hold something, by pointer and rule', () => {
  const guard = createGuard(createGateway({ personalData: 'allow', maxBytes: 1000 }));
  const draft = (payload: Record<string, unknown>) => ({
    entity_type: 'function' as const,
    this: '/functions/hello',
    did: { actor: 'user@mail.fastmail.com', action: 'create' },
    metadata: { created_at: '2026-11-26T12:00:00Z' },
    payload,
  });
  assert.deepEqual(guard(draft({ content: 'hello', hash: chance(64, '0123456789abcdef') })), []);
  const findings = guard(draft({ list: [{ note: PAT }], password: 'Tr0ub4dor&3', [PAT]: { deep: PAT } }));
  assert.deepEqual(
    findings.map(({ code, pointer, details }) => [code, pointer, details?.['rule']]),
    [
      ['SECRET_FOUND', '/payload/list/0/note', 'github-pat'],
      ['SECRET_FOUND', '/payload/password', 'generic-secret'],
      ['SECRET_FOUND', '/payload', 'github-pat'],
      ['SECRET_FOUND', '/payload/***REDACTED_SECRET***/deep', 'github-pat'],
    ],
  );
  assert.ok(!JSON.stringify(findings).includes(PAT));
  assert.deepEqual(
    guard(draft({ long: 'x'.repeat(2000) })).map(({ code }) => code),
    ['GUARD_REFUSED'],
  );
  assert.deepEqual(
    createGuard(createGateway())(draft({ card: 4111111111111111 })).map(({ message }) => message),
    ['/payload/card holds personal data (payment-card).'],
  );
});
