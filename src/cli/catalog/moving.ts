/** Commands for ledgers in PostgreSQL, and the way there and back. */
import type { CommandSpec } from '../command.ts';
import { LEDGER, LIMITS, LOCK } from './shared.ts';

const COPY_FLAGS = { ...LEDGER, ...LOCK, ...LIMITS } as const;

const RESUMES =
  'Where the target holds a beginning of it already, only the rest is copied, so an interrupted copy goes on; a target that holds anything ' +
  'else is left as it is. Nothing is verified: `verify` runs on either.';

export const EXPORT: CommandSpec<typeof COPY_FLAGS> = {
  name: 'export',
  summary: 'copy a ledger into a file, byte for byte',
  description: ['Copies the ledger into FILE, which is on disk when it returns.', RESUMES],
  operands: { name: 'FILE', min: 1, max: 1 },
  flags: COPY_FLAGS,
  examples: [
    {
      shows: 'A backup; the next one adds what is new',
      line: 'logline-cli export backup.jsonl --ledger postgres://app@db.example/ledger',
    },
  ],
  no: 'the file holds something else',
};

export const IMPORT: CommandSpec<typeof COPY_FLAGS> = {
  name: 'import',
  summary: 'copy a file into a ledger, byte for byte',
  description: ['Copies the ledger in FILE into the one that --ledger names.', RESUMES],
  operands: { name: 'FILE', min: 1, max: 1 },
  flags: COPY_FLAGS,
  examples: [
    {
      shows: 'From a file to PostgreSQL',
      line: 'logline-cli import data/ledger.jsonl --ledger postgres://app@db.example/ledger',
    },
  ],
  no: 'the ledger holds something else',
};

const MIGRATE_FLAGS = {
  database: {
    type: 'string',
    value: 'URL',
    env: 'DATABASE_URL',
    description: 'The database: postgres://user@host/database.',
  },
} as const;

export const DATABASE_MIGRATE: CommandSpec<typeof MIGRATE_FLAGS> = {
  name: 'database migrate',
  summary: 'make the tables of ledgers in PostgreSQL, or bring them up to date',
  description: [
    'Makes the schema logline, or takes the steps that it lacks, in one transaction. Run again, it changes nothing. The role needs the right ' +
      'to create a schema; roles that append need less (docs/postgres.md).',
  ],
  flags: MIGRATE_FLAGS,
  examples: [
    {
      shows: 'Before the first append',
      line: 'logline-cli database migrate --database postgres://owner@db.example/ledger',
    },
  ],
};
