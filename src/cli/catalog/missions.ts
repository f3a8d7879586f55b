/** Commands on missions. */
import type { CommandSpec } from '../command.ts';
import type { FlagTable } from '../flag.ts';
import {
  API,
  API_ENVIRONMENT,
  BIND_SIGNER,
  GUARD,
  LEDGER,
  LIMITS,
  LOCK,
  SIGNER,
  SIGNER_ENVIRONMENT,
  TRUST,
} from './shared.ts';

/** What reads missions. */
export const MISSIONS = { ...LEDGER, ...TRUST, ...LIMITS } as const satisfies FlagTable;

/** What writes to them. */
export const MISSION_WRITING = {
  ...MISSIONS,
  actor: {
    type: 'string',
    value: 'NAME',
    description: 'Who does it, for did.actor. Left out: the name that the keyring has for the key, else atomic.',
  },
  ...GUARD,
  ...BIND_SIGNER,
  ...SIGNER,
  ...LOCK,
} as const satisfies FlagTable;

/** The same, here or in the services. */
const REMOTE_READING = { ...API, ...MISSIONS } as const satisfies FlagTable;
const REMOTE_WRITING = { ...API, ...MISSION_WRITING } as const satisfies FlagTable;
const REMOTE_ENVIRONMENT = { ...API_ENVIRONMENT, ...SIGNER_ENVIRONMENT } as const;

const MISSION = {
  mission: { type: 'string', value: 'M-N', description: 'Id of the mission. Needed.' },
} as const satisfies FlagTable;

const BATCH = {
  batch: { type: 'string', value: 'batch-N', description: 'Id of the batch. Needed.' },
} as const satisfies FlagTable;

const CONTENTS = {
  spec: { type: 'strings', value: 'FILE', isPath: true, description: 'Change specs, in their order.' },
  patch: {
    type: 'strings',
    value: 'FILE',
    isPath: true,
    description: 'Patches as `git diff --binary` writes them, in their order, after the specs.',
  },
} as const satisfies FlagTable;

/** What works on files. */
export const MISSION_WORK = {
  ...MISSION,
  root: { type: 'string', value: 'DIR', default: '.', isPath: true, description: 'Top of the git work tree.' },
  'lease-ms': {
    type: 'integer',
    value: 'N',
    minimum: 1000,
    default: 1_800_000,
    description: 'How long nobody else may work on the mission without a sign of life from this one, in milliseconds.',
  },
  run: {
    type: 'boolean',
    default: true,
    description: 'Run nothing of the project. Tests that a spec names are NOT_CHECKED then, and the verdict is no.',
  },
  ...MISSION_WRITING,
} as const satisfies FlagTable;

const CREATE_FLAGS = {
  title: { type: 'string', value: 'TEXT', description: 'What it is about, in a line. Needed.' },
  description: { type: 'string', value: 'TEXT', description: 'What it is about, at length.' },
  risk: {
    type: 'string',
    value: 'RISK',
    choices: ['low', 'medium', 'high'],
    default: 'medium',
    description: 'How much can go wrong: low approves itself, medium wants one human, high two and mutation testing.',
  },
  approvals: {
    type: 'string',
    value: 'KIND',
    choices: ['witnessed', 'signed'],
    default: 'witnessed',
    description: 'Whether a service may witness approvals, or each approver has to sign.',
  },
  id: { type: 'string', value: 'M-N', description: 'Id of the mission. Left out: the next one.' },
  'trace-id': { type: 'string', value: 'ID', description: 'Trace id of all its atomics. Left out: a new one.' },
  ...REMOTE_WRITING,
} as const satisfies FlagTable;

export const MISSION_CREATE: CommandSpec<typeof CREATE_FLAGS> = {
  name: 'mission create',
  summary: 'begin a mission',
  description: ['Appends an atomic with intent mission_created to the ledger and prints the mission.'],
  flags: CREATE_FLAGS,
  environment: REMOTE_ENVIRONMENT,
  examples: [{ shows: 'Begin', line: 'atomic mission create --title "API migration" --risk medium' }],
  no: 'the rules forbid it',
};

const LIST_FLAGS = {
  status: {
    type: 'string',
    value: 'STATUS',
    choices: ['active', 'rejected', 'finalized'],
    description: 'Missions that stand there.',
  },
  ...REMOTE_READING,
} as const satisfies FlagTable;

export const MISSION_LIST: CommandSpec<typeof LIST_FLAGS> = {
  name: 'mission list',
  summary: 'list the missions of a ledger',
  description: ['Verifies the ledger, then lists its missions and where each stands.'],
  flags: LIST_FLAGS,
  environment: API_ENVIRONMENT,
  examples: [{ shows: 'Those under way', line: 'atomic mission list --status active' }],
};

const SHOW_FLAGS = { ...MISSION, ...REMOTE_READING } as const satisfies FlagTable;

export const MISSION_SHOW: CommandSpec<typeof SHOW_FLAGS> = {
  name: 'mission show',
  summary: 'show where a mission stands',
  description: ['Verifies the ledger, then shows the checkpoints of a mission, who decided, and its batches.'],
  flags: SHOW_FLAGS,
  environment: API_ENVIRONMENT,
  examples: [{ shows: 'Where does it stand?', line: 'atomic mission show --mission M-1' }],
};

const PLAN_FLAGS = {
  ...MISSION,
  summary: { type: 'string', value: 'TEXT', description: 'The plan in words.' },
  ...CONTENTS,
  ...REMOTE_WRITING,
} as const satisfies FlagTable;

export const MISSION_PLAN: CommandSpec<typeof PLAN_FLAGS> = {
  name: 'mission plan',
  summary: 'say what a mission is to do',
  description: [
    'With specs or patches, batches may hold nothing else. A new plan takes the place of the old one, and what was approved before is so no more.',
  ],
  flags: PLAN_FLAGS,
  environment: REMOTE_ENVIRONMENT,
  examples: [{ shows: 'Plan', line: 'atomic mission plan --mission M-1 --spec changespec.json' }],
  no: 'the rules forbid it',
};

const ADD_FLAGS = {
  ...MISSION,
  batch: { type: 'string', value: 'batch-N', description: 'Id of the batch. Left out: the next one.' },
  ...CONTENTS,
  pr: {
    type: 'strings',
    value: 'URL',
    description: 'Pull requests that show it. Of a batch that is there: more of them.',
  },
  ...REMOTE_WRITING,
} as const satisfies FlagTable;

export const MISSION_ADD: CommandSpec<typeof ADD_FLAGS> = {
  name: 'mission add',
  summary: 'add a batch to a mission',
  description: [
    'A batch holds change specs and patches, with their text, so that it can be run wherever the ledger is. Nothing is changed before `mission run`.',
  ],
  flags: ADD_FLAGS,
  environment: REMOTE_ENVIRONMENT,
  examples: [{ shows: 'Add', line: 'atomic mission add --mission M-1 --spec changespec.json' }],
  no: 'the rules forbid it',
};

const DECIDE_FLAGS = {
  ...MISSION,
  checkpoint: {
    type: 'string',
    value: 'NAME',
    choices: ['plan', 'execute', 'verify', 'finalize'],
    description: 'Which checkpoint. Left out: the first that is pending.',
  },
  subject: {
    type: 'string',
    value: 'DIGEST',
    description:
      'Digest of what was looked at: where it is another one now, nothing is decided. Left out: what stands there now.',
  },
  as: {
    type: 'string',
    value: 'KIND',
    choices: ['human', 'agent'],
    default: 'human',
    description: 'What decides, where the keyring does not say what the key is.',
  },
  ...REMOTE_WRITING,
} as const satisfies FlagTable;

const APPROVE_FLAGS = {
  ...DECIDE_FLAGS,
  reason: { type: 'string', value: 'TEXT', description: 'Why.' },
  override: { type: 'boolean', description: 'Approve although the verification says no. Needs --reason.' },
} as const satisfies FlagTable;

export const MISSION_APPROVE: CommandSpec<typeof APPROVE_FLAGS> = {
  name: 'mission approve',
  summary: 'approve what stands at a checkpoint',
  description: [
    'Signs the decision over the digest of what is approved. When that changes, the approval is void. The keyring says who may approve what.',
  ],
  flags: APPROVE_FLAGS,
  environment: REMOTE_ENVIRONMENT,
  examples: [{ shows: 'Approve the plan', line: 'atomic mission approve --mission M-1 --checkpoint plan' }],
  no: 'the rules forbid it',
};

const REJECT_FLAGS = {
  ...DECIDE_FLAGS,
  reason: { type: 'string', value: 'TEXT', description: 'Why. Needed.' },
} as const satisfies FlagTable;

export const MISSION_REJECT: CommandSpec<typeof REJECT_FLAGS> = {
  name: 'mission reject',
  summary: 'reject what stands at a checkpoint',
  description: ['Nothing of the mission is run until what was rejected changes.'],
  flags: REJECT_FLAGS,
  environment: REMOTE_ENVIRONMENT,
  examples: [
    { shows: 'Reject', line: 'atomic mission reject --mission M-1 --checkpoint plan --reason "too much at once"' },
  ],
  no: 'the rules forbid it',
};

const RUN_FLAGS = { ...API, ...MISSION_WORK } as const satisfies FlagTable;

export const MISSION_RUN: CommandSpec<typeof RUN_FLAGS> = {
  name: 'mission run',
  summary: 'run the batches of a mission',
  description: [
    'Applies each batch to the work tree, commits it with the trailers Mission, Batch and Ledger-Head, and verifies it. Stops at a verification that says no. What a crash ' +
      'left behind is brought to its end first; nothing is done twice.',
  ],
  flags: RUN_FLAGS,
  environment: REMOTE_ENVIRONMENT,
  examples: [{ shows: 'Run', line: 'atomic mission run --mission M-1' }],
  no: 'a verification says no, or the rules forbid it',
};

export const MISSION_VERIFY: CommandSpec<typeof MISSION_WORK> = {
  name: 'mission verify',
  summary: 'verify the applied batches of a mission again',
  description: [
    'Makes the contents of each batch again and compares the trees, checks each spec with its invariants, tests and mutants, and the files as they are.',
  ],
  flags: MISSION_WORK,
  environment: SIGNER_ENVIRONMENT,
  examples: [{ shows: 'Verify', line: 'atomic mission verify --mission M-1' }],
  no: 'a verification says no',
};

const ROLLBACK_FLAGS = {
  ...API,
  ...MISSION_WORK,
  ...BATCH,
  merge: { type: 'boolean', description: 'Keep what others changed since, by a three-way merge of the lines.' },
  cascade: { type: 'boolean', description: 'Roll back later batches that touched the same files first.' },
} as const satisfies FlagTable;

export const MISSION_ROLLBACK: CommandSpec<typeof ROLLBACK_FLAGS> = {
  name: 'mission rollback',
  summary: 'take a batch back, byte for byte',
  description: [
    'Every file that the batch touched is as it was before, with its permissions; what it made is gone, what it deleted is back. Where a file changed since, nothing is ' +
      'touched and the file is named. A second time does nothing.',
  ],
  flags: ROLLBACK_FLAGS,
  environment: REMOTE_ENVIRONMENT,
  examples: [{ shows: 'Take back', line: 'atomic mission rollback --mission M-1 --batch batch-1' }],
  no: 'a file changed since, or later batches touched the same files',
};

const FINALIZE_FLAGS = { ...MISSION, ...REMOTE_WRITING } as const satisfies FlagTable;

export const MISSION_FINALIZE: CommandSpec<typeof FINALIZE_FLAGS> = {
  name: 'mission finalize',
  summary: 'end a mission whose checkpoints are all approved',
  description: ['A finalized mission changes no more; its batches can still be rolled back.'],
  flags: FINALIZE_FLAGS,
  environment: REMOTE_ENVIRONMENT,
  examples: [{ shows: 'End', line: 'atomic mission finalize --mission M-1' }],
  no: 'a checkpoint is not approved',
};
