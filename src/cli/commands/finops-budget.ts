/** `finops budget` */
import { LoglineError } from '../../base/errors.ts';
import { balanceOf, balancesFor, decideBudget, formatMoney, parseMoney, toNumber } from '../../finops/index.ts';
import type { Balance, BudgetSet, Finance } from '../../finops/index.ts';
import type { FINOPS_BUDGET } from '../catalog/money.ts';
import type { ServiceClient } from '../../client/index.ts';
import { openClient } from '../api.ts';
import { printBalances } from '../balance-text.ts';
import type { Call, Run } from '../command.ts';
import { SCOPE_FLAGS, decideFinance, needed, readFinance, scopeOf } from '../finance.ts';

type Flags = (typeof FINOPS_BUDGET)['flags'];

export const run: Run<Flags> = async (call) => {
  call.output.outliveReader();
  return call.operands[0] === 'set' ? set(call) : show(call);
};

async function show(call: Call<Flags>): Promise<0 | 1> {
  const balances = shownBalances(call, await readFinance(call, ['budget', ...SCOPE_FLAGS]));
  await printBalances(call.output, balances);
  return balances.some(({ isSpent }) => isSpent) ? 1 : 0;
}

function shownBalances({ flags, terminal }: Call<Flags>, finance: Finance): Balance[] {
  const at = terminal.clock();
  const scope = scopeOf(flags);
  if (flags.budget !== undefined) return [balanceNamed(flags.budget, finance, at)];
  if (Object.keys(scope).length > 0) return balancesFor(finance, scope, at);
  return [...finance.budgets.keys()].sort().map((name) => balanceNamed(name, finance, at));
}

function balanceNamed(name: string, finance: Finance, at: Date): Balance {
  const budget = finance.budgets.get(name);
  if (budget !== undefined) return balanceOf(finance, budget, at);
  throw new LoglineError('BUDGET_UNKNOWN', `There is no budget ${name}.`, { details: { budget: name } });
}

async function set(call: Call<Flags>): Promise<0> {
  const name = needed(call.flags.budget, '--budget NAME', 'Which budget?');
  const client = await openClient(call, ['budget', 'limit', 'soft']);
  if (client !== undefined) return setThere(call, client, name);
  const { finance } = await decideFinance(call, (state, context) =>
    decideBudget(state, termsOf(call, name, state.budgets.get(name)?.terms), context),
  );
  await printBalances(call.output, [balanceNamed(name, finance, call.terminal.clock())]);
  return 0;
}

/** The services have one budget whose limit they set. */
async function setThere(call: Call<Flags>, client: ServiceClient, name: string): Promise<0> {
  const { limit, soft } = call.flags;
  if (name !== 'default')
    throw new LoglineError('USAGE', `The services set the limit of the budget default, not of ${name}.`);
  const total = toNumber(parseMoney(needed(limit, '--limit AMOUNT', 'How much may be spent?')));
  await client.finops.setLimit({ total, ...(call.origins.soft === 'flag' && { hard: !soft }) });
  await printBalances(call.output, [
    balanceNamed(name, await readFinance(call, ['budget', 'limit', 'soft']), call.terminal.clock()),
  ]);
  return 0;
}

/** What is not given stays as it was: who raises a limit does not mean to change the scope. */
function termsOf({ flags, origins }: Call<Flags>, budget: string, before: Partial<BudgetSet> = {}): BudgetSet {
  const given = <K extends keyof typeof flags, T>(flag: K, own: T | undefined): (typeof flags)[K] | T =>
    origins[flag] === 'default' && own !== undefined ? own : flags[flag];
  const scope = scopeOf(flags);
  const timeZone = given('timeZone', before.time_zone);
  const limit = needed(flags.limit ?? before.limit, '--limit AMOUNT', 'How much may be spent?');
  const soft = given('soft', before.hard === undefined ? undefined : !before.hard);
  return {
    budget,
    limit: formatMoney(parseMoney(limit)),
    currency: given('currency', before.currency),
    period: given('period', before.period),
    ...(timeZone !== 'UTC' && { time_zone: timeZone }),
    scope: Object.keys(scope).length > 0 ? scope : (before.scope ?? {}),
    hard: !soft,
    thresholds: flags.threshold.length > 0 ? flags.threshold.map(percentOf) : (before.thresholds ?? DEFAULT_THRESHOLDS),
  };
}

const DEFAULT_THRESHOLDS = [50, 80, 100];

function percentOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= 1000) return Number(text);
  throw new LoglineError('USAGE', `--threshold is a whole number of percent from 1 to 1000, not "${text}".`);
}
