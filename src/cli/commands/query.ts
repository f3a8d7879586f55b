/** `query` */
import { LoglineError } from '../../base/errors.ts';
import { queryLedger } from '../../ledger/index.ts';
import type { Entries, LedgerSource, QueryFilter, ReadOptions } from '../../ledger/index.ts';
import { withoutPassword } from '../../ledger/store-postgres.ts';
import type { QUERY } from '../catalog/reading.ts';
import type { Call, Run } from '../command.ts';
import { printEntries } from '../entry-list.ts';
import { findLedgers } from '../ledgers.ts';
import { withProgress } from '../progress.ts';

type Flags = (typeof QUERY)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, terminal } = call;
  const { ledger, maxLineBytes, maxDepth, ...filter } = flags;
  const sources = await sourcesOf(call);
  await withProgress(call, withoutPassword(ledger), async (progress) => {
    const options = {
      limits: { maxLineBytes, maxDepth },
      numbered: false, // they are only for a warning about a line that is no atomic, where its place in bytes will do
      signal: terminal.signal,
      onProgress: (done: number, total: number) => progress.update(done, total),
    };
    await printEntries(call, queryAll(sources, definedOf(filter), options), false);
  });
  return 0;
};

/** A file, the streams of a folder, or all that fits a pattern. */
async function sourcesOf({ flags, terminal }: Call<Flags>): Promise<readonly LedgerSource[]> {
  const targets = await findLedgers([flags.ledger], terminal);
  const sources = targets.flatMap((target) =>
    target.kind === 'file' ? [target.source] : target.streams.map(({ source }) => source),
  );
  if (!flags.reverse || sources.length === 1) return sources;
  throw new LoglineError('USAGE', `--reverse is about one ledger; ${flags.ledger} is ${sources.length}.`);
}

/** Flags that were not given are no filters. */
function definedOf(filter: { readonly [K in keyof QueryFilter]: QueryFilter[K] | undefined }): QueryFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** One ledger after the other; the limit is that of all of them. */
function queryAll(sources: readonly LedgerSource[], filter: QueryFilter, options: ReadOptions): Entries {
  const { limit = Infinity } = filter;
  const queried: Entries[] = [];
  return {
    get skipped() {
      return queried.reduce((sum, { skipped }) => sum + skipped, 0);
    },
    get firstSkipped() {
      return queried.find(({ firstSkipped }) => firstSkipped !== undefined)?.firstSkipped;
    },
    async *[Symbol.asyncIterator]() {
      let found = 0;
      for (const source of sources) {
        if (found === limit) return;
        const entries = queryLedger(source, limit === Infinity ? filter : { ...filter, limit: limit - found }, options);
        queried.push(entries);
        for await (const entry of entries) {
          found++;
          yield entry;
        }
      }
    },
  };
}
