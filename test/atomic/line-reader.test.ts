import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LineReader, canonicalize, cosign } from '../../src/atomic/index.ts';
import type { JsonLimits, LineReading } from '../../src/atomic/index.ts';
import { concatBytes, toHex, toUtf8 } from '../../src/base/bytes.ts';
import { alice, altered, bob, codesOf, draft, engines, offsetOf, signed, unbound } from './samples.ts';

/** All that a reading tells, asked for. */
const told = (reading: LineReading): LineReading => ({ ...reading, atomic: reading.atomic });

/** The reading of a line, the same by every engine, and whether it is parsed or judged from its bytes. */
function read(line: string | Uint8Array, limits: JsonLimits = {}): LineReading {
  const bytes = typeof line === 'string' ? toUtf8(line) : line;
  const [reading, ...others] = engines.flatMap((engine) =>
    [0, 1].map((scanAfter) => told(new LineReader({ engine, limits, scanAfter }).read(bytes, 0, bytes.length))),
  );
  for (const other of others) assert.deepEqual(other, reading);
  return reading!;
}

const { hash, signature } = signed.atomic;

describe('a good line', () => {
  test('tells its atomic, its links and its signature', () => {
    const { atomic, canonical, findings, statedHash, statedPrev, signatures } = read(signed.line);
    assert.deepEqual(atomic, signed.atomic);
    assert.deepEqual([canonical, findings, statedHash, statedPrev], [true, [], hash, undefined]);
    assert.equal(signatures.length, 1);
    assert.equal(toHex(signatures[0]!.publicKey), alice.publicKey);
    assert.equal(toHex(signatures[0]!.signature), signature!.sig);
    assert.equal(Buffer.from(signatures[0]!.message).toString(), hash);
  });

  test('of ASCII alone tells the same', () => {
    const line = altered(signed, (atomic) => {
      atomic['payload'] = { a: 1 };
    });
    const { statedHash, signer, createdAt, findings } = read(line);
    assert.deepEqual([statedHash, signer, createdAt], [hash, alice.publicKey, signed.atomic.metadata.created_at]);
    assert.deepEqual(codesOf(findings), ['HASH_MISMATCH']);
  });

  test('tells its cosignatures after its signature', async () => {
    const { line } = await cosign(signed.atomic, bob);
    assert.deepEqual(
      read(line).signatures.map(({ publicKey }) => toHex(publicKey)),
      [alice.publicKey, bob.publicKey],
    );
  });

  test('is read in the middle of others', () => {
    const line = toUtf8(signed.line);
    const newline = toUtf8('\n');
    const bytes = concatBytes(line, newline, line, newline, line);
    const reader = new LineReader({ engine: engines[0]! });
    for (const start of [0, line.length + 1, 2 * line.length + 2]) {
      assert.deepEqual(told(reader.read(bytes, start, start + line.length)), read(signed.line));
    }
  });

  test('in another form is the same, but not canonical', () => {
    for (const line of [
      JSON.stringify(signed.atomic, null, 1),
      ` ${signed.line}`,
      `${signed.line}\n`,
      signed.line.replace('👋', '\\ud83d\\udc4b'),
      signed.line.replace('-2.5', '-25e-1'),
      signed.line.replace('[1,', '[1.0,'),
      JSON.stringify(Object.fromEntries(Object.entries(signed.atomic).reverse())),
    ]) {
      assert.notEqual(line, signed.line);
      assert.deepEqual(read(line), { ...read(signed.line), canonical: false });
    }
  });

  test('with keys beyond ASCII is canonical all the same', () => {
    const payload = { '😀': 1, '\ufb33': 2, 'a"b': 3 };
    const atomic = { ...signed.atomic, payload };
    const { canonical, findings } = read(canonicalize(atomic));
    assert.deepEqual([canonical, codesOf(findings)], [true, ['HASH_MISMATCH']]);
    assert.equal(read(JSON.stringify(atomic)).canonical, false);
  });
});

describe('a line without hash or signature', () => {
  const bare = (members: string[]): string =>
    altered(unbound, (atomic) => {
      for (const member of members) Reflect.deleteProperty(atomic, member);
    });

  test('without a signature is an atomic', () => {
    const { atomic, findings, signatures, statedHash } = read(bare(['signature']));
    assert.ok(atomic);
    assert.deepEqual([findings, signatures, statedHash], [[], [], unbound.atomic.hash]);
  });

  test('without a hash has nothing that a signature could be over', () => {
    const { atomic, findings, signatures, statedHash } = read(bare(['hash']));
    assert.ok(atomic);
    assert.deepEqual(findings, [{ code: 'MISSING_HASH', message: 'The atomic has no hash.', pointer: '' }]);
    assert.deepEqual([signatures, statedHash], [[], undefined]);
  });
});

describe('a line that was changed', () => {
  test('has another hash', () => {
    const line = signed.line.replace('/functions/hello', '/functions/hullo');
    const message = `The stored hash ${hash!} is not the hash of the content.`;
    assert.deepEqual(read(line).findings, [{ code: 'HASH_MISMATCH', message, pointer: '/hash', hash }]);
    assert.equal(read(line).statedHash, hash);
    assert.equal(read(line).signatures.length, 1);
  });

  test('has another hash in whatever form it is written', () => {
    const line = JSON.stringify({ ...signed.atomic, this: '/other' }, null, 2);
    assert.deepEqual(codesOf(read(line).findings), ['HASH_MISMATCH']);
  });

  test('by another signer is told', () => {
    const line = altered(signed, (atomic) => {
      (atomic['signature'] as { public_key: string }).public_key = bob.publicKey;
    });
    assert.deepEqual(read(line).findings, [
      {
        code: 'SIGNER_MISMATCH',
        message: `metadata.signed_by names ${alice.publicKey}, but the signature names ${bob.publicKey}.`,
        pointer: '/signature/public_key',
      },
    ]);
  });

  test('without the signature that it promises is told', () => {
    const line = altered(signed, (atomic) => {
      delete atomic['signature'];
    });
    assert.deepEqual(read(line).findings, [
      {
        code: 'SIGNER_MISMATCH',
        message: `metadata.signed_by names ${alice.publicKey}, but there is no signature.`,
        pointer: '',
      },
    ]);
  });

  test('in body and signer has both findings', () => {
    const line = altered(signed, (atomic) => {
      (atomic['metadata'] as { signed_by: string }).signed_by = bob.publicKey;
    });
    assert.deepEqual(codesOf(read(line).findings), ['HASH_MISMATCH', 'SIGNER_MISMATCH']);
  });
});

describe('what is no atomic', () => {
  const prev = 'c3'.repeat(32);
  const canonicalOf = (line: string): string | undefined =>
    /1e400|ud800|"x":2/.test(line) ? undefined : canonicalize(JSON.parse(line));
  const links = ({ statedHash, statedPrev }: LineReading): unknown[] => [statedHash, statedPrev];

  test('still tells its links, for the next line', () => {
    for (const [line, code] of [
      [`{"hash":"${hash!}","prev":"${prev}"}`, 'SCHEMA_INVALID'],
      [`{ "hash":"${hash!}","prev":"${prev}"}`, 'SCHEMA_INVALID'],
      [`{"hash":"${hash!}","prev":"${prev}","x":1,"x":2}`, 'DUPLICATE_KEY'],
      [`{"hash":"${hash!}","prev":"${prev}","x":1e400}`, 'NUMBER_PRECISION'],
      [`{"hash":"${hash!}","prev":"${prev}","x":"\\ud800"}`, 'LONE_SURROGATE'],
      [`{"hash":"${hash!}","prev":"${prev}","schema_version":"1.0.0"}`, 'UNSUPPORTED_VERSION'],
    ] as const) {
      const reading = read(line);
      assert.equal(reading.atomic, undefined);
      assert.equal(codesOf(reading.findings)[0], code);
      assert.deepEqual(links(reading), [hash, prev]);
      assert.deepEqual([reading.signatures, reading.canonical], [[], line === canonicalOf(line)]);
    }
  });

  test('has no links where they are none, or cannot be read', () => {
    for (const line of [
      'null',
      '[]',
      '7',
      '"x"',
      '{"hash":"x","prev":1}',
      `{"hash":"${hash!.toUpperCase()}"}`,
      `{"__proto__":{"hash":"${hash!}","prev":"${prev}"}}`,
      `{"hash":"${hash!}"`,
      `{"hash":"${hash!}"}{}`,
      `{"hash":"${hash!}","a":${'['.repeat(65)}${']'.repeat(65)}}`,
      concatBytes(toUtf8(`{"hash":"${hash!}","a":"`), Uint8Array.of(0xff), toUtf8('"}')),
    ]) {
      const reading = read(line);
      assert.ok(reading.findings.length > 0);
      assert.deepEqual(links(reading), [undefined, undefined]);
    }
    const long = read(`{"hash":"${hash!}"}`, { maxLineBytes: 10 });
    assert.deepEqual([codesOf(long.findings), links(long)], [['LINE_TOO_LARGE'], [undefined, undefined]]);
  });

  test('with more faults than are told has no links', () => {
    const reading = read(`{"hash":"${hash!}","a":[${'1e400,'.repeat(200)}1]}`);
    assert.equal(reading.findings.length, 100);
    assert.deepEqual(links(reading), [undefined, undefined]);
  });
});

describe('limits', () => {
  test('are those of the strict reader, on the fast path too', () => {
    const { length } = toUtf8(signed.line);
    assert.deepEqual(read(signed.line, { maxLineBytes: length }).findings, []);
    assert.deepEqual(codesOf(read(signed.line, { maxLineBytes: length - 1 }).findings), ['LINE_TOO_LARGE']);
    assert.deepEqual(read(signed.line, { maxDepth: 6 }).findings, []);
    assert.deepEqual(codesOf(read(signed.line, { maxDepth: 5 }).findings), ['TOO_DEEP']);
  });
});

describe('CR LF', () => {
  test('is named with its byte', () => {
    const { findings, statedHash, atomic } = read(`${signed.line}\r`);
    const { length } = toUtf8(signed.line);
    assert.deepEqual(
      findings.map(({ code, line, column, byteOffset }) => [code, line, column, byteOffset]),
      [['PARSE_ERROR', 1, length + 1, length]],
    );
    assert.match(findings[0]!.message, /^The line ends with CR LF/);
    assert.deepEqual([atomic, statedHash], [undefined, hash]);
  });
});

describe('bad input in a line, with its byte', () => {
  const place = (line: string | Uint8Array): unknown[] => {
    const [first] = read(line).findings;
    return [first?.code, first?.line, first?.column, first?.byteOffset];
  };
  const insert = (before: string, text: string): [string, number] => {
    const at = offsetOf(signed.line, before);
    return [signed.line.replace(before, text + before), at];
  };

  test('a duplicate key', () => {
    for (const [before, text] of [
      ['"this":', '"this":"/x",'],
      ['"actor":', '"actor":"eve",'],
      ['"amounts":', '"amounts":[],'],
    ] as const) {
      const [line, at] = insert(before, text);
      const second = at + toUtf8(text).length;
      assert.deepEqual(place(line), ['DUPLICATE_KEY', 1, second + 1, second]);
    }
  });

  test('numbers and surrogates', () => {
    const amounts = offsetOf(signed.line, '-2.5');
    assert.deepEqual(place(signed.line.replace('-2.5', '1e400')), ['NUMBER_PRECISION', 1, amounts + 1, amounts]);
    const text = offsetOf(signed.line, '"Grüße');
    assert.deepEqual(place(signed.line.replace('Grüße', '\\udfff')), ['LONE_SURROGATE', 1, text + 1, text]);
  });

  test('invalid UTF-8', () => {
    const bytes = toUtf8(signed.line);
    const at = offsetOf(signed.line, 'ü');
    bytes[at + 1] = 0x41;
    assert.deepEqual(place(bytes), ['INVALID_UTF8', 1, at + 1, at]);
  });

  test('__proto__ and constructor stay in the hash', () => {
    for (const key of ['__proto__', 'constructor']) {
      const [line] = insert('"amounts":', `"${key}":{"a":1},`);
      assert.deepEqual(codesOf(read(line).findings), ['HASH_MISMATCH']);
      const atomic = JSON.parse(`{"__proto__":1,"constructor":2}`) as object;
      assert.deepEqual(Object.keys(atomic), ['__proto__', 'constructor']);
    }
  });

  test('a million members that the schema does not know', () => {
    const members = Array.from({ length: 600_000 }, (_, i) => `"${i.toString(36)}":0`);
    const line = toUtf8(`{${members.join()}}`);
    const { findings } = new LineReader({ engine: engines[0]! }).read(line, 0, line.length);
    assert.ok(findings.length > 0 && findings.length <= 101);
    assert.ok(findings.every(({ code }) => code === 'SCHEMA_INVALID'));
  });

  test('nothing of a draft is lost between signing and reading', () => {
    assert.deepEqual(read(signed.line).atomic?.payload, draft.payload);
  });
});
