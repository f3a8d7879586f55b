/** `stats` */
import { ledgerStats } from '../../ledger/index.ts';
import type { LedgerStats, Tally } from '../../ledger/index.ts';
import type { STATS } from '../catalog/reading.ts';
import type { Run } from '../command.ts';
import { skippedText } from '../entry-list.ts';
import { openSource } from '../ledgers.ts';
import { warn } from '../notice.ts';
import type { Output } from '../output.ts';
import { withProgress } from '../progress.ts';
import { factLines } from '../table.ts';

export const run: Run<(typeof STATS)['flags']> = async ({ flags, output, terminal }) => {
  const { ledger, maxLineBytes, maxDepth } = flags;
  const source = await openSource(ledger, terminal);
  const stats = await withProgress({ terminal, output }, source.name, (progress) =>
    ledgerStats(source, {
      limits: { maxLineBytes, maxDepth },
      signal: terminal.signal,
      onProgress: (done, total) => progress.update(done, total),
    }),
  );
  await print(output, source.name, stats);
  if (stats.firstSkipped) warn(terminal, skippedText(stats.skipped, stats.firstSkipped));
  return 0;
};

async function print(output: Output, ledger: string, stats: LedgerStats): Promise<void> {
  const { entityTypes, intents, actors, signers, others, sizeBytes, lines, skipped, unsigned } = stats;
  const { firstCreatedAt, lastCreatedAt } = stats;
  const totals = { lines, size_bytes: sizeBytes, skipped, unsigned };
  const times = firstCreatedAt !== undefined && { first_created_at: firstCreatedAt, last_created_at: lastCreatedAt! };
  const uncounted = Object.values(others).some((count) => count > 0) && { others };
  const tallies = { entity_types: entityTypes, intents, actors, signers };
  await output.one({ ledger, ...totals, ...times, ...tallies, ...uncounted }, factLines({ ...totals, ...times }));
  if (output.form !== 'table') return;
  await output.write('\n');
  const table = output.list(['BY', 'NAME', 'COUNT']);
  for (const [by, tally] of Object.entries<Tally>(tallies)) {
    for (const [name, count] of Object.entries(tally)) await table.add({ json: '', cells: [by, name, String(count)] });
  }
  for (const [by, count] of Object.entries(others)) {
    if (count > 0) await table.add({ json: '', cells: [by, '(others)', String(count)] });
  }
  await table.end();
}
