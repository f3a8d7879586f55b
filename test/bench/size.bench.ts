/** How memory and time grow with the ledger: up to a million lines, by the program. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ForeignLoad } from './machine.ts';
import { runWatched } from './program.ts';
import { count, digits } from './result.ts';
import type { Bench, BenchPlace, BenchResult, Table } from './result.ts';
import { sampleLedger, traceIdAt } from './sample.ts';

export const sizeBench: Bench = { name: 'size', run };

const SIZES = { full: [10_000, 100_000, 1_000_000], short: [20, 100] };

/** What the program is asked for, and the status with which it has to end. */
const COMMANDS: Readonly<Record<string, { readonly args: readonly string[]; readonly status: number }>> = {
  verify: { args: ['verify', '--check-prev-chain', '--output', 'json'], status: 0 },
  'query of a trace': { args: ['query', '--trace-id', traceIdAt(7), '--output', 'ndjson'], status: 0 },
  'query that reads every line': { args: ['query', '--since', '2099-01-01', '--output', 'ndjson'], status: 0 },
  stats: { args: ['stats', '--output', 'json'], status: 0 },
  tail: { args: ['tail', '-n', '1000', '--output', 'ndjson'], status: 0 },
  'tail -f': { args: ['tail', '-f', '--output', 'ndjson'], status: 130 },
};

interface Figures {
  readonly peakMb: number;
  readonly seconds: number;
}

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const sizes = SIZES[isShort ? 'short' : 'full'];
  const load = new ForeignLoad();
  const figures = new Map<string, Figures[]>();
  let foreignLoad = 0;
  for (const lines of sizes) {
    const path = await sampleLedger(folder, { lines });
    for (const name of Object.keys(COMMANDS)) {
      load.take();
      figures.set(name, [...(figures.get(name) ?? []), await measure(name, path, folder)]);
      foreignLoad = Math.max(foreignLoad, load.take());
    }
  }
  const largest = (name: string): number => figures.get(name)!.at(-1)!.peakMb;
  const of = `${count(sizes.at(-1)!)} lines`;
  return {
    title: 'Size',
    how: [
      'Each command of `logline-cli` once, in a process of its own. The memory is the most that the process had at any time, all of its threads included (VmHWM). `tail -f` is followed for a second, and ended by Ctrl-C.',
    ],
    targets: ['verify', 'query of a trace', 'tail', 'tail -f'].map((name) => ({
      what: `memory of \`${name.replace(' of a trace', '')}\`, ${of}`,
      bound: { atMost: 300 },
      figure: largest(name),
      unit: 'MB',
    })),
    tables: [
      tableOf('memory, MB', figures, sizes, ({ peakMb }) => digits(peakMb)),
      tableOf('seconds', figures, sizes, ({ seconds }) => digits(seconds)),
    ],
    bounds: [
      'Memory: Node itself, then what its collector lets grow between two collections. Of the ledger, only the chunk that is being read and the batches of lines whose signatures are being checked are held.',
    ],
    foreignLoad,
    discarded: 0,
  };
}

async function measure(name: string, path: string, folder: string): Promise<Figures> {
  const { args, status } = COMMANDS[name]!;
  const start = performance.now();
  const { peakMb, ...ended } = await runWatched(
    [...args, '--ledger', path],
    folder,
    status === 130 ? interrupt : undefined,
  );
  const seconds = (performance.now() - start) / 1000;
  if (ended.status !== status) throw new Error(`${name}: status ${String(ended.status)}\n${ended.stderr}`);
  return { peakMb, seconds };
}

/** Ctrl-C, a second after the first output. */
async function interrupt(child: ChildProcess): Promise<void> {
  await once(child.stdout!, 'data');
  await sleep(1000);
  child.kill('SIGINT');
}

function tableOf(
  what: string,
  figures: ReadonlyMap<string, readonly Figures[]>,
  sizes: readonly number[],
  text: (figure: Figures) => string,
): Table {
  return {
    columns: [what, ...sizes.map((lines) => `${count(lines)} lines`)],
    rows: [...figures].map(([name, of]) => [`\`${name}\``, ...of.map(text)]),
  };
}
