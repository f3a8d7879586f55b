/** `head` */
import { createFileSource, createFileStore } from '../../ledger/index.ts';
import type { HEAD } from '../catalog/reading.ts';
import type { Run } from '../command.ts';
import { factLines } from '../table.ts';
import { withStore } from '../writing.ts';

export const run: Run<(typeof HEAD)['flags']> = async ({ flags, output }) => {
  const { ledger: path, maxLineBytes } = flags;
  await createFileSource(path).sizeBytes(); // a writer may begin with a missing file; here it is a mistake
  await withStore(createFileStore(path, { maxLineBytes }), async (store) => {
    const { hash, sizeBytes } = await store.head();
    await output.one(
      { ledger: path, head: hash, size_bytes: sizeBytes },
      factLines({ head: hash ?? '- (empty)', size_bytes: sizeBytes }),
    );
  });
  return 0;
};
