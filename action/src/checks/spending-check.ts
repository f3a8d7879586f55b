/** What the appended atomics say of money: the usages that a change adds to the ledgers, against the budget of the base. */
import { queryLedger } from 'logline-core';
import type { Atomic } from 'logline-core';
import { foldFinance, noFinance, parseMoney, roundMoney, tokenUsageOf, totalTokens } from 'logline-core/finops';
import type { Money, Spending as Usage } from 'logline-core/finops';
import type { Remark } from '../remark.ts';
import type { Appended } from './ledger-check.ts';

/** Money spent in one currency. */
export interface Spent {
  readonly currency: string;
  readonly amount: Money;
  /** The part that the signer has read from the provider's own response. */
  readonly signed: Money;
}

/** What one actor spent on one model in one currency. */
export interface SpentOnModel extends Spent {
  readonly model: string;
  readonly actor: string;
  readonly calls: number;
}

/** What was spent, and by whom. */
export interface Spending {
  readonly calls: number;
  readonly tokens: number;
  readonly spent: readonly Spent[];
  /** The largest first. */
  readonly byModel: readonly SpentOnModel[];
  /** Usages that could not be read, or that are told in two ways. */
  readonly unread: number;
  readonly budget: Pick<Spent, 'amount' | 'currency'> | undefined;
}

/** Answers what appended lines say was spent. A usage of the same name counts once. @throws {LoglineError} INPUT_UNREADABLE */
export async function readSpending(appended: readonly Appended[], budget: string | undefined): Promise<Spending> {
  const usages = new Map<string, Usage>();
  let unread = 0;
  for (const { source, after } of appended) {
    for await (const { atomic } of queryLedger(source, { intent: 'usage_recorded' }, { start: after.sizeBytes })) {
      const usage = usageIn(atomic);
      const known = usage && usages.get(usage.id);
      // A second record of a usage is no second usage, unless it says something else: then one of the two hides what was spent.
      if (usage === undefined || (known !== undefined && !costsTheSame(known, usage))) unread++;
      else if (known === undefined) usages.set(usage.id, usage);
    }
  }
  const all = [...usages.values()];
  return {
    calls: all.length,
    tokens: all.reduce((sum, { record }) => sum + totalTokens(tokenUsageOf(record.tokens)), 0),
    spent: byCurrency(all),
    byModel: byModel(all),
    unread,
    budget: budget === undefined ? undefined : amountIn(budget),
  };
}

/** As the fold over a ledger of this one line has it: what does not fit its schema counts for nothing there. */
function usageIn(atomic: Atomic): Usage | undefined {
  const [usage] = foldFinance(noFinance(), atomic).spendings.values();
  return usage;
}

const costsTheSame = (a: Usage, b: Usage): boolean => a.cost === b.cost && a.record.currency === b.record.currency;

/** Answers what speaks against a spending. Pure. */
export function checkSpending({ spent, unread, budget }: Spending): Remark[] {
  const remarks: Remark[] = [];
  if (unread > 0)
    remarks.push({
      level: 'undecided',
      rule: 'spending/unread',
      message: `What was spent is not known: usages without an amount that can be read, or with two that differ: ${String(unread)}.`,
    });
  if (budget === undefined) return remarks;
  const own = spent.find(({ currency }) => currency === budget.currency);
  if (own !== undefined && own.amount > budget.amount)
    remarks.push({
      level: 'error',
      rule: 'spending/over-budget',
      message: `${moneyText(own)} were spent, and the budget of one change is ${moneyText(budget)}.`,
      fix: 'Split the change, or raise `action.budget` in .jsonatomic/config.json in a pull request of its own.',
    });
  for (const other of spent)
    if (other.currency !== budget.currency)
      remarks.push({
        level: 'undecided',
        rule: 'spending/other-currency',
        message: `${moneyText(other)} cannot be held against a budget in ${budget.currency}.`,
      });
  return remarks;
}

/** Answers an amount for people, to the cent. Pure. */
export const moneyText = ({ amount, currency }: Pick<Spent, 'amount' | 'currency'>): string =>
  `${roundMoney(amount, 2)} ${currency}`;

function amountIn(text: string): Pick<Spent, 'amount' | 'currency'> {
  const [amount, currency] = text.split(' ') as [string, string];
  // The config may say 08 USD.
  return { amount: parseMoney(amount.replace(/^0+(?=\d)/, '')), currency };
}

const byCurrency = (usages: readonly Usage[]): Spent[] =>
  sums(usages, ({ record }) => record.currency).map(([{ record }, { amount, signed }]) => ({
    currency: record.currency,
    amount,
    signed,
  }));

function byModel(usages: readonly Usage[]): SpentOnModel[] {
  const rows = sums(usages, ({ record, actor }) => JSON.stringify([record.model, actor, record.currency]));
  return rows
    .map(([{ record, actor }, sum]) => ({ model: record.model ?? '', actor, currency: record.currency, ...sum }))
    .sort((a, b) => (a.amount === b.amount ? 0 : a.amount > b.amount ? -1 : 1));
}

type Sum = Pick<SpentOnModel, 'amount' | 'signed' | 'calls'>;

/** One row for each key, with the first usage that has it; sorted by the key. */
function sums(usages: readonly Usage[], keyOf: (usage: Usage) => string): [Usage, Sum][] {
  const rows = new Map<string, [Usage, Sum]>();
  for (const usage of usages) {
    const key = keyOf(usage);
    const [first, { amount, signed, calls }] = rows.get(key) ?? [usage, { amount: 0n, signed: 0n, calls: 0 }];
    const own = usage.record.attestation === 'signed' ? usage.cost : 0n;
    rows.set(key, [first, { amount: amount + usage.cost, signed: signed + own, calls: calls + 1 }]);
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
