/** Commands that look into a ledger. */
import type { CommandSpec } from '../command.ts';
import { FILTERS, LEDGER, LIMITS } from './shared.ts';

const NOT_VERIFIED = 'What lines say is shown as they say it: that it is true is for `verify` to show.';

const QUERY_FLAGS = {
  ledger: {
    ...LEDGER.ledger,
    value: 'PATH',
    description:
      'A file, a folder of streams, or a pattern with * ** ? (in quotes); several are asked one after the other.',
  },
  ...FILTERS,
  limit: { type: 'integer', value: 'N', minimum: 1, description: 'Stop after so many.' },
  reverse: { type: 'boolean', description: 'Newest first. Reads from the end, and shows no line numbers.' },
  ...LIMITS,
} as const;

export const QUERY: CommandSpec<typeof QUERY_FLAGS> = {
  name: 'query',
  summary: 'find atomics by trace, actor, intent, time and more',
  description: [
    'Prints the atomics that fit all of the flags, in the order of the ledger. With --output ndjson each line is the line of the ledger, ' +
      'byte for byte; with json they are the items of one array.',
    NOT_VERIFIED,
  ],
  flags: QUERY_FLAGS,
  examples: [
    { shows: 'Everything of one trace', line: 'logline-cli query --trace-id 5f3c0d5e-3d0b-4a51-9f0c-2d8b7d1f4a10' },
    {
      shows: 'The last ten things that an actor did',
      line: 'logline-cli query --actor user@example.com --reverse --limit 10',
    },
    {
      shows: 'January, for another program',
      line: 'logline-cli query --since 2026-01-01 --until 2026-02-01 --output ndjson',
    },
  ],
};

const STATS_FLAGS = { ...LEDGER, ...LIMITS } as const;

export const STATS: CommandSpec<typeof STATS_FLAGS> = {
  name: 'stats',
  summary: 'count atomics by type, intent, actor and signer',
  description: [`Counts are shown largest first. ${NOT_VERIFIED}`],
  flags: STATS_FLAGS,
  examples: [{ shows: 'Who signed how much?', line: 'logline-cli stats --ledger data/ledger.jsonl --output json' }],
};

const HEAD_FLAGS = { ...LEDGER, ...LIMITS } as const;

export const HEAD: CommandSpec<typeof HEAD_FLAGS> = {
  name: 'head',
  summary: 'show the head: the hash that the next atomic has to name',
  description: [
    'The head is the hash that the last line states. Keep it elsewhere, and a ledger that was cut or replaced shows.',
  ],
  flags: HEAD_FLAGS,
  examples: [{ shows: 'The head of the default ledger', line: 'logline-cli head' }],
};

const TAIL_FLAGS = {
  ...LEDGER,
  lines: {
    type: 'integer',
    short: 'n',
    value: 'N',
    default: 10,
    description: 'How many of the newest atomics to begin with.',
  },
  follow: { type: 'boolean', short: 'f', description: 'Go on with atomics as they are appended, until Ctrl-C.' },
  ...LIMITS,
} as const;

export const TAIL: CommandSpec<typeof TAIL_FLAGS> = {
  name: 'tail',
  summary: 'show the newest atomics, and with -f those that come',
  description: [NOT_VERIFIED],
  flags: TAIL_FLAGS,
  examples: [
    { shows: 'The newest three', line: 'logline-cli tail -n 3' },
    { shows: 'Feed a program with what is appended from now on', line: 'logline-cli tail -f -n 0 --output ndjson' },
  ],
};
