/** The command for shells, which every program has. */
import type { CommandSpec } from '../command.ts';

const NO_FLAGS: Readonly<Record<string, never>> = {};

/** Answers the table of `completion` of a program. Pure. */
export const completionOf = (program: string): CommandSpec<typeof NO_FLAGS> => ({
  name: 'completion',
  summary: 'print a script that completes commands and flags in a shell',
  description: ['The script is complete in itself: it does not run this program while you type.'],
  operands: { name: 'SHELL', min: 1, max: 1, choices: ['bash', 'zsh', 'fish'] },
  flags: NO_FLAGS,
  examples: [
    {
      shows: 'bash, for this user',
      line: `${program} completion bash > ~/.local/share/bash-completion/completions/${program}`,
    },
    { shows: 'zsh, in a folder of fpath', line: `${program} completion zsh > ~/.zfunc/_${program}` },
    { shows: 'fish', line: `${program} completion fish > ~/.config/fish/completions/${program}.fish` },
  ],
});
