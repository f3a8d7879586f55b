/**
 * A process that appends to a ledger, one draft after the other, until its standard input ends: `contention-writer.ts LEDGER NAME`.
 *
 * Prints `ack HASH` for each atomic that was acknowledged, and `notice KIND` for what the store mended.
 */
import { openLedger } from '../../src/ledger/ledger.ts';
import { createFileStore } from '../../src/ledger/store-file.ts';
import { draft, signer } from './fixtures.ts';

const [path = '', name = ''] = process.argv.slice(2);
const store = createFileStore(path, { onNotice: ({ kind }) => process.stdout.write(`notice ${kind}\n`) });
const ledger = openLedger(store, { signer: signer(1) });
const order = { isOver: false };
process.stdin.on('end', () => (order.isOver = true)).resume();
for (let n = 0; !order.isOver; n++) {
  const { atomic } = await ledger.append(draft(n, { this: `/writers/${name}/${n}` }));
  process.stdout.write(`ack ${atomic.hash}\n`); // a pipe: written before this returns, so a kill cannot take it back
}
await ledger.close();
