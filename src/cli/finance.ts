/** The state of money in the ledger that a call names: read, or decided on. */
import { LoglineError } from '../base/errors.ts';
import { FINANCE, clashFindings } from '../finops/index.ts';
import type { Decision, EventContext, Finance, SpendScope, ThresholdAlert } from '../finops/index.ts';
import { foldLedger, openLedgerState } from '../ledger/index.ts';
import type { MONEY_READING, MONEY_WRITING, SCOPE } from './catalog/money.ts';
import { sourceOf } from './api.ts';
import { count } from './change-text.ts';
import type { Call } from './command.ts';
import { guardOption } from './guarding.ts';
import { warn } from './notice.ts';
import { withProgress } from './progress.ts';
import { openStore, withStore } from './writing.ts';
import { openWritingKey } from './writing-key.ts';

/** Answers the state of money in a ledger; `told` are the other flags that mean something with `--api`. @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE - of the ledger. */
export async function readFinance(call: Reading, told: readonly string[] = []): Promise<Finance> {
  const { flags, terminal } = call;
  const { maxLineBytes, maxDepth } = flags;
  const source = await sourceOf(call, [...told, 'maxLineBytes', 'maxDepth']);
  const { state, skipped } = await withProgress(call, source.name, (progress) =>
    foldLedger(source, FINANCE, {
      limits: { maxLineBytes, maxDepth },
      signal: terminal.signal,
      onProgress: (done, total) => progress.update(done, total),
    }),
  );
  if (skipped > 0)
    warn(terminal, `${source.name}: ${count(skipped, 'line')} left out, for being no atomic; \`verify\` says which.`);
  for (const { message } of clashFindings(state)) warn(terminal, message);
  return state;
}

/** A call that reads a ledger; with an address, that of the services. */
type Reading = Call<typeof MONEY_READING> & { readonly flags: { readonly api?: string | undefined } };

/** What was decided, and the state with it. */
export interface FinanceAfter<D> {
  readonly decision: D;
  readonly finance: Finance;
}

/**
 * Decides on the state at the head of the ledger and appends what is decided, in one turn.
 *
 * @throws {LoglineError} as `openWritingKey` and `guardOption` - before anything is looked at. What `decide` throws. LEDGER_LOCKED, LEDGER_UNAVAILABLE, LEDGER_BROKEN.
 */
export async function decideFinance<D extends Pick<Decision, 'drafts'>>(
  call: Call<typeof MONEY_WRITING>,
  decide: (finance: Finance, context: EventContext) => D,
): Promise<FinanceAfter<D>> {
  const { ledger, bindSigner, maxLineBytes, maxDepth, actor, traceId } = call.flags;
  const { signer } = await openWritingKey(call, ledger);
  const guard = await guardOption(call);
  const createdAt = call.terminal.clock().toISOString();
  const context = { actor, createdAt, ...(traceId !== undefined && { traceId }) };
  return withStore(openStore(ledger, call), async (store) => {
    const limits = { maxLineBytes, maxDepth };
    const state = openLedgerState(store, FINANCE, { signer, bindSigner, limits, ...guard });
    const { decision } = await state.decide((finance) => decide(finance, context));
    return { decision, finance: await state.read() };
  });
}

/** The flags that say whose money it is, by their names in code. */
export const SCOPE_FLAGS = ['organisation', 'repository', 'mission'];

/** Answers the scope that the flags say. Pure. */
export function scopeOf({ organisation, repository, mission }: Call<typeof SCOPE>['flags']): SpendScope {
  return {
    ...(organisation !== undefined && { organisation }),
    ...(repository !== undefined && { repository }),
    ...(mission !== undefined && { mission }),
  };
}

/** Answers a flag's value. @throws {LoglineError} USAGE - it was not given. */
export function needed<T>(value: T | undefined, flag: string, question: string): T {
  if (value !== undefined) return value;
  throw new LoglineError('USAGE', `${question} Say it with ${flag}.`);
}

/** Answers the next name of a kind, such as `U-12`: one more than there are, and on until nothing has it. Pure. */
export function nextName(prefix: string, taken: ReadonlyMap<string, unknown>): string {
  let number = taken.size + 1;
  while (taken.has(`${prefix}-${String(number)}`)) number++;
  return `${prefix}-${String(number)}`;
}

/** Tells of thresholds on standard error. */
export function tellAlerts({ terminal }: Pick<Call, 'terminal'>, alerts: readonly ThresholdAlert[]): void {
  for (const { budget, period, percent } of alerts) {
    warn(terminal, `The budget ${budget} has reached ${String(percent)} % of its limit in ${period}.`);
  }
}
