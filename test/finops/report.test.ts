/** What was spent, by what one wants to know it by; as CSV and as rows of FOCUS. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCsv } from '../../src/finops/csv.ts';
import { FOCUS_COLUMNS, focusRows } from '../../src/finops/focus.ts';
import { formatMoney } from '../../src/finops/money.ts';
import { reportSpending, spendingsIn } from '../../src/finops/report.ts';
import type { ReportOptions } from '../../src/finops/report.ts';
import { Books } from './money-kit.ts';

const at = (day: string, actor = 'agent') => ({ actor, createdAt: `2026-01-${day}T23:30:00Z` });
const books = new Books()
  .spend(
    '1.5',
    { scope: { mission: 'M-1' }, model: 'small', provider: 'one', tokens: { input: 10, output: 5 } },
    at('15'),
  )
  .spend('2', { scope: { mission: 'M-2' }, model: 'small', provider: 'one', attestation: 'signed' }, at('15', 'ann'))
  .spend(
    '0.25',
    {
      scope: { mission: 'M-1', repository: 'r' },
      model: 'other',
      provider: 'two',
      tokens: { cached_input: 7 },
      task: 't',
    },
    at('16'),
  )
  .spend('3', { currency: 'EUR' }, at('17'));

const rows = (by: ReportOptions['by'], changes: Partial<ReportOptions> = {}) =>
  reportSpending(books.finance, { by, ...changes }).map(({ key, currency, calls, cost, signed }) =>
    [key, currency, calls, formatMoney(cost), formatMoney(signed)].join(' '),
  );

test('rows add up what belongs together, the dearest first', () => {
  assert.deepEqual(rows('mission'), [' EUR 1 3 0', 'M-2 USD 1 2 2', 'M-1 USD 2 1.75 0']);
  assert.deepEqual(rows('model'), ['small USD 2 3.5 2', ' EUR 1 3 0', 'other USD 1 0.25 0']);
  assert.deepEqual(rows('provider'), ['one USD 2 3.5 2', ' EUR 1 3 0', 'two USD 1 0.25 0']);
  assert.deepEqual(rows('actor'), ['agent EUR 1 3 0', 'ann USD 1 2 2', 'agent USD 2 1.75 0']);
  assert.deepEqual(rows('task')[2], 't USD 1 0.25 0');
  assert.deepEqual(rows('repository')[2], 'r USD 1 0.25 0');
  assert.deepEqual(rows('organisation'), [' USD 3 3.75 2', ' EUR 1 3 0']);
});

test('periods stand in their order, by their own calendar', () => {
  assert.deepEqual(rows('period'), ['2026-01-15 USD 2 3.5 2', '2026-01-16 USD 1 0.25 0', '2026-01-17 EUR 1 3 0']);
  assert.deepEqual(rows('period', { timeZone: 'Europe/Berlin' })[0], '2026-01-16 USD 2 3.5 2');
  assert.deepEqual(rows('period', { period: 'month' }), ['2026-01 EUR 1 3 0', '2026-01 USD 3 3.75 2']);
  assert.throws(() => rows('period', { timeZone: 'Nowhere' }), { code: 'TIME_ZONE_INVALID' });
});

test('a part of the time, and one mission', () => {
  assert.deepEqual(rows('mission', { since: new Date('2026-01-16'), until: new Date('2026-01-17') }), [
    'M-1 USD 1 0.25 0',
  ]);
  assert.deepEqual(rows('model', { mission: 'M-1' }), ['small USD 1 1.5 0', 'other USD 1 0.25 0']);
});

test('tokens read count cached ones', () => {
  const [row] = reportSpending(books.finance, { by: 'model', mission: 'M-1', since: new Date('2026-01-16') });
  assert.deepEqual([row?.tokensIn, row?.tokensOut], [7, 0]);
});

test('CSV quotes what it must, and gives spreadsheets no formula', () => {
  const cells = ['plain', 'a,b', 'say "x"', 'two\nlines', '=1+1', '@x', '-5.25', '-x', '+1'];
  assert.equal(
    formatCsv(['head'], [cells]),
    `head\r\nplain,"a,b","say ""x""","two\nlines",'=1+1,'@x,-5.25,'-x,'+1\r\n`,
  );
});

test('a usage is a row of FOCUS, with every column', () => {
  const all = focusRows(spendingsIn(books.finance, {}));
  for (const row of all) assert.deepEqual(Object.keys(row), FOCUS_COLUMNS);
  assert.deepEqual([...FOCUS_COLUMNS].sort(), FOCUS_COLUMNS);
  const { BilledCost, BillingPeriodStart, BillingPeriodEnd, ChargePeriodStart, ChargePeriodEnd, ...row } = all[2]!;
  assert.deepEqual(
    [BilledCost, BillingPeriodStart, BillingPeriodEnd, ChargePeriodStart, ChargePeriodEnd],
    ['0.25', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', '2026-01-16T23:30:00Z', '2026-01-16T23:30:01Z'],
  );
  assert.deepEqual([row['ConsumedQuantity'], row['ConsumedUnit'], row['ProviderName']], ['7', 'Tokens', 'two']);
  assert.deepEqual(JSON.parse(row['Tags']!), { actor: 'agent', mission: 'M-1', repository: 'r', task: 't' });
  assert.deepEqual(
    [all[3]!['ConsumedQuantity'], all[3]!['BillingAccountId'], all[3]!['ChargeDescription']],
    ['1', 'unknown', 'Use of a model'],
  );
});

test('FOCUS 1.2 is kept: columns that have to be there are, and what may not be null is not', () => {
  const missing = [...FOCUS_MANDATORY, ...FOCUS_MANDATORY_NULLABLE].filter((name) => !FOCUS_COLUMNS.includes(name));
  assert.deepEqual(missing, []);
  const rows = focusRows(spendingsIn(books.finance, {}));
  assert.ok(rows.some(({ ResourceId }) => ResourceId === '') && rows.some(({ ResourceId }) => ResourceId !== ''));
  for (const row of rows) {
    for (const name of [...FOCUS_MANDATORY, ...FOCUS_NOT_NULL_OF_USAGE]) assert.notEqual(row[name], '', name);
    assert.equal(row['ResourceType'] === '', row['ResourceId'] === '');
    assert.equal(row['SubAccountName'] === '', row['SubAccountId'] === '');
    assert.equal(row['ConsumedUnit'], row['ConsumedQuantity'] === '1' ? 'Requests' : 'Tokens');
  }
});

/** Of FOCUS 1.2, specification/columns: "Feature level: Mandatory", "Allows nulls: False". */
const FOCUS_MANDATORY = [
  ...['BilledCost', 'BillingAccountId', 'BillingCurrency', 'BillingPeriodEnd', 'BillingPeriodStart', 'ChargeCategory'],
  ...['ChargePeriodEnd', 'ChargePeriodStart', 'ContractedCost', 'EffectiveCost', 'InvoiceIssuerName', 'ListCost'],
  ...['ProviderName', 'PublisherName', 'ServiceCategory', 'ServiceName'],
];
const FOCUS_MANDATORY_NULLABLE = [
  ...['BillingAccountName', 'ChargeClass', 'ChargeDescription', 'PricingQuantity', 'PricingUnit'],
];
/** Null for other charges alone, where the column is there. */
const FOCUS_NOT_NULL_OF_USAGE = [
  ...['ConsumedQuantity', 'ConsumedUnit', 'PricingQuantity', 'PricingUnit', 'SkuId', 'SkuPriceId'],
  ...['ChargeFrequency', 'ServiceSubcategory', 'ChargeDescription'],
];
