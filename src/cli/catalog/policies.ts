/** Commands on model policies. */
import type { CommandSpec } from '../command.ts';
import type { FlagTable } from '../flag.ts';
import { MONEY_READING, MONEY_WRITING, PRICES, SCOPE } from './money.ts';
import { API, API_ENVIRONMENT, SIGNER_ENVIRONMENT } from './shared.ts';

const LIST_FLAGS = { ...API, ...MONEY_READING } as const satisfies FlagTable;

export const POLICY_LIST: CommandSpec<typeof LIST_FLAGS> = {
  name: 'policy list',
  summary: 'list the model policies',
  description: ['By priority: of several about a task, the first is asked first.'],
  flags: LIST_FLAGS,
  environment: API_ENVIRONMENT,
  examples: [{ shows: 'All', line: 'atomic policy list' }],
};

const SET_FLAGS = {
  task: {
    type: 'string',
    value: 'NAME',
    description: 'The task. Needed. With * at its end every task that begins so; * alone is every task.',
  },
  model: { type: 'string', value: 'NAME', description: 'The model that is tried first. Needed.' },
  fallback: {
    type: 'strings',
    value: 'NAME',
    separator: ',',
    description: 'Models that are tried after it, in order.',
  },
  ceiling: { type: 'string', value: 'AMOUNT', description: 'The most that one call may be estimated to cost.' },
  priority: {
    type: 'integer',
    value: 'N',
    maximum: 1_000_000,
    description: 'Of several policies for a task, the lowest number goes first. Left out: 100.',
  },
  'data-class': {
    type: 'string',
    value: 'CLASS',
    choices: ['public', 'internal', 'confidential', 'restricted'],
    description: 'The most secret content that its models may be given. Left out: internal.',
  },
  ...PRICES,
  ...API,
  ...MONEY_WRITING,
} as const satisfies FlagTable;

export const POLICY_SET: CommandSpec<typeof SET_FLAGS> = {
  name: 'policy set',
  summary: 'say which model does a task',
  description: [
    'The policy takes the place of the one with its task. Its models need a price: what cannot be priced cannot be bounded.',
  ],
  flags: SET_FLAGS,
  environment: { ...API_ENVIRONMENT, ...SIGNER_ENVIRONMENT },
  examples: [
    {
      shows: 'With a fallback',
      line: 'atomic policy set --task code-generation --model gpt-4.1 --fallback gpt-4.1-mini --ceiling 0.5',
    },
  ],
};

const ROUTE_FLAGS = {
  task: { type: 'string', value: 'NAME', description: 'The task. Needed.' },
  input: { type: 'integer', value: 'N', default: 4000, description: 'Tokens that the call will read, at most.' },
  'output-tokens': { type: 'integer', value: 'N', default: 1000, description: 'Tokens that it will write, at most.' },
  budget: { type: 'string', value: 'AMOUNT', description: 'The most that it may cost.' },
  'preferred-provider': {
    type: 'string',
    value: 'NAME',
    description: 'Of what a policy allows, models of this provider go first.',
  },
  'data-class': {
    type: 'string',
    value: 'CLASS',
    choices: ['public', 'internal', 'confidential', 'restricted'],
    default: 'internal',
    description: 'How secret the content is.',
  },
  ...PRICES,
  ...SCOPE,
  ...API,
  ...MONEY_READING,
} as const satisfies FlagTable;

export const POLICY_ROUTE: CommandSpec<typeof ROUTE_FLAGS> = {
  name: 'policy route',
  summary: 'pick the model for a task, and say why',
  description: [
    'The first model of the policies for the task whose estimate is within the ceiling and within what the hard budgets have left, and that may be ' +
      'given the content. Says why each one before it is not taken. Nothing is reserved.',
  ],
  flags: ROUTE_FLAGS,
  environment: API_ENVIRONMENT,
  examples: [{ shows: 'Which model?', line: 'atomic policy route --task code-generation --input 12000 --mission M-1' }],
  no: 'no model may be called',
};
