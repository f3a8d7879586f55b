/** `head` */
import { createFileSource } from '../../ledger/index.ts';
import { isPostgresAddress } from '../../ledger/store-postgres.ts';
import type { HEAD } from '../catalog/reading.ts';
import type { Run } from '../command.ts';
import { fileOf } from '../ledgers.ts';
import { factLines } from '../table.ts';
import { openStoreAt, withStore } from '../writing.ts';

export const run: Run<(typeof HEAD)['flags']> = async ({ flags, output }) => {
  const { ledger: path, maxLineBytes } = flags;
  // A writer may begin with a missing file; here it is a mistake.
  if (!isPostgresAddress(path)) await createFileSource(fileOf(path)).sizeBytes();
  await withStore(openStoreAt(path, { maxLineBytes }), async (store) => {
    const { hash, sizeBytes } = await store.head();
    await output.one(
      { ledger: store.name, head: hash, size_bytes: sizeBytes },
      factLines({ head: hash ?? '- (empty)', size_bytes: sizeBytes }),
    );
  });
  return 0;
};
