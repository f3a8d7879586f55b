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

const SIZES = { full: { quick: 8, rounds: 7, peerRounds: 2 }, short: { quick: 1, rounds: 1, peerRounds: 0 } };
const QUICK = 'quick tests';
const WAITING = 'tests that wait 20 ms';
const OWN = { one: 'ours, 1 process', two: 'ours, 2 processes' };
const PEERS: Readonly<Record<StrykerRunner, string>> = {
  tap: 'StrykerJS, tap-runner',
  mocha: 'StrykerJS, mocha-runner',
};
const STEP = join(root, 'test/bench/mutation-step.mjs');

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const { quick, rounds, peerRounds } = SIZES[isShort ? 'short' : 'full'];
  const hasPeers = peerRounds > 0 && arePeersInstalled();
  const beds = { [QUICK]: { copies: quick, waitMs: 0 }, [WAITING]: { copies: 1, waitMs: 20 } };
  const load = new ForeignLoad();
  load.take();
  const figures = new Figures();
  for (let round = 0; round < rounds; round++) {
    for (const [name, bed] of Object.entries(beds)) {
      const place = join(folder, `mutation-${bed.waitMs}`);
      figures.take(name, OWN.one, () => ours(place, bed, 1));
      figures.take(name, OWN.two, () => ours(place, bed, 2));
      if (hasPeers && round < peerRounds)
        for (const runner of ['tap', 'mocha'] as const)
          figures.take(name, PEERS[runner], () => theirs(place, bed, runner));
    }
  }
  return { ...reported(figures, hasPeers), foreignLoad: load.take(), discarded: 0 };
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
    return this.#verdicts.get(bed)!.length;
  }
}

function reported(
  figures: Figures,
  hasPeers: boolean,
): Pick<BenchResult, 'title' | 'how' | 'targets' | 'tables' | 'bounds'> {
  const best = (bed: string): number => Math.max(...Object.values(PEERS).map((side) => figures.of(bed, side) ?? 0));
  const gain = (bed: string): number => figures.of(bed, OWN.two)! / best(bed);
  const peers = `StrykerJS ${hasPeers ? versionOfPeer('@stryker-mutator/core') : ''}`;
  const sides = [...Object.values(OWN), ...(hasPeers ? Object.values(PEERS) : [])];
  return {
    title: 'Mutation testing',
    how: [
      `All mutants of ${count(figures.mutants(QUICK) / 117)} copies of the library in test/golden/dte/mutation, ${count(figures.mutants(QUICK))} in all, and of one copy each test of which waits 20 ms first: from the start of a process to the report on disk.`,
      ...(hasPeers
        ? [
            `${peers} with two processes and coverage by test: its tap-runner runs the same files, which use node:test, its mocha-runner the same tests written for mocha. All sides have the same verdict on each mutant.`,
          ]
        : []),
    ],
    targets: [
      { what: 'mutants, quick tests', bound: { atLeast: 500 }, figure: figures.of(QUICK, OWN.two)!, unit: '/s' },
      ...(hasPeers
        ? [
            { what: `against the best of StrykerJS, ${QUICK}`, bound: { atLeast: 20 }, figure: gain(QUICK), unit: 'x' },
            {
              what: `against the best of StrykerJS, ${WAITING}`,
              bound: { atLeast: 1 },
              figure: gain(WAITING),
              unit: 'x',
            },
          ]
        : []),
    ],
    tables: [
      {
        columns: ['mutants a second', QUICK, WAITING],
        rows: sides.map((side) => [side, ...[QUICK, WAITING].map((bed) => digits(figures.of(bed, side)!))]),
      },
    ],
    bounds: [
      'Starting Node twice and loading the compiler take most of a second, whatever comes then. Each mutant that is not noticed is tried once more in files that are loaded anew.',
    ],
  };
}
