/** `rebase` */
import { LoglineError } from '../../base/errors.ts';
import { writeFileAtomic } from '../../base/fs.ts';
import { createFileSource, rebaseLedger } from '../../ledger/index.ts';
import type { LedgerSource, MergeResult } from '../../ledger/index.ts';
import { openVersion } from '../base-version.ts';
import type { REBASE } from '../catalog/merging.ts';
import type { Call, Run } from '../command.ts';
import { mergeOptions, printMerge } from '../merging.ts';
import { demandFile, openFileStore, withStore } from '../writing.ts';

type Flags = (typeof REBASE)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output } = call;
  output.outliveReader();
  if (flags.onto === undefined) throw new LoglineError('USAGE', 'Onto which version? --onto REV or --onto FILE.');
  const onto = await openVersion(flags.onto, demandFile(flags.ledger));
  if (onto === undefined)
    throw new LoglineError(
      'INPUT_MISSING',
      `${flags.onto} does not have ${flags.ledger}: there is nothing to put it onto.`,
    );
  const result = await withStore(openFileStore(flags.ledger, call), (store) =>
    store.exclusive(() => replace(call, onto)),
  );
  await printMerge(output, flags.ledger, result);
  return 0;
};

/** Nobody appends meanwhile. The file is replaced as a whole, or stays as it is. */
async function replace(call: Call<Flags>, onto: LedgerSource): Promise<MergeResult> {
  const path = call.flags.ledger;
  const result = await rebaseLedger({ onto, ours: createFileSource(path) }, await mergeOptions(call));
  await writeFileAtomic(path, contentOf(onto, result.append));
  return result;
}

async function* contentOf(onto: LedgerSource, append: Uint8Array): AsyncGenerator<Uint8Array> {
  yield* onto.read();
  yield append;
}
