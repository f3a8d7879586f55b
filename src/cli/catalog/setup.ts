/** Commands that set a repository up. */
import type { CommandSpec } from '../command.ts';
import { HOST } from './hooks.ts';
import { JSON_FORM, SIGNER, SIGNER_ENVIRONMENT } from './shared.ts';

const PARTS = {
  actor: {
    type: 'string',
    value: 'NAME',
    description: 'Whose key it is. Left out: the e-mail address that git has for you.',
  },
  hooks: { type: 'boolean', default: true, description: 'Leave out the hooks and the merge driver.' },
  workflow: { type: 'boolean', default: true, description: 'Leave out the GitHub workflow.' },
  'code-owners': { type: 'boolean', default: true, description: 'Leave out CODEOWNERS.' },
  'code-owner': {
    type: 'strings',
    value: 'NAME',
    description: 'Who reviews changes of keys and settings, such as @kim or @org/team. Left out: who owns everything.',
  },
  agents: { type: 'boolean', default: true, description: 'Leave out AGENTS.md.' },
  ...HOST,
  ...SIGNER,
  ...JSON_FORM,
} as const;

const INIT_FLAGS = {
  'dry-run': { type: 'boolean', description: 'Show the plan, and do nothing.' },
  yes: { type: 'boolean', short: 'y', description: 'Carry the plan out without asking.' },
  ...PARTS,
} as const;

export const INIT: CommandSpec<typeof INIT_FLAGS> = {
  name: 'init',
  summary: 'set a repository up: ledger, key, keyring, hooks, workflow',
  description: [
    'Shows its plan with every line that comes or goes, and carries it out when you agree (or with --yes): a config, a keyring and a ledger with a ' +
      'signed first line in .jsonatomic; your signing key, outside of the repository and readable by you alone; .gitattributes and .gitignore; hooks and ' +
      'merge driver; a workflow with the least permissions; code owners for keys and settings; and a paragraph in AGENTS.md that tells coding agents ' +
      'what to record.',
    'What is there already stays. Run it again after an update of logline-core, or as somebody who joins: only what is missing or outdated is ' +
      'done. The key is the one that --signing-key-file or the environment names, else private.key in the folder logline-core of your settings ' +
      '(~/.config), which is made if it is not there.',
  ],
  flags: INIT_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [
    { shows: 'Look first', line: 'logline-cli init --dry-run' },
    { shows: 'All of it', line: 'logline-cli init --yes --code-owner @kim' },
  ],
  no: 'there is a plan, and nobody agreed to it; or something has to be done by hand',
};

const DOCTOR_FLAGS = { ...PARTS } as const;

export const DOCTOR: CommandSpec<typeof DOCTOR_FLAGS> = {
  name: 'doctor',
  summary: 'check the set-up of a repository, and name the way out of each fault',
  description: [
    'Checks all that `init` does, and whether it works: config and keyring can be read, your key is in the keyring, nobody else may read it and git ' +
      'does not have it; the ledger verifies and would be committed; attributes, hooks, merge driver, workflow, code owners and AGENTS.md are in place ' +
      'and up to date; the programs are found. Nothing is changed.',
  ],
  flags: DOCTOR_FLAGS,
  standsAlone: true,
  environment: SIGNER_ENVIRONMENT,
  examples: [{ shows: 'Is all well?', line: 'logline-cli doctor' }],
  no: 'something is missing, outdated or wrong',
};
