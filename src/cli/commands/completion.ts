/** `completion` */
import type { Run } from '../command.ts';
import { completionScript } from '../completion.ts';

export const run: Run<Readonly<Record<string, never>>> = async ({ operands, output, program }) => {
  await output.write(completionScript(program, operands[0] as 'bash' | 'zsh' | 'fish'));
  return 0;
};
