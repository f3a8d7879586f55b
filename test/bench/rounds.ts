/** Measuring things against each other: in turns, many times, so that what slows the machine down slows all of them. */
import { ForeignLoad } from './machine.ts';

/** One of the things that are compared. */
export interface Side {
  readonly name: string;
  /** Does the work of a round, and answers how many units (lines, calls) it was. */
  readonly run: (round: number) => number | Promise<number>;
}

/** Work that can be done again and again. */
export interface Prepared {
  /** Answers how many units it did. */
  readonly run: () => number | Promise<number>;
  /** Looks at what was done. Rejects if it is not right. */
  readonly close?: () => Promise<void>;
}

/** Microseconds a unit, by side: one figure for each round. */
export type Times = Readonly<Record<string, readonly number[]>>;

/** What the rounds took. */
export interface Rounds {
  /** Time that passed. */
  readonly wall: Times;
  /** Processor time of this process, over all its threads. */
  readonly cpu: Times;
  /** The largest share of the processors, from 0 to 1, that others used in one of the rounds. */
  readonly foreignLoad: number;
  /** How many rounds were thrown away because others used more than they may. */
  readonly discarded: number;
}

/** A round in which others use more of the processors than this is measured again. */
const MOST_FOREIGN = 0.05;

/** Measures all sides in turns; the order changes from round to round. One round before them warms up, unless one is all there is. */
export async function interleave(sides: readonly Side[], rounds: number): Promise<Rounds> {
  const measured: Round[] = [];
  const load = new ForeignLoad();
  if (rounds > 1) await runRound(sides, 0);
  let quiet = 0;
  // A single round shows that the sides run: there is nothing to be chosen.
  const most = rounds > 1 ? 4 * rounds : 1;
  while (quiet < rounds && measured.length < most) {
    load.take();
    const taken = await runRound(sides, quiet);
    const foreign = load.take();
    if (foreign <= MOST_FOREIGN) quiet++;
    measured.push({ taken, foreign });
  }
  // Where it is never quiet, the quietest have to do.
  const kept = [...measured].sort((a, b) => a.foreign - b.foreign).slice(0, rounds);
  return {
    wall: timesOf(sides, kept, 'wall'),
    cpu: timesOf(sides, kept, 'cpu'),
    foreignLoad: Math.max(...kept.map(({ foreign }) => foreign)),
    discarded: measured.length - kept.length,
  };
}

interface Taken {
  readonly wall: number;
  readonly cpu: number;
}

interface Round {
  readonly taken: ReadonlyMap<string, Taken>;
  readonly foreign: number;
}

async function runRound(sides: readonly Side[], round: number): Promise<Map<string, Taken>> {
  const taken = new Map<string, Taken>();
  const inTurn = round % 2 === 0 ? sides : [...sides].reverse();
  for (const side of inTurn) {
    globalThis.gc?.(); // one side's garbage is not the other's
    const cpu = process.cpuUsage();
    const start = performance.now();
    const units = await side.run(round);
    const wall = (1000 * (performance.now() - start)) / units;
    const { user, system } = process.cpuUsage(cpu);
    taken.set(side.name, { wall, cpu: (user + system) / units });
  }
  return taken;
}

function timesOf(sides: readonly Side[], rounds: readonly Round[], kind: keyof Taken): Times {
  return Object.fromEntries(sides.map(({ name }) => [name, rounds.map(({ taken }) => taken.get(name)![kind])]));
}

/** The figure in the middle. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A ratio, and how much it differed between rounds. */
export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** How many times as long `a` took as `b`, round by round. */
export function ratioOf(times: Times, a: string, b: string): Ratio {
  const ratios = times[a]!.map((time, round) => time / times[b]![round]!);
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
