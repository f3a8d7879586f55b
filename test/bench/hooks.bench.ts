/** What committers wait for: `logline-cli hooks run pre-commit` on small and large ledgers, against a Node that does nothing. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createMemorySigner } from '../../src/atomic/index.ts';
import { formatKeyring, keyringOf } from '../../src/ledger/index.ts';
import { program, runProgram } from './program.ts';
import { count, digits, times } from './result.ts';
import type { Bench, BenchPlace, BenchResult } from './result.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import type { Side } from './rounds.ts';
import { sampleLedger } from './sample.ts';

export const hooksBench: Bench = { name: 'hooks', run };

const SIZES = { full: { small: 1000, large: 1_000_000, rounds: 20 }, short: { small: 10, large: 50, rounds: 1 } };
const ADDED = 3;
const BARE = '`node -e 0`';

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const { small, large, rounds } = SIZES[isShort ? 'short' : 'full'];
  const [smallLedger, largeLedger] = [
    await sampleLedger(folder, { lines: small }),
    await sampleLedger(folder, { lines: large }),
  ];
  const one = await repository(folder, [{ path: 'data/ledger.jsonl', from: smallLedger, grows: true }]);
  const big = await repository(folder, [{ path: 'data/ledger.jsonl', from: largeLedger, grows: true }]);
  const streams = await repository(folder, [
    { path: 'data/ledger.jsonl', from: smallLedger, grows: true },
    { path: 'data/other.jsonl', from: largeLedger, grows: false },
  ]);
  const names = [
    `${count(small)} lines, one file`,
    `${count(large)} lines in streams, of which one of ${count(small)} grew`,
    `${count(large)} lines, one file`,
  ] as const;
  const sides = [bare(folder), hook(names[0], one.folder), hook(names[1], streams.folder), hook(names[2], big.folder)];
  const { wall, foreignLoad, discarded } = await interleave(sides, rounds);
  const [first, inStreams, whole] = names.map((name) => ratioOf(wall, name, BARE));
  const largeMs = median(wall[names[2]]!) / 1000;
  return {
    title: 'Hooks',
    how: [
      `\`logline-cli hooks run pre-commit\`, with ${String(ADDED)} new lines staged, in turns with ${BARE}, ${String(rounds)} times each.`,
    ],
    targets: [
      { what: `\`pre-commit\`, ${names[0]}, against ${BARE}`, bound: { atMost: 5 }, figure: first!.median, unit: 'x' },
      {
        what: `\`pre-commit\`, ${names[1]}, against ${names[0]}`,
        bound: { atMost: 1.15 },
        figure: ratioOf(wall, names[1], names[0]).median,
        unit: 'x',
      },
      {
        what: `\`pre-commit\`, ${names[2]}, against \`git add\` of that file`,
        bound: { atMost: 0.2 },
        figure: largeMs / big.addMs,
        unit: 'x',
      },
    ],
    tables: [
      {
        columns: ['`pre-commit`', 'ms', `against ${BARE}`],
        rows: [
          [BARE, digits(median(wall[BARE]!) / 1000), ''],
          ...[first!, inStreams!, whole!].map((ratio, i) => [
            names[i]!,
            digits(median(wall[names[i]!]!) / 1000),
            times(ratio),
          ]),
          [`\`git add\` of ${names[2]}, once`, digits(big.addMs), ''],
        ],
      },
    ],
    bounds: [
      'Node, the start of the program, and seven to nine calls of git, of a few milliseconds each.',
      'Of a ledger in one file, its old bytes: they are read and hashed once, as git does when it stages the file. A stream that did not change is not read.',
    ],
    foreignLoad,
    discarded,
  };
}

interface Ledger {
  readonly path: string;
  readonly from: string;
  /** Whether its last lines are staged, and not committed. */
  readonly grows: boolean;
}

/** A repository with ledgers, of which some have new lines staged; and how long git took to stage them. */
async function repository(parent: string, ledgers: readonly Ledger[]): Promise<{ folder: string; addMs: number }> {
  const folder = mkdtempSync(join(parent, 'repository-'));
  git(folder, 'init', '--quiet');
  write(
    folder,
    '.jsonatomic/keyring.json',
    formatKeyring(keyringOf(['1', '2', '3'].map((digit) => createMemorySigner(digit.repeat(64)).publicKey))),
  );
  write(folder, '.gitattributes', '*.jsonl -text merge=ledger\n');
  for (const { path, from, grows } of ledgers) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(from, join(folder, path));
    if (grows) truncateSync(join(folder, path), lastLinesAt(from));
  }
  git(folder, '-c', 'core.compression=0', 'add', '--all');
  git(folder, '-c', 'user.name=bench', '-c', 'user.email=bench@example.com', 'commit', '--quiet', '-m', 'before');
  for (const { path, from, grows } of ledgers) if (grows) copyFileSync(from, join(folder, path));
  await nextSecond();
  const start = performance.now();
  git(folder, 'add', '--all');
  const addMs = performance.now() - start;
  await nextSecond();
  git(folder, 'update-index', '--force-write-index');
  return { folder, addMs };
}

/** Git, and the hook, look twice at what was written in the second in which the index was. */
const nextSecond = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1100));

/** Where the last lines of a ledger begin. */
function lastLinesAt(path: string): number {
  const bytes = readFileSync(path);
  let at = bytes.length - 1;
  for (let lines = 0; lines < ADDED; lines++) at = bytes.lastIndexOf(0x0a, at - 1);
  return at + 1;
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const git = (folder: string, ...args: string[]): string => runProgram('git', args, folder);

function bare(folder: string): Side {
  return { name: BARE, run: () => (runProgram(process.execPath, ['-e', '0'], folder) === '' ? 1 : 0) };
}

function hook(name: string, folder: string): Side {
  const args = [program, 'hooks', 'run', 'pre-commit', '--output', 'json'];
  return {
    name,
    run: () => {
      if (
        runProgram(process.execPath, args, folder).includes(`"ok":true,"files":1,"ledgers":1,"lines":${String(ADDED)}`)
      )
        return 1;
      throw new Error(`${name}: not every added line was verified`);
    },
  };
}
