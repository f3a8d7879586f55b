/** `export` */
import type { EXPORT } from '../catalog/moving.ts';
import type { Run } from '../command.ts';
import { copyShowing } from '../copying.ts';
import { openSource } from '../ledgers.ts';
import { openFileStore } from '../writing.ts';

export const run: Run<(typeof EXPORT)['flags']> = async (call) => {
  const source = await openSource(call.flags.ledger, call.terminal);
  await copyShowing(call, source, openFileStore(call.operands[0]!, call));
  return 0;
};
