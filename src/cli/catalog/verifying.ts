/** The command that verifies. */
import type { CommandSpec } from '../command.ts';
import { LIMITS, TRUST } from './shared.ts';

const VERIFY_FLAGS = {
  ledger: {
    type: 'strings',
    value: 'PATH',
    env: 'LEDGER_PATH',
    config: 'ledger',
    default: 'data/ledger.jsonl',
    isPath: true,
    description: 'A file, a folder of streams, or a pattern with * ** ? (in quotes).',
  },
  'check-prev-chain': {
    type: 'boolean',
    config: 'checkPrevChain',
    description:
      'Check the chain too: prev, forks and duplicates. Folders, --base, --from, --partial and --since-seal do so by themselves.',
  },
  'trace-id': {
    type: 'string',
    value: 'ID',
    description: 'Count and show this trace only. The chain is checked over all lines all the same.',
  },
  'stop-on-error': { type: 'boolean', description: 'Stop at the first line that fails.' },
  verbose: {
    type: 'boolean',
    description: 'Show all findings in the table, each with offset, hash, trace and evidence.',
  },
  'require-signatures': {
    type: 'boolean',
    config: 'requireSignatures',
    description: 'An atomic without a signature is a finding.',
  },
  strict: { type: 'boolean', config: 'strict', description: 'A line that is not in canonical form is a finding.' },
  ...TRUST,
  base: {
    type: 'string',
    value: 'REV|FILE',
    description:
      'Prove that the ledger extends this version byte for byte, and verify only what was added. FILE begins with / ./ or ../ or ends ' +
      'with / .jsonl or .ndjson; all else is a revision, REV or REV:PATH, and is read from git. The config and the keyring of the ' +
      'project are read from that revision, too: what is judged does not choose its judge.',
  },
  full: { type: 'boolean', description: 'With --base: verify everything.' },
  'since-seal': {
    type: 'boolean',
    description: 'In a folder: check no signatures of lines that the last seal of main.jsonl covers.',
  },
  partial: { type: 'boolean', description: 'The ledger may begin with a prev: a part, such as an incremental backup.' },
  from: {
    type: 'string',
    value: 'HASH',
    description: 'The ledger is the part that follows the atomic with this hash.',
  },
  jobs: {
    type: 'integer',
    value: 'N',
    minimum: 1,
    maximum: 256,
    config: 'jobs',
    default: 4,
    description:
      'How many streams of a folder are verified at a time. Whatever it is, the lines of a large stream are shared with a second ' +
      'thread, and signatures of the native engine are checked on the threads of libuv: as many as UV_THREADPOOL_SIZE says.',
  },
  engine: {
    type: 'string',
    value: 'NAME',
    choices: ['fast', 'native', 'portable'],
    description:
      'Who checks signatures: fast (WebAssembly, with tables of the keys, and native beside it), native (OpenSSL behind node:crypto) or ' +
      'portable (JavaScript). Left out: the one that LOGLINE_ENGINE names, for this and all commands, else fast, and native where that does not ' +
      'run. All give the same verdicts.',
  },
  ...LIMITS,
} as const;

export const VERIFY: CommandSpec<typeof VERIFY_FLAGS> = {
  name: 'verify',
  summary: 'verify ledgers: lines, hashes, signatures, chain, trust',
  description: [
    'Each line is checked by itself: text, schema, hash, signatures, and whether a trusted key signed. A line that fails does not stop ' +
      'the others. last_valid_line is the N of `head -n N`: all lines up to it are good.',
    'Trusted keys come from the first of: --keyring, --key, PUBLIC_KEY_HEX, the keyring of the config, .jsonatomic/keyring.json. ' +
      'With none, each signature is checked against the key inside it, which shows integrity and not who signed: trust is then "self-asserted".',
    'With --output json the report has total, valid, invalid, unsigned, non_canonical, chain (unbroken, broken, unchecked), head, ' +
      'last_valid_line, trust, engine and errors, each with line, byte_offset, code, message, hash and trace_id; that of a folder has sealed, ' +
      'how many of its streams seals cover, but for one with --base. With ndjson each finding is a line, and the report without errors the last.',
  ],
  operands: { name: 'PATH', min: 0, max: Infinity },
  flags: VERIFY_FLAGS,
  examples: [
    {
      shows: 'Lines and chain of one ledger',
      line: 'logline-cli verify --ledger data/ledger.jsonl --check-prev-chain',
    },
    {
      shows: 'A branch only appends, and what it adds is signed by known keys',
      line: 'logline-cli verify --base origin/main --keyring keyring.json --strict',
    },
    { shows: 'A folder of streams, fast', line: 'logline-cli verify --ledger ledger/ --since-seal' },
    {
      shows: 'The good part of a broken ledger',
      line: 'head -n "$(logline-cli verify --check-prev-chain --output json | jq .last_valid_line)" data/ledger.jsonl',
    },
  ],
  no: 'there are findings',
};
