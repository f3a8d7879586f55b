/** renameSymbol with its proof, against the compiler's rename without one and ts-morph's, each from nothing. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { arePeersInstalled, peersFolder } from './peers/installed.ts';
import { runProgram } from './program.ts';
import { RENAMED, writeProject } from './rename-project.ts';
import { count, digits, times } from './result.ts';
import type { Bench, BenchPlace, BenchResult } from './result.ts';
import { root } from './root.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import type { Rounds, Times } from './rounds.ts';

export const dteRenameBench: Bench = { name: 'dte-rename', run };

const SIZES = { full: { modules: 300, rounds: 15 }, short: { modules: 32, rounds: 1 } };

const SERVICE = 'language service, without a proof';
const MORPH = 'ts-morph, without a proof';
const OWN = 'renameSymbol';
const LOAD = 'a program of all files';
const SYNTAX = 'a selection by syntax alone';
const SECOND = 'renameSymbol, the second one';

const SIDES: Readonly<Record<string, string>> = {
  [SERVICE]: 'service',
  [MORPH]: 'ts-morph',
  [OWN]: 'own',
  [LOAD]: 'load',
  [SYNTAX]: 'syntax',
};

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const { modules, rounds } = SIZES[isShort ? 'short' : 'full'];
  const project = join(folder, `rename-${modules}`);
  rmSync(project, { recursive: true, force: true });
  const bytes = writeProject(project, modules);
  const within = new Within();
  const measured = await interleave(
    sides().map((name) => ({ name, run: (round) => within.take(name, round, project) })),
    rounds,
  );
  return { ...reported(measured, within, { modules, bytes, rounds }), ...measured };
}

/** ts-morph is there only where the peers of the benches are installed. */
const sides = (): string[] => Object.keys(SIDES).filter((name) => name !== MORPH || arePeersInstalled());

/** What a process says of its work. */
interface Told {
  readonly ms: number;
  /** Of the same work for another name, afterwards. */
  readonly second?: number;
  readonly edits: number;
  readonly digest: string;
}

/** What the work took within each process, without its start and the loading of packages. */
class Within {
  readonly #told = new Map<string, Map<number, Told>>();

  take(name: string, round: number, project: string): number {
    const { name: old, path, newName } = RENAMED;
    const script = join(root, 'test/bench/rename-side.mjs');
    const args = [script, SIDES[name]!, project, join(root, 'dist'), old, path, newName, peersFolder];
    const told = JSON.parse(runProgram(process.execPath, args, root)) as Told;
    const of = this.#told.get(name) ?? new Map<number, Told>();
    this.#told.set(name, of.set(round, told));
    if (told.edits === 0) throw new Error(`${name}: nothing was found`);
    const [own, service] = [OWN, SERVICE].map((side) => this.#told.get(side)?.get(round)?.digest);
    if (own !== undefined && service !== undefined && own !== service) throw new Error('the edits differ');
    return 1;
  }

  times(): Times {
    const all = [...this.#told].map(([name, told]) => [name, [...told.values()].map(({ ms }) => 1000 * ms)] as const);
    const second = [...this.#told.get(OWN)!.values()].map((told) => 1000 * told.second!);
    return { ...Object.fromEntries(all), [SECOND]: second };
  }

  get edits(): number {
    return [...this.#told.get(OWN)!.values()][0]!.edits;
  }
}

type Figures = Pick<BenchResult, 'title' | 'how' | 'targets' | 'tables' | 'bounds'>;

function reported(
  { wall }: Rounds,
  within: Within,
  { modules, bytes, rounds }: { modules: number; bytes: number; rounds: number },
): Figures {
  const work = within.times();
  const target = (what: string, bound: number, figure: number) => ({
    what,
    bound: { atMost: bound },
    figure,
    unit: 'x',
  });
  return {
    title: 'Renaming in TypeScript',
    how: [
      `A project of ${modules} modules and ${count(Math.round(bytes / 1000))} kB, generated; an interface that a third of them use, at ${within.edits} places. ` +
        `Each run is a process of its own, ${rounds} of each in turns, and reads the project from disk. The edits are the same as the language service's.`,
      'Work is what a process does after its packages are loaded. The second rename is another symbol of the same tree in the same process.',
    ],
    targets: [
      target('against the language service, whole process', 1.1, ratioOf(wall, OWN, SERVICE).median),
      ...(work[MORPH] === undefined
        ? []
        : [target('against ts-morph, whole process', 0.8, ratioOf(wall, OWN, MORPH).median)]),
      target('the second rename against the first', 0.1, ratioOf(work, SECOND, OWN).median),
    ],
    tables: [
      {
        columns: ['', 'process, ms', 'work, ms', 'process, against the language service'],
        rows: [SERVICE, MORPH, OWN, SECOND, LOAD, SYNTAX]
          .filter((name) => work[name] !== undefined)
          .map((name) => [
            name,
            wall[name] === undefined ? '' : digits(median(wall[name]) / 1000),
            digits(median(work[name]!) / 1000),
            wall[name] === undefined || name === SERVICE ? '' : times(ratioOf(wall, name, SERVICE)),
          ]),
      },
    ],
    bounds: [
      'Three quarters of a rename are the reading and binding of files, the library of the compiler among them. What cannot matter to the names is not read; comments of the library are not parsed.',
      `A selection by syntax alone takes ${times(ratioOf(work, SYNTAX, LOAD))} of a program. It parses the files that hold the name, here a third of all, and that is four fifths of its time. ` +
        'Where fewer files change, it takes less: the target for that is in the bench of the diff proof.',
    ],
  };
}
