/** How many mutants a second are judged, on a small library with quick tests and on one whose tests wait; StrykerJS beside it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ForeignLoad } from './machine.ts';
import { verdictsOf, writeBed } from './mutation-bed.ts';
import type { Bed, Elements } from './mutation-bed.ts';
import { arePeersInstalled, versionOfPeer } from './peers/installed.ts';
import { runStryker } from './peers/stryker.ts';
import type { StrykerRunner } from './peers/stryker.ts';
import { runProgram } from './program.ts';
import { count, digits } from './result.ts';
import type { Bench, BenchPlace, BenchResult } from './result.ts';
import { root } from './root.ts';
import { median } from './rounds.ts';

export const dteMutationBench: Bench = { name: 'dte-mutation', run };

/** StrykerJS takes a hundred times as long, so what it is compared on is small, and it is asked once. */
const SIZES = { full: { many: 8, quick: 2, rounds: 5 }, short: { many: 1, quick: 0, rounds: 1 } };
const MANY = 'quick tests, many';
const QUICK = 'quick tests';
const WAITING = 'tests that wait 20 ms';
const OWN = { one: 'ours, 1 process', two: 'ours, 2 processes' };
const PEERS: Readonly<Record<StrykerRunner, string>> = {
  tap: 'StrykerJS, tap-runner',
  mocha: 'StrykerJS, mocha-runner',
};
const STEP = join(root, 'test/bench/mutation-step.mjs');

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const { many, quick, rounds } = SIZES[isShort ? 'short' : 'full'];
  const hasPeers = !isShort && arePeersInstalled();
  const beds: readonly MeasuredBed[] = [
    { name: MANY, copies: many, waitMs: 0, peers: [] },
    { name: QUICK, copies: quick, waitMs: 0, peers: ['mocha'] },
    { name: WAITING, copies: 1, waitMs: 20, peers: ['mocha', 'tap'] },
  ];
  const load = new ForeignLoad();
  load.take();
  const figures = new Figures();
  for (const bed of beds.filter(({ copies }) => copies > 0)) {
    const place = join(folder, `mutation-${bed.copies}-${bed.waitMs}`);
    for (let round = 0; round < rounds; round++) {
      figures.take(bed.name, OWN.one, () => ours(place, bed, 1));
      figures.take(bed.name, OWN.two, () => ours(place, bed, 2));
    }
    for (const runner of hasPeers ? bed.peers : [])
      figures.take(bed.name, PEERS[runner], () => theirs(place, bed, runner));
  }
  return { ...reported(figures, hasPeers), foreignLoad: load.take(), discarded: 0 };
}

/** A library that is measured, and what StrykerJS runs its tests with. */
interface MeasuredBed extends Size {
  readonly name: string;
  readonly peers: readonly StrykerRunner[];
}

type Size = Omit<Bed, 'runner'>;

/** Answers the report of ours. The folder is written anew, so that nothing of an earlier run is there. */
function ours(place: string, size: Size, workers: number): () => Elements {
  writeBed(place, { ...size, runner: 'node:test' });
  return () => {
    runProgram(process.execPath, [STEP, place, String(workers), `${place}.json`], root);
    return JSON.parse(readFileSync(`${place}.json`, 'utf8')) as Elements;
  };
}

function theirs(place: string, size: Size, runner: StrykerRunner): () => Elements {
  const own = `${place}-${runner}`;
  writeBed(own, { ...size, runner: runner === 'mocha' ? 'mocha' : 'node:test' });
  return () => runStryker(own, runner, 2);
}

/** Mutants a second, by bed and side. All sides have to agree on each mutant. */
class Figures {
  readonly #perSecond = new Map<string, number[]>();
  readonly #verdicts = new Map<string, readonly string[]>();

  take(bed: string, side: string, prepare: () => () => Elements): void {
    const work = prepare();
    const start = performance.now();
    const report = work();
    const seconds = (performance.now() - start) / 1000;
    const verdicts = verdictsOf(report);
    this.#demandSame(bed, side, verdicts);
    const key = `${bed}|${side}`;
    this.#perSecond.set(key, [...(this.#perSecond.get(key) ?? []), verdicts.length / seconds]);
  }

  #demandSame(bed: string, side: string, verdicts: readonly string[]): void {
    const known = this.#verdicts.get(bed) ?? verdicts;
    this.#verdicts.set(bed, known);
    const other = verdicts.find((verdict, i) => verdict !== known[i]) ?? known[verdicts.length];
    if (other !== undefined) throw new Error(`${side}, ${bed}: ${other} is not what the others say`);
  }

  of(bed: string, side: string): number | undefined {
    const all = this.#perSecond.get(`${bed}|${side}`);
    return all && median(all);
  }

  mutants(bed: string): number {
    return this.#verdicts.get(bed)?.length ?? 0;
  }
}

function reported(
  figures: Figures,
  hasPeers: boolean,
): Pick<BenchResult, 'title' | 'how' | 'targets' | 'tables' | 'bounds'> {
  const best = (bed: string): number => Math.max(...Object.values(PEERS).map((side) => figures.of(bed, side) ?? 0));
  const gain = (what: string, bed: string, atLeast: number) => ({
    what: `against the best of StrykerJS, ${what}`,
    bound: { atLeast },
    figure: figures.of(bed, OWN.two)! / best(bed),
    unit: 'x',
  });
  const beds = [MANY, QUICK, WAITING].filter((bed) => figures.mutants(bed) > 0);
  const sides = [...Object.values(OWN), ...(hasPeers ? Object.values(PEERS) : [])];
  return {
    title: 'Mutation testing',
    how: [
      `All mutants of a library of ${beds.map((bed) => `${count(figures.mutants(bed))} (${bed})`).join(', ')}: copies of the one in test/golden/dte/mutation; from the start of a process to the report on disk, medians.`,
      ...(hasPeers ? [aboutPeers()] : []),
    ],
    targets: [...(hasPeers ? [gain('quick tests', QUICK, 20), gain(WAITING, WAITING, 1)] : [])],
    tables: [
      {
        columns: ['mutants a second', ...beds],
        rows: sides.map((side) => [side, ...beds.map((bed) => figure(figures.of(bed, side)))]),
      },
    ],
    bounds: [
      'Starting Node twice and loading the compiler take most of a second, whatever comes then. Each mutant that is not noticed is tried once more in files that are loaded anew.',
    ],
  };
}

const figure = (perSecond: number | undefined): string => (perSecond === undefined ? '' : digits(perSecond));

const aboutPeers = (): string =>
  `StrykerJS ${versionOfPeer('@stryker-mutator/core')} with two processes and coverage by test, once: its mocha-runner runs the same tests written for mocha; its tap-runner the same files, which use node:test, the slow ones alone, since it starts Node again for each mutant and is the slower one whatever the tests do. ` +
  'All sides have the same verdict on each mutant; one that keeps a file of tests from loading, which is an error to the mocha-runner, counts as killed.';
