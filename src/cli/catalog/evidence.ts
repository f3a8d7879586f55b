/** Commands on evidence. */
import type { CommandSpec } from '../command.ts';
import type { FlagTable } from '../flag.ts';
import { MISSIONS, MISSION_WRITING } from './missions.ts';
import { API, API_ENVIRONMENT, SIGNER, SIGNER_ENVIRONMENT, TRUST } from './shared.ts';

const MISSION = {
  mission: { type: 'string', value: 'M-N', description: 'Id of the mission. Needed.' },
} as const satisfies FlagTable;

/** Where contents are kept, since a ledger holds digests alone. */
const STORE = {
  store: {
    type: 'string',
    value: 'DIR',
    default: '.jsonatomic/evidence',
    isPath: true,
    description: 'Folder of the recorded contents, each a file named by its SHA-256.',
  },
} as const satisfies FlagTable;

/** What reads the evidence of a mission. */
export const EVIDENCE = { ...MISSION, ...API, ...MISSIONS } as const satisfies FlagTable;

const RECORD_FLAGS = {
  ...MISSION,
  kind: {
    type: 'string',
    value: 'KIND',
    choices: ['test_report', 'coverage', 'verification_report', 'sbom', 'commit', 'pull_request', 'other'],
    default: 'other',
    description: 'What it is.',
  },
  name: { type: 'string', value: 'TEXT', description: 'Name for people. Left out: that of the file.' },
  batch: { type: 'string', value: 'batch-N', description: 'The batch that it is about.' },
  commit: { type: 'string', value: 'SHA', description: 'The commit that it is about, or is.' },
  address: { type: 'string', value: 'URL', description: 'Where it can be seen.' },
  evidence: { type: 'string', value: 'NAME', description: 'Name of the record. Left out: made of what it says.' },
  ...STORE,
  ...MISSION_WRITING,
} as const satisfies FlagTable;

export const EVIDENCE_RECORD: CommandSpec<typeof RECORD_FLAGS> = {
  name: 'evidence record',
  summary: 'record a report, an SBOM, a commit or a pull request of a mission',
  description: [
    'Appends an atomic with intent evidence_recorded that holds the digest of FILE, and what can be counted in it: JUnit test reports; coverage as LCOV, ' +
      "Cobertura or Istanbul's summary; SBOMs as CycloneDX or SPDX in JSON; verification reports. The content itself goes into the store, never into the ledger.",
    'A commit or a pull request needs no file. The same evidence again is recorded once.',
  ],
  operands: { name: 'FILE', min: 0, max: 1 },
  flags: RECORD_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [
    {
      shows: 'A test report',
      line: 'atomic evidence record junit.xml --mission M-1 --kind test_report --batch batch-1',
    },
    {
      shows: 'A pull request',
      line: 'atomic evidence record --mission M-1 --kind pull_request --address https://example.com/acme/shop/pull/7',
    },
  ],
};

export const EVIDENCE_EVENTS: CommandSpec<typeof EVIDENCE> = {
  name: 'evidence events',
  summary: 'list everything that a ledger tells of a mission',
  description: [
    'Verifies the ledger, then lists the atomics that name the mission, spend for it, or carry its trace. Those that count for nothing are there as well, with the reason. With ' +
      '--output json or ndjson each has the text of its line.',
  ],
  flags: EVIDENCE,
  environment: API_ENVIRONMENT,
  examples: [{ shows: 'What happened?', line: 'atomic evidence events --mission M-1' }],
};

const GRAPH_FLAGS = {
  format: {
    type: 'string',
    value: 'FORM',
    choices: ['json', 'mermaid', 'dot'],
    default: 'json',
    description: 'JSON with nodes and edges, a flow chart for Mermaid, or a graph for Graphviz.',
  },
  ...EVIDENCE,
} as const satisfies FlagTable;

export const EVIDENCE_GRAPH: CommandSpec<typeof GRAPH_FLAGS> = {
  name: 'evidence graph',
  summary: 'show where the result of a mission comes from',
  description: [
    'Verifies the ledger, then prints the provenance of the mission in the terms of W3C PROV: what was used, made and taken back, by whom. Only events that count are in it.',
  ],
  flags: GRAPH_FLAGS,
  environment: API_ENVIRONMENT,
  examples: [
    { shows: 'For programs', line: 'atomic evidence graph --mission M-1' },
    { shows: 'For a page', line: 'atomic evidence graph --mission M-1 --format mermaid' },
  ],
};

const EXPORT_FLAGS = {
  ...MISSION,
  out: { type: 'string', short: 'o', value: 'FILE', isPath: true, description: 'The pack to be written. Needed.' },
  level: {
    type: 'integer',
    value: 'N',
    maximum: 9,
    default: 6,
    env: 'EVIDENCE_COMPRESSION_LEVEL',
    description: 'How much effort goes into making the pack small: 0 none, 9 most.',
  },
  ...STORE,
  ...API,
  ...MISSIONS,
  ...SIGNER,
} as const satisfies FlagTable;

export const EVIDENCE_EXPORT: CommandSpec<typeof EXPORT_FLAGS> = {
  name: 'evidence export',
  summary: 'write the audit pack of a mission',
  description: [
    'Verifies the ledger, then writes one ZIP file: the lines of the mission with the proof where they stand in the ledger, keyring, changes, recorded contents, signed statements ' +
      '(in-toto, SLSA), a page to be read offline, and the program that verifies all of it. What is missing or withheld is named as such.',
    'The same ledger, keyring, contents and key give the same bytes.',
  ],
  flags: EXPORT_FLAGS,
  environment: { ...API_ENVIRONMENT, ...SIGNER_ENVIRONMENT },
  examples: [{ shows: 'A pack', line: 'atomic evidence export --mission M-1 -o pack.zip' }],
};

const VERIFY_FLAGS = {
  ledger: {
    type: 'string',
    value: 'FILE',
    isPath: true,
    description: 'The ledger that the pack is of: shows that no line of the mission was left out.',
  },
  ...TRUST,
} as const satisfies FlagTable;

export const EVIDENCE_VERIFY: CommandSpec<typeof VERIFY_FLAGS> = {
  name: 'evidence verify',
  summary: 'verify an audit pack with nothing but the pack and a keyring',
  description: [
    'Every byte is held against the signature of the pack, every line against its own signature and its place in the ledger; all that follows from the lines is made again and compared; and ' +
      'the mission has to stand under your keyring where the pack says it stands. The keyring in the pack is never trusted.',
  ],
  operands: { name: 'PACK', min: 1, max: 1 },
  flags: VERIFY_FLAGS,
  examples: [
    { shows: 'A pack that came from elsewhere', line: 'atomic evidence verify pack.zip --keyring keyring.json' },
    { shows: 'Was a line left out?', line: 'atomic evidence verify pack.zip --ledger data/ledger.jsonl' },
  ],
  no: 'the pack does not verify',
};

const IMPORT_FLAGS = { ...API, ...MISSION_WRITING } as const satisfies FlagTable;

export const EVIDENCE_IMPORT: CommandSpec<typeof IMPORT_FLAGS> = {
  name: 'evidence import',
  summary: 'restore the events of a mission from a pack or a list',
  description: [
    'Takes an audit pack, which has to verify, or what `evidence events --output json` printed. Lines that continue the ledger are appended as they are; others inside an atomic with intent ' +
      'event_restored, from which `evidence` reads them. What the ledger has already is left as it is.',
  ],
  operands: { name: 'FILE', min: 1, max: 1 },
  flags: IMPORT_FLAGS,
  environment: { ...API_ENVIRONMENT, ...SIGNER_ENVIRONMENT },
  examples: [{ shows: 'Restore', line: 'atomic evidence import pack.zip --ledger restored.jsonl' }],
  no: 'the pack does not verify, or a line is signed by nobody who is trusted',
};

const WITHHOLD_FLAGS = {
  ...MISSION,
  content: { type: 'string', value: 'SHA256', description: 'The content that is not handed out any more.' },
  event: { type: 'string', value: 'HASH', description: 'The event that is not handed out any more.' },
  'older-than': {
    type: 'integer',
    value: 'DAYS',
    description: 'All contents that were last recorded longer ago than this.',
  },
  reason: { type: 'string', value: 'TEXT', description: 'Why. Needed.' },
  ...MISSION_WRITING,
} as const satisfies FlagTable;

export const EVIDENCE_WITHHOLD: CommandSpec<typeof WITHHOLD_FLAGS> = {
  name: 'evidence withhold',
  summary: 'leave a content or an event out of packs from now on',
  description: [
    'Appends an atomic with intent evidence_withheld. Packs leave out what it names, and say so with the reason; digest and place stay, so that the rest can be proven. Events that decide ' +
      'where the mission stands cannot be withheld, and agents cannot withhold.',
  ],
  flags: WITHHOLD_FLAGS,
  environment: SIGNER_ENVIRONMENT,
  examples: [
    {
      shows: 'A report with names in it',
      line: 'atomic evidence withhold --mission M-1 --content "$(sha256sum junit.xml | cut -c -64)" --reason "names of customers"',
    },
    {
      shows: 'Contents are kept for a year',
      line: 'atomic evidence withhold --mission M-1 --older-than 365 --reason "kept for a year"',
    },
  ],
  no: 'the mission could not be proven without it, or an agent asks',
};
