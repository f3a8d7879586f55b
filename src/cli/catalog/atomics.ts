/** Commands on single atomics. */
import type { CommandSpec } from '../command.ts';
import { BIND_SIGNER, LIMITS, SIGNER, SIGNER_ENVIRONMENT } from './shared.ts';

const SIGN_FLAGS = {
  ledger: {
    type: 'string',
    value: 'FILE',
    isPath: true,
    description: 'Set prev to the head of this ledger. Nothing is written to it: to append safely use `append`.',
  },
  cosign: { type: 'boolean', description: 'Add a cosignature to an atomic that is signed already.' },
  ...BIND_SIGNER,
  ...SIGNER,
  ...LIMITS,
} as const;

export const SIGN: CommandSpec<typeof SIGN_FLAGS> = {
  name: 'sign',
  summary: 'sign an atomic',
  description: [
    'Checks the draft in FILE (- is standard input), fills in schema_version where it is missing, and prints the signed atomic as one ' +
      'line in canonical form, ready to stand in a ledger. With --output table it is printed over several lines, for reading.',
  ],
  operands: { name: 'FILE', min: 1, max: 1 },
  flags: SIGN_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [
    { shows: 'Sign a draft', line: 'logline-cli sign atomic.json > signed.json' },
    {
      shows: 'Two-person rule: a second key signs as well',
      line: 'logline-cli sign signed.json --cosign > cosigned.json',
    },
  ],
};

const LINT_FLAGS = {
  lines: {
    type: 'boolean',
    description:
      'Read one atomic a line. Files named .jsonl and .ndjson are read so anyway; --no-lines reads them as one.',
  },
  ...LIMITS,
} as const;

export const LINT: CommandSpec<typeof LINT_FLAGS> = {
  name: 'lint',
  summary: 'check atomics against the schema and the rules of I-JSON',
  description: [
    'Names each fault with its line, column and JSON pointer. Drafts may lack what signing makes; hashes and signatures are not ' +
      'checked, which `hash` and `verify` do.',
  ],
  operands: { name: 'FILE', min: 1, max: Infinity },
  flags: LINT_FLAGS,
  examples: [
    { shows: 'Check a draft before signing it', line: 'logline-cli lint atomic.json' },
    { shows: 'Check every line of a ledger', line: 'logline-cli lint data/ledger.jsonl' },
  ],
  no: 'there are findings',
};

export const HASH: CommandSpec<typeof LIMITS> = {
  name: 'hash',
  summary: 'compute the hash of an atomic and compare it with the stored one',
  description: [
    'The hash covers everything but hash, signature and cosignatures. An atomic without a stored hash has nothing to compare with, ' +
      'which is no fault.',
  ],
  operands: { name: 'FILE', min: 1, max: 1 },
  flags: LIMITS,
  examples: [{ shows: 'Is the content what was signed?', line: 'logline-cli hash signed.json' }],
  no: 'the stored hash is another one',
};
