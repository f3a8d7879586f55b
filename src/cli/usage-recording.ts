/** Usages as the flags of `finops consume` and `finops settle` say them. */
import { LoglineError } from '../base/errors.ts';
import {
  NO_TOKENS,
  balancesFor,
  costOf,
  decideUsage,
  formatMoney,
  parseMoney,
  priceOf,
  readProviderUsage,
  toNumber,
  tokenCountsOf,
  totalTokens,
} from '../finops/index.ts';
import type { Balance, Finance, PriceTable, ProviderUsage, TokenUsage, UsageRecord } from '../finops/index.ts';
import type { ServiceClient } from '../client/index.ts';
import { openClient } from './api.ts';
import { amountText, balanceJson } from './balance-text.ts';
import type { FINOPS_CONSUME } from './catalog/money.ts';
import type { Call } from './command.ts';
import { SCOPE_FLAGS, decideFinance, nextName, readFinance, scopeOf, tellAlerts } from './finance.ts';
import { readInput } from './input.ts';
import { withPlace } from './place.ts';
import { pricesOf } from './price-files.ts';
import { screenText } from './screen-text.ts';

type Flags = (typeof FINOPS_CONSUME)['flags'];

/** Records what the flags say, and answers 1 where a budget that covers it is spent now. @throws as `decideFinance` and `decideUsage` */
export async function recordUsage(call: Call<Flags>, reservation?: string): Promise<0 | 1> {
  const { flags, output, terminal } = call;
  output.outliveReader();
  const client = await openClient(call, [...TOLD, ...SCOPE_FLAGS]);
  const response = await readResponse(call);
  const prices = await pricesOf(call);
  const facts = factsOf(call, response, prices);
  if (client !== undefined) return recordThere(call, client, facts);
  const { decision, finance } = await decideFinance(call, (state, context) => {
    const record = { ...nameOf(call, response, state), ...facts, scope: usageScope(call, state, reservation) };
    const settling = reservation === undefined ? record : { ...record, reservation };
    return { ...decideUsage(state, settling, context, { withinBudget: flags.withinBudget }), record: settling };
  });
  tellAlerts(call, decision.alerts);
  const budgets = balancesFor(finance, decision.record.scope, terminal.clock());
  await print(call, decision.record, decision.drafts.length > 0, budgets);
  return budgets.some(({ isSpent }) => isSpent) ? 1 : 0;
}

const COUNTS = ['input', 'cachedInput', 'cacheWrite5m', 'cacheWrite1h', 'outputTokens'] as const;
const TOLD = ['usage', 'cost', 'model', 'provider', 'prices', 'task', 'forecast', 'latencyMs', ...COUNTS];

/** Records it in the services, and shows the budgets as their ledger has them then. */
async function recordThere(call: Call<Flags>, { finops }: ServiceClient, facts: Facts): Promise<0 | 1> {
  const { cost, currency, tokens, model, provider, task, forecast, latency_ms: latencyMs } = facts;
  if (currency !== 'USD') throw new LoglineError('USAGE', `The services count in USD, and this is in ${currency}.`);
  const said = { tokens, model, provider, task, forecast, latencyMs, usage: call.flags.usage, ...scopeOf(call.flags) };
  const { usage = '', recorded = true } = await finops.consume({
    consumed: toNumber(parseMoney(cost)),
    ...(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Partial<typeof said>),
  } as Parameters<typeof finops.consume>[0]);
  const scope = scopeOf(call.flags);
  const finance = await readFinance(call, [...TOLD, ...SCOPE_FLAGS]);
  const budgets = balancesFor(finance, scope, call.terminal.clock());
  await print(call, { usage, scope, ...facts }, recorded, budgets);
  return budgets.some(({ isSpent }) => isSpent) ? 1 : 0;
}

type Facts = Omit<UsageRecord, 'usage' | 'scope' | 'reservation'>;

async function readResponse({ flags, terminal }: Call<Flags>): Promise<ProviderUsage | undefined> {
  if (flags.response === undefined) return undefined;
  const { name, bytes } = await readInput(flags.response, terminal);
  return withPlace(name, bytes, () => readProviderUsage(bytes));
}

/** Of a response, its id; so that the same response counts once, whoever records it. */
function nameOf(
  { flags }: Call<Flags>,
  response: ProviderUsage | undefined,
  { spendings }: Finance,
): { usage: string } {
  return { usage: flags.usage ?? response?.id ?? nextName('U', spendings) };
}

/** Who settles a reservation need not say again whose money it is. */
function usageScope({ flags }: Call<Flags>, { reservations }: Finance, reservation: string | undefined) {
  const own = scopeOf(flags);
  const known = reservation === undefined ? undefined : reservations.get(reservation);
  return Object.keys(own).length === 0 && known !== undefined ? known.terms.scope : own;
}

function factsOf({ flags }: Call<Flags>, response: ProviderUsage | undefined, prices: PriceTable): Facts {
  const { task, forecast, latencyMs } = flags;
  const tokens = tokensOf(flags, response);
  const model = response?.model ?? flags.model;
  return {
    ...moneyOf(flags, model, tokens, prices),
    ...(model !== undefined && { model, ...providerOf(flags, model, prices) }),
    ...(model === undefined && flags.provider !== undefined && { provider: flags.provider }),
    ...(totalTokens(tokens) > 0 && { tokens: tokenCountsOf(tokens) }),
    attestation: response === undefined ? 'claimed' : 'signed',
    ...(response !== undefined && { response_digest: response.digest }),
    ...(task !== undefined && { task }),
    ...(forecast !== undefined && { forecast }),
    ...(latencyMs !== undefined && { latency_ms: latencyMs }),
  };
}

function tokensOf(flags: Call<Flags>['flags'], response: ProviderUsage | undefined): TokenUsage {
  const told = [...COUNTS, 'cost', 'model'].filter((name) => flags[name as keyof typeof flags] !== undefined);
  if (response !== undefined) {
    if (told.length === 0) return response.tokens;
    throw new LoglineError(
      'USAGE',
      `A signed figure is the provider's own: leave ${told.join(', ')} out, or the response.`,
    );
  }
  const { input = 0, cachedInput = 0, cacheWrite5m = 0, cacheWrite1h = 0, outputTokens: output = 0 } = flags;
  return { ...NO_TOKENS, input, cachedInput, cacheWrite5m, cacheWrite1h, output };
}

/** A cost that is told, or the price of the tokens with the digest of the table that says so. */
function moneyOf(
  { cost, currency }: Call<Flags>['flags'],
  model: string | undefined,
  tokens: TokenUsage,
  prices: PriceTable,
): Pick<UsageRecord, 'cost' | 'currency' | 'price_table'> {
  if (cost !== undefined) return { cost: formatMoney(parseMoney(cost)), currency };
  if (model !== undefined && totalTokens(tokens) > 0) {
    return {
      cost: formatMoney(costOf(model, tokens, prices)),
      currency: prices.currency,
      price_table: prices.digest,
    };
  }
  throw new LoglineError(
    'USAGE',
    'What was spent? Say it with --cost, with --model and numbers of tokens, or with --response FILE.',
  );
}

function providerOf(
  { provider, cost }: Call<Flags>['flags'],
  model: string,
  prices: PriceTable,
): { provider?: string } {
  if (provider !== undefined) return { provider };
  const priced = cost === undefined ? priceOf(model, prices) : prices.models.get(model);
  return priced === undefined ? {} : { provider: priced.provider };
}

async function print(
  { output }: Call<Flags>,
  record: UsageRecord,
  isNew: boolean,
  budgets: readonly Balance[],
): Promise<void> {
  const { usage, cost, currency, attestation, model, tokens } = record;
  const state = isNew ? 'recorded' : 'already recorded';
  const value = { state, usage, cost, currency, attestation, model, tokens, budgets: budgets.map(balanceJson) };
  await output.one(value, [
    `${output.paint('green', state.toUpperCase())}  ${screenText(usage)}: ${amountText(parseMoney(cost), currency)}, ${attestation}`,
    ...budgets.map(({ budget: { id }, spent, remaining, isSpent }) => {
      const text = `${id}: ${amountText(spent, currency)} spent, ${amountText(remaining, currency)} left`;
      return isSpent ? output.paint('red', `  ${text}: the budget is spent`) : `  ${text}`;
    }),
  ]);
}
