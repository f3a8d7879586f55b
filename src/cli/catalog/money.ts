/** Commands on budgets and on what is spent. */
import type { CommandSpec } from '../command.ts';
import type { FlagTable } from '../flag.ts';
import {
  API,
  API_ENVIRONMENT,
  BIND_SIGNER,
  GUARD,
  KEYRING,
  LEDGER,
  LIMITS,
  LOCK,
  SIGNER,
  SIGNER_ENVIRONMENT,
} from './shared.ts';

/** What reads the state of a ledger. */
export const MONEY_READING = { ...LEDGER, ...LIMITS } as const satisfies FlagTable;

/** What decides on the state of a ledger and appends. */
export const MONEY_WRITING = {
  ...LEDGER,
  actor: { type: 'string', value: 'NAME', default: 'atomic', description: 'Who does it, for did.actor.' },
  'trace-id': { type: 'string', value: 'ID', description: 'Trace id of the atomic.' },
  ...KEYRING,
  ...GUARD,
  ...BIND_SIGNER,
  ...SIGNER,
  ...LOCK,
  ...LIMITS,
} as const satisfies FlagTable;

/** Whose money it is. */
export const SCOPE = {
  organisation: { type: 'string', value: 'NAME', description: 'Whose money it is: the organisation.' },
  repository: { type: 'string', value: 'NAME', description: 'Whose money it is: the repository.' },
  mission: { type: 'string', value: 'M-N', description: 'Whose money it is: the mission.' },
} as const satisfies FlagTable;

/** What tokens cost. */
export const PRICES = {
  prices: {
    type: 'string',
    value: 'FILE',
    env: 'FINOPS_PRICES_FILE',
    isPath: true,
    description: 'Price table, laid over the list prices of this program. `finops prices` shows and imports them.',
  },
} as const satisfies FlagTable;

const CURRENCY = {
  currency: { type: 'string', value: 'CODE', default: 'USD', description: 'ISO 4217 code.' },
} as const satisfies FlagTable;

const BUDGET_FLAGS = {
  budget: { type: 'string', value: 'NAME', description: 'The budget. To show: left out, all that cover the scope.' },
  limit: { type: 'string', value: 'AMOUNT', description: 'set: how much may be spent in one period.' },
  period: {
    type: 'string',
    value: 'KIND',
    choices: ['day', 'week', 'month', 'total'],
    default: 'month',
    description: 'set: how long it lasts before it begins anew.',
  },
  'time-zone': { type: 'string', value: 'ZONE', default: 'UTC', description: 'set: the calendar of its periods.' },
  soft: { type: 'boolean', description: 'set: refuse nothing, only tell.' },
  threshold: {
    type: 'strings',
    value: 'PERCENT',
    separator: ',',
    description: 'set: percents of the limit that are told once a period. Left out: 50, 80 and 100.',
  },
  ...CURRENCY,
  ...SCOPE,
  ...API,
  ...MONEY_WRITING,
} as const satisfies FlagTable;

export const FINOPS_BUDGET: CommandSpec<typeof BUDGET_FLAGS> = {
  name: 'finops budget',
  summary: 'set a budget, or show how budgets stand',
  description: [
    'Without an operand, or with show: the limit of each budget, what is spent, reserved and left in the present period. A budget covers what ' +
      'has every member of its scope; without one it covers everything.',
    'With set: the budget begins, or is changed; what is not given stays as it was set before. Where it is hard, reservations beyond it are refused.',
  ],
  operands: { name: 'ACTION', min: 0, max: 1, choices: ['show', 'set'] },
  flags: BUDGET_FLAGS,
  environment: { ...API_ENVIRONMENT, ...SIGNER_ENVIRONMENT },
  examples: [
    {
      shows: 'A hard budget of 100 dollars a month',
      line: 'atomic finops budget set --budget team --limit 100 --organisation acme',
    },
    { shows: 'How budgets stand', line: 'atomic finops budget' },
  ],
  no: 'a budget that is shown is spent',
};

const RESERVE_FLAGS = {
  amount: { type: 'string', value: 'AMOUNT', description: 'The most that the call can cost. Needed.' },
  reservation: {
    type: 'string',
    value: 'NAME',
    description:
      'Name of the reservation: asking again with it reserves nothing more. Left out: R- and the next number.',
  },
  'expires-in': {
    type: 'integer',
    value: 'SECONDS',
    minimum: 1,
    maximum: 31_536_000,
    default: 900,
    description: 'When the money comes back by itself.',
  },
  ...CURRENCY,
  ...SCOPE,
  ...MONEY_WRITING,
} as const satisfies FlagTable;

export const FINOPS_RESERVE: CommandSpec<typeof RESERVE_FLAGS> = {
  name: 'finops reserve',
  summary: 'set money aside before it is spent',
  description: [
    'Decides and appends in one turn of the ledger: however many processes ask at once, a hard budget never gives the same money twice.',
  ],
  flags: RESERVE_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [
    { shows: 'Before a call', line: 'atomic finops reserve --amount 0.50 --mission M-1 --reservation call-1' },
  ],
  no: 'a hard budget that covers it has less left',
};

const RELEASE_FLAGS = {
  reservation: { type: 'string', value: 'NAME', description: 'The reservation. Needed.' },
  ...MONEY_WRITING,
} as const satisfies FlagTable;

export const FINOPS_RELEASE: CommandSpec<typeof RELEASE_FLAGS> = {
  name: 'finops release',
  summary: 'give a reservation back: nothing was spent',
  description: ['What is released already stays so.'],
  flags: RELEASE_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [{ shows: 'The call was not made', line: 'atomic finops release --reservation call-1' }],
};

const CONSUME_FLAGS = {
  response: {
    type: 'string',
    value: 'FILE',
    isPath: true,
    description:
      "The provider's response as JSON: its usage is what is recorded, as signed, under its id. - is standard input.",
  },
  usage: {
    type: 'string',
    value: 'NAME',
    description: 'Name of the record: the same again counts once. Left out: U- and the next number.',
  },
  cost: {
    type: 'string',
    value: 'AMOUNT',
    description: 'What was spent. Left out: the tokens at the prices of the model.',
  },
  model: { type: 'string', value: 'NAME', description: 'The model that was called.' },
  provider: { type: 'string', value: 'NAME', description: 'Who is paid. Left out: as the price table has it.' },
  input: { type: 'integer', value: 'N', description: 'Tokens read anew.' },
  'cached-input': { type: 'integer', value: 'N', description: 'Tokens read from a cache.' },
  'cache-write-5m': { type: 'integer', value: 'N', description: 'Tokens written to a cache of five minutes.' },
  'cache-write-1h': { type: 'integer', value: 'N', description: 'Tokens written to a cache of an hour.' },
  'output-tokens': { type: 'integer', value: 'N', description: 'Tokens written, reasoning included.' },
  task: { type: 'string', value: 'NAME', description: 'What kind of work it was.' },
  forecast: { type: 'string', value: 'NAME', description: 'The forecast that it is measured against.' },
  'latency-ms': { type: 'integer', value: 'N', description: 'How long the call took, in milliseconds.' },
  ...PRICES,
  ...CURRENCY,
  ...SCOPE,
  ...MONEY_WRITING,
} as const satisfies FlagTable;

const CONSUME_OWN_FLAGS = {
  ...CONSUME_FLAGS,
  ...API,
  'within-budget': {
    type: 'boolean',
    description: 'Record nothing where a hard budget has less left: for whoever asks before the money is gone.',
  },
} as const satisfies FlagTable;

export const FINOPS_CONSUME: CommandSpec<typeof CONSUME_OWN_FLAGS> = {
  name: 'finops consume',
  summary: 'record what was spent',
  description: [
    'What is spent is spent: it is recorded although no budget has so much left, unless --within-budget is given. Thresholds that it reaches are ' +
      'told and recorded. A figure from --response is signed: the recorder has seen what the provider sent, and keeps its digest. Any ' +
      'other is claimed.',
  ],
  flags: CONSUME_OWN_FLAGS,
  environment: { ...API_ENVIRONMENT, ...SIGNER_ENVIRONMENT },
  examples: [
    { shows: 'Five dollars', line: 'atomic finops consume --cost 5 --mission M-1' },
    {
      shows: 'Tokens, at the price of their model',
      line: 'atomic finops consume --model gpt-4.1 --input 12000 --output-tokens 900 --mission M-1',
    },
    { shows: 'What a provider answered', line: 'atomic finops consume --response response.json --mission M-1' },
  ],
  no: 'a budget that covers it is spent now, or, with --within-budget, would have been',
};

const SETTLE_FLAGS = {
  reservation: { type: 'string', value: 'NAME', description: 'The reservation that it settles. Needed.' },
  ...CONSUME_FLAGS,
} as const satisfies FlagTable;

export const FINOPS_SETTLE: CommandSpec<typeof SETTLE_FLAGS> = {
  name: 'finops settle',
  summary: 'record what was spent of a reservation; the rest comes back',
  description: [
    'As `finops consume`, with the scope of the reservation where none is given. One that has expired can still be settled: the call was made.',
  ],
  flags: SETTLE_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [{ shows: 'After the call', line: 'atomic finops settle --reservation call-1 --cost 0.31' }],
  no: 'a budget that covers it is spent now',
};
