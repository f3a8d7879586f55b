/** What the appended atomics say of money: the usages that a change adds to the ledgers, against the budget of the base. */
import { queryLedger } from 'logline-core';
import type { Atomic } from 'logline-core';
import type { Remark } from '../remark.ts';
import type { Appended } from './ledger-check.ts';

/** Money spent in one currency, in millionths of it. */
export interface Spent {
  readonly currency: string;
  readonly micros: bigint;
  /** The part that the signer has read from the provider's own response. */
  readonly signedMicros: bigint;
}

/** What was spent, and by whom. */
export interface Spending {
  readonly calls: number;
  readonly tokens: number;
  readonly spent: readonly Spent[];
  /** The largest first. */
  readonly byModel: readonly {
    readonly model: string;
    readonly actor: string;
    readonly calls: number;
    readonly micros: bigint;
    readonly currency: string;
  }[];
  /** Usages that could not be read, or that are told in two ways. */
  readonly unread: number;
  readonly budget: { readonly micros: bigint; readonly currency: string } | undefined;
}

interface Usage {
  readonly micros: bigint;
  readonly currency: string;
  readonly tokens: number;
  readonly isSigned: boolean;
  readonly model: string;
  readonly actor: string;
}

/** Answers what appended lines say was spent. A usage of the same name counts once. @throws {LoglineError} INPUT_UNREADABLE */
export async function readSpending(appended: readonly Appended[], budget: string | undefined): Promise<Spending> {
  const usages = new Map<string, Usage>();
  let unread = 0;
  for (const { path, source, after } of appended) {
    for await (const { atomic, byteOffset } of queryLedger(
      source,
      { intent: 'usage_recorded' },
      { start: after.sizeBytes },
    )) {
      const usage = usageIn(atomic);
      const own = atomic.payload?.['usage'];
      const name = typeof own === 'string' ? own : `${path}:${String(byteOffset)}`;
      const known = usages.get(name);
      // A second record of a usage is no second usage, unless it says something else: then one of the two hides what was spent.
      if (usage === undefined || (known !== undefined && !costsTheSame(known, usage))) unread++;
      else if (known === undefined) usages.set(name, usage);
    }
  }
  const all = [...usages.values()];
  return {
    calls: all.length,
    tokens: all.reduce((sum, { tokens }) => sum + tokens, 0),
    spent: byCurrency(all),
    byModel: byModel(all),
    unread,
    budget: budget === undefined ? undefined : amountIn(budget),
  };
}

const costsTheSame = (a: Usage, b: Usage): boolean => a.micros === b.micros && a.currency === b.currency;

/** Answers what speaks against a spending. Pure. */
export function checkSpending({ spent, unread, budget }: Spending): Remark[] {
  const remarks: Remark[] = [];
  if (unread > 0)
    remarks.push({
      level: 'undecided',
      rule: 'spending/unread',
      message: `${String(unread)} usages have no amount that can be read, or two that differ, so the sum is not known.`,
    });
  if (budget === undefined) return remarks;
  const own = spent.find(({ currency }) => currency === budget.currency);
  if (own !== undefined && own.micros > budget.micros)
    remarks.push({
      level: 'error',
      rule: 'spending/over-budget',
      message: `${moneyText(own.micros, own.currency)} were spent, and the budget of one change is ${moneyText(budget.micros, budget.currency)}.`,
      fix: 'Split the change, or raise `action.budget` in .jsonatomic/config.json in a pull request of its own.',
    });
  for (const { currency, micros } of spent)
    if (currency !== budget.currency)
      remarks.push({
        level: 'undecided',
        rule: 'spending/other-currency',
        message: `${moneyText(micros, currency)} cannot be held against a budget in ${budget.currency}.`,
      });
  return remarks;
}

/** Answers an amount for people, to the cent. Pure. */
export function moneyText(micros: bigint, currency: string): string {
  const cents = (micros + 5000n) / 10_000n;
  return `${String(cents / 100n)}.${String(cents % 100n).padStart(2, '0')} ${currency}`;
}

function usageIn({ payload = {}, did }: Atomic): Usage | undefined {
  const { cost, currency, tokens, attestation, model } = payload as Readonly<Record<string, unknown>>;
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return undefined;
  const micros = typeof cost === 'string' ? microsOf(cost) : undefined;
  if (micros === undefined) return undefined;
  return {
    micros,
    currency,
    tokens: tokensIn(tokens),
    isSigned: attestation === 'signed',
    model: typeof model === 'string' ? model : '',
    actor: did.actor,
  };
}

function tokensIn(tokens: unknown): number {
  const counts = typeof tokens === 'object' && tokens !== null ? Object.values(tokens) : [];
  return counts.reduce<number>((sum, count) => (typeof count === 'number' && count > 0 ? sum + count : sum), 0);
}

/** What is below a millionth is rounded up: a sum is never too small. */
function microsOf(text: string): bigint | undefined {
  const [, whole, fraction = ''] = /^(\d{1,18})(?:\.(\d{1,30}))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const rest = /[1-9]/.test(fraction.slice(6)) ? 1n : 0n;
  return BigInt(whole + fraction.slice(0, 6).padEnd(6, '0')) + rest;
}

function amountIn(text: string): { micros: bigint; currency: string } {
  const [amount, currency] = text.split(' ') as [string, string];
  return { micros: microsOf(amount)!, currency };
}

function byCurrency(usages: readonly Usage[]): Spent[] {
  const sums = new Map<string, Spent>();
  for (const { currency, micros, isSigned } of usages) {
    const before = sums.get(currency) ?? { currency, micros: 0n, signedMicros: 0n };
    const signedMicros = before.signedMicros + (isSigned ? micros : 0n);
    sums.set(currency, { currency, micros: before.micros + micros, signedMicros });
  }
  return [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

function byModel(usages: readonly Usage[]): Spending['byModel'] {
  const rows = new Map<string, Spending['byModel'][number]>();
  for (const { model, actor, currency, micros } of usages) {
    const key = JSON.stringify([model, actor, currency]);
    const before = rows.get(key) ?? { model, actor, currency, calls: 0, micros: 0n };
    rows.set(key, { ...before, calls: before.calls + 1, micros: before.micros + micros });
  }
  const text = ({ model, actor, currency }: Spending['byModel'][number]): string =>
    JSON.stringify([model, actor, currency]);
  return [...rows.values()].sort((a, b) =>
    a.micros === b.micros ? (text(a) < text(b) ? -1 : 1) : a.micros > b.micros ? -1 : 1,
  );
}
