/** `gateway restore` */
import { LoglineError } from '../../base/errors.ts';
import type { GATEWAY_RESTORE } from '../catalog/gateway.ts';
import type { Run } from '../command.ts';
import { textOf } from '../guarding.ts';
import { readInput } from '../input.ts';
import { openVault } from '../vault-file.ts';

export const run: Run<(typeof GATEWAY_RESTORE)['flags']> = async ({ flags, operands, output, terminal }) => {
  if (flags.vault === undefined) throw new LoglineError('USAGE', 'From which vault? Name its file with --vault FILE.');
  const vault = await openVault(flags.vault, terminal);
  const { name, bytes } = await readInput(operands[0]!, terminal);
  await output.write(vault.restore(textOf(name, bytes)));
  return 0;
};
