/** Forms of requests and answers about money. */
import { Type } from '@sinclair/typebox';
import { ChangeSpecSchema, DataClassSchema, open } from '../http/shared-schemas.ts';

const Name = Type.String({ minLength: 1, maxLength: 128 });
const Amount = Type.Number({ minimum: 0, maximum: 1e9 });

export const ForecastBody = Type.Object(
  {
    changeSpec: ChangeSpecSchema,
    provider: Type.Optional(Name),
    model: Type.Optional(Name),
    record: Type.Optional(Type.Boolean({ default: false, description: 'Whether it is kept, to be measured later.' })),
  },
  { additionalProperties: false },
);
export const BudgetQuery = Type.Object({ budget: Type.Optional(Name) }, { additionalProperties: false });
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
    mission: Type.Optional(Type.String({ pattern: '^M-[A-Za-z0-9][A-Za-z0-9._-]{0,62}$' })),
    model: Type.Optional(Name),
    provider: Type.Optional(Name),
  },
  { additionalProperties: false },
);
export const LimitBody = Type.Object(
  { total: Amount, hard: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
export const PolicyBody = Type.Object(
  {
    task: Name,
    model: Name,
    budgetCeiling: Type.Optional(Amount),
    priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e6 })),
    fallbacks: Type.Optional(Type.Array(Name, { maxItems: 20 })),
    dataClass: Type.Optional(DataClassSchema),
  },
  { additionalProperties: false },
);
export const PoliciesBody = Type.Union([PolicyBody, Type.Array(PolicyBody, { maxItems: 1000 })]);
export const SummaryForm = open({
  total: Type.Number(),
  consumed: Type.Number(),
  remaining: Type.Number(),
  breached: Type.Boolean(),
});
