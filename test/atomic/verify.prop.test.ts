import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalize, createNativeEngine, signDraft, verifyAtomic } from '../../src/atomic/index.ts';
import { toUtf8 } from '../../src/base/bytes.ts';
import { jsonObject, looseTextOf } from './arbitraries.ts';
import { alice, bob, draft, engines, signed, unbound } from './samples.ts';
import { many } from '../long.ts';

const verify = (line: string | Uint8Array): boolean => verifyAtomic(line).ok;

test('whatever is signed verifies, in any form, and is what was signed', async () => {
  await fc.assert(
    fc.asyncProperty(jsonObject, fc.infiniteStream(fc.nat()), async (payload, choices) => {
      const { line, atomic } = await signDraft({ ...draft, payload }, alice);
      assert.equal(verifyAtomic(line, { strict: true }).ok, true);
      assert.deepEqual(atomic.payload, JSON.parse(canonicalize(payload)));
      const loose = looseTextOf(atomic as never, choices);
      assert.equal(verify(loose), true, loose);
    }),
    { numRuns: many(500) },
  );
});

for (const [name, sample, by] of [
  ['bound', signed, engines],
  ['not bound', unbound, engines.slice(0, 1)],
] as const) {
  test(`a line with any bit the other way round does not verify (signer ${name})`, () => {
    const line = toUtf8(sample.line);
    for (let bit = 0; bit < 8 * line.length; bit++) {
      line[bit >> 3]! ^= 1 << (bit & 7);
      const [report, ...others] = by.map((engine) => verifyAtomic(line, { engine }));
      assert.equal(report!.ok, false, `bit ${String(bit)}`);
      for (const other of others) assert.deepEqual(other, report);
      line[bit >> 3]! ^= 1 << (bit & 7);
    }
    assert.equal(verify(line), true);
  });
}

test('a line with any byte replaced, added or left out says the same or does not verify', () => {
  const line = toUtf8(signed.line);
  for (let at = 0; at <= line.length; at++) {
    const [before, after] = [line.subarray(0, at), line.subarray(at)];
    const others = [...toUtf8(' "0aA\\,:{}[]\n\u0000'), 0xff].flatMap((byte) => [
      Uint8Array.of(...before, byte, ...after),
      Uint8Array.of(...before, byte, ...after.subarray(1)),
    ]);
    for (const other of [...others, Uint8Array.of(...before, ...after.subarray(1)), before]) {
      if (verify(other)) assert.deepEqual(JSON.parse(Buffer.from(other).toString()), signed.atomic);
    }
  }
});

test('two lines with different values do not verify under one hash', async () => {
  const engine = createNativeEngine()!;
  await fc.assert(
    fc.asyncProperty(jsonObject, jsonObject, fc.infiniteStream(fc.nat()), async (payload, other, choices) => {
      const { atomic } = await signDraft({ ...draft, payload }, bob, { engine });
      const forged = looseTextOf({ ...atomic, payload: other } as never, choices);
      const isSame = canonicalize(payload) === canonicalize(other);
      assert.equal(verifyAtomic(forged, { engine }).ok, isSame);
    }),
    { numRuns: many(500) },
  );
});

test('any text at all gets a report', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\u', 'd8', '0') }),
  );
  fc.assert(
    fc.property(fc.oneof(text, fc.uint8Array({ maxLength: 40 })), (input) => {
      const { ok, findings } = verifyAtomic(input);
      assert.deepEqual([ok, findings.length > 0], [false, true]);
    }),
    { numRuns: many(5000) },
  );
});
