/** Budgets, forecasts and model policies. */
import { Type } from '@sinclair/typebox';
import type { Static } from '@sinclair/typebox';
import { LoglineError } from 'logline-core';
import { openWorkTree, parseChangeSpec, patchFiles, specDigest } from 'logline-core/dte';
import {
  balanceOf,
  budgetSummary,
  decideBudget,
  decidePolicy,
  decideUsage,
  forecastChange,
  forecastDraft,
  forecastRecord,
  formatMoney,
  listPrices,
  loadTokenCounter,
  moneyOf,
  policyOf,
  policyView,
} from 'logline-core/finops';
import type { BudgetSet, BudgetSummary, EventContext, Finance, UsageRecord } from 'logline-core/finops';
import { READERS, WORKERS } from '../auth/caller.ts';
import { route } from '../http/route.ts';
import type { Answer, Asked, Route } from '../http/route.ts';
import type { Service } from '../http/server.ts';
import { ChangeSpecSchema, DataClassSchema, open } from '../http/shared-schemas.ts';
import type { ServiceParts } from '../parts.ts';

const Name = Type.String({ minLength: 1, maxLength: 128 });
const Amount = Type.Number({ minimum: 0, maximum: 1e9 });

const ForecastBody = Type.Object(
  {
    changeSpec: ChangeSpecSchema,
    provider: Type.Optional(Name),
    model: Type.Optional(Name),
    record: Type.Optional(Type.Boolean({ default: false, description: 'Whether it is kept, to be measured later.' })),
  },
  { additionalProperties: false },
);
const BudgetQuery = Type.Object({ budget: Type.Optional(Name) }, { additionalProperties: false });
const BudgetBody = Type.Object(
  {
    consumed: Type.Number({ exclusiveMinimum: 0, maximum: 1e9, description: 'What was spent, in USD: is added.' }),
    usage: Type.Optional({ ...Name, description: 'A name for it: told twice, it counts once.' }),
    mission: Type.Optional(Type.String({ pattern: '^M-[A-Za-z0-9][A-Za-z0-9._-]{0,62}$' })),
    model: Type.Optional(Name),
    provider: Type.Optional(Name),
  },
  { additionalProperties: false },
);
const LimitBody = Type.Object({ total: Amount, hard: Type.Optional(Type.Boolean()) }, { additionalProperties: false });
const PolicyBody = Type.Object(
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
const PoliciesBody = Type.Union([PolicyBody, Type.Array(PolicyBody, { maxItems: 1000 })]);
const SummaryForm = open({
  total: Type.Number(),
  consumed: Type.Number(),
  remaining: Type.Number(),
  breached: Type.Boolean(),
});

/** Answers the service, with the budget `default` set where this process may. */
export async function finopsService(parts: ServiceParts): Promise<Service> {
  const finops = new Finops(parts);
  await finops.setDefault();
  return { name: 'finops', title: 'FinOps', ailments: () => parts.access.ailments(), routes: finops.routes() };
}

const DEFAULT = 'default';

class Finops {
  readonly #parts: ServiceParts;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  routes(): Route[] {
    return [...this.#moneyRoutes(), ...this.#policyRoutes()];
  }

  #moneyRoutes(): Route[] {
    return [
      route({
        method: 'POST',
        path: '/finops/forecast',
        summary: 'What a change will cost if a model makes it.',
        may: WORKERS,
        body: ForecastBody,
        answers: {
          200: {
            description: 'The forecast, with its bounds.',
            schema: open({ usdEstimate: Type.Number(), tokens: Type.Integer(), p95Latency: Type.Number() }),
          },
        },
        run: (asked) => this.#forecast(asked),
      }),
      route({
        method: 'GET',
        path: '/finops/budget',
        summary: 'How a budget stands.',
        may: READERS,
        query: BudgetQuery,
        answers: { 200: { description: 'In this period.', schema: SummaryForm } },
        run: async ({ query }) => ({ body: await this.#summary(query.budget ?? DEFAULT) }),
      }),
      route({
        method: 'POST',
        path: '/finops/budget',
        summary: 'Records what was spent.',
        may: WORKERS,
        body: BudgetBody,
        answers: { 200: { description: 'How the budget stands now.', schema: SummaryForm } },
        run: (asked) => this.#consume(asked),
      }),
      route({
        method: 'PUT',
        path: '/finops/budget',
        summary: 'Sets the limit of the budget `default`.',
        may: ['operator'],
        body: LimitBody,
        answers: { 200: { description: 'How the budget stands now.', schema: SummaryForm } },
        run: (asked) => this.#setLimit(asked),
      }),
    ];
  }

  #policyRoutes(): Route[] {
    return [
      route({
        method: 'GET',
        path: '/policies/models',
        summary: 'The model policies.',
        may: READERS,
        answers: { 200: { description: 'All of them, by task.', schema: Type.Array(PolicyBody) } },
        run: async () => ({ body: policiesIn(await this.#parts.access.finance.read()) }),
      }),
      route({
        method: 'PUT',
        path: '/policies/models',
        summary: 'Sets a model policy, or several: each replaces the one with its task.',
        may: ['operator'],
        body: PoliciesBody,
        answers: { 200: { description: 'All policies then.', schema: Type.Array(PolicyBody) } },
        run: (asked) => this.#setPolicies(asked),
      }),
    ];
  }

  /** Once for a ledger. Where it cannot be written now, the first consumption does it. */
  async setDefault(): Promise<void> {
    const context = this.#context({ caller: { actor: 'services' } });
    try {
      await this.#parts.access.finance.decide((finance) => ({ drafts: this.#missing(finance, context) }));
    } catch (error) {
      if (!(error instanceof LoglineError)) throw error;
      this.#parts.log.of('finops').warn(`The budget ${DEFAULT} is not set: ${error.message}`);
    }
  }

  #missing(finance: Finance, context: EventContext) {
    if (finance.budgets.has(DEFAULT)) return [];
    return decideBudget(finance, this.#terms(this.#parts.settings.DEFAULT_BUDGET_USD), context).drafts;
  }

  #terms(limit: string): BudgetSet {
    return {
      budget: DEFAULT,
      limit,
      currency: 'USD',
      period: 'month',
      scope: {},
      hard: false,
      thresholds: [50, 80, 100],
    };
  }

  async #summary(name: string): Promise<BudgetSummary & { readonly budget: string; readonly period: string }> {
    const finance = await this.#parts.access.finance.read();
    const budget = finance.budgets.get(name);
    if (budget === undefined)
      throw new LoglineError('BUDGET_UNKNOWN', `There is no budget ${name}.`, { details: { budget: name } });
    const balance = balanceOf(finance, budget, this.#parts.now());
    return { budget: name, period: balance.period, ...budgetSummary(balance) };
  }

  async #consume(asked: Asked<object, object, Static<typeof BudgetBody>>): Promise<Answer> {
    const { consumed, usage, mission, model, provider } = asked.body;
    const context = this.#context(asked);
    const { lines } = await this.#parts.access.finance.decide((finance) => {
      const record: UsageRecord = {
        usage: usage ?? `U-${asked.traceId}`,
        cost: formatMoney(moneyOf(consumed)),
        currency: 'USD',
        scope: mission === undefined ? {} : { mission },
        attestation: 'claimed',
        ...(model !== undefined && { model }),
        ...(provider !== undefined && { provider }),
      };
      return { drafts: [...this.#missing(finance, context), ...decideUsage(finance, record, context).drafts] };
    });
    return { body: await this.#summary(DEFAULT), hash: lines.at(-1)?.atomic.hash };
  }

  async #setLimit(asked: Asked<object, object, Static<typeof LimitBody>>): Promise<Answer> {
    const { total, hard } = asked.body;
    const { lines } = await this.#parts.access.finance.decide((finance) => {
      const before = finance.budgets.get(DEFAULT)?.terms ?? this.#terms('0');
      const terms = { ...before, limit: formatMoney(moneyOf(total)), ...(hard !== undefined && { hard }) };
      return decideBudget(finance, terms, this.#context(asked));
    });
    return { body: await this.#summary(DEFAULT), hash: lines.at(-1)?.atomic.hash };
  }

  async #setPolicies(asked: Asked<object, object, Static<typeof PoliciesBody>>): Promise<Answer> {
    const bodies = Array.isArray(asked.body) ? asked.body : [asked.body];
    const policies = bodies.map(policyOf);
    const { lines } = await this.#parts.access.finance.decide((finance) => ({
      drafts: policies.flatMap((policy) => decidePolicy(finance, policy, listPrices(), this.#context(asked)).drafts),
    }));
    return { body: policiesIn(await this.#parts.access.finance.read()), hash: lines.at(-1)?.atomic.hash };
  }

  async #forecast(asked: Asked<object, object, Static<typeof ForecastBody>>): Promise<Answer> {
    const { changeSpec, provider, model, record = false } = asked.body;
    const { settings, access } = this.#parts;
    const spec = parseChangeSpec(JSON.stringify(changeSpec));
    const files = patchFiles(spec, await openWorkTree(settings.DTE_ROOT));
    const count = await loadTokenCounter();
    const make = (finance: Finance) =>
      forecastChange(finance, { spec, files }, model ?? modelOf(provider, settings.DEFAULT_MODEL), listPrices(), count);
    if (!record) return { body: shown(make(await access.finance.read())) };
    const { decision } = await access.finance.decide((finance) => {
      const forecast = make(finance);
      const name = `F-${asked.traceId}`;
      const draft = forecastDraft(
        forecastRecord(forecast, { name, specDigest: specDigest(spec), scope: {} }),
        this.#context(asked),
      );
      return { drafts: [draft], body: { forecast: name, ...shown(forecast) } };
    });
    return { body: decision.body };
  }

  #context({
    caller,
    traceId,
  }: {
    readonly caller: { readonly actor: string };
    readonly traceId?: string;
  }): EventContext {
    const createdAt = this.#parts.now().toISOString();
    return { actor: caller.actor, createdAt, ...(traceId !== undefined && { traceId }) };
  }
}

const policiesIn = ({ policies }: Finance): object[] =>
  [...policies.values()].sort((a, b) => (a.task < b.task ? -1 : 1)).map(policyView);

/** The first model of the provider in the list of prices; of a provider that sells others' models, the default. */
function modelOf(provider: string | undefined, preset: string): string {
  const own = [...listPrices().models].find(([, price]) => price.provider === provider);
  return own?.[0] ?? preset;
}

function shown({ cost, low, high, uncalibrated, ...rest }: ReturnType<typeof forecastChange>): object {
  const exact = { cost, low, high, uncalibrated };
  return { ...rest, ...Object.fromEntries(Object.entries(exact).map(([name, money]) => [name, formatMoney(money)])) };
}
