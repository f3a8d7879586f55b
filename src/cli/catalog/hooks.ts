/** Commands for the hooks of git. */
import type { CommandSpec } from '../command.ts';
import { JSON_FORM } from './shared.ts';

const RUN_FLAGS = {
  'commit-trailer': {
    type: 'boolean',
    config: 'commitTrailer',
    description: 'commit-msg: add a Ledger-Head trailer for each ledger that the commit changes.',
  },
} as const;

export const HOOKS_RUN: CommandSpec<typeof RUN_FLAGS> = {
  name: 'hooks run',
  summary: 'do what a hook of git is for',
  description: [
    'pre-commit reads what is staged: each ledger has to extend the version that is checked out, byte for byte, and what was added has to ' +
      'verify; private keys and secrets are refused, in files and in ledgers. pre-push judges the same of what is pushed, against what ' +
      'the other side has. commit-msg can bind the commit to the head of the ledger by a trailer.',
    'Ledgers are what the config names, and every .jsonl and .ndjson file with the attribute merge=ledger. Keys, config and limits are those of ' +
      'the version that is compared with: a key counts from the commit after the one that adds it.',
    'A file with the attribute secret-scan=off is not looked into for secrets, for keys that only tests use. LOGLINE_HOOKS=0 skips the hooks.',
  ],
  operands: { name: 'HOOK [ARG…]', min: 1, max: Infinity },
  flags: RUN_FLAGS,
  examples: [
    { shows: 'What the next commit would bring in', line: 'logline-cli hooks run pre-commit' },
    { shows: 'As a hook of husky, in .husky/pre-commit', line: 'logline-cli hooks run pre-commit "$@"' },
  ],
  no: 'something may not be committed or pushed',
};

/** Who runs the hooks. */
export const HOST = {
  host: {
    type: 'string',
    value: 'NAME',
    choices: ['husky', 'lefthook', 'pre-commit', 'git'],
    description:
      'Who runs the hooks. Left out: whom core.hooksPath names, else whose files are there, else git itself.',
  },
} as const;

const CHANGE_FLAGS = {
  ...HOST,
  'dry-run': { type: 'boolean', description: 'Show what would be done, and do nothing.' },
  ...JSON_FORM,
} as const;

const STATUS_FLAGS = { ...HOST, ...JSON_FORM } as const;

export const HOOKS_INSTALL: CommandSpec<typeof CHANGE_FLAGS> = {
  name: 'hooks install',
  summary: 'install the hooks and the merge driver into a clone',
  description: [
    'Finds out who runs the hooks here (husky, lefthook, the pre-commit framework or git itself), puts pre-commit, commit-msg and pre-push ' +
      'into its files, and tells git about the merge driver of ledgers. What stands in those files already stays: the new lines go between ' +
      'marks of their own, and every line that comes or goes is shown. What cannot be done with certainty is left to you, and said.',
  ],
  flags: CHANGE_FLAGS,
  examples: [
    { shows: 'Look first', line: 'logline-cli hooks install --dry-run' },
    { shows: 'In package.json, for everybody who installs: "prepare"', line: 'logline-cli hooks install' },
  ],
  no: 'something has to be done by hand',
};

export const HOOKS_STATUS: CommandSpec<typeof STATUS_FLAGS> = {
  name: 'hooks status',
  summary: 'tell whether the hooks and the merge driver are installed',
  description: ['Lists what `hooks install` would do. Nothing is changed.'],
  flags: STATUS_FLAGS,
  examples: [{ shows: 'After cloning', line: 'logline-cli hooks status' }],
  no: 'something is missing or outdated',
};

export const HOOKS_UNINSTALL: CommandSpec<typeof CHANGE_FLAGS> = {
  name: 'hooks uninstall',
  summary: 'take the hooks and the merge driver out of a clone',
  description: ['Takes out what `hooks install` put in, and nothing else. A hook that holds nothing more is removed.'],
  flags: CHANGE_FLAGS,
  examples: [{ shows: 'Look first', line: 'logline-cli hooks uninstall --dry-run' }],
};
