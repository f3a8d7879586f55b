/** `finops budget` */
import { LoglineError } from '../../base/errors.ts';
import { balanceOf, balancesFor, decideBudget, formatMoney, parseMoney } from '../../finops/index.ts';
import type { Balance, BudgetSet, Finance } from '../../finops/index.ts';
import type { FINOPS_BUDGET } from '../catalog/money.ts';
import { printBalances } from '../balance-text.ts';
import type { Call, Run } from '../command.ts';
import { decideFinance, needed, readFinance, scopeOf } from '../finance.ts';

type Flags = (typeof FINOPS_BUDGET)['flags'];

export const run: Run<Flags> = async (call) => {
  const { operands, output, terminal } = call;
  output.outliveReader();
  const isSet = operands[0] === 'set';
  const { finance, shown } = isSet ? await set(call) : await show(call);
  const at = terminal.clock();
  const balances = shown(finance, at);
  await printBalances(output, balances);
  return !isSet && balances.some(({ isSpent }) => isSpent) ? 1 : 0;
};

interface Shown {
  readonly finance: Finance;
  readonly shown: (finance: Finance, at: Date) => Balance[];
}

async function show(call: Call<Flags>): Promise<Shown> {
  const { budget } = call.flags;
  const finance = await readFinance(call);
  if (budget !== undefined) return { finance, shown: one(budget) };
  const scope = scopeOf(call.flags);
  const isAll = Object.keys(scope).length === 0;
  const all = (state: Finance, at: Date): Balance[] =>
    [...state.budgets.keys()].sort().flatMap((id) => one(id)(state, at));
  return { finance, shown: isAll ? all : (state, at) => balancesFor(state, scope, at) };
}

const one =
  (id: string) =>
  (finance: Finance, at: Date): Balance[] => {
    const budget = finance.budgets.get(id);
    if (budget !== undefined) return [balanceOf(finance, budget, at)];
    throw new LoglineError('BUDGET_UNKNOWN', `There is no budget ${id}.`, { details: { budget: id } });
  };

async function set(call: Call<Flags>): Promise<Shown> {
  const terms = termsOf(call);
  const { finance } = await decideFinance(call, (state, context) => decideBudget(state, terms, context));
  return { finance, shown: one(terms.budget) };
}

function termsOf({ flags }: Call<Flags>): BudgetSet {
  const { period, timeZone, currency, soft } = flags;
  const limit = parseMoney(needed(flags.limit, '--limit AMOUNT', 'How much may be spent?'));
  return {
    budget: needed(flags.budget, '--budget NAME', 'Which budget?'),
    limit: formatMoney(limit),
    currency,
    period,
    ...(timeZone !== 'UTC' && { time_zone: timeZone }),
    scope: scopeOf(flags),
    hard: !soft,
    thresholds: flags.threshold.length === 0 ? [50, 80, 100] : flags.threshold.map(percentOf),
  };
}

function percentOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= 1000) return Number(text);
  throw new LoglineError('USAGE', `--threshold is a whole number of percent from 1 to 1000, not "${text}".`);
}
