/** Budgets, forecasts and model policies as functions. */
import { Part } from './caller.ts';
import type { Body, Query } from './caller.ts';
import type {
  Balance,
  BudgetSummary,
  Forecast,
  ForecastOutcome,
  ModelPolicy,
  SpendingRow,
} from './generated/operations.ts';
import type { CallOptions } from './options.ts';

/** Budgets and forecasts. */
export class FinopsClient extends Part {
  /** Answers what a change will cost if a model makes it. */
  forecast(body: Body<'postFinopsForecast'>, options?: CallOptions): Promise<Forecast> {
    return this.caller.call('postFinopsForecast', { body }, options);
  }

  /** Answers the forecasts that were recorded, and what they came to. */
  forecasts(options?: CallOptions): Promise<readonly ForecastOutcome[]> {
    return this.caller.call('getFinopsForecasts', {}, options);
  }

  /** Answers how a budget stands, `default` where none is named. @throws {LoglineError} BUDGET_UNKNOWN */
  budget(query: Query<'getFinopsBudget'> = {}, options?: CallOptions): Promise<BudgetSummary> {
    return this.caller.call('getFinopsBudget', { query }, options);
  }

  /** Answers how all budgets stand, exact. */
  budgets(options?: CallOptions): Promise<readonly Balance[]> {
    return this.caller.call('getFinopsBudgets', {}, options);
  }

  /** Answers what was spent. */
  spending(query: Query<'getFinopsSpending'> = {}, options?: CallOptions): Promise<readonly SpendingRow[]> {
    return this.caller.call('getFinopsSpending', { query }, options);
  }

  /** Records what was spent. */
  consume(body: Body<'postFinopsBudget'>, options?: CallOptions): Promise<BudgetSummary> {
    return this.caller.call('postFinopsBudget', { body }, options);
  }

  /** Sets the limit of the budget `default`. */
  setLimit(body: Body<'putFinopsBudget'>, options?: CallOptions): Promise<BudgetSummary> {
    return this.caller.call('putFinopsBudget', { body }, options);
  }
}

/** Model policies. */
export class PoliciesClient extends Part {
  /** Answers all policies, by task. */
  list(options?: CallOptions): Promise<readonly ModelPolicy[]> {
    return this.caller.call('getPoliciesModels', {}, options);
  }

  /** Sets a policy, or several; each takes the place of the one with its task. Answers all policies then. */
  set(body: Body<'putPoliciesModels'>, options?: CallOptions): Promise<readonly ModelPolicy[]> {
    return this.caller.call('putPoliciesModels', { body }, options);
  }
}
