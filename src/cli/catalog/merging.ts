/** Commands for a ledger that two branches appended to. */
import type { CommandSpec } from '../command.ts';
import { BIND_SIGNER, LEDGER, LIMITS, LOCK, SIGNER, SIGNER_ENVIRONMENT, TRUST } from './shared.ts';

const MERGE_FLAGS = {
  actor: { type: 'string', value: 'NAME', default: 'logline-cli', description: 'Who merges, for did.actor.' },
  ...TRUST,
  ...BIND_SIGNER,
  ...SIGNER,
  ...LIMITS,
} as const;

export const MERGE_DRIVER: CommandSpec<typeof MERGE_FLAGS> = {
  name: 'merge-driver',
  summary: "merge two versions of a ledger, as git's merge driver",
  description: [
    'Keeps the bytes of OURS, puts the new lines of THEIRS behind them as they were signed, and joins the two with a signed ledger_merge ' +
      'atomic where both have new lines. The result is written to OURS, as git wants it. A result that would not verify is refused: OURS ' +
      "stays as it is, and git shows a conflict. PATH, git's %P, is how the ledger is called in messages.",
  ],
  operands: { name: 'BASE OURS THEIRS [PATH]', min: 3, max: 4 },
  flags: MERGE_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [
    {
      shows: 'Tell git, once for each clone',
      line: "git config merge.ledger.driver 'logline-cli merge-driver %O %A %B %P'",
    },
    { shows: 'By hand', line: 'logline-cli merge-driver base.jsonl ours.jsonl theirs.jsonl' },
  ],
  no: 'the result would not verify',
};

const REBASE_FLAGS = {
  ledger: { ...LEDGER.ledger, description: 'The ledger, a file.' },
  onto: {
    type: 'string',
    value: 'REV|FILE',
    description:
      'The version that is kept byte for byte. Needed. FILE begins with / ./ or ../ or ends with .jsonl or .ndjson; all else is a ' +
      'revision, REV or REV:PATH, and is read from git.',
  },
  ...MERGE_FLAGS,
  ...LOCK,
} as const;

export const REBASE: CommandSpec<typeof REBASE_FLAGS> = {
  name: 'rebase',
  summary: 'put the new lines of a ledger behind those of another version',
  description: [
    'The ledger becomes the other version, followed by the lines that only the ledger had, as they were signed, and by a signed ' +
      'ledger_merge atomic where both had new lines. So it extends that version, which `verify --base` then proves.',
  ],
  flags: REBASE_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [
    {
      shows: 'Before a branch is merged on a server, which runs no merge drivers',
      line: 'logline-cli rebase --onto origin/main',
    },
  ],
  no: 'the result would not verify',
};
