/** Verification with thread pools of several sizes. A pool's size is fixed when the process first needs it: so each has a process. */
import { execFile } from 'node:child_process';
import { argv, execArgv, execPath, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createNativeEngine } from '../../src/atomic/index.ts';
import { demandAll, partsOf, verifyPart } from './parts.ts';
import { createStraightforwardVerifier } from './peers/straightforward.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import type { Ratio } from './rounds.ts';

/** What one size of the pool gives. */
export interface PoolFigures {
  readonly threads: number;
  readonly wallUs: number;
  /** How many times as fast as the straightforward pipeline on one thread. */
  readonly ratio: Ratio;
  /** How many times as fast as ours on one thread. */
  readonly ratioToOne: Ratio;
  readonly foreignLoad: number;
  readonly discarded: number;
}

const program = fileURLToPath(import.meta.url);
const POOLS = { full: [1, 2, 4, 8], short: [2] };

/** Measures verification of a ledger in parts of so many lines, with each size of the pool. */
export async function measurePools(
  path: string,
  part: number,
  rounds: number,
  isShort: boolean,
): Promise<PoolFigures[]> {
  const figures: PoolFigures[] = [];
  for (const threads of POOLS[isShort ? 'short' : 'full']) {
    const args = [...execArgv, program, path, String(part), String(rounds)];
    const env = { ...process.env, UV_THREADPOOL_SIZE: String(threads) };
    const { stdout: text } = await promisify(execFile)(execPath, args, { env });
    figures.push({ threads, ...(JSON.parse(text) as Omit<PoolFigures, 'threads'>) });
  }
  return figures;
}

async function measure(path: string, part: number, rounds: number): Promise<Omit<PoolFigures, 'threads'>> {
  const parts = await partsOf(path, part);
  const straightforward = createStraightforwardVerifier({ checks: 'bare', signatures: 'node:crypto' });
  const one = createNativeEngine({ parallel: false })!;
  const all = createNativeEngine()!;
  const { wall, foreignLoad, discarded } = await interleave(
    [
      { name: 'straightforward', run: (i) => demandAll(straightforward(parts[i]!.text(), parts[i]!.prev), part) },
      { name: 'all', run: (i) => verifyPart(parts[i]!, all) },
      { name: 'one', run: (i) => verifyPart(parts[i]!, one) },
    ],
    rounds,
  );
  const [ratio, ratioToOne] = ['straightforward', 'one'].map((side) => ratioOf(wall, side, 'all'));
  return { wallUs: median(wall['all']!), ratio: ratio!, ratioToOne: ratioToOne!, foreignLoad, discarded };
}

if (argv[1] === program) {
  const [path, part, rounds] = argv.slice(2);
  stdout.write(JSON.stringify(await measure(path!, Number(part), Number(rounds))));
}
