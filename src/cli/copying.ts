/** Copying a ledger, as `export` and `import` do. */
import { copyLedger } from '../ledger/index.ts';
import type { LedgerSource, LedgerStore } from '../ledger/index.ts';
import type { EXPORT } from './catalog/moving.ts';
import type { Call } from './command.ts';
import { withProgress } from './progress.ts';
import { factLines } from './table.ts';
import { withStore } from './writing.ts';

/** Copies what the target lacks, and prints what that was. */
export async function copyShowing(
  call: Call<(typeof EXPORT)['flags']>,
  source: LedgerSource,
  target: LedgerStore,
): Promise<void> {
  const { flags, output, terminal } = call;
  const { maxLineBytes, maxDepth } = flags;
  output.outliveReader();
  const { foundBytes, copiedBytes, copiedLines, head } = await withStore(target, () =>
    withProgress(call, source.name, (progress) =>
      copyLedger(source, target, {
        limits: { maxLineBytes, maxDepth },
        signal: terminal.signal,
        onProgress: (done, total) => progress.update(done, total),
      }),
    ),
  );
  const facts = { from: source.name, to: target.name, found_bytes: foundBytes, copied_bytes: copiedBytes };
  const more = { copied_lines: copiedLines, size_bytes: head.sizeBytes };
  await output.one(
    { ...facts, ...more, head: head.hash },
    factLines({ ...facts, ...more, head: head.hash ?? '- (empty)' }),
  );
}
