/** Commands on change specs. */
import type { CommandSpec } from '../command.ts';
import type { FlagTable } from '../flag.ts';
import {
  API,
  API_ENVIRONMENT,
  BIND_SIGNER,
  GUARD,
  KEYRING,
  LIMITS,
  LOCK,
  SIGNER,
  SIGNER_ENVIRONMENT,
} from './shared.ts';

const ROOT = {
  root: {
    type: 'string',
    value: 'DIR',
    default: '.',
    isPath: true,
    description: 'Root of the project: paths in a spec are relative to it.',
  },
} as const satisfies FlagTable;

const SPEC = {
  spec: { type: 'string', value: 'FILE', isPath: true, description: 'The change spec. Needed. - is standard input.' },
} as const satisfies FlagTable;

/** Where what was done is recorded. Without a ledger nothing is. */
export const RECORD = {
  ledger: {
    type: 'string',
    value: 'FILE',
    env: 'LEDGER_PATH',
    config: 'ledger',
    isPath: true,
    description:
      'Append a signed atomic about it to this ledger. Left out, and not set elsewhere: nothing is recorded.',
  },
  record: { type: 'boolean', default: true, description: 'Record nothing, although a ledger is set.' },
  actor: { type: 'string', value: 'NAME', default: 'atomic', description: 'Who does it, for did.actor.' },
  'trace-id': { type: 'string', value: 'ID', description: 'Trace id of the atomic.' },
  ...KEYRING,
  ...GUARD,
  ...BIND_SIGNER,
  ...SIGNER,
  ...LOCK,
  ...LIMITS,
} as const satisfies FlagTable;

const PLAN_FLAGS = {
  intent: { type: 'string', value: 'TEXT', description: 'What is to change, in a sentence. Needed.' },
  scope: {
    type: 'strings',
    value: 'PATTERN',
    description: 'Files that may change, such as "src/**/*.ts". Left out: all.',
  },
  language: {
    type: 'string',
    value: 'NAME',
    choices: ['typescript', 'javascript', 'python', 'java'],
    description: 'Language of the files. Left out: the one that most files in scope are written in.',
  },
  id: { type: 'string', value: 'CS-N', description: 'Id of the spec. Left out: a number made of the sentence.' },
  planner: {
    type: 'string',
    value: 'COMMAND',
    description:
      'Program that is given the sentence and what it names, as JSON, and answers a spec, which is checked like any other.',
  },
  output: {
    type: 'string',
    value: 'FILE',
    description: 'Write the spec to this file. Left out, or one of table, json, ndjson: print it.',
  },
  ...API,
  ...ROOT,
} as const satisfies FlagTable;

export const DTE_PLAN: CommandSpec<typeof PLAN_FLAGS> = {
  name: 'dte plan',
  summary: 'write a change spec from a sentence',
  description: [
    'Reads the sentence by a small grammar (docs/change-spec.md), looks each name up in the code, tries the patches and writes a spec with ' +
      'invariants, test targets and a risk. A sentence that it cannot read gives a spec without patches, and a note on which of its names ' +
      'exist and where.',
  ],
  flags: PLAN_FLAGS,
  environment: API_ENVIRONMENT,
  examples: [
    {
      shows: 'Rename a type everywhere',
      line: 'atomic dte plan --intent "rename UserId to AccountId" --scope "src/**/*.ts" --output changespec.json',
    },
  ],
  no: 'a name is missing or ambiguous, or the change would be refused',
};

const APPLY_FLAGS = {
  ...SPEC,
  'dry-run': { type: 'boolean', description: 'Change nothing: print the change as a patch, for git apply.' },
  ...API,
  ...ROOT,
  ...RECORD,
} as const satisfies FlagTable;

export const DTE_APPLY: CommandSpec<typeof APPLY_FLAGS> = {
  name: 'dte apply',
  summary: 'apply a change spec to the files',
  description: [
    'Plans all patches first: with one finding nothing is written. Then all files are written or none, whatever happens meanwhile; the next ' +
      'run completes or undoes what a crash left behind. Keeps a receipt in .jsonatomic/dte, from which `dte revert` restores every byte. ' +
      'A spec that is applied already changes nothing.',
  ],
  flags: APPLY_FLAGS,
  environment: { ...API_ENVIRONMENT, ...SIGNER_ENVIRONMENT },
  examples: [
    { shows: 'Look first', line: 'atomic dte apply --spec changespec.json --dry-run' },
    { shows: 'Apply', line: 'atomic dte apply --spec changespec.json' },
  ],
  no: 'the change is refused',
};

const VERIFY_FLAGS = {
  ...SPEC,
  base: {
    type: 'string',
    value: 'REV',
    description: 'Prove that this revision and the spec give exactly what stands at --head.',
  },
  head: { type: 'string', value: 'REV', default: 'HEAD', description: 'With --base: the revision that is compared.' },
  evidence: {
    type: 'strings',
    value: 'PATTERN',
    description: 'With --base: files that may differ beside the change. The spec itself always may.',
  },
  ci: {
    type: 'boolean',
    description:
      'For the logs of pipelines: a line for each finding, PATH:LINE:COLUMN: CODE: MESSAGE, and no code around it.',
  },
  run: {
    type: 'boolean',
    default: true,
    description: 'Run nothing of the project. Tests that the spec names are NOT_CHECKED then, and the answer is no.',
  },
  runner: {
    type: 'string',
    value: 'NAME',
    choices: ['node:test', 'vitest', 'jest', 'mocha'],
    config: 'testRunner',
    description: 'What runs the tests. Left out: the one that package.json depends on, else node:test.',
  },
  workers: {
    type: 'integer',
    value: 'N',
    minimum: 1,
    maximum: 64,
    env: 'DTE_WORKERS',
    description: 'How many processes test mutants at a time. Left out: one for each core.',
  },
  mutants: { type: 'string', value: 'FILE', isPath: true, description: 'Write the mutation report to this file.' },
  ...API,
  ...ROOT,
  ...RECORD,
} as const satisfies FlagTable;

export const DTE_VERIFY: CommandSpec<typeof VERIFY_FLAGS> = {
  name: 'dte verify',
  summary: 'check a change spec: patches, invariants, tests, and the diff as a whole',
  description: [
    'Checks the spec as it was applied here, or as it would be. Type errors count where the base did not have them; tests are those that the ' +
      'spec names; mutants are made in the lines that change.',
    'With --base it also proves the diff: the spec applied to the base tree equals the head tree, file by file and byte by byte. Nothing of ' +
      'the head tree is run for that, and nothing has to be installed.',
  ],
  flags: VERIFY_FLAGS,
  environment: { ...API_ENVIRONMENT, ...SIGNER_ENVIRONMENT },
  examples: [
    { shows: 'After apply', line: 'atomic dte verify --spec changespec.json' },
    {
      shows: 'On a pull request',
      line: 'atomic dte verify --spec changespec.json --ci --base origin/main',
    },
  ],
  no: 'something does not hold, or a difference is not explained',
};

const REVERT_FLAGS = { ...SPEC, ...ROOT, ...RECORD } as const satisfies FlagTable;

export const DTE_REVERT: CommandSpec<typeof REVERT_FLAGS> = {
  name: 'dte revert',
  summary: 'undo a change spec, byte for byte',
  description: [
    'Restores what stood in the files before, from the receipt of `dte apply`. Where a file has changed since, or a later spec touched it, ' +
      'nothing is written and the file is named.',
  ],
  flags: REVERT_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [{ shows: 'Undo', line: 'atomic dte revert --spec changespec.json' }],
  no: 'the spec was not applied here, or a file has changed since',
};

const EXPLAIN_FLAGS = {
  base: { type: 'string', value: 'REV', description: 'The revision to compare with. Needed.' },
  head: VERIFY_FLAGS.head,
  spec: {
    type: 'strings',
    value: 'FILE',
    isPath: true,
    description: 'Change specs, in order. Left out: those that --head adds or changes, by the order of their paths.',
  },
  evidence: VERIFY_FLAGS.evidence,
  ...ROOT,
} as const satisfies FlagTable;

export const DTE_EXPLAIN: CommandSpec<typeof EXPLAIN_FLAGS> = {
  name: 'dte explain',
  summary: 'say which files of a branch which spec explains',
  description: [
    'Applies the specs to the base tree in memory and compares each file that differs: explained (byte for byte what the specs yield), part ' +
      'explained, with the hunks that are not, or unexplained.',
  ],
  flags: EXPLAIN_FLAGS,
  examples: [{ shows: 'What is left to be read by a person?', line: 'atomic dte explain --base origin/main' }],
  no: 'a file is not explained, or only in part',
};
