/** `query` */
import { queryLedger } from '../../ledger/index.ts';
import type { QueryFilter } from '../../ledger/index.ts';
import type { QUERY } from '../catalog/reading.ts';
import type { Run } from '../command.ts';
import { printEntries } from '../entry-list.ts';
import { openSource } from '../ledgers.ts';
import { Progress } from '../progress.ts';

export const run: Run<(typeof QUERY)['flags']> = async (call) => {
  const { flags, terminal } = call;
  const { ledger, maxLineBytes, maxDepth, ...filter } = flags;
  const progress = new Progress(terminal, ledger);
  const entries = queryLedger(await openSource(ledger, terminal), definedOf(filter), {
    limits: { maxLineBytes, maxDepth },
    signal: terminal.signal,
    onProgress: (done, total) => progress.update(done, total),
  });
  await printEntries(call, entries, false);
  progress.end();
  return 0;
};

/** Flags that were not given are no filters. */
function definedOf(filter: { readonly [K in keyof QueryFilter]: QueryFilter[K] | undefined }): QueryFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
