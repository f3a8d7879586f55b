/** Whatever is done to a ledger of three lines, verification says so, and never crashes. With LOGLINE_LONG=1 at every bit and byte. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { createFastEngine } from '../../src/atomic/index.ts';
import type { SignedLine } from '../../src/atomic/index.ts';
import { compareWithBase, keyringOf, verifyLedger } from '../../src/ledger/index.ts';
import type { LedgerReport, VerifyOptions } from '../../src/ledger/index.ts';
import { chain, draft, publicKey, signer, sourceOf, textOf } from './fixtures.ts';
import { isLong, many } from '../long.ts';

// Tables of the few keys: the tests are tens of thousands of ledgers.
const engine = createFastEngine({ tableAfter: 0 });
const keyring = keyringOf([publicKey(1), publicKey(2)]);
const verify = (content: Parameters<typeof sourceOf>[0], options: VerifyOptions = {}): Promise<LedgerReport> =>
  verifyLedger(sourceOf(content), { keyring, engine, ...options });

let lines: SignedLine[] = [];
let bytes: Uint8Array = new Uint8Array(0);
before(async () => {
  lines = await chain([
    { draft: draft(0, { payload: { note: 'ä\n€', amount: 12.5, deep: [{ a: null }, true] } }) },
    { draft: draft(1), by: signer(2), cosigners: [signer(3)] },
    { draft: draft(2) },
  ]);
  bytes = new TextEncoder().encode(textOf(lines));
});

describe('a ledger of three lines', () => {
  test('is good as it stands', async () => {
    assert.equal((await verify(bytes)).ok, true);
  });

  test('with any bit flipped gives a finding', async () => {
    // Else one bit of each byte, which bit differs from byte to byte.
    for (let i = 0; i < 8 * bytes.length; i += isLong ? 1 : 7) {
      const changed = bytes.slice();
      changed[i >> 3]! ^= 1 << (i & 7);
      assert.equal(
        (await verify(changed, { stopOnError: true })).ok,
        false,
        `bit ${String(i & 7)} of byte ${String(i >> 3)}`,
      );
    }
  });

  test('with any byte set to any of some values gives a finding', async () => {
    for (let at = 0; at < bytes.length; at += isLong ? 1 : 3) {
      for (const value of [0x0a, 0x20]) {
        if (bytes[at] === value) continue;
        const changed = bytes.slice();
        changed[at] = value;
        // A space in place of the last line feed leaves a whole atomic, which only the strict form refuses.
        assert.equal((await verify(changed, { strict: true })).ok, false, `byte ${String(at)} set to ${String(value)}`);
      }
    }
  });

  test('cut anywhere gives a finding, by itself or against its base', async () => {
    const ends = new Set([0, ...lines.map((_, i) => new TextEncoder().encode(textOf(lines.slice(0, i + 1))).length)]);
    for (let size = 0; size < bytes.length; size++) {
      const cut = bytes.slice(0, size);
      const { finding } = await compareWithBase(sourceOf(bytes), sourceOf(cut));
      assert.equal(finding?.code, 'NOT_APPEND_ONLY');
      assert.equal((await verify(cut)).ok, ends.has(size) || ends.has(size + 1), `cut to ${String(size)} bytes`);
    }
  });

  test('with bytes put in or taken out anywhere gives a finding', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: bytes.length - 1 }),
        fc.nat({ max: 40 }),
        fc.uint8Array({ maxLength: 40 }),
        async (at, gone, put) => {
          const changed = Uint8Array.of(...bytes.slice(0, at), ...put, ...bytes.slice(at + gone));
          const same = changed.length === bytes.length && changed.every((byte, i) => byte === bytes[i]);
          const isPrefix = changed.length < bytes.length && changed.every((byte, i) => byte === bytes[i]);
          if (!same && !isPrefix) assert.equal((await verify(changed)).ok, false);
        },
      ),
      { seed: 20260102, numRuns: many(2000) },
    );
  });

  test('with lines in any other order, or any line twice, gives a finding', async () => {
    for (const order of [
      [1, 0, 2],
      [0, 2, 1],
      [2, 1, 0],
      [1, 2, 0],
      [2, 0, 1],
      [0, 2],
      [1, 2],
      [2],
      [0, 0, 1, 2],
      [0, 1, 1, 2],
      [0, 1, 2, 2],
      [0, 1, 2, 0],
    ]) {
      assert.equal((await verify(order.map((i) => lines[i]!))).ok, false, order.join());
    }
  });
});

describe('what is no ledger', () => {
  const place = ({ findings: [first] }: LedgerReport): unknown[] => [first?.code, first?.line, first?.byteOffset];

  const cases: readonly (readonly [
    string,
    (line: string, next: string) => string | Uint8Array,
    string,
    number,
    number,
  ])[] = [
    ['a byte order mark', (line) => `\ufeff${line}\n`, 'PARSE_ERROR', 1, 0],
    ['an empty line', (line, next) => `${line}\n\n${next}\n`, 'PARSE_ERROR', 2, 1],
    ['CR LF', (line) => `${line}\r\n`, 'PARSE_ERROR', 1, -1],
    [
      'a conflict marker',
      (line, next) => `<<<<<<< HEAD\n${line}\n=======\n${next}\n>>>>>>> other\n`,
      'PARSE_ERROR',
      1,
      0,
    ],
    ['a duplicate key', (line) => `${line.replace('"this":', '"this":"/x","this":')}\n`, 'DUPLICATE_KEY', 1, -1],
    [
      'a duplicate key deep inside',
      (line) => `${line.replace('"actor":', '"actor":"x","actor":')}\n`,
      'DUPLICATE_KEY',
      1,
      -1,
    ],
    ['a lone surrogate', (line) => `${line.replace('console', '\\ud800')}\n`, 'LONE_SURROGATE', 1, -1],
    [
      'a number beyond a double',
      (line) => `${line.replace('"input":{', '"input":{"a":1e400,')}\n`,
      'NUMBER_PRECISION',
      1,
      -1,
    ],
    [
      'an integer beyond 2^53',
      (line) => `${line.replace('"input":{', '"input":{"a":9007199254740993,')}\n`,
      'NUMBER_PRECISION',
      1,
      -1,
    ],
    [
      'invalid UTF-8',
      (line) => Uint8Array.of(...new TextEncoder().encode(line.slice(0, 50)), 0xff, 0x0a),
      'INVALID_UTF8',
      1,
      50,
    ],
    ['10 000 levels', () => `${'['.repeat(10_000)}\n`, 'TOO_DEEP', 1, 64],
    ['a line of 11 MiB', () => `"${'x'.repeat(11 * 1024 * 1024)}"\n`, 'LINE_TOO_LARGE', 1, 0],
    [
      'a million keys',
      () => `{${Array.from({ length: 1_000_000 }, (_, i) => `"k${String(i)}":0`).join()}}\n`,
      'LINE_TOO_LARGE',
      1,
      0,
    ],
    [
      'a hundred thousand keys',
      () => `{${Array.from({ length: 100_000 }, (_, i) => `"k${String(i)}":0`).join()}}\n`,
      'SCHEMA_INVALID',
      1,
      0,
    ],
    ['a 1.0.0 atomic', (line) => `${line.replace('"1.1.0"', '"1.0.0"')}\n`, 'UNSUPPORTED_VERSION', 1, 0],
    ['no object', () => `[]\n`, 'SCHEMA_INVALID', 1, 0],
    [
      '__proto__ put in',
      (line) => `${line.replace('"input":{', '"input":{"__proto__":{"a":1},')}\n`,
      'HASH_MISMATCH',
      1,
      0,
    ],
  ];
  for (const [name, content, code, line, offset] of cases) {
    test(name, async () => {
      const made = content(lines[0]!.line, lines[1]!.line);
      const bytesMade = typeof made === 'string' ? new TextEncoder().encode(made) : made;
      const [foundCode, foundLine, foundOffset] = place(await verify(made));
      assert.deepEqual([foundCode, foundLine], [code, line]);
      const expected = line === 1 ? offset : bytesMade.indexOf(0x0a) + offset;
      if (offset >= 0) assert.equal(foundOffset, expected);
      else assert.ok((foundOffset as number) > 0, 'the byte is named');
    });
  }

  test('the next line is judged by what a bad line states', async () => {
    const text = textOf(lines).replace('"this":"/functions/f1"', '"this":"/functions/f1","this":"/x"');
    const { findings } = await verify(text);
    assert.deepEqual(
      findings.map(({ code, line }) => [code, line]),
      [['DUPLICATE_KEY', 2]],
    );
  });
});
