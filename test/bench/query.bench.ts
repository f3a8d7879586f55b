/** Finding one trace in a million lines, against grep on the same file. */
import { createFileSource, queryLedger } from '../../src/ledger/index.ts';
import { statSync } from 'node:fs';
import { program, runProgram, runWatched } from './program.ts';
import { count, digits, times } from './result.ts';
import type { Bench, BenchPlace, BenchResult } from './result.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import { sampleLedger, traceIdAt } from './sample.ts';

export const queryBench: Bench = { name: 'query', run };

const SIZES = { full: { lines: 1_000_000, rounds: 10 }, short: { lines: 100, rounds: 1 } };

const GREP = 'grep -F';
const CLI = 'logline-cli query --trace-id';
const LIBRARY = 'queryLedger, in a process that runs already';

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const { lines, rounds } = SIZES[isShort ? 'short' : 'full'];
  const path = await sampleLedger(folder, { lines });
  const id = traceIdAt(Math.floor(0.9 * lines));
  const args = ['query', '--ledger', path, '--trace-id', id, '--output', 'ndjson'];
  const line = runProgram('grep', ['-F', id, path], folder);
  const { wall, foreignLoad, discarded } = await interleave(
    [
      { name: GREP, run: () => demandSame(runProgram('grep', ['-F', id, path], folder), line) },
      { name: CLI, run: () => demandSame(runProgram(process.execPath, [program, ...args], folder), line) },
      { name: LIBRARY, run: async () => demandSame(await queryByLibrary(path, id), line) },
    ],
    rounds,
  );
  const { peakMb } = await runWatched(args, folder);
  return {
    title: 'Query',
    how: [
      `One trace of one line in ${count(lines)} lines (${count(Math.round(statSync(path).size / 1e6))} MB), the file in the system's cache. Every side answers the same line, byte for byte; ours also reads it as an atomic, and finds it however the id is spelt.`,
    ],
    targets: [
      { what: 'by trace, against `grep -F`', bound: { atMost: 2 }, figure: ratioOf(wall, CLI, GREP).median, unit: 'x' },
      { what: 'memory', bound: { atMost: 300 }, figure: peakMb, unit: 'MB' },
    ],
    tables: [
      {
        columns: ['', 'ms', 'MB a second', 'against `grep -F`'],
        rows: [GREP, CLI, LIBRARY].map((name) => [
          `\`${name}\``.replace(/^`(queryLedger)(.*)`$/, '`$1`$2'),
          digits(median(wall[name]!) / 1000),
          digits(statSync(path).size / median(wall[name]!)),
          name === GREP ? '' : times(ratioOf(wall, name, GREP)),
        ]),
      },
    ],
    bounds: [
      'Reading: the file is copied out of the cache in chunks of 1 MiB, two at a time on other threads, while a chunk before them is searched for the id. Lines are told apart, and parsed, only where the id may be. Of the program by itself, a third is the start of Node and of the program.',
    ],
    foreignLoad,
    discarded,
  };
}

async function queryByLibrary(path: string, traceId: string): Promise<string> {
  let found = '';
  for await (const { text } of queryLedger(createFileSource(path), { traceId })) found += `${text}\n`;
  return found;
}

function demandSame(found: string, line: string): 1 {
  if (found === line) return 1;
  throw new Error(`found ${found}`);
}
