/** `merge-driver` */
import { createFileSource, mergeLedgers } from '../../ledger/index.ts';
import type { LedgerSource } from '../../ledger/index.ts';
import { appendBytes } from '../append-bytes.ts';
import type { MERGE_DRIVER } from '../catalog/merging.ts';
import type { Run } from '../command.ts';
import { mergeOptions, printMerge } from '../merging.ts';

export const run: Run<(typeof MERGE_DRIVER)['flags']> = async (call) => {
  const [base, ours, theirs, path = ours] = call.operands as [string, string, string, string?];
  call.output.outliveReader();
  const sides = {
    base: named(base, `${path} (base)`),
    ours: named(ours, `${path} (ours)`),
    theirs: named(theirs, `${path} (theirs)`),
  };
  const result = await mergeLedgers(sides, await mergeOptions(call));
  if (result.append.length > 0) appendBytes(ours, result.append);
  await printMerge(call.output, path, result);
  return 0;
};

/** Git hands in files with names that nobody knows. */
function named(file: string, name: string): LedgerSource {
  return { ...createFileSource(file), name };
}
