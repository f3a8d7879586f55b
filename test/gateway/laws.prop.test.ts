/** The laws of the gateway, on texts made of secrets, personal data and what surrounds them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Vault, check, createGateway } from '../../src/gateway/index.ts';
import type { GatewayOptions, GatewayPolicy, SealedVault } from '../../src/gateway/index.ts';
import { PERSONAL, SECRETS, chance, privateKey } from './samples.ts';
import { isLong } from '../long.ts';

const runs = { numRuns: isLong ? 5000 : 120 };

const TORN = privateKey(3).slice(0, 200);
const values = fc.oneof(
  fc.constantFrom(...Object.values(SECRETS), privateKey(12), TORN),
  fc.constantFrom(...PERSONAL.map(([, before, value]) => before + value), ...PERSONAL.map(([, , value]) => value)),
  fc.integer({ min: 1, max: 500 }).map((seed) => chance(24, undefined, seed)),
);
const around = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ' ',
      '\n',
      ', ',
      '"',
      "'",
      ' = ',
      ': ',
      '=',
      '/',
      '(',
      ') ',
      '.',
      '-',
      '|',
      '@',
      '_',
      ' and ',
      '***',
      '\\n',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'token',
      'api_key',
      'key',
      'secret is',
      'password',
      'curl -s -u kim:',
      'Bearer',
      'stripe',
      'aws',
      'SSN',
      'tel',
      'call me at',
      'card',
      'IBAN',
      'https://user:',
      '***REDACTED_EMAIL***',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'x'.repeat(700),
      'lorem ipsum dolor sit amet '.repeat(60),
      '1 2 3 '.repeat(100),
      '\ud800',
    ),
  },
);
const texts = fc.array(fc.oneof(values, around), { maxLength: 14 }).map((parts) => parts.join(''));

const SALT = new Uint8Array(16).fill(7);
const KEY = new Uint8Array(32).fill(9);
const KINDS: readonly (readonly [GatewayPolicy['redaction'] & string, () => GatewayOptions])[] = [
  ['replace', () => ({})],
  ['mask', () => ({})],
  ['hash', () => ({ salt: SALT })],
  ['token', () => ({ vault: new Vault(KEY) })],
];

for (const [redaction, options] of KINDS) {
  test(`a sanitized text holds no finding: ${redaction}`, () => {
    const gateway = createGateway({ redaction, terms: ['lorem'] }, options());
    fc.assert(
      fc.property(texts, (text) => {
        const { sanitized, spans } = gateway.check(text);
        const again = gateway.check(sanitized!);
        assert.deepEqual(
          again.spans.map(({ rule, start, end }) => [rule, sanitized!.slice(start, end)]),
          [],
        );
        assert.equal(sanitized === text, spans.length === 0);
      }),
      runs,
    );
  });
}

test('what a vault took out it puts back', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const vault = new Vault(KEY);
      const { sanitized } = createGateway({ redaction: 'token' }, { vault }).check(text);
      assert.equal(vault.restore(sanitized!), text);
      assert.equal(
        new Vault(KEY, JSON.parse(JSON.stringify(vault)) as SealedVault).restore(sanitized!),
        text,
        'after it was written and read',
      );
    }),
    runs,
  );
});

const RULES = `
[[rules]]
id = "house-key"
regex = '''house-[0-9]{4,900}'''
keywords = ["house-"]
[[rules]]
id = "any"
regex = '''zz[a-f]+zz'''
`;
const gateways = [createGateway({ terms: ['lorem'] }), createGateway({}, { gitleaks: RULES })];

test('streamed in any pieces, a text gives what it gives as a whole', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 });
  const long = fc
    .tuple(texts, fc.nat(3000), texts, fc.constantFrom('house-1234', 'zzabczz', '', `house-${'5'.repeat(800)}`))
    .map(([a, gap, b, c]) => a + '. '.repeat(gap) + b + c + a);
  fc.assert(
    fc.property(fc.oneof(texts, long), cuts, fc.constantFrom(...gateways), (text, sizes, gateway) => {
      const whole = gateway.check(text);
      const stream = gateway.stream();
      let out = '';
      for (let at = 0, i = 0; at < text.length; at += sizes[i++ % sizes.length]!)
        out += stream.push(text.slice(at, at + sizes[i % sizes.length]!));
      out += stream.end();
      assert.equal(out, whole.sanitized);
      assert.deepEqual(
        stream.spans.map(({ start, end, rule }) => [start, end, rule]),
        whole.spans.map(({ start, end, rule }) => [start, end, rule]),
      );
    }),
    runs,
  );
});

test('every single split of a text with everything in it gives what the whole gives', () => {
  const text = `${'a '.repeat(700)}token = "${SECRETS['github-pat']}"\n${privateKey(4)}\ncurl -u "kim:h0pk1ns~21s" x; git clone https://kim:h0pk1ns21s@x.dev/y\n${PERSONAL.slice(
    0,
    12,
  )
    .map(([, before, value]) => before + value)
    .join('; ')}${' b'.repeat(700)}`;
  const whole = check(text);
  for (let at = 0; at <= text.length; at += isLong ? 1 : 7) {
    const stream = createGateway().stream();
    assert.equal(
      stream.push(text.slice(0, at)) + stream.push(text.slice(at)) + stream.end(),
      whole.sanitized,
      `cut at ${at}`,
    );
  }
});

test('pieces come out while the text goes on, and a value is never cut', () => {
  const stream = createGateway().stream();
  const secret = SECRETS['openai-project-key']!;
  const pieces = Array.from(`${'word '.repeat(2000)}${secret} ${'word '.repeat(2000)}`, (char) => stream.push(char));
  assert.ok(pieces.slice(0, 10_000).join('').length > 8000, 'text is held back too long');
  assert.ok(!pieces.join('').includes(secret.slice(0, 12)));
  stream.end();
});

test('a conversation with one more turn is scanned for the new part only, and gives the same', () => {
  // A private key without an end is looked at again: whether its end comes decides how far it goes.
  const turn = fc
    .tuple(texts, fc.nat(4000))
    .map(([text, words]) => `${text.replaceAll(TORN, '')}${' word'.repeat(words)}\n`);
  fc.assert(
    fc.property(fc.array(turn, { minLength: 2, maxLength: 6 }), (turns) => {
      const gateway = createGateway();
      let text = '';
      for (const next of turns) {
        const known = Math.max(0, text.length - 1200);
        text += next;
        const { counts, sanitized } = gateway.check(text);
        assert.equal(sanitized, check(text).sanitized);
        assert.ok(
          counts.scanned <= text.length - 16_384 * Math.floor(known / 16_384),
          `${counts.scanned} of ${text.length} characters were scanned`,
        );
      }
      assert.equal(gateway.check(text).counts.scanned, 0);
    }),
    { numRuns: runs.numRuns / 5 },
  );
});
