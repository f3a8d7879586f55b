/** Budgets as people and programs read them. */
import { formatMoney, roundMoney, scopeText } from '../finops/index.ts';
import type { Balance, Money } from '../finops/index.ts';
import type { Output } from './output.ts';

const COLUMNS = ['BUDGET', 'PERIOD', 'SPENT', 'SIGNED', 'RESERVED', 'LEFT', 'LIMIT', '%', 'KIND', 'STATE', 'SCOPE'];

/** Prints budgets as a list. */
export async function printBalances(output: Output, balances: readonly Balance[]): Promise<void> {
  const list = output.list(COLUMNS);
  for (const balance of balances)
    await list.add({ json: JSON.stringify(balanceJson(balance)), cells: cellsOf(balance) });
  await list.end();
}

/** Answers a balance for programs, amounts as exact text. Pure. */
export function balanceJson(balance: Balance): Record<string, unknown> {
  const { budget, period, spent, spentSigned, reserved, remaining, spentPercent, isSpent, isBreached, reached } =
    balance;
  const { scope, currency, hard, thresholds, period: kind, time_zone = 'UTC' } = budget.terms;
  return {
    budget: budget.id,
    scope,
    currency,
    hard,
    period_kind: kind,
    time_zone,
    period,
    total: formatMoney(budget.limit),
    consumed: formatMoney(spent),
    signed: formatMoney(spentSigned),
    reserved: formatMoney(reserved),
    remaining: formatMoney(remaining),
    percent: Number.isFinite(spentPercent) ? spentPercent : null,
    spent: isSpent,
    breached: isBreached,
    thresholds,
    reached,
  };
}

/** Answers an amount for people, with its currency: to the cent, or to the first digits that say something. Pure. */
export function amountText(amount: Money, currency: string): string {
  const cents = roundMoney(amount, 2);
  const isSmall = amount !== 0n && Math.abs(Number(cents)) < 0.1;
  return `${isSmall ? roundMoney(amount, 6).replace(/0+$/, '') : cents} ${currency}`;
}

function cellsOf(balance: Balance): string[] {
  const { budget, period, spent, spentSigned, reserved, remaining, spentPercent } = balance;
  const { currency, hard, scope } = budget.terms;
  const amounts = [spent, spentSigned, reserved, remaining, budget.limit].map((amount) => amountText(amount, currency));
  const percent = Number.isFinite(spentPercent) ? String(spentPercent) : '-';
  return [budget.id, period, ...amounts, percent, hard ? 'hard' : 'soft', stateOf(balance), scopeText(scope)];
}

function stateOf({ isBreached, isSpent, reached }: Balance): string {
  if (isBreached) return 'breached';
  if (isSpent) return 'spent';
  return reached.length === 0 ? 'good' : `${String(reached.at(-1))} % reached`;
}
