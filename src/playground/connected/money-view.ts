/** Money of a service: how budgets stand, what was spent when and on what, and forecasts beside what they came to. */
import type { Balance, ForecastOutcome, SpendingRow } from '../../client/index.ts';
import { button, element, labelled } from '../element.ts';
import { inert } from '../inert.ts';
import type { Context, View } from '../view.ts';
import { barChart, gauge, rangeChart } from './charts.ts';
import { wideTable } from '../wide-table.ts';
import { ServicePanel } from './with-service.ts';

const WAYS = ['period', 'mission', 'model', 'provider', 'actor', 'task'] as const;

/** All of it. */
export function moneyView(context: Context): View {
  const by = element(
    'select',
    {},
    WAYS.map((way) => element('option', { value: way }, way === 'period' ? 'day' : way)),
  );
  const panel = new ServicePanel(context, async ({ client }, signal) => {
    const way = WAYS.find((one) => one === by.value) ?? 'period';
    const [budgets, spending, forecasts] = await Promise.all([
      client.finops.budgets({ signal }),
      client.finops.spending({ by: way }, { signal }),
      client.finops.forecasts({ signal }),
    ]);
    return element('div', {}, budgetPanel(budgets), spendingPanel(spending, way), forecastPanel(forecasts));
  });
  by.addEventListener('change', () => void panel.refresh());
  return {
    element: element(
      'div',
      {},
      element('h1', {}, 'Money'),
      element(
        'div',
        { class: 'actions ask' },
        labelled('Spending by', by),
        button('Ask again', () => void panel.refresh(), { class: 'plain' }),
      ),
      panel.element,
    ),
  };
}

function budgetPanel(budgets: readonly Balance[]): HTMLElement {
  const items = budgets.map((one) => {
    const { budget, period, currency, total, consumed, reserved, remaining, breached, hard } = one;
    const state = breached ? 'breached' : one.spent ? 'spent' : `${remaining} ${currency} left`;
    const words = `${consumed} of ${total} ${currency} spent in ${period}, ${reserved} reserved: ${state}`;
    return element(
      'li',
      {},
      element('h3', {}, inert(budget, { most: 100 }), element('span', { class: 'muted' }, hard ? ' hard' : ' soft')),
      gauge({
        label: words,
        share: Number(consumed) / Number(total),
        reserved: Number(reserved) / Number(total),
        isBad: breached || one.spent,
      }),
      element('p', { class: breached || one.spent ? 'bad' : '' }, inert(words)),
    );
  });
  return section(
    'Budgets',
    items.length === 0
      ? element('p', { class: 'muted' }, 'No budget is set.')
      : element('ul', { class: 'plain-list' }, items),
  );
}

function spendingPanel(rows: readonly SpendingRow[], way: string): HTMLElement {
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  // Bars of two currencies cannot be compared: each has a chart of its own.
  const charts = currencies.map((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    const bars = own.map(({ key, cost }) => ({
      label: key === '' ? '(none)' : key,
      value: Number(cost),
      text: `${cost} ${currency}`,
    }));
    return barChart(`Spending by ${way} in ${currency}`, bars);
  });
  return section(
    'Spending',
    rows.length === 0 ? element('p', { class: 'muted' }, 'Nothing was spent.') : element('div', {}, charts),
    spendingTable(rows, way),
  );
}

function spendingTable(rows: readonly SpendingRow[], way: string): HTMLElement {
  const heads = [
    way === 'period' ? 'Day' : way,
    'Calls',
    'Tokens read',
    'Tokens written',
    'Cost',
    "Of it from providers' responses",
  ];
  const body = rows.map(({ key, calls, tokensIn, tokensOut, cost, signed, currency }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, inert(key === '' ? '(none)' : key, { most: 120 })),
      [calls, tokensIn, tokensOut].map((count) => element('td', { class: 'number' }, count.toLocaleString('en'))),
      [cost, signed].map((amount) => element('td', { class: 'number' }, inert(`${amount} ${currency}`))),
    ),
  );
  return numbers('Spending as numbers', heads, body);
}

function forecastPanel(forecasts: readonly ForecastOutcome[]): HTMLElement {
  const heads = ['Forecast', 'Change', 'Model', 'Forecast cost', 'Low to high', 'Came to'];
  const rows = forecasts.map(({ forecast, changeSpec, model, currency, cost, low, high, actual }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, inert(forecast, { most: 60 })),
      element('td', {}, inert(changeSpec, { most: 60 })),
      element('td', {}, inert(model, { most: 60 })),
      element('td', { class: 'number' }, inert(`${cost} ${currency}`)),
      element('td', { class: 'number' }, inert(`${low} to ${high}`)),
      element('td', { class: 'number' }, actual === null ? 'nothing yet' : inert(`${actual} ${currency}`)),
    ),
  );
  const ranges = forecasts.slice(-30).map(({ changeSpec, cost, low, high, actual }) => ({
    label: changeSpec,
    low: Number(low),
    high: Number(high),
    expected: Number(cost),
    actual: actual === null ? undefined : Number(actual),
  }));
  return section(
    'Forecasts, and what they came to',
    forecasts.length === 0
      ? element('p', { class: 'muted' }, 'No forecast was recorded.')
      : rangeChart('Forecasts with their bounds, and what was spent', ranges),
    element('p', { class: 'muted', hidden: forecasts.length === 0 }, RANGES_READ),
    numbers('Forecasts as numbers', heads, rows),
  );
}

const RANGES_READ =
  'The line goes from the lowest to the highest cost that was forecast, with a mark at what was expected. The dot is what it came to: red where it lies outside.';

function section(title: string, ...children: readonly Element[]): HTMLElement {
  const id = `${title.toLowerCase().replaceAll(/\W+/g, '-')}-title`;
  return element('section', { class: 'panel', 'aria-labelledby': id }, element('h2', { id }, title), children);
}

/** The numbers of a chart, for who wants them. */
const numbers = (name: string, heads: readonly string[], rows: readonly HTMLElement[]): HTMLElement =>
  element('details', { hidden: rows.length === 0 }, element('summary', {}, name), wideTable(name, heads, rows));
