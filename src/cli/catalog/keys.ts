/** Commands on keys. */
import type { CommandSpec } from '../command.ts';
import { LEDGER, LIMITS, LOCK, SIGNER, SIGNER_ENVIRONMENT, TRUST } from './shared.ts';

const GENERATE_FLAGS = {
  out: {
    type: 'string',
    value: 'DIR',
    isPath: true,
    description:
      'Write private.key (mode 0600) and public.key into this folder, and print no private key. Nothing is overwritten.',
  },
} as const;

export const GENERATE_KEYS: CommandSpec<typeof GENERATE_FLAGS> = {
  name: 'generate-keys',
  summary: 'make a new key pair',
  description: [
    'An Ed25519 key pair from the random source of the system, each key as 64 lower-case hex characters. Who has the private key can ' +
      'sign in your name: keep it out of repositories and logs.',
  ],
  flags: GENERATE_FLAGS,
  examples: [
    {
      shows: 'Keys as files',
      line: 'logline-cli generate-keys --out keys && export SIGNING_KEY_FILE=keys/private.key',
    },
    { shows: 'Keys for the environment', line: 'logline-cli generate-keys' },
  ],
};

const LIST_FLAGS = { keyring: TRUST.keyring } as const;

export const KEYS_LIST: CommandSpec<typeof LIST_FLAGS> = {
  name: 'keys list',
  summary: 'list the keys of the keyring, and which are good now',
  description: [
    'Shows the keyring file. What rotations and revocations in a ledger make of it, `verify` decides line by line.',
  ],
  flags: LIST_FLAGS,
  examples: [{ shows: 'The keyring of this project', line: 'logline-cli keys list' }],
};

const CHANGE_FLAGS = {
  ...LEDGER,
  keyring: {
    ...TRUST.keyring,
    description: 'Keyring to be updated as well. Where nothing says which: .jsonatomic/keyring.json, if it is there.',
  },
  reason: { type: 'string', value: 'TEXT', description: 'Why, for people. Needed.' },
  actor: { type: 'string', value: 'NAME', default: 'logline-cli', description: 'Who does it, for did.actor.' },
  ...SIGNER,
  ...LOCK,
  ...LIMITS,
} as const;

const ROTATE_FLAGS = {
  'new-key-file': { type: 'string', value: 'FILE', isPath: true, description: 'File that holds the new private key.' },
  out: {
    type: 'string',
    value: 'DIR',
    isPath: true,
    description:
      'Make a new key pair, and write it into this folder as generate-keys does. This or --new-key-file is needed.',
  },
  'grace-until': {
    type: 'string',
    value: 'TIME',
    description: 'Until when the old key is still accepted, RFC 3339. Left out: not after this line.',
  },
  ...CHANGE_FLAGS,
} as const;

export const KEYS_ROTATE: CommandSpec<typeof ROTATE_FLAGS> = {
  name: 'keys rotate',
  summary: 'replace a key: append a rotation that both keys sign',
  description: [
    'Appends an atomic with intent key_rotation, signed by the old key (SIGNING_KEY_HEX and the like) and cosigned by the new one. From its ' +
      'line on the new key is trusted wherever the old one was. The keyring gets the new key, and an end for the old one.',
  ],
  flags: ROTATE_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [
    {
      shows: 'Once a year',
      line: 'logline-cli keys rotate --out keys/2027 --reason "yearly rotation" --grace-until 2027-02-01T00:00:00Z',
    },
  ],
};

const REVOKE_FLAGS = {
  revocation: {
    type: 'string',
    value: 'KIND',
    choices: ['compromised', 'superseded'],
    description:
      'compromised: somebody else has the key, and no later line by it counts. superseded: it is out of use. Needed.',
  },
  ...CHANGE_FLAGS,
} as const;

export const KEYS_REVOKE: CommandSpec<typeof REVOKE_FLAGS> = {
  name: 'keys revoke',
  summary: 'end a key: append a revocation',
  description: [
    'Appends an atomic with intent key_revocation, signed by the key itself or by a key with the role admin. Lines that the key signs ' +
      'after it are refused, whatever time they claim; lines before it stay good. The keyring notes the revocation.',
  ],
  operands: { name: 'PUBLIC_KEY', min: 1, max: 1 },
  flags: REVOKE_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [
    {
      shows: 'A laptop was stolen',
      line: 'logline-cli keys revoke d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a --revocation compromised --reason "laptop stolen"',
    },
  ],
};
