/** Commands that write ledgers. */
import type { CommandSpec } from '../command.ts';
import { BIND_SIGNER, GUARD, KEYRING, LEDGER, LIMITS, LOCK, SIGNER, SIGNER_ENVIRONMENT, TRUST } from './shared.ts';

const APPEND_FLAGS = {
  ...LEDGER,
  ...KEYRING,
  ...GUARD,
  ...BIND_SIGNER,
  ...SIGNER,
  ...LOCK,
  ...LIMITS,
} as const;

export const APPEND: CommandSpec<typeof APPEND_FLAGS> = {
  name: 'append',
  summary: 'sign atomics and append them, safely beside other writers',
  description: [
    'Takes the lock of the ledger, sets prev to its head, signs, writes, and returns when the lines are on disk. Prints the lines that ' +
      'were appended. Several files are appended together, or none of them.',
    'A file named .jsonl or .ndjson holds one draft a line, and so does standard input (-), unless its first line is no whole draft: what comes ' +
      'through a pipe is appended as it comes.',
    'A key that the keyring has ended, or a rotation or revocation in the ledger, appends nothing, whatever time an atomic claims; one that the keyring does not list is warned of. Of a file of the ledger, the newest 64 MiB are looked through.',
  ],
  operands: { name: 'FILE', min: 1, max: Infinity },
  flags: APPEND_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [
    { shows: 'One atomic', line: 'logline-cli append atomic.json --ledger data/ledger.jsonl' },
    { shows: 'As many as a program writes', line: 'my-program | logline-cli append - > /dev/null' },
    { shows: 'Nothing that holds a key or a token', line: 'logline-cli append atomic.json --guard secrets' },
  ],
  no: 'the guard refused an atomic, or keyring or ledger the key, and nothing was appended',
};

const REPAIR_FLAGS = {
  ledger: { ...LEDGER.ledger, description: 'The ledger, a file.' },
  ...LOCK,
  ...LIMITS,
} as const;

export const REPAIR: CommandSpec<typeof REPAIR_FLAGS> = {
  name: 'repair',
  summary: 'move the torn end of an interrupted write into a file of its own',
  description: [
    'Bytes after the last whole line go into LEDGER.torn-OFFSET; a whole last line without a line feed gets one. No line is changed and ' +
      'nothing is deleted. `append` does the same by itself.',
  ],
  flags: REPAIR_FLAGS,
  examples: [{ shows: 'After a crash', line: 'logline-cli repair --ledger data/ledger.jsonl' }],
};

const SEAL_FLAGS = {
  ledger: { ...LEDGER.ledger, value: 'DIR', description: 'The folder of streams.' },
  verify: { type: 'boolean', default: true, description: 'Seal without verifying the folder first.' },
  'since-seal': { type: 'boolean', description: 'Verify no signatures of lines that the last seal covers.' },
  actor: { type: 'string', value: 'NAME', default: 'logline-cli', description: 'Who seals, for did.actor.' },
  ...TRUST,
  ...BIND_SIGNER,
  ...SIGNER,
  ...LOCK,
  ...LIMITS,
} as const;

export const SEAL: CommandSpec<typeof SEAL_FLAGS> = {
  name: 'seal',
  summary: 'sign, in main.jsonl, how far each stream of a folder has come',
  description: [
    'Verifies the folder and appends an atomic with intent ledger_seal to its main.jsonl: path, number of lines and head of every other ' +
      'stream. From then on `verify` refuses a stream that was cut, changed or removed. Where nothing came since the last seal, nothing is written; nor by a key that keyring or ledger have ended.',
  ],
  flags: SEAL_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [
    {
      shows: 'On the trunk, after a merge',
      line: 'logline-cli seal --ledger ledger/ --keyring .jsonatomic/keyring.json',
    },
  ],
  no: 'the folder does not verify, or keyring or ledger ended the key, and nothing was sealed',
};

const MIGRATE_FLAGS = {
  ledger: { ...LEDGER.ledger, description: 'The old ledger. It stays as it is.' },
  out: {
    type: 'string',
    value: 'FILE',
    isPath: true,
    description: 'The new ledger, a file that must not exist. Needed.',
  },
  'old-key': {
    type: 'strings',
    value: 'HEX',
    separator: ',',
    description:
      'Public keys of the old writers, whose signatures do not name them. Left out: signatures by other keys than yours stay unchecked.',
  },
  strict: {
    type: 'boolean',
    description: 'Stop at an old line that does not verify. Else it is migrated, and says so.',
  },
  actor: { type: 'string', value: 'NAME', default: 'logline-cli', description: 'Who migrates, for did.actor.' },
  ...KEYRING,
  ...BIND_SIGNER,
  ...SIGNER,
  ...LIMITS,
} as const;

export const MIGRATE: CommandSpec<typeof MIGRATE_FLAGS> = {
  name: 'migrate',
  summary: 'make a 1.1.0 ledger of a 1.0.0 ledger',
  description: [
    'The new ledger begins with a signed ledger_migration atomic that has the hash of the whole old file. One atomic for each old line ' +
      'follows, signed by you, with what the old hash and signature of the line were worth.',
  ],
  flags: MIGRATE_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [{ shows: 'An old ledger', line: 'logline-cli migrate --ledger old.jsonl --out data/ledger.jsonl' }],
  no: 'with --strict, an old line does not verify; or the keyring ended the key',
};
