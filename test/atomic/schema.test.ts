import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalize } from '../../src/atomic/canonical.ts';
import { checkSchema, isAtomic, parseAtomic, parseDraft, traceIdOf } from '../../src/atomic/schema.ts';
import type { Atomic, Draft } from '../../src/atomic/schema.ts';
import { LoglineError } from '../../src/base/errors.ts';

type Json = Record<string, unknown>;

const keyA = 'a1'.repeat(32);
const keyB = 'b2'.repeat(32);
const hash = '0123456789abcdef'.repeat(4);
const trace = '8d9f4e8a-3c1b-4c55-9a9e-1f6f0d2b7c10';
const otherTrace = '00000000-0000-0000-0000-000000000000';
const sealing = { alg: 'Ed25519', public_key: keyA, sig: 'c3'.repeat(64) };
const metadata = { created_at: '2026-01-31T12:00:00Z' };
const draft = {
  entity_type: 'function',
  this: '/functions/hello',
  did: { actor: 'user@example.com', action: 'create' },
  metadata,
};
const least = { schema_version: '1.1.0', ...draft };
const full = {
  ...least,
  intent: 'run_code',
  did: { ...draft.did, reason: '' },
  trace_id: trace,
  metadata: {
    created_at: '2026-01-31T12:00:00.123456789+05:30',
    trace_id: trace,
    owner_id: 'o',
    tenant_id: 't',
    parent_id: 'p',
    tags: ['x', ''],
    version: '2',
    signed_by: keyA,
    anything: { else: [null] },
  },
  input: { content: 'x' },
  payload: {},
  output: { exit: 0 },
  when: { from: 'now' },
  status: { state: 'done' },
  policy: { allow: true },
  prev: hash,
  hash,
  signature: { ...sealing, signed_at: '2026-01-31T12:00:01Z' },
  cosignatures: [{ ...sealing, public_key: keyB }],
};

/** `least` with the member at the dotted path set, or removed where the value is undefined. */
function changed(path: string, value: unknown, base: Json = full): Json {
  const copy = structuredClone(base);
  const steps = path.split('.');
  const last = steps.pop()!;
  const holder = steps.reduce<Json>((inside, step) => inside[step] as Json, copy);
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
  return copy;
}

function accept(value: unknown): void {
  assert.deepEqual(checkSchema(value), []);
  assert.equal(isAtomic(value), true);
}

/** Both verdicts are "no", and the one finding is at the pointer. */
function refuse(value: unknown, pointer: string, message?: RegExp): void {
  const findings = checkSchema(value);
  assert.deepEqual(
    findings.map(({ code, pointer: at }) => [code, at]),
    [['SCHEMA_INVALID', pointer]],
    JSON.stringify(findings),
  );
  if (message) assert.match(findings[0]!.message, message);
  assert.equal(isAtomic(value), false);
}

describe('what is accepted', () => {
  test('the least atomic, and one with every member', () => {
    accept(least);
    accept(full);
  });

  for (const member of Object.keys(full).filter((name) => !(name in least))) {
    test(`one without ${member}`, () => {
      accept(changed(member, undefined));
    });
  }

  for (const member of Object.keys(full.metadata).filter((name) => name !== 'created_at')) {
    test(`one without metadata.${member}`, () => {
      accept(changed(`metadata.${member}`, undefined));
    });
  }

  const boundaries: [string, unknown[]][] = [
    ['entity_type', ['file', 'function', 'law', 'decision', 'agent', 'contract', 'test']],
    ['intent', ['a', 'a1_', 'mission_created', 'z'.repeat(1000)]],
    ['this', ['/', 'a', '/a/b-c_d.e@f:g', '-', '@', ':', '.', '_', '0Z']],
    ['did.actor', [' ', 'ü', '😀']],
    ['did.action', ['x']],
    ['did.reason', ['', 'because']],
    ['metadata.tags', [[], ['a', 'a']]],
    ['hash', ['0'.repeat(64), 'f'.repeat(64)]],
    ['signature.sig', ['0'.repeat(128)]],
    ['signature.signed_at', ['2026-01-31T12:00:00Z']],
  ];
  for (const [path, values] of boundaries) {
    test(`${path}: ${values.map((value) => JSON.stringify(value).slice(0, 24)).join(' ')}`, () => {
      for (const value of values) accept(changed(path, value));
    });
  }

  test('a UUID in either case, as long as both places agree', () => {
    for (const id of [otherTrace, trace.toUpperCase()]) {
      accept(changed('trace_id', id, changed('metadata.trace_id', id)));
    }
  });

  test('any content below the open members', () => {
    const value = JSON.parse('{"__proto__":{"a":1},"constructor":null,"":[[]],"n":-0.5}') as unknown;
    for (const member of ['input', 'payload', 'output', 'when', 'status', 'policy']) accept(changed(member, value));
  });
});

describe('what is refused', () => {
  for (const member of Object.keys(least)) {
    test(`one without ${member}`, () => {
      refuse(changed(member, undefined), '', new RegExp(`^${member} is missing`));
    });
  }

  for (const path of [
    'did.actor',
    'did.action',
    'metadata.created_at',
    'signature.alg',
    'signature.public_key',
    'signature.sig',
  ]) {
    test(`one without ${path}`, () => {
      refuse(changed(path, undefined), `/${path.split('.')[0]!}`, new RegExp(`^${path} is missing`));
    });
  }

  const texts = [null, 0, true, [], {}];
  const objects = [null, 0, 'x', true, []];
  const cases: [string, unknown[]][] = [
    ['schema_version', texts],
    ['entity_type', [...texts, '', 'File', 'files', ' file']],
    ['intent', [...texts, '', 'A', '1a', '_a', 'a-b', 'a b', 'é', 'a\n']],
    ['this', [...texts, '', ' ', '/a b', '/é', '/a?b', '/a\n', '/a\\b', '/a#', '/a~b', '/😀']],
    ['did', [...objects, {}].slice(0, -1)],
    ['did.actor', [...texts, '']],
    ['did.action', [...texts, '']],
    ['did.reason', texts],
    [
      'trace_id',
      [
        ...texts,
        '',
        trace.slice(1),
        `${trace}0`,
        trace.replaceAll('-', ''),
        `{${trace}}`,
        trace.replace('8', 'g'),
        `${trace}\n`,
      ],
    ],
    ['metadata', objects],
    ['metadata.trace_id', [...texts, 'x']],
    ['metadata.owner_id', texts],
    ['metadata.tenant_id', texts],
    ['metadata.parent_id', texts],
    ['metadata.version', texts],
    ['metadata.tags', [null, 0, 'x', {}]],
    ['metadata.tags.0', texts],
    ['metadata.signed_by', [...texts, keyA.slice(1), `${keyA}0`, keyA.toUpperCase()]],
    ['input', objects],
    ['payload', objects],
    ['output', objects],
    ['when', objects],
    ['status', objects],
    ['policy', objects],
    ['prev', [...texts, '', hash.slice(1), `${hash}0`, hash.toUpperCase(), `${hash.slice(1)}g`, `${hash}\n`]],
    ['hash', [...texts, '', hash.slice(1), `${hash}0`, hash.toUpperCase(), `${hash.slice(1)} `]],
    ['signature', objects],
    ['signature.alg', [...texts, 'ed25519', 'EdDSA', '']],
    ['signature.public_key', [...texts, keyA.slice(1), `${keyA}0`, keyA.toUpperCase()]],
    ['signature.sig', [...texts, sealing.sig.slice(1), `${sealing.sig}0`, sealing.sig.toUpperCase(), hash]],
    ['signature.signed_at', [...texts, '2026-01-31']],
    ['cosignatures', [null, 0, 'x', {}, []]],
    ['cosignatures.0', objects],
    ['cosignatures.0.alg', ['RSA']],
    ['cosignatures.0.public_key', [keyB.slice(1)]],
    ['cosignatures.0.sig', [sealing.sig.slice(1)]],
    ['cosignatures.0.signed_at', ['now']],
  ];
  for (const [path, values] of cases) {
    test(`${path}: ${values.map((value) => JSON.stringify(value).slice(0, 12)).join(' ')}`, () => {
      for (const value of values)
        refuse(changed(path, value), `/${path.replaceAll('.', '/')}`, /: expected .+, found .+\./);
    });
  }

  test('a value that is no object', () => {
    for (const value of [null, undefined, true, 0, 'text', [], [full]])
      refuse(value, '', /^the atomic: expected an object/);
  });

  for (const holder of ['', 'did', 'signature', 'cosignatures.0']) {
    for (const name of ['extra', 'curr_Hash', '$schema', '__proto__', 'constructor', 'hasOwnProperty', '']) {
      test(`an unknown member ${JSON.stringify(name)} in ${holder || 'the atomic'}`, () => {
        const steps = holder === '' ? [] : holder.split('.');
        const copy = structuredClone(full) as Json;
        const object = steps.reduce<Json>((inside, step) => inside[step] as Json, copy);
        Object.defineProperty(object, name, { value: 1, enumerable: true, configurable: true, writable: true });
        const value = JSON.parse(JSON.stringify(copy)) as unknown;
        refuse(value, ['', ...steps, name].join('/'), /unknown member/);
      });
    }
  }

  test('everything at once, each with its own pointer', () => {
    const findings = checkSchema({ ...full, this: '', hash: 1, medatata: {}, metadata: {} });
    assert.deepEqual(
      findings.map(({ pointer }) => pointer),
      ['/medatata', '/this', '/metadata', '/hash'],
    );
  });
});

describe('the rules between members', () => {
  test('two traces', () => {
    refuse(changed('trace_id', otherTrace), '/metadata/trace_id', /metadata\.trace_id differs from trace_id/);
    refuse(changed('metadata.trace_id', trace.toUpperCase()), '/metadata/trace_id');
  });

  test('a cosignature by the key of the signature', () => {
    refuse(
      changed('cosignatures.0.public_key', keyA),
      '/cosignatures/0/public_key',
      /cosignatures\[0\]\.public_key signed before/,
    );
  });

  test('two cosignatures by one key, with or without a signature, next to each other or apart', () => {
    const by = (...keys: string[]): Json[] => keys.map((public_key) => ({ ...sealing, public_key }));
    const keyC = 'd4'.repeat(32);
    refuse(changed('cosignatures', by(keyB, keyB)), '/cosignatures/1/public_key');
    refuse(changed('cosignatures', by(keyB, keyC, keyB)), '/cosignatures/2/public_key');
    const unsigned = changed('signature', undefined);
    refuse({ ...unsigned, cosignatures: by(keyA, keyC, keyA, keyC) }, '/cosignatures/2/public_key');
    accept({ ...unsigned, cosignatures: by(keyA, keyB, keyC) });
  });

  test('both faults are told at once', () => {
    const value = changed('trace_id', otherTrace, changed('cosignatures.0.public_key', keyA));
    assert.deepEqual(
      checkSchema(value).map(({ pointer }) => pointer),
      ['/metadata/trace_id', '/cosignatures/0/public_key'],
    );
  });
});

describe('an atomic of another version', () => {
  const unsupported = (value: unknown, pointer: string): string => {
    const findings = checkSchema(value);
    assert.deepEqual(
      findings.map(({ code, pointer: at }) => [code, at]),
      [['UNSUPPORTED_VERSION', pointer]],
    );
    assert.equal(isAtomic(value), false);
    return findings[0]!.message;
  };

  test('is named with the way out, and alone', () => {
    const message = unsupported({ ...full, schema_version: '1.0.0', this: 5 }, '/schema_version');
    assert.equal(
      message,
      'schema_version is "1.0.0"; this release reads 1.1.0. `logline-cli migrate` turns a 1.0.0 ledger into a new one.',
    );
    for (const version of ['', '1.1', '1.1.0 ', '1.2.0', '2.0.0', 'v1.1.0']) {
      unsupported({ schema_version: version }, '/schema_version');
    }
  });

  test('is known by its curr_hash', () => {
    for (const version of [{}, { schema_version: '1.0.0' }, { schema_version: '1.1.0' }, { schema_version: 1 }]) {
      assert.match(unsupported({ did: 'x', curr_hash: hash, ...version }, '/curr_hash'), /logline-cli migrate/);
    }
  });

  test('a version that is no text is a fault of the schema', () => {
    refuse(changed('schema_version', 1.1), '/schema_version', /^schema_version: expected "1\.1\.0", found 1\.1\.$/);
  });
});

function codeOf(run: () => unknown): [string, readonly unknown[]] {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof LoglineError);
    const findings = error.details['findings'] as { code: string; pointer: string }[];
    assert.equal(error.code, findings[0]!.code);
    return [error.code, findings.map(({ pointer }) => pointer)];
  }
  return ['none', []];
}

for (const [name, parse, good] of [
  ['parseAtomic', parseAtomic, full],
  ['parseDraft', parseDraft, draft],
] as const) {
  describe(name, () => {
    const text = JSON.stringify(good);

    test('answers the value of a text or of its bytes', () => {
      assert.deepEqual(parse(text), good);
      assert.deepEqual(parse(new TextEncoder().encode(`\n${text} `)), good);
    });

    test('keeps __proto__ as a member like any other', () => {
      const value = parse(
        `${text.slice(0, -1)},"input":{"__proto__":{"a":1}}}`.replace('"input":{"content":"x"},', ''),
      );
      assert.deepEqual(Object.keys(value.input!), ['__proto__']);
      assert.equal(JSON.stringify(value.input), '{"__proto__":{"a":1}}');
      assert.equal(Object.getPrototypeOf(value.input), Object.prototype);
    });

    test('refuses __proto__ beside the known members', () => {
      assert.deepEqual(
        codeOf(() => parse(`${text.slice(0, -1)},"__proto__":{"hash":"x"}}`)),
        ['SCHEMA_INVALID', ['/__proto__']],
      );
    });

    test('refuses what is no I-JSON before it looks at the schema', () => {
      assert.equal(codeOf(() => parse('{'))[0], 'PARSE_ERROR');
      assert.equal(codeOf(() => parse(`${text.slice(0, -1)},"this":"/b"}`))[0], 'DUPLICATE_KEY');
      assert.equal(
        codeOf(() => parse(`${text.slice(0, -1)},"status":{"n":1e400}}`.replace('"status":{"state":"done"},', '')))[0],
        'NUMBER_PRECISION',
      );
      assert.equal(codeOf(() => parse(text.replace('create', '\ud800')))[0], 'LONE_SURROGATE');
      assert.equal(codeOf(() => parse(new Uint8Array([0x22, 0xff, 0x22])))[0], 'INVALID_UTF8');
    });

    test('heeds the limits', () => {
      assert.equal(codeOf(() => parse(text, { maxLineBytes: 20 }))[0], 'LINE_TOO_LARGE');
      assert.equal(codeOf(() => parse(text, { maxDepth: 1 }))[0], 'TOO_DEEP');
    });

    test('throws with a finding for each fault', () => {
      assert.deepEqual(
        codeOf(() => parse('[]')),
        ['SCHEMA_INVALID', ['']],
      );
      assert.deepEqual(
        codeOf(() => parse('null')),
        ['SCHEMA_INVALID', ['']],
      );
      assert.deepEqual(
        codeOf(() => parse(JSON.stringify({ ...good, this: '', did: {} }))),
        ['SCHEMA_INVALID', ['/this', '/did', '/did']],
      );
      assert.deepEqual(
        codeOf(() => parse(JSON.stringify({ ...good, schema_version: '1.0.0' }))),
        ['UNSUPPORTED_VERSION', ['/schema_version']],
      );
    });
  });
}

describe('a draft', () => {
  test('may have a schema_version and everything that is hashed', () => {
    const { hash: _hash, signature: _signature, cosignatures: _cosignatures, ...whole } = full;
    const parsed: Draft = parseDraft(JSON.stringify(whole));
    assert.deepEqual(parsed, whole);
  });

  test('has nothing that signing makes', () => {
    const signed = codeOf(() => parseDraft(JSON.stringify({ ...full, this: '' })));
    assert.deepEqual(signed, ['SCHEMA_INVALID', ['/hash', '/signature', '/cosignatures', '/this']]);
    assert.throws(() => parseDraft(JSON.stringify({ ...draft, hash })), {
      message: 'hash: a draft has none, since signing makes it.',
    });
  });

  test('is held to the rules between members', () => {
    const text = JSON.stringify({ ...draft, trace_id: trace, metadata: { ...metadata, trace_id: otherTrace } });
    assert.deepEqual(
      codeOf(() => parseDraft(text)),
      ['SCHEMA_INVALID', ['/metadata/trace_id']],
    );
  });
});

describe('parseAtomic reads bytes in canonical form by themselves', () => {
  const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(canonicalize(value));

  test('to the same value', () => {
    assert.deepEqual(parseAtomic(bytesOf(full)), full);
  });

  test('and refuses with the same findings', () => {
    for (const value of [
      { ...full, this: '' },
      { ...full, trace_id: otherTrace },
      { ...full, schema_version: '1.0.0' },
      [],
      null,
    ]) {
      assert.deepEqual(
        codeOf(() => parseAtomic(bytesOf(value))),
        codeOf(() => parseAtomic(JSON.stringify(value))),
      );
    }
  });

  test('under the same limits', () => {
    const bytes = bytesOf(full);
    assert.deepEqual(parseAtomic(bytes, { maxLineBytes: bytes.length, maxDepth: 4 }), full);
    assert.equal(codeOf(() => parseAtomic(bytes, { maxLineBytes: bytes.length - 1 }))[0], 'LINE_TOO_LARGE');
    assert.equal(codeOf(() => parseAtomic(bytes, { maxDepth: 3 }))[0], 'TOO_DEEP');
  });
});

test('traceIdOf finds the trace in either place', () => {
  const older = { metadata: { ...metadata, trace_id: trace } };
  assert.equal(traceIdOf({ metadata }), undefined);
  assert.equal(traceIdOf({ metadata, trace_id: trace }), trace);
  assert.equal(traceIdOf(older), trace);
  assert.equal(traceIdOf({ ...older, trace_id: trace }), trace);
});

test('isAtomic tells the compiler what it found', () => {
  const value: unknown = full;
  assert.ok(isAtomic(value));
  const atomic: Atomic = value;
  assert.equal(atomic.signature?.alg, 'Ed25519');
});
