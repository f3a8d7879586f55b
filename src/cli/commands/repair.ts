/** `repair` */
import type { REPAIR } from '../catalog/writing.ts';
import type { Run } from '../command.ts';
import { factLines } from '../table.ts';
import { openFileStore, withStore } from '../writing.ts';

export const run: Run<(typeof REPAIR)['flags']> = async (call) => {
  const { flags, output } = call;
  output.outliveReader();
  const { head, moved, lineFeedAdded } = await withStore(openFileStore(flags.ledger, call), (store) => store.repair());
  const value = {
    ledger: flags.ledger,
    moved: moved && { path: moved.path, byte_offset: moved.byteOffset, size_bytes: moved.sizeBytes },
    line_feed_added: lineFeedAdded,
    head: head.hash,
    size_bytes: head.sizeBytes,
  };
  const torn = moved === null ? 'no torn tail' : `${moved.sizeBytes} bytes moved to ${moved.path}`;
  await output.one(
    value,
    factLines({ torn_tail: torn, line_feed: lineFeedAdded ? 'added' : 'there', head: head.hash ?? '- (empty)' }),
  );
  return 0;
};
