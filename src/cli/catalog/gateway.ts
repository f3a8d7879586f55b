/** Commands on texts that go to models. */
import type { CommandSpec } from '../command.ts';
import type { FlagTable } from '../flag.ts';
import { RECORD } from './changes.ts';
import { API, API_ENVIRONMENT, SIGNER_ENVIRONMENT } from './shared.ts';

const VAULT = {
  vault: {
    type: 'string',
    value: 'FILE',
    isPath: true,
    description: 'The vault: values that were taken out, encrypted under GATEWAY_VAULT_KEY_HEX.',
  },
} as const satisfies FlagTable;

const VAULT_ENVIRONMENT = {
  GATEWAY_VAULT_KEY_HEX: 'Key of the vault, 64 lower-case hex characters.',
} as const;

const CHECK_FLAGS = {
  provider: { type: 'string', value: 'NAME', description: 'Where the text goes.' },
  model: { type: 'string', value: 'NAME', description: 'The model that reads it.' },
  'data-class': { type: 'string', value: 'NAME', description: 'Class of the data, as the policy names them.' },
  sanitized: {
    type: 'boolean',
    description: 'Print the sanitized text and nothing else; nothing at all where it is refused.',
  },
  ...VAULT,
  ...API,
  ...RECORD,
} as const satisfies FlagTable;

export const GATEWAY_CHECK: CommandSpec<typeof CHECK_FLAGS> = {
  name: 'gateway check',
  summary: 'find secrets and personal data in a text, and say what the policy says',
  description: [
    'Reads FILE (- is standard input) as the gateway would before it goes to a model: finds keys, tokens, passwords, addresses, numbers and ' +
      'accounts of people, and the words that the policy lists; names each by line, column and rule, and never shows it.',
    'With a ledger set, the decision is recorded there by counts and digests alone.',
  ],
  operands: { name: 'FILE', min: 1, max: 1 },
  flags: CHECK_FLAGS,
  environment: {
    ...VAULT_ENVIRONMENT,
    GATEWAY_SALT_HEX: 'Salt of the redaction "hash": 32 or more lower-case hex characters that nobody else knows.',
    ...API_ENVIRONMENT,
    ...SIGNER_ENVIRONMENT,
  },
  examples: [
    { shows: 'What is in a prompt', line: 'atomic gateway check prompt.txt' },
    { shows: 'The text without it', line: 'atomic gateway check prompt.txt --sanitized > sanitized.txt' },
    {
      shows: 'By a policy, for a provider',
      line: 'atomic gateway check prompt.txt --gateway-policy policy.json --provider copilot',
    },
  ],
  no: 'the policy denies the text',
};

export const GATEWAY_RESTORE: CommandSpec<typeof VAULT> = {
  name: 'gateway restore',
  summary: "put back into a model's answer what a vault knows",
  description: [
    'Prints FILE (- is standard input) with every token of the vault replaced by what it stands for. Tokens are made by `gateway check --vault` ' +
      'with a policy whose redaction is "token".',
  ],
  operands: { name: 'FILE', min: 1, max: 1 },
  flags: VAULT,
  environment: VAULT_ENVIRONMENT,
  examples: [
    { shows: 'An answer, for the owner of the vault', line: 'atomic gateway restore answer.txt --vault vault.json' },
  ],
};
