/** What lines show by themselves, and that nothing of it is lost on the way from another thread. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createNativeEngine } from '../../src/atomic/index.ts';
import { LineChecker } from '../../src/ledger/line-checks.ts';
import type { LineRules } from '../../src/ledger/line-checks.ts';
import { checkedLinesOf, sentLinesOf } from '../../src/ledger/sent-lines.ts';
import { linesOfAllKinds, pieceOf, told, withBadSignature } from './line-pieces.ts';

const rules: LineRules = { limits: {}, vouchedLines: 0, isLarge: false };
const checker = (more: Partial<LineRules> = {}): LineChecker =>
  new LineChecker(createNativeEngine()!, { ...rules, ...more });
const all = await linesOfAllKinds();
const names = Object.keys(all);
const piece = pieceOf(Object.values(all));

describe('lines by themselves', () => {
  test('show what is wrong with them, each its own', async () => {
    const { facts, unverified } = await checker().check(piece);
    const codes = names.map((name, i) => {
      const found = [...facts[i]!.findings, ...(unverified.get(i) ?? [])];
      return `${name}: ${found.map(({ code, pointer = '' }) => `${code} ${pointer}`.trim()).join(', ') || '-'}`;
    });
    assert.deepEqual(codes, [
      'plain: -',
      'with more than ASCII: -',
      'cosigned: -',
      'a change of keys: -',
      'not canonical: -',
      'with a changed text: HASH_MISMATCH /hash',
      'with a bad signature: INVALID_SIGNATURE /signature',
      'with a bad cosignature: INVALID_SIGNATURE /cosignatures/0',
      'unsigned: -',
      'without its signature: SIGNER_MISMATCH',
      'without a hash: SCHEMA_INVALID, SCHEMA_INVALID, SCHEMA_INVALID, SCHEMA_INVALID',
      'no JSON: PARSE_ERROR /a',
      'empty: PARSE_ERROR',
    ]);
  });

  test('are the same from their bytes alone', async () => {
    assert.deepEqual(told(await checker({ isLarge: true }).check(piece)), told(await checker().check(piece)));
  });

  test('may be some of a piece', async () => {
    const whole = await checker().check(piece);
    const some = await checker().check(piece, [6, 7, 0]);
    assert.deepEqual(
      told(some),
      told({
        facts: [6, 7, 0].map((i) => whole.facts[i]!),
        unverified: new Map([6, 7].map((i, n) => [n, whole.unverified.get(i)!])),
      }),
    );
  });

  test('need no signature checked where a seal vouches for them, but for changes of keys', async () => {
    const line = (name: string): string => all[name]!;
    const bad = line('with a bad signature');
    const sealed = pieceOf([bad, withBadSignature(line('a change of keys')), bad], 7);
    const { unverified } = await checker({ vouchedLines: 8 }).check(sealed);
    assert.deepEqual([...unverified.keys()], [1, 2]);
  });
});

describe('lines that were checked elsewhere', () => {
  test('have nothing lost, and those with anything to them are checked again here', async () => {
    const here = await checker().check(piece);
    const sent = structuredClone(sentLinesOf(here));
    assert.deepEqual(
      names.filter((_, i) => sent.hashes[i] !== undefined),
      ['plain', 'with more than ASCII', 'cosigned', 'not canonical', 'unsigned'],
    );
    assert.deepEqual(told(await checkedLinesOf(sent, piece, checker())), told(here));
  });

  test('are not checked here where they are plain', async () => {
    const plain = pieceOf([all['plain']!, all['cosigned']!]);
    const sent = sentLinesOf(await checker().check(plain));
    const nobody = new LineChecker({ ...createNativeEngine()!, verifyMany: () => assert.fail('was asked') }, rules);
    assert.equal((await checkedLinesOf(sent, plain, nobody)).facts.length, 2);
  });
});
