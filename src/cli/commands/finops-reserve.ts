/** `finops reserve` */
import { balancesFor, decideReservation, formatMoney, parseMoney } from '../../finops/index.ts';
import { amountText, balanceJson } from '../balance-text.ts';
import type { FINOPS_RESERVE } from '../catalog/money.ts';
import type { Run } from '../command.ts';
import { decideFinance, needed, nextName, scopeOf } from '../finance.ts';

export const run: Run<(typeof FINOPS_RESERVE)['flags']> = async (call) => {
  const { flags, output } = call;
  output.outliveReader();
  const amount = parseMoney(needed(flags.amount, '--amount AMOUNT', 'How much?'));
  const { currency, expiresIn } = flags;
  const scope = scopeOf(flags);
  const at = call.terminal.clock();
  const { decision, finance } = await decideFinance(call, (state, context) => {
    const reservation = flags.reservation ?? nextName('R', state.reservations);
    const known = state.reservations.get(reservation)?.terms;
    // Asked again, it is the same one, and expires when that does.
    const expires_at = known?.expires_at ?? new Date(at.getTime() + expiresIn * 1000).toISOString();
    const terms = { reservation, amount: formatMoney(amount), currency, scope, expires_at };
    return { ...decideReservation(state, terms, context), terms };
  });
  const { reservation, expires_at } = decision.terms;
  const isNew = decision.drafts.length > 0;
  const budgets = balancesFor(finance, scope, at);
  await output.one(
    {
      state: isNew ? 'reserved' : 'already reserved',
      reservation,
      amount: formatMoney(amount),
      currency,
      expires_at,
      budgets: budgets.map(balanceJson),
    },
    [
      `${output.paint('green', isNew ? 'RESERVED' : 'ALREADY RESERVED')}  ${reservation}: ${amountText(amount, currency)} until ${expires_at}`,
      ...budgets.map(({ budget: { id }, remaining }) => `  ${id}: ${amountText(remaining, currency)} left`),
    ],
  );
  return 0;
};
