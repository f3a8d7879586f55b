/**
 * A process that reserves and takes money until there is none: `reserve-writer.ts LEDGER NAME`. Waits for its standard input to end
 * before it begins, so that several begin at once. Prints `got AMOUNT` for each time that it was given some.
 */
import { once } from 'node:events';
import { createMemorySigner } from '../../src/atomic/index.ts';
import { LoglineError } from '../../src/base/errors.ts';
import { FINANCE, decideRelease, decideReservation, decideUsage } from '../../src/finops/index.ts';
import { createFileStore, openLedgerState } from '../../src/ledger/index.ts';
import { createPostgresStore, isPostgresAddress } from '../../src/ledger/store-postgres.ts';

const [path = '', name = ''] = process.argv.slice(2);
const store = isPostgresAddress(path) ? createPostgresStore(path) : createFileStore(path);
const state = openLedgerState(store, FINANCE, { signer: createMemorySigner('1'.repeat(64)) });
const context = { actor: name, createdAt: '2026-01-15T12:00:00Z' };
const common = { scope: { mission: 'M-1' }, currency: 'USD' };
process.stdout.write('ready\n');
await once(process.stdin.resume(), 'end');

/** Every third one takes at once; of the others, every second is settled with less, every fourth given back. */
async function round(n: number): Promise<void> {
  const id = `${name}-${String(n)}`;
  const usage = { ...common, usage: id, attestation: 'claimed' as const };
  if (n % 3 === 0) {
    await state.decide((money) => decideUsage(money, { ...usage, cost: '1.5' }, context, { withinBudget: true }));
    process.stdout.write('got 1.5\n');
    return;
  }
  const terms = { ...common, reservation: id, amount: '2', expires_at: '2026-01-15T13:00:00Z' };
  await state.decide((money) => decideReservation(money, terms, context));
  if (n % 4 === 0) {
    await state.decide((money) => decideRelease(money, id, context));
    return;
  }
  const cost = n % 2 === 0 ? '0.75' : '2';
  await state.decide((money) => decideUsage(money, { ...usage, cost, reservation: id }, context));
  process.stdout.write(`got ${cost}\n`);
}

try {
  for (let n = 1; ; n++) await round(n);
} catch (error) {
  if (!(error instanceof LoglineError) || error.code !== 'BUDGET_EXCEEDED') throw error;
}
await store.close();
