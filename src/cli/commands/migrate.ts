/** `migrate` */
import { LoglineError } from '../../base/errors.ts';
import { writeNewFile } from '../../base/fs.ts';
import { createFileSource, migrateLedger } from '../../ledger/index.ts';
import type { MigrationReport } from '../../ledger/index.ts';
import type { MIGRATE } from '../catalog/writing.ts';
import type { Run } from '../command.ts';
import { warn } from '../notice.ts';
import type { Output } from '../output.ts';
import { withProgress } from '../progress.ts';
import { findingJson } from '../report-json.ts';
import { openSigner } from '../signing.ts';
import { factLines } from '../table.ts';
import { demandFile } from '../writing.ts';
import { openWritingKey } from '../writing-key.ts';

export const run: Run<(typeof MIGRATE)['flags']> = async (call) => {
  const { flags, output, terminal } = call;
  const { ledger, out, oldKey: keys, actor, strict, bindSigner, maxLineBytes, maxDepth } = flags;
  output.outliveReader();
  if (out === undefined) throw new LoglineError('USAGE', 'Where does the new ledger go? --out FILE.');
  const { signer } = await openWritingKey(call, out, openSigner);
  const source = createFileSource(demandFile(ledger));
  const sizeBytes = await source.sizeBytes();
  const report = await withProgress(call, ledger, async (progress) => {
    // Read twice: to judge it, and to write what it becomes.
    const migration = await migrateLedger(progress.watch(source, 2 * sizeBytes), {
      ...{ signer, actor, strict, bindSigner, limits: { maxLineBytes, maxDepth }, signal: terminal.signal },
      createdAt: terminal.clock().toISOString(),
      ...(keys.length > 0 && { keys }),
    });
    await writeNewFile(out, migration.bytes(), 0o644);
    return migration.report;
  });
  await print(output, ledger, out, report);
  const { unverified } = report.counts;
  const [first] = report.findings;
  if (first) {
    const what = unverified === 1 ? '1 old line does not verify' : `${unverified} old lines do not verify`;
    warn(terminal, `${what}, as the new ledger says; the first, line ${first.line!}: ${first.message}`);
  }
  return 0;
};

async function print(
  output: Output,
  from: string,
  to: string,
  { counts, source, findings }: MigrationReport,
): Promise<void> {
  const { findings: errors_total, ...rest } = counts;
  await output.one(
    { ledger: from, out: to, ...rest, source, errors: findings.map(findingJson), errors_total },
    factLines({ from, to, ...rest }),
  );
}
