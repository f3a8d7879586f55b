/** Whatever stood in the old ledger, the new one verifies, and the old lines can be had back from it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { publicKey } from './fixtures.ts';
import { migrate } from './migrate-fixtures.ts';
import { factsOf, oldAtomicOf, oldBody, oldSigned, oldText } from './old-ledger.ts';
import type { Members } from './old-ledger.ts';
import { many } from '../long.ts';

const seed = 20_260_315;

const value = fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }) as fc.Arbitrary<unknown>;
const name = fc.oneof(
  fc.constantFrom(
    ...'entity_type intent this did trace_id input payload output when status policy prev hash cosignatures schema_version __proto__'.split(
      ' ',
    ),
  ),
  fc.string({ maxLength: 5 }),
);
const metadataName = fc.constantFrom(
  ...'created_at trace_id owner_id tags version signed_by migrated parent_id __proto__ other'.split(' '),
);
const members = fc.dictionary(name, value, { maxKeys: 4 });
const metadata = fc.oneof(fc.dictionary(metadataName, value, { maxKeys: 4 }), value);
const removed = fc.subarray(['entity_type', 'intent', 'this', 'did', 'input', 'metadata']);

/** As it comes back from a file, with numbers that I-JSON allows. */
const readBack = (line: Members): Members =>
  JSON.parse(JSON.stringify(line), (_, one: unknown) =>
    typeof one === 'number' && Math.abs(one) > Number.MAX_SAFE_INTEGER ? 0 : one,
  ) as Members;

test(`old lines of any content are kept, each with its verdict (seed ${String(seed)})`, async () => {
  const body = fc
    .tuple(fc.nat(1000), members, fc.option(metadata, { nil: undefined }), removed)
    .map(([n, more, meta, gone]) => {
      const whole = { ...oldBody(n, meta === undefined ? {} : { metadata: meta }), ...more };
      return readBack(Object.fromEntries(Object.entries(whole).filter(([key]) => !gone.includes(key))));
    });
  const line = fc.tuple(body, fc.constantFrom(1, 2, 3, undefined), fc.boolean()).map(([fact, key, isWhole]) => {
    const signed = oldSigned(fact, key);
    return { line: isWhole ? signed : { ...signed, changed: 1 }, key, isWhole };
  });
  const verdicts = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 5 }), async (lines) => {
      const { atomics } = await migrate(oldText(lines.map((one) => one.line)), { keys: [publicKey(2)] });
      for (const [i, one] of lines.entries()) {
        assert.deepEqual(oldAtomicOf(atomics[i]!), one.line);
        const wanted = !one.isWhole || one.key === 3 ? 'unverified' : one.key === undefined ? 'unchecked' : 'verified';
        assert.equal(factsOf(atomics[i]!).verdict, wanted);
        verdicts.add(wanted);
      }
    }),
    { seed, numRuns: many(200) },
  );
  assert.equal(verdicts.size, 3);
});
