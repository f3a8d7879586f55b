/** What users wait for when they call the program: against a Node that does nothing. */
import { program, runProgram } from './program.ts';
import { digits, times } from './result.ts';
import type { Bench, BenchPlace, BenchResult } from './result.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import type { Side } from './rounds.ts';
import { sampleLedger } from './sample.ts';

export const coldBench: Bench = { name: 'cold', run };

const SIZES = { full: { lines: 1000, rounds: 60 }, short: { lines: 10, rounds: 1 } };

const BARE = '`node -e 0`';
const HELP = '`logline-cli --help`';
const VERIFY = '`logline-cli verify`, 1 000 lines';
const ONE_LINE = '`logline-cli verify`, 1 line';
const JSON_REPORT = '"ok":true';

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const { lines, rounds } = SIZES[isShort ? 'short' : 'full'];
  const thousand = await sampleLedger(folder, { lines });
  const one = await sampleLedger(folder, { lines: 1 });
  const { wall, foreignLoad, discarded } = await interleave(
    [
      side(BARE, folder, ['-e', '0'], ''),
      side(HELP, folder, [program, '--help'], 'Usage:'),
      side(
        ONE_LINE,
        folder,
        [program, 'verify', '--ledger', one, '--check-prev-chain', '--output', 'json'],
        JSON_REPORT,
      ),
      side(
        VERIFY,
        folder,
        [program, 'verify', '--ledger', thousand, '--check-prev-chain', '--output', 'json'],
        JSON_REPORT,
      ),
    ],
    rounds,
  );
  const [help, verify] = [HELP, VERIFY].map((name) => ratioOf(wall, name, BARE));
  return {
    title: 'Cold start',
    how: [
      `Processes, one after the other, ${String(rounds)} of each in turns. \`verify\` checks signatures and chain and prints its report as JSON.`,
    ],
    targets: [
      { what: '`--help`, against `node -e 0`', bound: { atMost: 1.5 }, figure: help!.median, unit: 'x' },
      { what: '`verify` of 1 000 lines, against `node -e 0`', bound: { atMost: 3 }, figure: verify!.median, unit: 'x' },
    ],
    tables: [
      {
        columns: ['command', 'ms', 'against `node -e 0`'],
        rows: [BARE, HELP, ONE_LINE, VERIFY].map((name) => [
          name,
          digits(median(wall[name]!) / 1000),
          name === BARE ? '' : times(ratioOf(wall, name, BARE)),
        ]),
      },
    ],
    bounds: [
      'Node itself takes the most. What a command does not need is not loaded, and what it does need is in few files.',
      'Of `verify`, the signatures: a thousand of them on the cores that are there.',
    ],
    foreignLoad,
    discarded,
  };
}

function side(name: string, folder: string, args: readonly string[], expected: string): Side {
  return {
    name,
    run: () => {
      if (runProgram(process.execPath, args, folder).includes(expected)) return 1;
      throw new Error(`${name} did not print ${expected}`);
    },
  };
}
