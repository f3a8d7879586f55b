/** `atomic finops …` and `atomic policy …` as a user types them. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { ATOMIC } from '../../src/cli/atomic-program.ts';
import { barLines } from '../../src/cli/bar-chart.ts';
import { createFileSource, verifyLedger } from '../../src/ledger/index.ts';
import { ALICE, ROOT, TRACE, appendAll, cli, draft, inFolder, parsed, read, write } from './cli-runner.ts';
import type { CliOptions, CliResult } from './cli-runner.ts';
import { ON_SOURCE } from '../sources/arguments.ts';
import '../counted-programs.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const clock = (): Date => new Date(NOW);
const atomic = (line: string, options: CliOptions = {}): Promise<CliResult> =>
  cli(line.split(' '), { program: ATOMIC, env: ALICE, clock, ...options });
const json = async (line: string): Promise<Record<string, unknown>> =>
  parsed((await atomic(`${line} --output json`)).stdout) as Record<string, unknown>;

const LITELLM = {
  'our-model': { litellm_provider: 'ours', input_cost_per_token: 1e-6, output_cost_per_token: 2.5e-6 },
  'our-painter': { litellm_provider: 'ours', output_cost_per_image: 0.04 },
};
const RESPONSE = {
  id: 'msg_01',
  model: 'claude-sonnet-4-20250514',
  usage: { input_tokens: 1000, cache_read_input_tokens: 20_000, output_tokens: 400 },
};
const SPEC = {
  id: 'CS-1',
  intent: 'rename UserId to AccountId',
  scope: ['src/**/*.ts'],
  language: 'typescript',
  patches: [
    {
      path: 'src/*.ts',
      astOp: 'renameSymbol',
      selector: "Identifier[name='UserId']",
      details: { newName: 'AccountId' },
    },
  ],
  invariants: [],
  tests: { strategy: 'augment' },
};

function project(): void {
  write('src/auth.ts', 'export type UserId = string;\nexport const nobody: UserId = "";\n');
  write('src/page.ts', "import type { UserId } from './auth';\nexport const greet = (id: UserId): string => id;\n");
  write('src/logo.ts', new Uint8Array([0xff, 0xfe]));
  write('spec.json', JSON.stringify(SPEC));
  write('litellm.json', JSON.stringify(LITELLM));
  write('response.json', JSON.stringify(RESPONSE));
  write('bad.json', '{"models":[]}');
}

/** Every form of every command, in the order of a project's life. Without `!` the answer is yes. */
const LIFE = [
  'finops budget set --budget team --limit 10 --organisation acme --threshold 50,100',
  'finops budget set --budget night --limit 1.5 --period day --time-zone Europe/Berlin --soft --mission M-2',
  'finops budget set --budget night --limit 1.50 --threshold 50,80,100',
  'finops reserve --amount 6 --organisation acme --mission M-1 --reservation call-1',
  'finops reserve --amount 6 --organisation acme --mission M-1 --reservation call-1 --output json',
  'finops reserve --amount 4.01 --organisation acme',
  'finops reserve --amount 2 --organisation acme --expires-in 60',
  'finops release --reservation R-2',
  'finops release --reservation R-2 --output json',
  'finops settle --reservation call-1 --cost 0.31 --provider ours',
  'finops consume --model gpt-4.1 --input 12000 --cached-input 4000 --output-tokens 900 --organisation acme --mission M-1 --task review --latency-ms 8000',
  'finops consume --response response.json --organisation acme --mission M-1 --output json',
  'finops consume --response response.json --organisation acme --mission M-1',
  'finops consume --cost 20 --organisation acme --within-budget',
  'finops consume --cost 5 --organisation acme --mission M-2 --usage big --model secret-model',
  'finops budget',
  'finops consume --cost 1 --mission M-2 --currency USD --actor ann',
  'finops budget --mission M-2',
  'finops budget --budget team --output json',
  'finops budget --budget none',
  'finops prices --import litellm.json --date 2026-01-01 --output json',
  'finops prices --prices prices.json --model our-model',
  'finops prices --model gpt-4.1 --output ndjson',
  'finops consume --model our-model --input 1000 --prices prices.json',
  'finops consume --model our-modle --input 1000 --prices prices.json',
  'policy set --task code-* --model gpt-4.1 --fallback gpt-4.1-mini --ceiling 0.03 --priority 1',
  'policy set --task code-* --model gpt-4.1 --fallback gpt-4.1-mini --ceiling 0.03 --priority 1 --output json',
  'policy set --task * --model gpt-4o --data-class confidential',
  'policy set --task x --model gpt-9',
  'policy list',
  'policy list --output json',
  'policy route --task code-generation --input 12000 --output-tokens 1000 --preferred-provider openai --organisation acme',
  'policy route --task code-generation --budget 0.001 --output json',
  'policy route --task code-generation --data-class restricted',
  'policy route --task review --output json',
  'finops forecast --spec spec.json --model gpt-4.1',
  'finops forecast --spec spec.json --model gpt-4.1 --record --mission M-1 --output json',
  'finops forecast --spec spec.json --model gpt-4.1 --record --forecast F-1',
  'finops consume --cost 0.01 --forecast F-1 --mission M-1',
  'finops forecast --spec spec.json --model gpt-4.1-mini',
  'finops report',
  'finops report --by model --output csv',
  'finops report --by actor --output json',
  'finops report --by period --period month --output ndjson',
  'finops report --by task --since 2026-01-01 --until 2026-02-01T00:00:00Z --output chart',
  'finops report --mission M-1 --output focus',
  'finops report --since yesterday',
];

test('the money of a project reads as it did', async (t) => {
  inFolder(t);
  project();
  mkdirSync('data');
  const transcript: string[] = [];
  for (const line of LIFE) {
    const { status, stdout, stderr } = await atomic(line, { env: { ...ALICE, LEDGER_PATH: 'data/ledger.jsonl' } });
    if (line.includes('--import')) write('prices.json', stdout);
    const notes = stderr.replaceAll(/^(?=.)/gm, '! ');
    transcript.push(`$ atomic ${line}\n${stdout}${notes}${status === 0 ? '' : `(status ${status})\n`}`);
  }
  const text = transcript.join('\n').replaceAll('\r\n', '\n').replaceAll(process.cwd(), '/project');
  const golden = join(ROOT, 'test', 'golden', 'transcripts', 'money-of-a-project.txt');
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(golden), { recursive: true });
    writeFileSync(golden, text);
  }
  assert.ok(existsSync(golden), `${golden} is missing: run this test with UPDATE_GOLDEN=1 and read what it writes`);
  assert.equal(text, read(golden));
  const report = await verifyLedger(createFileSource('data/ledger.jsonl'), { requireSignatures: true });
  assert.equal(report.ok, true, JSON.stringify(report.findings));
});

describe('mistakes in the call', () => {
  const mistakes: [string, RegExp][] = [
    ['finops budget set --budget x', /^error USAGE: How much may be spent\? Say it with --limit AMOUNT\./],
    ['finops budget set --limit 1', /^error USAGE: Which budget\?/],
    ['finops budget set --budget x --limit 1e3', /^error MONEY_INVALID: /],
    [
      'finops budget set --budget x --limit 1 --threshold half',
      /^error USAGE: --threshold is a whole number of percent/,
    ],
    ['finops budget set --budget x --limit 1 --threshold 1001', /^error USAGE: --threshold /],
    ['finops budget set --budget x --limit 1 --time-zone Mars/Olympus', /^error TIME_ZONE_INVALID: /],
    ['finops budget set --budget a,b --limit 1', /^error .*budget/],
    ['finops reserve', /^error USAGE: How much\?/],
    ['finops settle --cost 1', /^error USAGE: Which reservation\?/],
    ['finops settle --cost 1 --reservation none', /^error BUDGET_UNKNOWN: There is no reservation none\./],
    ['finops release', /^error USAGE: Which reservation\?/],
    ['finops consume', /^error USAGE: What was spent\?/],
    ['finops consume --model gpt-4.1', /^error USAGE: What was spent\?/],
    [
      'finops consume --response response.json --cost 1',
      /^error USAGE: A signed figure is the provider's own: leave cost out/,
    ],
    ['finops consume --response spec.json', /^error RESPONSE_INVALID: /],
    ['finops consume --cost 1 --prices litellm.json', /^error PRICES_INVALID: litellm\.json has no date, .*--import/],
    ['finops consume --cost 1 --prices bad.json', /^error PRICES_INVALID: bad\.json:1:/],
    ['finops prices --import spec.json', /^error PRICES_INVALID: "id" is no object with prices/],
    ['finops prices --model gtp-4.1', /^error MODEL_UNKNOWN: .*Did you mean gpt-4\.1/],
    ['finops forecast --model gpt-4.1', /^error USAGE: Which spec\?/],
    ['finops forecast --spec spec.json', /^error USAGE: Which model would make it\?/],
    ['finops forecast --spec spec.json --model gpt-4.1 --record', /^error USAGE: Where is it to be recorded\?/],
    ['finops report --by colour', /^error USAGE: --by is one of mission, /],
    ['policy set --model gpt-4.1', /^error USAGE: Which task\?/],
    ['policy set --task x', /^error USAGE: Which model\?/],
    ['policy route', /^error USAGE: Which task\?/],
  ];
  test('are told, and nothing is written', async (t) => {
    inFolder(t);
    project();
    for (const [line, message] of mistakes) {
      const { status, stderr, stdout } = await atomic(line);
      assert.match(stderr, message, line);
      assert.deepEqual([status, stdout], [2, ''], line);
    }
    assert.equal(existsSync('data/ledger.jsonl'), false);
    assert.match((await atomic('finops budget')).stderr, /^error INPUT_MISSING: /);
    assert.match((await atomic('finops consume --cost 1', { env: {} })).stderr, /^error KEY_MISSING: /);
  });
});

test('what is no atomic is told of, and counts for nothing', async (t) => {
  inFolder(t);
  mkdirSync('data');
  await appendAll('data/ledger.jsonl', [draft(1)]);
  await atomic(`finops consume --cost 1 --trace-id ${TRACE} --no-bind-signer`);
  appendFileSync('data/ledger.jsonl', 'nonsense\n');
  const { stdout, stderr } = await atomic('finops report');
  assert.match(stdout, /^MISSION[^]*\(none\) +1 +0 +0 +1\.00 USD +0\.00 USD\n$/);
  assert.match(stderr, /^warning: data\/ledger\.jsonl: 1 line left out, for being no atomic; /);
  const [, line] = read('data/ledger.jsonl').split('\n');
  assert.deepEqual(
    [parsed(line!)].map((each) => (each as { trace_id: string }).trace_id),
    [TRACE],
  );
});

test('a budget that is set again keeps what is not said again', async (t) => {
  inFolder(t);
  mkdirSync('data');
  const shown = async (line: string): Promise<unknown> => {
    const [one] = parsed((await atomic(`${line} --output json`)).stdout) as Record<string, unknown>[];
    const { total, hard, period_kind, time_zone, scope, thresholds } = one!;
    return { total, hard, period_kind, time_zone, scope, thresholds };
  };
  const first = { total: '5', hard: false, period_kind: 'day', time_zone: 'Europe/Berlin', scope: { mission: 'M-1' } };
  const flags = '--limit 5 --soft --period day --time-zone Europe/Berlin --mission M-1 --threshold 90';
  assert.deepEqual(await shown(`finops budget set --budget b ${flags}`), { ...first, thresholds: [90] });
  assert.deepEqual(await shown('finops budget set --budget b --limit 7'), { ...first, total: '7', thresholds: [90] });
  assert.deepEqual(await shown('finops budget set --budget b --no-soft --period week --time-zone UTC --mission M-2'), {
    total: '7',
    hard: true,
    period_kind: 'week',
    time_zone: 'UTC',
    scope: { mission: 'M-2' },
    thresholds: [90],
  });
});

test('names go on where they are taken', async (t) => {
  inFolder(t);
  mkdirSync('data');
  await atomic('finops consume --cost 1 --usage U-2');
  assert.equal((await json('finops consume --cost 1'))['usage'], 'U-3');
  assert.equal((await json('finops consume --cost 1'))['usage'], 'U-4');
});

test('a budget without a limit has no percent', async (t) => {
  inFolder(t);
  mkdirSync('data');
  await atomic('finops budget set --budget none --limit 0');
  await atomic('finops consume --cost 1');
  const { status, stdout } = await atomic('finops budget');
  assert.equal(status, 1);
  assert.match(stdout, /none {4}2026-01 .* - {2}hard {2}breached {2}everything\n$/);
  const [shown] = parsed((await atomic('finops budget --output json')).stdout) as Record<string, unknown>[];
  assert.equal(shown?.['percent'], null);
});

test('six processes that take at once get what there is, and no more', { timeout: 120_000 }, async (t) => {
  inFolder(t);
  mkdirSync('data');
  await atomic('finops budget set --budget team --limit 3 --period total');
  const source = [...ON_SOURCE, join(ROOT, 'src/cli/atomic.ts')];
  const take = ['finops', 'consume', '--cost', '1', '--within-budget'];
  const takers = Array.from({ length: 6 }, () =>
    spawn(process.execPath, [...source, ...take], {
      env: { PATH: process.env['PATH'] ?? '', ...ALICE },
      stdio: ['ignore', 'ignore', 'ignore'],
    }),
  );
  const statuses = await Promise.all(takers.map(async (taker) => ((await once(taker, 'close')) as [number])[0]));
  // The third one spends the budget up, which is a no as well; only the ledger tells it from those who got nothing.
  assert.deepEqual(statuses.sort(), [0, 0, 1, 1, 1, 1]);
  const [budget] = parsed((await atomic('finops budget --output json')).stdout) as Record<string, unknown>[];
  assert.deepEqual([budget?.['consumed'], budget?.['remaining'], budget?.['breached']], ['3', '0', false]);
});

test('bars are as long as their values say, and fit the screen', () => {
  const bars = [
    { label: 'a', value: 100, text: '100' },
    { label: 'a-name-that-is-far-too-long-for-a-label', value: 50, text: '50' },
    { label: 'tiny\u001b[31m', value: 0.001, text: '0' },
    { label: 'nothing', value: 0, text: '0' },
  ];
  const lines = barLines(bars, 80);
  assert.ok(lines.every((line) => line.length === 80));
  const lengths = lines.map((line) => line.split('█').length - 1);
  assert.ok(Math.abs(lengths[0]! - 2 * lengths[1]!) <= 1, String(lengths));
  assert.match(lines[2]!, /^tiny\\u\{1b\}\[31m +▏/);
  assert.ok(!/[█▏]/.test(lines[3]!));
  assert.deepEqual(barLines([], 80), []);
  assert.match(barLines([{ label: 'x', value: 0, text: '0' }], 10)[0]!, /^x +0$/);
});
