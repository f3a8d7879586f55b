/**
 * A process that appends to a ledger, one draft after the other, until its standard input ends: `contention-writer.ts LEDGER NAME`.
 *
 * Prints `ack HASH` for each atomic that was acknowledged, `notice KIND` for what the store mended, and `failed CODE RETRYABLE` where a
 * database could not be reached: what was not appended then is appended again.
 */
import { setTimeout } from 'node:timers/promises';
import type { Draft } from '../../src/atomic/index.ts';
import { LoglineError } from '../../src/base/errors.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { createFileStore } from '../../src/ledger/store-file.ts';
import { createPostgresStore, isPostgresAddress } from '../../src/ledger/store-postgres.ts';
import { draft, signer } from './fixtures.ts';

/** Nobody is handed the lock in turn: of eight on a machine that does other things, one may find it taken for longer than users should wait. */
const LOCK_TIMEOUT_MS = 120_000;

const [path = '', name = ''] = process.argv.slice(2);
const store = isPostgresAddress(path)
  ? createPostgresStore(path)
  : createFileStore(path, {
      lockTimeoutMs: LOCK_TIMEOUT_MS,
      onNotice: ({ kind }) => process.stdout.write(`notice ${kind}\n`),
    });
const ledger = openLedger(store, { signer: signer(1) });
const order = { isOver: false };
process.stdin.on('end', () => (order.isOver = true)).resume();
for (let n = 0; !order.isOver; n++) {
  const hash = await append(draft(n, { this: `/writers/${name}/${n}` }));
  process.stdout.write(`ack ${hash}\n`); // a pipe: written before this returns, so a kill cannot take it back
}
await ledger.close();

async function append(fact: Draft): Promise<string> {
  for (;;) {
    try {
      return (await ledger.append(fact)).atomic.hash!;
    } catch (error) {
      if (!(error instanceof LoglineError) || error.details['outcome'] === 'unknown') throw error;
      if (error.details['retryable'] !== true) throw error;
      process.stdout.write(`failed ${error.code} true\n`);
      await setTimeout(50);
    }
  }
}
