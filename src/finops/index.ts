/** Door `logline-core/finops`: budgets, prices, forecasts, model policies and what was spent, as a fold over the ledger. */
export { balanceOf, balancesFor, budgetSummary } from './balance.ts';
export type { Balance, BudgetSummary } from './balance.ts';
export { clashFindings } from './clashes.ts';
export { formatCsv } from './csv.ts';
export { decideBudget, decideRelease, decideReservation, decideUsage } from './decisions.ts';
export type { Decision, ThresholdAlert, UsageOptions } from './decisions.ts';
export { forecastDraft } from './drafts.ts';
export type { EventContext } from './drafts.ts';
export { FINANCE, foldFinance, noFinance, openReservations } from './finance.ts';
export type { Budget, Finance, MoneyAtomic, NameClash, Reservation, Spending, Spent } from './finance.ts';
export { FOCUS_COLUMNS, focusRows } from './focus.ts';
export type { FocusRow } from './focus.ts';
export { forecastChange, forecastRecord } from './forecast.ts';
export type { Calibration, Forecast } from './forecast.ts';
export type {
  BudgetReservation,
  BudgetSet,
  BudgetThreshold,
  ForecastRecord,
  ModelPolicy,
  SpendScope,
  TokenCounts,
  UsageRecord,
} from './generated/types.ts';
export { accuracyOf, settledForecasts } from './history.ts';
export type { ForecastAccuracy, SettledForecast } from './history.ts';
export { listPrices } from './list-prices.ts';
export { importLiteLlmPrices, isLiteLlmFile } from './litellm-prices.ts';
export type { ImportedPrices, PriceSource } from './litellm-prices.ts';
export { formatMoney, moneyOf, parseMoney, roundMoney, toNumber } from './money.ts';
export type { Money } from './money.ts';
export { periodOf } from './period.ts';
export type { PeriodKind } from './period.ts';
export { DATA_CLASSES, decidePolicy, policiesFor, policyOf, policyView } from './policies.ts';
export type { DataClass, ModelPolicyView } from './policies.ts';
export { formatPriceTable, overlayPrices, parsePriceTable, priceOf } from './prices.ts';
export type { ModelPrice, PriceTable, TokenPrices } from './prices.ts';
export { readProviderUsage } from './provider-response.ts';
export type { ProviderUsage } from './provider-response.ts';
export { REPORT_DIMENSIONS, reportSpending, spendingsIn } from './report.ts';
export type { ReportDimension, ReportOptions, ReportRow } from './report.ts';
export { routeTask } from './route.ts';
export type { ChosenModel, RefusedModel, Route, RouteRequest } from './route.ts';
export { scopeText } from './scope.ts';
export { formatFinance, parseFinance } from './snapshot.ts';
export { loadTokenCounter } from './tokens.ts';
export type { CountTokens } from './tokens.ts';
export { NO_TOKENS, costOf, tokenCountsOf, tokenUsageOf, tokensRead, totalTokens } from './usage.ts';
export type { TokenUsage } from './usage.ts';
export { workloadOf } from './workload.ts';
export type { ForecastDetails, ForecastFile, ForecastPatch, ForecastSpec, ForecastWork, Workload } from './workload.ts';
