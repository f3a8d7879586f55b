/** The generated validator against ajv itself, and the pattern for times against the calendar. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { atomicSchema } from '../../src/atomic/generated/validators.ts';
import { checkSchema, isAtomic } from '../../src/atomic/schema.ts';
import { apply, change, full, signature } from './changed-atomics.ts';

const seed = 20_260_131;
const schema = JSON.parse(readFileSync(new URL('../../schemas/atomic.schema.json', import.meta.url), 'utf8')) as object;
const byAjv = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

test(`the generated validator gives ajv's verdict on changed atomics (seed ${String(seed)})`, () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 0, maxLength: 3 }), (changes) => {
      const value = apply(changes);
      const expected = byAjv(value);
      if (expected) accepted++;
      assert.equal(atomicSchema.accepts(value), expected, JSON.stringify(byAjv.errors));
      assert.equal(atomicSchema.errorsOf(value) === null, expected);
      assert.equal(isAtomic(value), checkSchema(value).length === 0);
    }),
    { seed, numRuns: 4000 },
  );
  assert.ok(accepted > 100, `only ${String(accepted)} atomics were accepted: the other verdict was not tried`);
});

const created = (time: string): boolean => isAtomic({ ...full, metadata: { created_at: time } });
const signed = (time: string): boolean => isAtomic({ ...full, signature: { ...signature, signed_at: time } });
const two = (n: number): string => String(n).padStart(2, '0');

test('each day from year 0 to 2400 in steps, and each day of some years, is judged as the calendar does', () => {
  const years = [
    0, 4, 100, 400, 1582, 1600, 1899, 1900, 1970, 1999, 2000, 2001, 2023, 2024, 2025, 2026, 2100, 2400, 9999,
  ];
  for (const year of years) {
    for (let month = 0; month <= 13; month++) {
      for (let day = 0; day <= 32; day++) {
        const time = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T00:00:00Z`;
        assert.equal(created(time), isDay(year, month, day), time);
      }
    }
  }
});

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

test('February has 29 days in leap years and in no other year', () => {
  for (let year = 0; year <= 9999; year++) {
    const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    assert.equal(created(`${String(year).padStart(4, '0')}-02-29T23:59:59.9+14:00`), isLeap, String(year));
  }
});

test(`each time that is accepted is one that Date can tell (seed ${String(seed)})`, () => {
  const part = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{${String(length)}}$`));
  const offset = fc.oneof(
    fc.constant('Z'),
    fc.tuple(fc.constantFrom('+', '-'), part(2), part(2)).map(([s, h, m]) => `${s}${h}:${m}`),
  );
  const fraction = fc.oneof(fc.constant(''), fc.stringMatching(/^\.[0-9]{1,30}$/));
  const time = fc
    .tuple(part(4), fc.nat(13), fc.nat(32), fc.nat(24), fc.nat(60), fc.nat(60), fraction, offset)
    .map(([y, m, d, h, min, s, f, o]) => `${y}-${two(m)}-${two(d)}T${two(h)}:${two(min)}:${two(s)}${f}${o}`);
  let accepted = 0;
  fc.assert(
    fc.property(time, (text) => {
      if (!created(text)) return;
      accepted++;
      assert.ok(Number.isFinite(Date.parse(text)), text);
    }),
    { seed, numRuns: 5000 },
  );
  assert.ok(accepted > 500);
});

const good = [
  '2026-01-31T12:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2026-04-30T00:00:00.5Z',
  '2026-06-30T00:00:00.000000001-23:59',
  '2026-01-01T00:00:00+00:00',
  '2026-01-01T00:00:00-00:00',
  '2024-02-29T00:00:00Z',
  '2000-02-29T00:00:00Z',
  '1600-02-29T00:00:00Z',
  '0000-02-29T00:00:00Z',
  '2026-02-28T00:00:00Z',
];
for (const time of good) {
  test(`accepts ${time}`, () => {
    assert.equal(created(time), true);
    assert.equal(signed(time), true);
  });
}

const bad = [
  '',
  '2026-01-31',
  '2026-01-31T12:00Z',
  '2026-01-31T12:00:00',
  '2026-01-31t12:00:00Z',
  '2026-01-31T12:00:00z',
  '2026-01-31 12:00:00Z',
  '2026-01-31T12:00:00.Z',
  '2026-01-31T12:00:00,5Z',
  '2026-01-31T12:00:00+0530',
  '2026-01-31T12:00:00+05',
  '2026-01-31T12:00:00+24:00',
  '2026-01-31T12:00:00+05:60',
  '2026-01-31T24:00:00Z',
  '2026-01-31T12:60:00Z',
  '2026-01-31T12:00:61Z',
  '2016-12-31T23:59:60Z',
  '2026-00-31T12:00:00Z',
  '2026-13-01T12:00:00Z',
  '2026-01-00T12:00:00Z',
  '2026-01-32T12:00:00Z',
  '2026-04-31T12:00:00Z',
  '2026-06-31T12:00:00Z',
  '2026-09-31T12:00:00Z',
  '2026-11-31T12:00:00Z',
  '2026-02-30T12:00:00Z',
  '2026-02-29T12:00:00Z',
  '2025-02-29T12:00:00Z',
  '1900-02-29T12:00:00Z',
  '2100-02-29T12:00:00Z',
  '26-01-31T12:00:00Z',
  '02026-01-31T12:00:00Z',
  '-2026-01-31T12:00:00Z',
  '2026-1-31T12:00:00Z',
  ' 2026-01-31T12:00:00Z',
  '2026-01-31T12:00:00Z\n',
  '2026-01-31T12:00:00Z 2026-01-31T12:00:00Z',
  '２０２６-01-31T12:00:00Z',
];
for (const time of bad) {
  test(`refuses ${JSON.stringify(time)}`, () => {
    assert.equal(created(time), false);
    assert.equal(signed(time), false);
  });
}
