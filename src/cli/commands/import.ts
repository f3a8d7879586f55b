/** `import` */
import type { IMPORT } from '../catalog/moving.ts';
import type { Run } from '../command.ts';
import { copyShowing } from '../copying.ts';
import { openSource } from '../ledgers.ts';
import { openStore } from '../writing.ts';

export const run: Run<(typeof IMPORT)['flags']> = async (call) => {
  const source = await openSource(call.operands[0]!, call.terminal);
  await copyShowing(call, source, openStore(call.flags.ledger, call));
  return 0;
};
