/** What users wait for when they start the services: until they are ready, against a Node that does nothing, and against their modules one by one. */
import { join } from 'node:path';
import { runProgram } from './program.ts';
import { digits, times } from './result.ts';
import type { Bench, BenchPlace, BenchResult } from './result.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import type { Side } from './rounds.ts';
import { Started } from './service-load.ts';

export const serviceStartBench: Bench = { name: 'service-start', run };

const ROUNDS = { full: 20, short: 1 };
/** The guides' "ready in seconds", which a start from the sources has to keep as well. */
const READY_MS = 2000;

const BARE = '`node -e 0`';
const ECHO = 'a server of the framework with one route';
const ONE = '`node services/index.js --only gateway`';
const ALL = '`node services/index.js`';
const SOURCES = 'the same from its sources, as `npm run dev`';

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const rounds = ROUNDS[isShort ? 'short' : 'full'];
  const env = environment(folder);
  const fromSources = { ...env, NODE_OPTIONS: `--import=${import.meta.resolve('tsx')} --conditions=logline:src` };
  const { wall, foreignLoad, discarded } = await interleave(
    [
      { name: BARE, run: () => (runProgram(process.execPath, ['-e', '0'], folder), 1) },
      side(ECHO, ['test/bench/echo-server.mjs'], {}, folder),
      side(ONE, ['services/index.js', '--only', 'gateway'], env, folder),
      side(ALL, ['services/index.js'], env, folder),
      side(SOURCES, ['services/from-source.js'], fromSources, folder),
    ],
    rounds,
  );
  return {
    title: 'Start of the services',
    how: [
      `Processes, one after the other, ${String(rounds)} of each in turns: started, ready with a ledger in a file, told to end, and gone.`,
    ],
    targets: [
      {
        what: 'all services, from the start to the end',
        bound: { atMost: READY_MS },
        figure: median(wall[ALL]!) / 1000,
        unit: 'ms',
      },
      {
        what: 'all services, against their sources',
        bound: { atMost: 0.5 },
        figure: ratioOf(wall, ALL, SOURCES).median,
        unit: 'x',
      },
    ],
    tables: [
      {
        columns: ['what is started', 'ms', 'against `node -e 0`'],
        rows: [BARE, ECHO, ONE, ALL, SOURCES].map((name) => [
          name,
          digits(median(wall[name]!) / 1000),
          name === BARE ? '' : times(ratioOf(wall, name, BARE)),
        ]),
      },
    ],
    bounds: [
      'Modules: the build has those of the framework, the validator and the library in few files, and each service loads its own alone. What runs is compiled by Node each time.',
    ],
    foreignLoad,
    discarded,
  };
}

/** Ports that nobody else has, and a key, so that the first start makes none. */
function environment(folder: string): Readonly<Record<string, string>> {
  const names = ['', 'GATEWAY_', 'ORCHESTRATOR_', 'DTE_', 'FINOPS_', 'EVIDENCE_', 'METRICS_'];
  const ports = Object.fromEntries(names.map((name) => [`${name}PORT`, '0']));
  return { ...ports, LEDGER_PATH: join(folder, 'start.jsonl'), SIGNING_KEY_HEX: '1'.repeat(64), DTE_ROOT: folder };
}

function side(name: string, args: readonly string[], env: Readonly<Record<string, string>>, folder: string): Side {
  return {
    name,
    run: async () => {
      const started = await Started.start(args, env, folder);
      await started.end();
      return 1;
    },
  };
}
