/** How many mutants a second are judged, on a small library with quick tests and on one whose tests wait. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutationTest } from '../../src/dte/mutation/mutation-test.ts';
import type { MutationReport } from '../../src/dte/mutation/report.ts';
import { memoryTree } from '../../src/dte/source-tree.ts';
import type { SourceTree, TreeFile } from '../../src/dte/source-tree.ts';
import { ForeignLoad } from './machine.ts';
import { count, digits } from './result.ts';
import type { Bench, BenchPlace, BenchResult } from './result.ts';
import { root } from './root.ts';
import { median } from './rounds.ts';

export const dteMutationBench: Bench = { name: 'dte-mutation', run };

const SIZES = { full: { copies: 8, rounds: 7 }, short: { copies: 1, rounds: 1 } };
const WORKERS = [1, 2];

interface Measured {
  readonly perSecond: number;
  readonly report: MutationReport;
}

async function run({ isShort }: BenchPlace): Promise<BenchResult> {
  const { copies, rounds } = SIZES[isShort ? 'short' : 'full'];
  const beds = { 'quick tests': library(copies, 0), 'tests that wait 20 ms': library(1, 20) };
  const load = new ForeignLoad();
  load.take();
  const figures = new Map<string, number[]>();
  let mutants = 0;
  for (let round = 0; round < rounds; round++) {
    for (const [name, tree] of Object.entries(beds)) {
      for (const workers of WORKERS) {
        const { perSecond, report } = await measure(tree, workers);
        const key = `${name}|${workers}`;
        figures.set(key, [...(figures.get(key) ?? []), perSecond]);
        mutants = Math.max(mutants, report.counts.mutants);
      }
    }
  }
  const figure = (name: string, workers: number): number => median(figures.get(`${name}|${workers}`)!);
  return {
    title: 'Mutation testing',
    how: [
      `All mutants of ${count(mutants / 117)} copies of the library in test/golden/dte/mutation, ${count(mutants)} in all, from the tree to the report: sources compiled, tests run once without a mutant, then those that reach one. ` +
        'Each verdict is compared with that of StrykerJS 9.6.1, which stands beside the library.',
    ],
    targets: [{ what: 'mutants, quick tests', bound: { atLeast: 500 }, figure: figure('quick tests', 2), unit: '/s' }],
    tables: [
      {
        columns: ['mutants a second', ...WORKERS.map((workers) => `${workers} process${workers === 1 ? '' : 'es'}`)],
        rows: Object.keys(beds).map((name) => [name, ...WORKERS.map((workers) => digits(figure(name, workers)))]),
      },
    ],
    bounds: [
      'Starting Node and compiling take about half a second, whatever comes then. Each mutant that is not noticed is tried once more in files that are loaded anew.',
    ],
    foreignLoad: load.take(),
    discarded: 0,
  };
}

async function measure(tree: SourceTree, workers: number): Promise<Measured> {
  const everywhere = [{ first: 1, last: 10_000 }];
  const sources = [...tree.modes.keys()].filter((path) => path.includes('/src/'));
  const start = performance.now();
  const report = await mutationTest(tree, { changed: new Map(sources.map((path) => [path, everywhere])), workers });
  const perSecond = report.counts.mutants / ((performance.now() - start) / 1000);
  demandSameCounts(report, sources.length / 2);
  return { perSecond, report };
}

/** What StrykerJS found for one copy; test/dte/mutation compares mutant by mutant. */
function demandSameCounts({ counts, findings }: MutationReport, copies: number): void {
  const text = readFileSync(join(folder, 'stryker-verdicts.json'), 'utf8');
  const expected = (status: string): number => copies * (text.split(`"${status}"]`).length - 1);
  const isSame =
    counts.killed === expected('Killed') &&
    counts.timeout === expected('Timeout') &&
    counts.survived === expected('Survived') &&
    counts.noCoverage === expected('NoCoverage');
  if (!isSame) throw new Error(`other verdicts than StrykerJS: ${JSON.stringify({ counts, findings })}`);
}

const folder = join(root, 'test/golden/dte/mutation');

/** Copies of the library, each test of which waits so long first. */
function library(copies: number, waitMs: number): SourceTree {
  const files = new Map<string, TreeFile>();
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const wait = `import { beforeEach as first } from 'node:test';\nfirst(() => new Promise((go) => setTimeout(go, ${waitMs})));\n`;
  for (let copy = 0; copy < copies; copy++) {
    for (const path of paths) {
      const text = readFileSync(join(folder, path), 'utf8');
      const whole = waitMs > 0 && path.endsWith('.spec.ts') ? wait + text : text;
      files.set(`copy${copy}/${path}`, { mode: '100644', bytes: new Uint8Array(Buffer.from(whole)) });
    }
  }
  files.set('package.json', { mode: '100644', bytes: new Uint8Array(readFileSync(join(folder, 'package.json'))) });
  return memoryTree(files);
}
