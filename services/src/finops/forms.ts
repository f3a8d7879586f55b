/** Forms of requests and answers about money. */
import { Type } from '@sinclair/typebox';
import { REPORT_DIMENSIONS } from 'logline-core/finops';
import { ChangeSpecSchema, DataClassSchema, named, oneOf, open } from '../http/shared-schemas.ts';

const Name = Type.String({ minLength: 1, maxLength: 128 });
const Amount = Type.Number({ minimum: 0, maximum: 1e9 });
const Exact = Type.String({ description: 'An amount, exact.' });
const MissionId = Type.String({ pattern: '^M-[A-Za-z0-9][A-Za-z0-9._-]{0,62}$' });
const Periods = oneOf(['day', 'week', 'month', 'total']);
const Scope = open(
  {
    organisation: Type.Optional(Type.String()),
    repository: Type.Optional(Type.String()),
    mission: Type.Optional(Type.String()),
  },
  'Whose money it is.',
);
const closed = { additionalProperties: false } as const;

export const ForecastBody = Type.Object(
  {
    changeSpec: ChangeSpecSchema,
    provider: Type.Optional(Name),
    model: Type.Optional(Name),
    record: Type.Optional(Type.Boolean({ default: false, description: 'Whether it is kept, to be measured later.' })),
  },
  closed,
);

const Tokens = Type.Optional(Type.Integer({ minimum: 0, maximum: 1e12 }));

export const BudgetQuery = Type.Object({ budget: Type.Optional(Name) }, closed);
export const BudgetBody = Type.Object(
  {
    consumed: Type.Number({ exclusiveMinimum: 0, maximum: 1e9, description: 'What was spent, in USD: is added.' }),
    usage: Type.Optional({ ...Name, description: 'A name for it: told twice, it counts once.' }),
    withinBudget: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'Asks before it is spent: refused where a hard budget has less left. Otherwise what is spent is recorded.',
      }),
    ),
    mission: Type.Optional(MissionId),
    organisation: Type.Optional(Name),
    repository: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
    model: Type.Optional(Name),
    provider: Type.Optional(Name),
    task: Type.Optional(Name),
    forecast: Type.Optional({ ...Name, description: 'The forecast that it is measured against.' }),
    latencyMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e9 })),
    tokens: Type.Optional(
      Type.Object(
        { input: Tokens, cached_input: Tokens, cache_write_5m: Tokens, cache_write_1h: Tokens, output: Tokens },
        { ...closed, description: 'How many tokens, by kind.' },
      ),
    ),
  },
  closed,
);
export const LimitBody = Type.Object({ total: Amount, hard: Type.Optional(Type.Boolean()) }, closed);

const PolicyBody = Type.Object(
  {
    task: Name,
    model: Name,
    budgetCeiling: Type.Optional(Amount),
    priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e6 })),
    fallbacks: Type.Optional(Type.Array(Name, { maxItems: 20 })),
    dataClass: Type.Optional(DataClassSchema),
  },
  { ...closed, title: 'ModelPolicy', description: 'Which model a task is for.' },
);
export const PoliciesBody = Type.Union([PolicyBody, Type.Array(PolicyBody, { maxItems: 1000 })]);
export const PoliciesForm = Type.Array(PolicyBody);

export const SummaryForm = named(
  'BudgetSummary',
  {
    budget: Type.String(),
    period: Type.String({ description: 'The period that is now, such as `2026-11`.' }),
    total: Type.Number(),
    consumed: Type.Number(),
    remaining: Type.Number(),
    breached: Type.Boolean(),
    usage: Type.Optional(Type.String({ description: 'Where something was recorded: its name.' })),
    recorded: Type.Optional(Type.Boolean({ description: 'Whether it was recorded now, and not before.' })),
  },
  'How a budget stands.',
);

export const BalancesForm = Type.Array(
  named(
    'Balance',
    {
      budget: Type.String(),
      scope: Scope,
      currency: Type.String(),
      hard: Type.Boolean({ description: 'Whether reservations beyond it are refused.' }),
      periodKind: Periods,
      timeZone: Type.String(),
      period: Type.String(),
      total: Exact,
      consumed: Exact,
      signed: Type.String({ description: "What of it was taken from providers' responses." }),
      reserved: Exact,
      remaining: Exact,
      percent: Type.Union([Type.Number(), Type.Null()]),
      spent: Type.Boolean({ description: 'Whether nothing is left to be spent.' }),
      breached: Type.Boolean(),
      thresholds: Type.Array(Type.Number()),
      reached: Type.Array(Type.Number()),
    },
    'How a budget stands, exact.',
  ),
);

export const SpendingQuery = Type.Object(
  {
    by: Type.Optional(
      Type.Union(
        REPORT_DIMENSIONS.map((dimension) => Type.Literal(dimension)),
        { default: 'period' },
      ),
    ),
    period: Type.Optional(Type.Union([Type.Literal('day'), Type.Literal('week'), Type.Literal('month')])),
    mission: Type.Optional(MissionId),
  },
  closed,
);
export const SpendingForm = Type.Array(
  named(
    'SpendingRow',
    {
      key: Type.String({ description: 'The period, the mission, …; empty where usages do not say it.' }),
      currency: Type.String(),
      calls: Type.Integer(),
      tokensIn: Type.Integer(),
      tokensOut: Type.Integer(),
      cost: Exact,
      signed: Exact,
    },
    'What was spent.',
  ),
);

export const ForecastsForm = Type.Array(
  named(
    'ForecastOutcome',
    {
      forecast: Type.String(),
      changeSpec: Type.String(),
      model: Type.String(),
      currency: Type.String(),
      cost: Exact,
      low: Exact,
      high: Exact,
      actual: Type.Union([Type.String(), Type.Null()], {
        description: 'What was spent on it; null where nothing was.',
      }),
    },
    'What was forecast, and what it came to.',
  ),
);

export const ForecastForm = named(
  'Forecast',
  {
    forecast: Type.Optional(Type.String({ description: 'Its name, where it was recorded.' })),
    changeSpec: Type.String(),
    provider: Type.String(),
    model: Type.String(),
    usdEstimate: Type.Number(),
    currency: Type.String(),
    tokens: Type.Integer(),
    workload: open({
      calls: Type.Integer(),
      input: Type.Integer(),
      output: Type.Integer(),
      edits: Type.Integer(),
    }),
    p95Latency: Type.Number({ description: 'Milliseconds that all calls take in 95 of 100 cases.' }),
    calibration: open({
      basis: oneOf(['model', 'ledger', 'none']),
      count: Type.Integer(),
      factor: Type.Number(),
      low: Type.Number(),
      high: Type.Number(),
    }),
    accuracy: open({
      count: Type.Integer(),
      mapePercent: Type.Optional(Type.Number()),
      withinPercent: Type.Optional(Type.Number()),
    }),
    priceTable: Type.String(),
    cost: Exact,
    low: Exact,
    high: Exact,
    uncalibrated: Exact,
  },
  'What a change will cost.',
);
