/** Door `logline-core/finops`: budgets, prices and what was spent, as a fold over the ledger. */
export { balanceOf, balancesFor } from './balance.ts';
export type { Balance } from './balance.ts';
export { decideBudget, decideRelease, decideReservation, decideUsage } from './decisions.ts';
export type { Decision, ThresholdAlert } from './decisions.ts';
export type { EventContext } from './drafts.ts';
export { foldFinance, noFinance, openReservations } from './finance.ts';
export type { Budget, Finance, Reservation, SpendScope, Spending } from './finance.ts';
export type { BudgetReservation, BudgetSet, TokenCounts, UsageRecord } from './generated/types.ts';
export { formatMoney, parseMoney, roundMoney } from './money.ts';
export type { Money } from './money.ts';
export { periodOf } from './period.ts';
export type { PeriodKind } from './period.ts';
export { importLiteLlmPrices, parsePriceTable } from './prices.ts';
export type { ModelPrice, PriceTable } from './prices.ts';
export { NO_TOKENS, costOf, totalTokens } from './usage.ts';
export type { TokenUsage } from './usage.ts';
