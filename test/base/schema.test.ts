import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LoglineError } from '../../src/base/errors.ts';
import { findingsError, quote, requireSchema, schemaProblems } from '../../src/base/schema.ts';
import type { CompiledSchema, SchemaError } from '../../src/base/schema.ts';
import { configurationSchema } from '../../src/ledger/generated/validators.ts';
import { keyringSchema } from '../../src/ledger/generated/validators.ts';
import { atomicSchema, ledgerSealSchema } from '../../src/atomic/generated/validators.ts';

const key = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const atomic = {
  schema_version: '1.1.0',
  entity_type: 'function',
  this: '/functions/hello',
  did: { actor: 'user@example.com', action: 'create' },
  metadata: { created_at: '2026-01-31T12:00:00Z' },
};

function messages(schema: CompiledSchema<unknown>, value: unknown): string[] {
  return schemaProblems(schema, value).map(({ pointer, message }) => `${pointer} | ${message}`);
}

test('a value that fits has no problem', () => {
  assert.deepEqual(schemaProblems(atomicSchema, atomic), []);
});

describe('the message names the member, what was expected and what was found', () => {
  const cases: [why: string, schema: CompiledSchema<unknown>, value: unknown, problems: string[]][] = [
    ['the whole value', atomicSchema, 5, [' | the atomic: expected an object, found 5.']],
    ['null', atomicSchema, null, [' | the atomic: expected an object, found null.']],
    ['an array', atomicSchema, [1], [' | the atomic: expected an object, found an array.']],
    ['an empty array', atomicSchema, [], [' | the atomic: expected an object, found an empty array.']],
    ['nothing', atomicSchema, undefined, [' | the atomic: expected an object, found a value of type undefined.']],
    ['a missing member', atomicSchema, { ...atomic, this: undefined }, [' | this is missing.']],
    ['a missing member inside', atomicSchema, { ...atomic, did: { actor: 'a' } }, ['/did | did.action is missing.']],
    ['a type', atomicSchema, { ...atomic, did: 'create' }, ['/did | did: expected an object, found "create".']],
    ['a boolean', atomicSchema, { ...atomic, intent: true }, ['/intent | intent: expected a string, found true.']],
    ['an object', atomicSchema, { ...atomic, intent: {} }, ['/intent | intent: expected a string, found an object.']],
    [
      'a constant',
      atomicSchema,
      { ...atomic, schema_version: '1.1' },
      ['/schema_version | schema_version: expected "1.1.0", found "1.1".'],
    ],
    [
      'a choice, mistyped',
      atomicSchema,
      { ...atomic, entity_type: 'functoin' },
      [
        '/entity_type | entity_type: expected one of file, function, law, decision, agent, contract, test, found "functoin". Did you mean function?',
      ],
    ],
    [
      'a choice, not near to any',
      keyringSchema,
      { keys: [], rotations: 'sometimes' },
      ['/rotations | rotations: expected one of ledger, off, found "sometimes".'],
    ],
    [
      'a choice, of another type',
      keyringSchema,
      { keys: [], rotations: false },
      ['/rotations | rotations: expected one of ledger, off, found false.'],
    ],
    [
      'a pattern that counts characters',
      atomicSchema,
      { ...atomic, prev: key.toUpperCase().slice(1) },
      [
        '/prev | prev: expected 64 lower-case hex characters, found "75A980182B10AB7D54BFED3C964073A0EE172F3D…" (63 characters).',
      ],
    ],
    [
      'a pattern that counts none',
      atomicSchema,
      { ...atomic, metadata: { created_at: 'yesterday' } },
      [
        '/metadata/created_at | metadata.created_at: expected an RFC 3339 time such as 2026-01-31T12:00:00Z, found "yesterday".',
      ],
    ],
    [
      'an empty text',
      atomicSchema,
      { ...atomic, did: { actor: '', action: 'a' } },
      ['/did/actor | did.actor: expected a text that is not empty, found "".'],
    ],
    [
      'an empty list',
      atomicSchema,
      { ...atomic, cosignatures: [] },
      ['/cosignatures | cosignatures: expected a length of at least 1, found an empty array.'],
    ],
    [
      'a place in a list',
      keyringSchema,
      { keys: [{ public_key: key }, { public_key: 1 }] },
      ['/keys/1/public_key | keys[1].public_key: expected a string, found 1.'],
    ],
    [
      'an item twice',
      keyringSchema,
      { keys: [{ public_key: key, roles: ['ci', 'admin', 'ci'] }] },
      ['/keys/0/roles | keys[0].roles: the items 0 and 2 are the same.'],
    ],
    [
      'a member that another needs',
      keyringSchema,
      { keys: [{ public_key: key, revocation: 'compromised' }] },
      ['/keys/0 | keys[0].revoked_at is missing: revocation needs it.'],
    ],
    ['too small', configurationSchema, { jobs: 0 }, ['/jobs | jobs: expected at least 1, found 0.']],
    [
      'too large',
      configurationSchema,
      { maxDepth: 1001 },
      ['/maxDepth | maxDepth: expected at most 1000, found 1001.'],
    ],
    ['no whole number', configurationSchema, { jobs: 1.5 }, ['/jobs | jobs: expected a whole number, found 1.5.']],
    ['no boolean', configurationSchema, { strict: 'yes' }, ['/strict | strict: expected true or false, found "yes".']],
    ['no list', keyringSchema, { keys: {} }, ['/keys | keys: expected an array, found an object.']],
    [
      'several at once',
      ledgerSealSchema,
      { streams: [{ path: '../x', lines: 0 }] },
      [
        '/streams/0 | streams[0].head is missing.',
        '/streams/0/path | streams[0].path: expected a relative path with forward slashes, no part of which starts with a dot, found "../x".',
        '/streams/0/lines | streams[0].lines: expected at least 1, found 0.',
      ],
    ],
  ];
  for (const [why, schema, value, expected] of cases) {
    test(why, () => {
      assert.deepEqual(messages(schema, value), expected);
    });
  }
});

describe('an unknown member', () => {
  test('names the one that was meant', () => {
    assert.deepEqual(messages(atomicSchema, { ...atomic, medatata: {} }), [
      '/medatata | medatata: unknown member, did you mean metadata?',
    ]);
    assert.deepEqual(messages(configurationSchema, { require_signatures: true }), [
      '/require_signatures | require_signatures: unknown member, did you mean requireSignatures?',
    ]);
  });

  test('names all known ones where none is near', () => {
    assert.deepEqual(messages(atomicSchema, { ...atomic, did: { actor: 'a', action: 'b', when: 1 } }), [
      '/did/when | did.when: unknown member, known are actor, action, reason.',
    ]);
  });

  test('inside a list is named with its place', () => {
    assert.deepEqual(messages(keyringSchema, { keys: [{ public_key: key, role: 'ci' }] }), [
      '/keys/0/role | keys[0].role: unknown member, did you mean roles?',
    ]);
  });

  test('with a strange name is quoted in the message and escaped in the pointer', () => {
    const [problem] = schemaProblems(configurationSchema, { 'a/b~c\u001b[2J': 1 });
    assert.equal(problem?.pointer, '/a~1b~0c\u001b[2J');
    assert.match(problem.message, /^"a\/b~c\\u001b\[2J": unknown member, known are /);
  });

  test('with a number for a name is no place in a list', () => {
    const [problem] = schemaProblems(configurationSchema, { 7: 1 });
    assert.match(problem?.message ?? '', /^7: unknown member/);
  });

  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    test(`${name} is one`, () => {
      const value: unknown = JSON.parse(`{"keys":[],"${name}":{"keys":1}}`);
      assert.equal(keyringSchema.accepts(value), false);
      assert.deepEqual(messages(keyringSchema, value), [
        `/${name} | ${name}: unknown member, known are $schema, keys, rotations.`,
      ]);
    });
  }
});

test('of very many faults a hundred are told', () => {
  const hostile = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${String(i)}`, i]));
  assert.equal(schemaProblems(configurationSchema, hostile).length, 100);
});

describe('requireSchema', () => {
  test('answers the value itself', () => {
    const keyring: unknown = { keys: [{ public_key: key }] };
    assert.equal(requireSchema(keyringSchema, keyring, 'KEYRING_INVALID'), keyring);
  });

  test('throws the code that was asked for, with all findings', () => {
    assert.throws(
      () => requireSchema(configurationSchema, { jobs: 0, strict: 1, ledgre: 'x' }, 'CONFIG_INVALID'),
      (error) => {
        assert.ok(error instanceof LoglineError);
        assert.equal(error.code, 'CONFIG_INVALID');
        assert.equal(error.message, 'ledgre: unknown member, did you mean ledger? (and 2 more)');
        assert.deepEqual(error.details, {
          findings: [
            { code: 'CONFIG_INVALID', pointer: '/ledgre', message: 'ledgre: unknown member, did you mean ledger?' },
            { code: 'CONFIG_INVALID', pointer: '/strict', message: 'strict: expected true or false, found 1.' },
            { code: 'CONFIG_INVALID', pointer: '/jobs', message: 'jobs: expected at least 1, found 0.' },
          ],
        });
        return true;
      },
    );
  });
});

test('findingsError speaks of one finding as it is', () => {
  const error = findingsError([{ code: 'TOO_DEEP', message: 'Deep.' }]);
  assert.equal(error.code, 'TOO_DEEP');
  assert.equal(error.message, 'Deep.');
});

describe('quote', () => {
  const cases: [string, string][] = [
    ['plain', '"plain"'],
    ['', '""'],
    ['x'.repeat(40), `"${'x'.repeat(40)}"`],
    ['x'.repeat(41), `"${'x'.repeat(40)}…"`],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['\u001b[2J\u0007', '"\\u001b[2J\\u0007"'],
    ['a\u009bb\u202ec\u2028d\ufeffe', '"a\\u{9b}b\\u{202e}c\\u{2028}d\\u{feff}e"'],
    [`${'x'.repeat(39)}😀`, `"${'x'.repeat(39)}\\ud83d…"`],
    ['Zoë 😀', '"Zoë 😀"'],
  ];
  for (const [text, expected] of cases) {
    test(JSON.stringify(text).slice(0, 30), () => {
      assert.equal(quote(text), expected);
    });
  }
});

test('errors carry what the words need, for every schema', () => {
  const errors: readonly SchemaError[] = atomicSchema.errorsOf({ ...atomic, hash: 'x' }) ?? [];
  assert.deepEqual(errors, [
    {
      instancePath: '/hash',
      schemaPath: '#/properties/hash/pattern',
      keyword: 'pattern',
      params: { pattern: '^[0-9a-f]{64}$' },
    },
  ]);
});
