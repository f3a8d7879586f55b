/** `finops report` */
import { LoglineError } from '../../base/errors.ts';
import {
  FOCUS_COLUMNS,
  focusRows,
  formatCsv,
  formatMoney,
  reportSpending,
  spendingsIn,
  toNumber,
} from '../../finops/index.ts';
import type { Finance, ReportOptions, ReportRow } from '../../finops/index.ts';
import { amountText } from '../balance-text.ts';
import { barLines } from '../bar-chart.ts';
import type { FINOPS_REPORT } from '../catalog/costs.ts';
import type { Call, Run } from '../command.ts';
import { readFinance } from '../finance.ts';

type Flags = (typeof FINOPS_REPORT)['flags'];

export const run: Run<Flags> = async (call) => {
  const { by, period, timeZone, mission, output: form } = call.flags;
  const since = momentOf('--since', call.flags.since);
  const until = momentOf('--until', call.flags.until);
  const finance = await readFinance(call, ['by', 'period', 'timeZone', 'since', 'until', 'mission']);
  const options: ReportOptions = { by, period, timeZone, since, until, mission };
  if (form === 'focus') await writeFocus(call, finance, options);
  else await writeReport(call, reportSpending(finance, options));
  return 0;
};

async function writeFocus({ output }: Call<Flags>, finance: Finance, options: ReportOptions): Promise<void> {
  const rows = focusRows(spendingsIn(finance, options));
  await output.write(
    formatCsv(
      FOCUS_COLUMNS,
      rows.map((row) => FOCUS_COLUMNS.map((column) => row[column]!)),
    ),
  );
}

async function writeReport({ flags, output, terminal }: Call<Flags>, rows: readonly ReportRow[]): Promise<void> {
  if (flags.output === 'csv') await output.write(formatCsv(csvColumns(flags.by), rows.map(csvCells)));
  else if (flags.output === 'chart') await output.write(chart(rows, terminal.stdout.columns ?? 80));
  else await list({ output, by: flags.by }, rows);
}

const csvColumns = (by: string): string[] => [by, 'calls', 'tokens_in', 'tokens_out', 'cost', 'signed', 'currency'];

const csvCells = ({ key, calls, tokensIn, tokensOut, cost, signed, currency }: ReportRow): string[] => [
  key,
  ...[calls, tokensIn, tokensOut].map(String),
  formatMoney(cost),
  formatMoney(signed),
  currency,
];

/** Bars of two currencies cannot be compared: each has a chart of its own. */
function chart(rows: readonly ReportRow[], width: number): string {
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  const charts = currencies.map((currency) => {
    const bars = rows
      .filter((row) => row.currency === currency)
      .map(({ key, cost }) => ({ label: key || '(none)', value: toNumber(cost), text: amountText(cost, currency) }));
    return barLines(bars, width).map((line) => `${line.trimEnd()}\n`);
  });
  return charts.map((lines) => lines.join('')).join('\n');
}

async function list(
  { output, by }: Pick<Call<Flags>, 'output'> & { readonly by: string },
  rows: readonly ReportRow[],
): Promise<void> {
  const table = output.list([by.toUpperCase(), 'CALLS', 'TOKENS IN', 'TOKENS OUT', 'COST', 'SIGNED']);
  for (const row of rows) {
    const { key, calls, tokensIn, tokensOut, cost, signed, currency } = row;
    const counts = { calls, tokens_in: tokensIn, tokens_out: tokensOut };
    const json = { [by]: key, ...counts, cost: formatMoney(cost), signed: formatMoney(signed), currency };
    const amounts = [cost, signed].map((amount) => amountText(amount, currency));
    await table.add({
      json: JSON.stringify(json),
      cells: [key || '(none)', ...Object.values(counts).map(String), ...amounts],
    });
  }
  await table.end();
}

const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/;

function momentOf(flag: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const moment = new Date(TIME.test(text) ? text : Number.NaN);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw new LoglineError('USAGE', `${flag} is a time such as 2026-01-31T12:00:00Z, or a day, not "${text}".`);
}
