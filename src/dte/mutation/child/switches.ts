/** The switches of all mutants, and the counts by which coverage and endless loops are told. */

let counts = new Uint32Array(0);
let activeSite = -1;
let activeChoice = 0;
let hitsLeft = Infinity;
let roundsLeft = Infinity;
let wasStopped = false;

/** How far a mutant may go. */
export interface Bounds {
  readonly hits: number;
  readonly rounds: number;
}

/** Asked by every place at each pass: answers which of its mutants is on, 0 for none. */
export function ask(site: number): number {
  counts[site]!++;
  if (site !== activeSite) return 0;
  if (--hitsLeft < 0) stop();
  return activeChoice;
}

/** Told by every loop at each round. */
export function round(): void {
  if (--roundsLeft < 0) stop();
}

/** From here on everything is stopped that asks or goes round: a `catch` in the code under test does not help it. */
function stop(): never {
  wasStopped = true;
  throw new Error('The mutant runs without an end.');
}

export function setUp(siteCount: number): void {
  counts = new Uint32Array(siteCount);
}

/** Switches a mutant on. */
export function activate(site: number, choice: number): void {
  activeSite = site;
  activeChoice = choice;
}

export function deactivate(): void {
  activeSite = -1;
  release();
}

/** Begins to count against bounds. */
export function bind({ hits, rounds }: Bounds): void {
  hitsLeft = hits;
  roundsLeft = rounds;
  wasStopped = false;
}

function release(): void {
  bind({ hits: Infinity, rounds: Infinity });
}

/** Whether a bound was reached since {@link bind}. */
export const isStopped = (): boolean => wasStopped;

const MANY_ROUNDS = 2 ** 52;

/** Begins to count what is hit. */
export function startCounting(): void {
  counts.fill(0);
  bind({ hits: Infinity, rounds: MANY_ROUNDS });
}

/** Answers what was hit since {@link startCounting}. */
export function counted(): { readonly hits: [number, number][]; readonly rounds: number } {
  const hits: [number, number][] = [];
  for (let site = 0; site < counts.length; site++) if (counts[site] !== 0) hits.push([site, counts[site]!]);
  const rounds = MANY_ROUNDS - roundsLeft;
  release();
  return { hits, rounds };
}
