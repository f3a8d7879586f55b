/** The command for shells. */
import type { CommandSpec } from '../command.ts';

export const COMPLETION: CommandSpec<Readonly<Record<string, never>>> = {
  name: 'completion',
  summary: 'print a script that completes commands and flags in a shell',
  description: ['The script is complete in itself: it does not run this program while you type.'],
  operands: { name: 'SHELL', min: 1, max: 1, choices: ['bash', 'zsh', 'fish'] },
  flags: {},
  examples: [
    {
      shows: 'bash, for this user',
      line: 'logline-cli completion bash > ~/.local/share/bash-completion/completions/logline-cli',
    },
    { shows: 'zsh, in a folder of fpath', line: 'logline-cli completion zsh > ~/.zfunc/_logline-cli' },
    { shows: 'fish', line: 'logline-cli completion fish > ~/.config/fish/completions/logline-cli.fish' },
  ],
};
