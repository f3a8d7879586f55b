/** Commands on what things cost: by the price, by the forecast, and in the end. */
import type { CommandSpec } from '../command.ts';
import type { FlagTable } from '../flag.ts';
import { MONEY_READING, MONEY_WRITING, PRICES, SCOPE } from './money.ts';
import { API, API_ENVIRONMENT, SIGNER_ENVIRONMENT } from './shared.ts';

const PRICES_FLAGS = {
  model: { type: 'string', value: 'NAME', description: 'Show this model alone.' },
  import: {
    type: 'string',
    value: 'FILE',
    isPath: true,
    description:
      "A file in the format of LiteLLM's model_prices_and_context_window.json, to be turned into a price table.",
  },
  date: { type: 'string', value: 'DATE', description: 'import: when its prices were read. Left out: today.' },
  source: {
    type: 'string',
    value: 'TEXT',
    description: 'import: where they are from. Left out: the name of the file.',
  },
  ...PRICES,
} as const satisfies FlagTable;

export const FINOPS_PRICES: CommandSpec<typeof PRICES_FLAGS> = {
  name: 'finops prices',
  summary: 'show the prices of models, or import them',
  description: [
    'Prices in the table are for a million tokens. With --output json: the price table itself, for --prices. Models without a price of tokens ' +
      'are left out of an import, and are unknown then: nothing is free.',
  ],
  flags: PRICES_FLAGS,
  examples: [
    { shows: 'What a model costs', line: 'atomic finops prices --model gpt-4.1' },
    {
      shows: 'Import',
      line: 'atomic finops prices --import model_prices_and_context_window.json --output json > prices.json',
    },
  ],
};

const FORECAST_FLAGS = {
  spec: { type: 'string', value: 'FILE', isPath: true, description: 'The change spec. Needed. - is standard input.' },
  model: { type: 'string', value: 'NAME', description: 'The model that would make the change. Needed.' },
  root: { type: 'string', value: 'DIR', default: '.', isPath: true, description: 'Root of the project.' },
  record: {
    type: 'boolean',
    description: 'Append the forecast to the ledger, so that usages can be measured against it.',
  },
  forecast: { type: 'string', value: 'NAME', description: 'record: its name. Left out: F- and the next number.' },
  ...PRICES,
  ...SCOPE,
  ...API,
  ...MONEY_WRITING,
  ledger: {
    type: 'string',
    value: 'FILE',
    env: 'LEDGER_PATH',
    config: 'ledger',
    isPath: true,
    description: 'The ledger with the history that corrects the forecast. Left out, and not set elsewhere: none.',
  },
} as const satisfies FlagTable;

export const FINOPS_FORECAST: CommandSpec<typeof FORECAST_FLAGS> = {
  name: 'finops forecast',
  summary: 'say what a change will cost if a model makes it',
  description: [
    'Counts the tokens of the files that each patch is about and the edits that it makes, prices them, and corrects the figure by how earlier ' +
      'forecasts of the ledger compare with what was spent. Says how good those were: the mean absolute error in percent.',
  ],
  flags: FORECAST_FLAGS,
  environment: { ...API_ENVIRONMENT, ...SIGNER_ENVIRONMENT },
  examples: [{ shows: 'Before a mission', line: 'atomic finops forecast --spec changespec.json --model gpt-4.1' }],
};

const REPORT_FLAGS = {
  by: {
    type: 'string',
    value: 'WHAT',
    choices: ['mission', 'model', 'provider', 'actor', 'period', 'task', 'repository', 'organisation'],
    default: 'mission',
    description: 'What a row is.',
  },
  period: {
    type: 'string',
    value: 'KIND',
    choices: ['day', 'week', 'month', 'total'],
    default: 'day',
    description: 'For --by period.',
  },
  'time-zone': { type: 'string', value: 'ZONE', default: 'UTC', description: 'The calendar of the periods.' },
  since: { type: 'string', value: 'TIME', description: 'Usages at this time or later: RFC 3339, or a day.' },
  until: { type: 'string', value: 'TIME', description: 'Usages before this time.' },
  mission: { type: 'string', value: 'M-N', description: 'Usages of this mission alone.' },
  output: {
    type: 'string',
    value: 'FORM',
    choices: ['table', 'json', 'ndjson', 'csv', 'chart', 'focus'],
    default: 'table',
    config: 'output',
    description: 'Form of the report. focus: each usage as a row of FOCUS 1.2, as CSV.',
  },
  ...API,
  ...MONEY_READING,
} as const satisfies FlagTable;

export const FINOPS_REPORT: CommandSpec<typeof REPORT_FLAGS> = {
  name: 'finops report',
  summary: 'show what was spent, by mission, model, actor or period',
  description: ['SIGNED is what of the cost was taken from responses of providers by whoever recorded it.'],
  flags: REPORT_FLAGS,
  environment: API_ENVIRONMENT,
  examples: [
    { shows: 'Which mission cost what', line: 'atomic finops report' },
    {
      shows: 'The days of a month, as bars',
      line: 'atomic finops report --by period --since 2026-01-01 --output chart',
    },
    { shows: 'For a tool that reads cloud costs', line: 'atomic finops report --output focus > focus.csv' },
  ],
};
