/** What a pull request waits for: the Action as it is committed, against a Node that does nothing. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createMemorySigner } from '../../src/atomic/index.ts';
import { formatKeyring, keyringOf } from '../../src/ledger/index.ts';
import { runProgram } from './program.ts';
import { count, digits, times } from './result.ts';
import type { Bench, BenchPlace, BenchResult } from './result.ts';
import { root } from './root.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import type { Side } from './rounds.ts';
import { sampleLedger } from './sample.ts';

export const actionBench: Bench = { name: 'action', run };

const SIZES = { full: { lines: 1000, files: 1000, rounds: 20 }, short: { lines: 20, files: 6, rounds: 1 } };
const ADDED = 10;
const BARE = '`node -e 0`';
const LEDGER = '.jsonatomic/ledger/main.jsonl';
const MAIN = join(root, 'action/dist/index.js');

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const { lines, files, rounds } = SIZES[isShort ? 'short' : 'full'];
  const stage = repository(folder, readFileSync(await sampleLedger(folder, { lines }), 'utf8'), files);
  const names = [
    'one file changed, ledgers as they were',
    `${String(ADDED)} lines added to ${count(lines - ADDED)}`,
    `${count(files)} files changed, no change spec`,
    `${count(files)} files changed, all explained by a change spec`,
  ] as const;
  const { wall, foreignLoad, discarded } = await interleave(
    [
      { name: BARE, run: () => (runProgram(process.execPath, ['-e', '0'], folder) === '' ? 1 : 0) },
      side(names[0], stage, 'small', { added: 0, explained: 0 }),
      side(names[1], stage, 'grown', { added: ADDED, explained: 0 }),
      side(names[2], stage, 'plain', { added: 0, explained: 0 }),
      side(names[3], stage, 'specified', { added: 0, explained: files }),
    ],
    rounds,
  );
  const [small, grown, plain] = names.map((name) => ratioOf(wall, name, BARE));
  return {
    title: 'The Action',
    how: [
      `\`action/dist/index.js\` on the event \`pull_request\`, with a clone that has what it needs, in turns with ${BARE}, ${String(rounds)} times each.`,
    ],
    targets: [
      { what: `cold start: ${names[0]}, against ${BARE}`, bound: { atMost: 5 }, figure: small!.median, unit: 'x' },
      { what: `${names[1]}, against ${BARE}`, bound: { atMost: 6 }, figure: grown!.median, unit: 'x' },
      { what: `${names[2]}, against ${BARE}`, bound: { atMost: 7 }, figure: plain!.median, unit: 'x' },
      { what: names[3], bound: { atMost: 6 }, figure: median(wall[names[3]]!) / 1e6, unit: ' s' },
    ],
    tables: [
      {
        columns: ['pull request', 'ms', `against ${BARE}`],
        rows: [BARE, ...names].map((name) => [
          name,
          digits(median(wall[name]!) / 1000),
          name === BARE ? '' : times(ratioOf(wall, name, BARE)),
        ]),
      },
    ],
    bounds: [
      "Node's start, the part of the bundle that every run loads, and about a dozen calls of git.",
      'Old lines of a ledger are compared as bytes; of what was added, the signatures.',
      'A change spec has the engine and its compiler loaded, which takes most of a second; then its files are parsed, changed and compared.',
    ],
    foreignLoad,
    discarded,
  };
}

interface Stage {
  readonly folder: string;
  readonly base: string;
  /** Commits by the name of their branch. */
  readonly heads: Readonly<Record<string, string>>;
}

/** Main, and a branch for each pull request. */
function repository(parent: string, ledger: string, files: number): Stage {
  const folder = mkdtempSync(join(parent, 'action-'));
  git(folder, 'init', '--quiet', '--initial-branch=main');
  const keys = ['1', '2', '3'].map((digit) => createMemorySigner(digit.repeat(64)).publicKey);
  const old = ledger.split('\n').slice(0, -1 - ADDED);
  const base = commit(folder, {
    '.jsonatomic/keyring.json': formatKeyring(keyringOf(keys)),
    [LEDGER]: `${old.join('\n')}\n`,
    ...modules(files, 'old'),
  });
  const branch = (name: string, changes: Readonly<Record<string, string>>): readonly [string, string] => {
    git(folder, 'switch', '--quiet', '--create', name, base);
    return [name, commit(folder, changes)];
  };
  const heads = Object.fromEntries([
    branch('small', { 'note.txt': 'a note\n' }),
    branch('grown', { [LEDGER]: ledger }),
    branch('plain', modules(files, 'new')),
    branch('specified', { ...modules(files, 'new'), 'changespec.json': specOf(files) }),
  ]);
  return { folder, base, heads };
}

const modules = (files: number, word: string): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: files }, (_, n) => [
      `src/f${String(n)}.ts`,
      `export const text${String(n)} = '${word} text';\nexport const double = (n: number): number => 2 * n;\n`,
    ]),
  );

const specOf = (files: number): string =>
  JSON.stringify({
    id: 'CS-1',
    intent: 'New texts',
    scope: ['src/**'],
    language: 'typescript',
    patches: [
      {
        path: 'src/**',
        astOp: 'editRegex',
        selector: 'Literal',
        details: { pattern: 'old text', replacement: 'new text', expectCount: files },
      },
    ],
    invariants: [],
    tests: { strategy: 'augment' },
  });

function commit(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git(folder, 'add', '--all');
  git(folder, '-c', 'user.name=bench', '-c', 'user.email=bench@example.com', 'commit', '--quiet', '-m', 'c');
  return git(folder, 'rev-parse', 'HEAD').trim();
}

const git = (folder: string, ...args: string[]): string => runProgram('git', args, folder);

interface Expected {
  readonly added: number;
  readonly explained: number;
}

function side(name: string, { folder, base, heads }: Stage, branch: string, expected: Expected): Side {
  const head = heads[branch]!;
  const [event, report] = [join(folder, '.git', `${branch}.json`), join(folder, '.git', `${branch}-report.json`)];
  const repo = { full_name: 'octo/bench' };
  const pull = { number: 7, base: { sha: base, repo }, head: { sha: head, repo } };
  writeFileSync(event, JSON.stringify({ action: 'synchronize', pull_request: pull }));
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: event,
    GITHUB_REPOSITORY: 'octo/bench',
    GITHUB_SHA: head,
    GITHUB_WORKSPACE: folder,
    INPUT_FETCH: 'never',
    INPUT_COMMENT: 'never',
    'INPUT_REPORT-FILE': report,
  };
  return {
    name,
    run: () => {
      const { status, stdout } = spawnSync(process.execPath, [MAIN], { cwd: folder, env, encoding: 'utf8' });
      const said = JSON.parse(readFileSync(report, 'utf8')) as Report;
      const added = said.ledgers.reduce((sum, ledger) => sum + ledger.added, 0);
      const explained = said.files.filter(({ verdict }) => verdict === 'explained').length;
      if (status === 0 && added === expected.added && explained === expected.explained) return 1;
      throw new Error(`${name}: ${String(added)} lines added, ${String(explained)} files explained\n${stdout}`);
    },
  };
}

interface Report {
  readonly ledgers: readonly { readonly added: number }[];
  readonly files: readonly { readonly verdict: string }[];
}
