/** The ledger of the services as the functions of this library read one: whoever verifies it this way believes nothing that the service says. */
import type { ByteRange, LedgerSource } from '../ledger/index.ts';
import type { Caller } from './caller.ts';
import { partsOf } from './reading.ts';

/** Answers the source; its name is the address. */
export function remoteSource(caller: Caller, name: string): LedgerSource {
  const sizeBytes = async (): Promise<number> => (await caller.call('getHead', {})).sizeBytes;
  return {
    name,
    sizeBytes,
    async *read({ start = 0, end }: ByteRange = {}) {
      const query = { cursor: String(start), end: String(end ?? (await sizeBytes())) };
      if (Number(query.end) <= start) return;
      yield* partsOf(await caller.open('getLines', { query }, {}));
    },
  };
}
