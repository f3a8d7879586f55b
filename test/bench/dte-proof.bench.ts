/** What it costs to prove a pull request, against what it costs to load its project once. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { proveDiff } from '../../src/dte/proof/prove.ts';
import { runProgram } from './program.ts';
import { count, digits, times } from './result.ts';
import type { Bench, BenchPlace, BenchResult } from './result.ts';
import { root } from './root.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import type { Side, Times } from './rounds.ts';

export const dteProofBench: Bench = { name: 'dte-proof', run };

const SIZES = {
  full: { files: 1000, changed: 50, rounds: 12 },
  short: { files: 6, changed: 2, rounds: 1 },
};
const LOAD = 'load the project once: read, parse, bind';
const RENAME = 'prove a rename';
const SYNTACTIC = 'prove an edit of strings';
const COMPARE = 'compare alone';
const STEP = join(root, 'test/bench/dte-proof-step.mjs');

async function run({ folder: place, isShort }: BenchPlace): Promise<BenchResult> {
  const { files, changed, rounds } = SIZES[isShort ? 'short' : 'full'];
  const folder = repository(join(place, `proof-${files}`), files, changed);
  const specs = { rename: join(folder, '..', 'rename.json'), strings: join(folder, '..', 'strings.json') };
  writeFileSync(
    specs.rename,
    JSON.stringify(specOf('renameSymbol', "Identifier[name='UserId']", { newName: 'AccountId' })),
  );
  const details = { pattern: 'old text', replacement: 'new text', expectCount: changed };
  writeFileSync(specs.strings, JSON.stringify(specOf('editRegex', 'Literal', details)));
  const work = new Work();
  const { wall, foreignLoad, discarded } = await interleave(
    [
      step(LOAD, ['load', folder], 1, work),
      step(RENAME, ['renamed', folder, specs.rename], changed + 1, work),
      step(SYNTACTIC, ['rewritten', folder, specs.strings], changed, work),
      { name: COMPARE, run: () => compareAlone(folder, 2 * changed + 1) },
    ],
    rounds,
  );
  const { times: within } = work;
  const [rename, syntactic] = [RENAME, SYNTACTIC].map((name) => ratioOf(within, name, LOAD).median);
  return {
    title: 'Diff proof',
    how: [
      `A repository of ${count(files)} TypeScript files; a change of ${changed} of them (and of one more, where the renamed type is declared), proven by a process of its own, from git's objects to the verdict. ` +
        `Compare alone: ${2 * changed + 1} changed files of which nothing is explained, so that each is read and shown line by line, within one process.`,
    ],
    targets: [
      { what: 'proof of a rename, against one load', bound: { atMost: 2 }, figure: rename!, unit: 'x' },
      { what: 'proof of a syntactic edit, against one load', bound: { atMost: 0.2 }, figure: syntactic!, unit: 'x' },
      { what: 'comparison of 100 files', bound: { atMost: 0.5 }, figure: median(wall[COMPARE]!) / 1e6, unit: ' s' },
    ],
    tables: [
      {
        columns: ['what', 'work, ms', 'against one load', 'process, ms', 'against one load'],
        rows: [
          ...[LOAD, RENAME, SYNTACTIC].map((name) => [
            name,
            ...[within, wall].flatMap((of) => [
              digits(median(of[name]!) / 1000),
              name === LOAD ? '' : times(ratioOf(of, name, LOAD)),
            ]),
          ]),
          [COMPARE, digits(median(wall[COMPARE]!) / 1000), '', '', ''],
        ],
      },
    ],
    bounds: [
      'Every process loads the compiler before all else, which takes about half a second; work is all that comes then, git included.',
    ],
    foreignLoad,
    discarded,
  };
}

/** What processes say of their work, in microseconds, by side and round. */
class Work {
  readonly #taken = new Map<string, Map<number, number>>();

  add(name: string, round: number, ms: number): void {
    const of = this.#taken.get(name) ?? new Map<number, number>();
    this.#taken.set(name, of.set(round, 1000 * ms));
  }

  get times(): Times {
    return Object.fromEntries([...this.#taken].map(([name, of]) => [name, [...of.values()]]));
  }
}

function step(name: string, args: readonly string[], explained: number, work: Work): Side {
  return {
    name,
    run: (round) => {
      const [said, ms] = runProgram(process.execPath, [STEP, ...args], root)
        .split(' ')
        .map(Number);
      if (said !== explained) throw new Error(`${name}: ${String(said)} instead of ${explained}`);
      work.add(name, round, ms!);
      return 1;
    },
  };
}

async function compareAlone(folder: string, changed: number): Promise<number> {
  const { counts } = await proveDiff(folder, { base: 'base', head: 'both' }, { specs: [], engine: 'bench' });
  if (counts['unexplained'] === changed) return 1;
  throw new Error(`${String(counts['unexplained'])} unexplained files instead of ${changed}`);
}

const specOf = (astOp: string, selector: string, details: object): object => ({
  id: 'CS-1',
  intent: 'for the bench',
  scope: ['src/**'],
  language: 'typescript',
  patches: [{ path: 'src/**', astOp, selector, details }],
  invariants: [],
  tests: { strategy: 'augment', targets: ['test'], mutationThreshold: 0 },
});

/** Branches: `base`, `renamed` and `rewritten` with one change each, `both` with both. */
function repository(folder: string, files: number, changed: number): string {
  if (existsSync(join(folder, '.git'))) return folder;
  mkdirSync(join(folder, 'src'), { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=base');
  const branch = (name: string, isRenamed: boolean, isRewritten: boolean): void => {
    if (name !== 'base') git(folder, 'switch', '--quiet', '--create', name, 'base');
    for (let n = 0; n < files; n++)
      writeFileSync(join(folder, 'src', `f${n}.ts`), textOf(n, changed, isRenamed, isRewritten));
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', name);
  };
  branch('base', false, false);
  branch('renamed', true, false);
  branch('rewritten', false, true);
  branch('both', true, true);
  return folder;
}

function textOf(n: number, changed: number, isRenamed: boolean, isRewritten: boolean): string {
  const type = isRenamed ? 'AccountId' : 'UserId';
  const functions = Array.from({ length: 20 }, (_, i) => {
    return `export function f${n}_${i}(value: number, text: string): string {\n  const sum = value * ${i} + text.length;\n  return sum > ${n} ? text.repeat(sum % 3) : \`\${text}-\${sum}\`;\n}\n`;
  });
  if (n === 0) return `export type ${type} = string;\n${functions.join('')}`;
  const imports = `import { f${n - 1}_0 } from './f${n - 1}.ts';\nexport const first${n} = f${n - 1}_0(${n}, 'x');\n`;
  const uses = n <= changed ? `import type { ${type} } from './f0.ts';\nexport const id${n}: ${type} = 'id';\n` : '';
  const isText = n > changed && n <= 2 * changed;
  const text = isText ? `export const text${n} = '${isRewritten ? 'new' : 'old'} text';\n` : '';
  return imports + uses + text + functions.join('');
}

function git(folder: string, ...args: readonly string[]): void {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const who = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', '-c', 'core.autocrlf=false'];
  const { status, stderr } = spawnSync('git', [...who, ...args], { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}
