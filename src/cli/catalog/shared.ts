/** Flags that several commands have. */
import type { FlagTable } from '../flag.ts';

/** The ledger to read or write. */
export const LEDGER = {
  ledger: {
    type: 'string',
    value: 'FILE',
    env: 'LEDGER_PATH',
    config: 'ledger',
    default: 'data/ledger.jsonl',
    isPath: true,
    description: 'The ledger: a file, or postgres://user@host/database?ledger=name.',
  },
} as const satisfies FlagTable;

/** Services instead of files. */
export const API = {
  api: {
    type: 'string',
    value: 'URL',
    env: 'ATOMIC_API',
    description:
      'Send the command to the services at this address, such as http://localhost:8000 (docs/client.md): ledger, keys and files are theirs.',
  },
} as const satisfies FlagTable;

/** The variable behind {@link API} that no flag stands for. */
export const API_ENVIRONMENT = { API_KEY: 'The key for the services, with --api.' } as const;

/** Bounds on what is read. */
export const LIMITS = {
  'max-line-bytes': {
    type: 'integer',
    value: 'N',
    minimum: 1,
    maximum: 536_870_888,
    config: 'maxLineBytes',
    default: 10_485_760,
    description: 'Longest line in bytes.',
  },
  'max-depth': {
    type: 'integer',
    value: 'N',
    minimum: 1,
    maximum: 1000,
    config: 'maxDepth',
    default: 64,
    description: 'Deepest nesting of arrays and objects.',
  },
} as const satisfies FlagTable;

/** Whose signature a command makes. */
export const SIGNER = {
  'signing-key-file': {
    type: 'string',
    value: 'FILE',
    env: 'SIGNING_KEY_FILE',
    isPath: true,
    description: 'File that holds the private key. Wins over SIGNING_KEY_HEX.',
  },
  'signing-key-command': {
    type: 'string',
    value: 'COMMAND',
    env: 'SIGNING_KEY_COMMAND',
    description:
      'Program that signs, for keys in a vault or a cloud; docs/signers.md has recipes. Used where no key is given.',
  },
  'signing-public-key': {
    type: 'string',
    value: 'HEX',
    env: 'SIGNING_PUBLIC_KEY_HEX',
    description: 'The public key of the signing command. Left out: PUBLIC_KEY_HEX, where it is one key.',
  },
} as const satisfies FlagTable;

/** The variable behind {@link SIGNER} that no flag stands for: arguments can be seen by every user of the machine. */
export const SIGNER_ENVIRONMENT = {
  SIGNING_KEY_HEX: 'The private key, 64 lower-case hex characters, where no file is given.',
} as const;

/** Whether the signer's key stands inside the hash. */
export const BIND_SIGNER = {
  'bind-signer': {
    type: 'boolean',
    config: 'bindSigner',
    default: true,
    description: 'Leave metadata.signed_by out, which binds the public key into the hash.',
  },
} as const satisfies FlagTable;

/** How long a writer waits for others. */
export const LOCK = {
  'lock-timeout-ms': {
    type: 'integer',
    value: 'N',
    maximum: 86_400_000,
    config: 'lockTimeoutMs',
    description: 'How long to wait while another process appends, in milliseconds.',
  },
} as const satisfies FlagTable;

/** The policy of the gateway. */
export const GATEWAY = {
  'gateway-policy': {
    type: 'string',
    value: 'FILE',
    config: 'gatewayPolicy',
    isPath: true,
    description: "The gateway's policy, as JSON. Left out: findings are taken out, and nothing else is asked.",
  },
  'gateway-rules': {
    type: 'string',
    value: 'FILE',
    config: 'gatewayRules',
    isPath: true,
    description: 'Rules for secrets beside the built-in ones, as gitleaks has them (.gitleaks.toml).',
  },
} as const satisfies FlagTable;

/** What is refused before it is written: a ledger cannot forget. */
export const GUARD = {
  guard: {
    type: 'string',
    value: 'WHAT',
    choices: ['off', 'secrets', 'policy'],
    config: 'guard',
    default: 'off',
    description:
      "Refuse atomics that hold secrets (secrets), or whatever the gateway's policy takes out or denies (policy).",
  },
  ...GATEWAY,
} as const satisfies FlagTable;

/** Which keys are trusted. */
export const TRUST = {
  keyring: {
    type: 'string',
    value: 'FILE',
    config: 'keyring',
    isPath: true,
    description: 'Keyring of the keys that are trusted. Where nothing says which: .jsonatomic/keyring.json.',
  },
  key: {
    type: 'strings',
    value: 'HEX',
    separator: ',',
    env: 'PUBLIC_KEY_HEX',
    description: 'Public keys that are trusted.',
  },
} as const satisfies FlagTable;

/** Which keys may sign. */
export const KEYRING = {
  keyring: {
    ...TRUST.keyring,
    description:
      'Keyring that says which keys may sign. Where nothing says which: .jsonatomic/keyring.json, if it is there.',
  },
} as const satisfies FlagTable;

/** Which atomics are meant. */
export const FILTERS = {
  'trace-id': { type: 'string', value: 'ID', description: 'Atomics of this trace, wherever they carry its id.' },
  actor: { type: 'string', value: 'NAME', description: 'Atomics whose did.actor this is.' },
  action: { type: 'string', value: 'NAME', description: 'Atomics whose did.action this is.' },
  intent: { type: 'string', value: 'NAME', description: 'Atomics with this intent.' },
  'entity-type': {
    type: 'string',
    value: 'TYPE',
    choices: ['file', 'function', 'law', 'decision', 'agent', 'contract', 'test'],
    description: 'Atomics of this entity type.',
  },
  this: { type: 'string', value: 'PATH', description: 'Atomics about exactly this.' },
  mission: { type: 'string', value: 'ID', description: 'Atomics about this mission.' },
  since: { type: 'string', value: 'TIME', description: 'Atomics created at this RFC 3339 time or later.' },
  until: { type: 'string', value: 'TIME', description: 'Atomics created before this RFC 3339 time.' },
} as const satisfies FlagTable;

/** For commands that others call with it. */
export const JSON_FORM = {
  json: { type: 'boolean', description: 'The same as --output json.' },
} as const satisfies FlagTable;
