/** `completion` */
import type { COMPLETION } from '../catalog/shell.ts';
import type { Run } from '../command.ts';
import { completionScript } from '../completion.ts';

export const run: Run<(typeof COMPLETION)['flags']> = async ({ operands, output, program }) => {
  await output.write(completionScript(program, operands[0] as 'bash' | 'zsh' | 'fish'));
  return 0;
};
