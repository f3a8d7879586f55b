/** Budgets, forecasts and model policies. */
import type { Static } from '@sinclair/typebox';
import { LoglineError } from 'logline-core';
import { openWorkTree, parseChangeSpec, patchFiles, specDigest } from 'logline-core/dte';
import type { ChangeSpec } from 'logline-core/dte';
import {
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
} from 'logline-core/finops';
import type { BudgetSet, EventContext, Finance, Forecast } from 'logline-core/finops';
import { READERS, WORKERS } from '../auth/caller.ts';
import { route } from '../http/route.ts';
import type { Answer, Asked, Repeated, Route } from '../http/route.ts';
import type { Service } from '../http/server.ts';
import type { ServiceParts } from '../parts.ts';
import { addMoneyFigures } from './figures.ts';
import * as forms from './forms.ts';
import { usageOf } from './usage.ts';
import { balanceViews, forecastView, forecastViews, policyViews, spendingViews, summaryOf } from './views.ts';
import type { NamedSummary } from './views.ts';

/** Answers the service, with the budget `default` set where this process may. */
export async function finopsService(parts: ServiceParts): Promise<Service> {
  const finops = new Finops(parts);
  await finops.setDefault();
  addMoneyFigures(parts, DEFAULT);
  return { name: 'finops', title: 'FinOps', ailments: () => parts.access.ailments(), routes: finops.routes() };
}

const DEFAULT = 'default';

class Finops {
  readonly #parts: ServiceParts;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  routes(): Route[] {
    return [...this.#forecastRoutes(), ...this.#budgetRoutes(), ...this.#spendingRoutes(), ...this.#policyRoutes()];
  }

  #forecastRoutes(): Route[] {
    return [
      route({
        method: 'POST',
        path: '/finops/forecast',
        summary: 'What a change will cost if a model makes it.',
        may: WORKERS,
        body: forms.ForecastBody,
        answers: {
          200: {
            description: 'The forecast, with its bounds.',
            schema: forms.ForecastForm,
          },
        },
        run: (asked) => this.#forecast(asked),
        again: (asked, repeated) => this.#forecastMade(asked, repeated),
      }),
      route({
        method: 'GET',
        path: '/finops/forecasts',
        summary: 'The forecasts that were recorded, and what they came to.',
        may: READERS,
        answers: { 200: { description: 'In the order of the ledger.', schema: forms.ForecastsForm } },
        run: async () => ({ body: forecastViews(await this.#parts.access.finance.read()) }),
      }),
    ];
  }

  #budgetRoutes(): Route[] {
    return [
      route({
        method: 'GET',
        path: '/finops/budget',
        summary: 'How a budget stands.',
        may: READERS,
        query: forms.BudgetQuery,
        answers: { 200: { description: 'In this period.', schema: forms.SummaryForm } },
        run: async ({ query }) => ({ body: await this.#summary(query.budget ?? DEFAULT) }),
      }),
      route({
        method: 'POST',
        path: '/finops/budget',
        summary: 'Records what was spent.',
        may: WORKERS,
        body: forms.BudgetBody,
        answers: { 200: { description: 'How the budget stands now.', schema: forms.SummaryForm } },
        run: (asked) => this.#consume(asked),
        again: (_asked, repeated) => this.#stood(repeated),
      }),
      route({
        method: 'PUT',
        path: '/finops/budget',
        summary: 'Sets the limit of the budget `default`.',
        may: ['operator'],
        body: forms.LimitBody,
        answers: { 200: { description: 'How the budget stands now.', schema: forms.SummaryForm } },
        run: (asked) => this.#setLimit(asked),
        again: (_asked, repeated) => this.#stood(repeated),
      }),
    ];
  }

  #spendingRoutes(): Route[] {
    return [
      route({
        method: 'GET',
        path: '/finops/budgets',
        summary: 'How all budgets stand, exact.',
        may: READERS,
        answers: { 200: { description: 'By their names, each in its period.', schema: forms.BalancesForm } },
        run: async () => ({ body: balanceViews(await this.#parts.access.finance.read(), this.#parts.now()) }),
      }),
      route({
        method: 'GET',
        path: '/finops/spending',
        summary: 'What was spent, by day, mission, model and the like.',
        may: READERS,
        query: forms.SpendingQuery,
        answers: {
          200: { description: 'Periods in their order, else the dearest first.', schema: forms.SpendingForm },
        },
        run: async ({ query: { by = 'period', ...rest } }) => ({
          body: spendingViews(await this.#parts.access.finance.read(), { by, ...rest }),
        }),
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
        answers: { 200: { description: 'All of them, by task.', schema: forms.PoliciesForm } },
        run: async () => ({ body: policyViews(await this.#parts.access.finance.read()) }),
      }),
      route({
        method: 'PUT',
        path: '/policies/models',
        summary: 'Sets a model policy, or several: each replaces the one with its task.',
        may: ['operator'],
        body: forms.PoliciesBody,
        answers: { 200: { description: 'All policies then.', schema: forms.PoliciesForm } },
        run: (asked) => this.#setPolicies(asked),
        again: async (_asked, { end, atomic }) => ({
          body: policyViews((await this.#parts.access.at(end)).finance),
          hash: atomic.hash,
        }),
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

  async #summary(name: string): Promise<NamedSummary> {
    return summaryOf(await this.#parts.access.finance.read(), name, this.#parts.now());
  }

  /** How the budget stood when a request was done. */
  async #stood({ end, atomic }: Repeated): Promise<Answer> {
    const { finance } = await this.#parts.access.at(end);
    const { usage } = (atomic.payload ?? {}) as { readonly usage?: string };
    const summary = summaryOf(finance, DEFAULT, new Date(atomic.metadata.created_at));
    return { body: { ...summary, ...(usage !== undefined && { usage, recorded: true }) }, hash: atomic.hash };
  }

  async #consume(asked: Asked<object, object, Static<typeof forms.BudgetBody>>): Promise<Answer> {
    const { withinBudget = false } = asked.body;
    const context = this.#context(asked);
    const record = usageOf(asked);
    const { lines } = await this.#parts.access.finance.decide((finance) => {
      const { drafts } = decideUsage(finance, record, context, { withinBudget });
      return { drafts: [...this.#missing(finance, context), ...drafts] };
    });
    const recorded = lines.some(({ atomic }) => atomic.intent === 'usage_recorded');
    const body = { ...(await this.#summary(DEFAULT)), usage: record.usage, recorded };
    return { body, hash: lines.at(-1)?.atomic.hash };
  }

  async #setLimit(asked: Asked<object, object, Static<typeof forms.LimitBody>>): Promise<Answer> {
    const { total, hard } = asked.body;
    const { lines } = await this.#parts.access.finance.decide((finance) => {
      const before = finance.budgets.get(DEFAULT)?.terms ?? this.#terms('0');
      const terms = { ...before, limit: formatMoney(moneyOf(total)), ...(hard !== undefined && { hard }) };
      return decideBudget(finance, terms, this.#context(asked));
    });
    return { body: await this.#summary(DEFAULT), hash: lines.at(-1)?.atomic.hash };
  }

  async #setPolicies(asked: Asked<object, object, Static<typeof forms.PoliciesBody>>): Promise<Answer> {
    const bodies = Array.isArray(asked.body) ? asked.body : [asked.body];
    const policies = bodies.map(policyOf);
    const { lines } = await this.#parts.access.finance.decide((finance) => ({
      drafts: policies.flatMap((policy) => decidePolicy(finance, policy, listPrices(), this.#context(asked)).drafts),
    }));
    return { body: policyViews(await this.#parts.access.finance.read()), hash: lines.at(-1)?.atomic.hash };
  }

  async #forecast(asked: Asked<object, object, Static<typeof forms.ForecastBody>>): Promise<Answer> {
    const { access } = this.#parts;
    const { make, spec } = await this.#forecaster(asked);
    if (asked.body.record !== true) return { body: forecastView(make(await access.finance.read())) };
    const { decision, lines } = await access.finance.decide((finance) => {
      const forecast = make(finance);
      const name = `F-${asked.traceId}`;
      const draft = forecastDraft(
        forecastRecord(forecast, { name, specDigest: specDigest(spec), scope: {} }),
        this.#context(asked),
      );
      return { drafts: [draft], body: { forecast: name, ...forecastView(forecast) } };
    });
    return { body: decision.body, hash: lines[0]?.atomic.hash };
  }

  /** One that was recorded: made once more, of what was known then. */
  async #forecastMade(
    asked: Asked<object, object, Static<typeof forms.ForecastBody>>,
    { end, atomic }: Repeated,
  ): Promise<Answer> {
    const { forecast } = atomic.payload as { readonly forecast: string };
    const { make } = await this.#forecaster(asked);
    const { finance } = await this.#parts.access.at(end);
    return { body: { forecast, ...forecastView(make(finance)) }, hash: atomic.hash };
  }

  async #forecaster({ body }: Asked<object, object, Static<typeof forms.ForecastBody>>): Promise<{
    readonly spec: ChangeSpec;
    readonly make: (finance: Finance) => Forecast;
  }> {
    const { changeSpec, provider, model } = body;
    const { DTE_ROOT: root, DEFAULT_MODEL: preset } = this.#parts.settings;
    const spec = parseChangeSpec(JSON.stringify(changeSpec));
    const files = patchFiles(spec, await openWorkTree(root));
    const count = await loadTokenCounter();
    const of = model ?? modelOf(provider, preset);
    return { spec, make: (finance) => forecastChange(finance, { spec, files }, of, listPrices(), count) };
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

/** The first model of the provider in the list of prices; of a provider that sells others' models, the default. */
function modelOf(provider: string | undefined, preset: string): string {
  const own = [...listPrices().models].find(([, price]) => price.provider === provider);
  return own?.[0] ?? preset;
}
