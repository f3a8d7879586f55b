/** Periods follow the calendar of their time zone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTimeZone, periodOf } from '../../src/finops/period.ts';
import type { PeriodKind } from '../../src/finops/period.ts';

const cases: [string, PeriodKind, string, string][] = [
  ['2026-11-26T12:00:00Z', 'day', 'UTC', '2026-11-26'],
  ['2026-11-26T12:00:00Z', 'week', 'UTC', '2026-W48'],
  ['2026-11-26T12:00:00Z', 'month', 'UTC', '2026-11'],
  ['2026-11-26T12:00:00Z', 'total', 'UTC', 'total'],
  ['2026-12-31T23:30:00Z', 'day', 'Europe/Berlin', '2027-01-01'],
  ['2026-12-31T23:30:00Z', 'month', 'Europe/Berlin', '2027-01'],
  ['2026-12-31T23:30:00Z', 'month', 'America/New_York', '2026-12'],
  ['2026-12-31T23:30:00Z', 'week', 'UTC', '2026-W53'],
  ['2027-01-01T00:00:00Z', 'week', 'UTC', '2026-W53'],
  ['2027-01-04T00:00:00Z', 'week', 'UTC', '2027-W01'],
  ['2024-12-30T00:00:00Z', 'week', 'UTC', '2025-W01'],
  ['2026-03-29T00:59:59Z', 'day', 'Europe/Berlin', '2026-03-29'],
];

for (const [moment, kind, zone, period] of cases) {
  test(`${moment} by ${kind} in ${zone} is ${period}`, () => {
    assert.equal(periodOf(new Date(moment), kind, zone), period);
  });
}

test('a time zone that there is not is refused', () => {
  assert.throws(() => periodOf(new Date(0), 'day', 'Mars/Olympus'), { code: 'TIME_ZONE_INVALID' });
});

test('days are remembered by quarters of an hour, and old ones are not', () => {
  const liberia = (time: string) => periodOf(new Date(time), 'day', 'Africa/Monrovia');
  assert.equal(liberia('1960-01-02T00:44:29Z'), '1960-01-01');
  assert.equal(liberia('1960-01-02T00:44:31Z'), '1960-01-02');
  const katmandu = (time: string) => periodOf(new Date(time), 'day', 'Asia/Katmandu');
  for (let round = 0; round < 2; round++) {
    assert.equal(katmandu('2026-01-01T18:14:59.999Z'), '2026-01-01');
    assert.equal(katmandu('2026-01-01T18:15:00Z'), '2026-01-02');
  }
  for (let n = 0; n < 20_010; n++) katmandu(new Date(900_000 * (1_000_000 + n)).toISOString());
  assert.equal(katmandu('2026-01-01T18:15:00Z'), '2026-01-02');
});

test('which time zones there are', () => {
  assert.deepEqual(['UTC', 'Europe/Berlin', 'Mars/Olympus', ''].map(isTimeZone), [true, true, false, false]);
});
