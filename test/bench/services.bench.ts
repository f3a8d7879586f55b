/** The services over HTTP: requests a second and times of answers, beside the framework's bare echo; and their memory after many requests. */
import { join } from 'node:path';
import { count, digits, perSecond, times } from './result.ts';
import type { Bench, BenchPlace, BenchResult } from './result.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import { sampleDraft } from './sample.ts';
import { atRate, byCallers, percentile, Started } from './service-load.ts';
import type { LoadRequest } from './service-load.ts';

export const servicesBench: Bench = { name: 'services', run };

const SIZES = {
  full: { calls: 1000, rounds: 4, rate: 100, ratedCalls: 2000, memory: [10_000, 100_000] },
  short: { calls: 40, rounds: 1, rate: 50, ratedCalls: 10, memory: [20, 60] },
};
type Sizes = (typeof SIZES)['full'];

const CALLERS = 32;
const ECHO = "the framework's echo of an append";
const APPEND = 'append';
const QUERY = 'query, the newest 20 of an actor';
const PREFLIGHT = 'preflight of 10 kB';
/** Who appends where services have no keys: all that is in the ledger is by it. */
const ACTOR = 'local';
const RATE_TARGET_MS = 80;

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const sizes: Sizes = SIZES[isShort ? 'short' : 'full'];
  const echo = await Started.start(['test/bench/echo-server.mjs'], {}, folder);
  const services = await startServices(folder);
  try {
    return await measure(sizes, requestsTo(services, echo), services);
  } finally {
    await Promise.all([echo.end(), services.end()]);
  }
}

function startServices(folder: string): Promise<Started> {
  const env = {
    PORT: '0',
    GATEWAY_PORT: '0',
    LEDGER_PATH: join(folder, 'services.jsonl'),
    SIGNING_KEY_HEX: '1'.repeat(64),
    RATE_LIMIT_MAX: '100000000',
  };
  return Started.start(['services/index.js', '--only', 'ledger,gateway'], env, folder);
}

type Requests = Readonly<Record<string, (n: number) => LoadRequest>>;

function requestsTo({ ports: { ledger, gateway } }: Started, { ports: { echo } }: Started): Requests {
  const draft = (n: number): string => JSON.stringify(sampleDraft(n));
  // Each another one: what was scanned before is known.
  const text = (n: number): string => JSON.stringify({ content: textOf(10_000, n), provider: 'copilot', metadata: {} });
  return {
    [ECHO]: (n) => ({ port: echo!, method: 'POST', path: '/echo', body: draft(n) }),
    [APPEND]: (n) => ({ port: ledger!, method: 'POST', path: '/append', body: draft(n) }),
    [QUERY]: () => ({ port: ledger!, method: 'GET', path: `/query?actor=${ACTOR}&order=newest&limit=20` }),
    [PREFLIGHT]: (n) => ({ port: gateway!, method: 'POST', path: '/gateway/preflight', body: text(n) }),
  };
}

/** Prose with an address in it, so that something is found and recorded. */
function textOf(bytes: number, n: number): string {
  const sentence = `${String(n)}: The order of the lines is kept, and whoever reads them later sees what was written at first. `;
  return `${sentence.repeat(Math.ceil(bytes / sentence.length)).slice(0, bytes - 24)} Ask kim@example.com now.`;
}

async function measure(sizes: Sizes, requests: Requests, services: Started): Promise<BenchResult> {
  const answered = new Map<string, number[]>();
  const sides = Object.entries(requests).map(([name, next]) => ({
    name,
    run: async (): Promise<number> => {
      const taken = await byCallers(CALLERS, sizes.calls, next);
      answered.set(name, [...(answered.get(name) ?? []), ...taken]);
      return taken.length;
    },
  }));
  const { wall, foreignLoad, discarded } = await interleave(sides, sizes.rounds);
  const rated = await atRate(sizes.rate, sizes.ratedCalls, requests[PREFLIGHT]!);
  const memory = await memoryAfter(sizes, requests, services);
  const [early, late] = memory.map(({ mb }) => mb);
  const shown = (each: readonly number[]): string[] => [50, 95, 99].map((percent) => digits(percentile(each, percent)));
  return {
    title: 'Services',
    how: [
      `The services as one process with a ledger in a file, and whoever asks them as another, on the same two processors: ${String(CALLERS)} callers, each of whom waits for its answer. Each append is signed and on disk when it is answered; in the text of a preflight one e-mail address is found, taken out and recorded. The echo is Fastify by itself: it reads JSON and sends it back.`,
      `${String(sizes.rate)} a second: requests are sent at their times, whether earlier ones were answered or not.`,
    ],
    targets: [
      {
        what: `p95 of preflights of 10 kB at ${String(sizes.rate)} a second`,
        bound: { atMost: RATE_TARGET_MS },
        figure: percentile(rated, 95),
        unit: 'ms',
      },
      {
        what: `memory after ${count(sizes.memory[1]!)} requests, against ${count(sizes.memory[0]!)}`,
        bound: { atMost: 1.5 },
        figure: early === 0 ? 1 : late! / early!,
        unit: 'x',
      },
    ],
    tables: [
      {
        columns: ['', 'requests a second', 'p50 ms', 'p95 ms', 'p99 ms', 'against the echo'],
        rows: [
          ...Object.entries(wall).map(([name, figures]) => [
            name,
            perSecond(median(figures)),
            ...shown(answered.get(name)!),
            name === ECHO ? '' : `${times(ratioOf(wall, name, ECHO))} the time`,
          ]),
          [`${PREFLIGHT}, ${String(sizes.rate)} a second`, String(sizes.rate), ...shown(rated), ''],
        ],
      },
      {
        columns: ['requests', 'memory of the services in MB'],
        rows: memory.map(({ requests: of, mb }) => [count(of), digits(mb)]),
      },
    ],
    bounds: [
      'Requests and answers pass the same processors as their callers do. A query reads the ledger from its end; an append waits for the disk together with those that came meanwhile.',
    ],
    foreignLoad,
    discarded,
  };
}

/** Of all kinds: a preflight, which takes longest, is one in ten. Those of the rounds before are not counted. */
async function memoryAfter(
  { memory }: Sizes,
  requests: Requests,
  services: Started,
): Promise<{ readonly requests: number; readonly mb: number }[]> {
  const kindOf = (n: number): string => (n % 10 === 0 ? PREFLIGHT : n % 2 === 0 ? APPEND : QUERY);
  const seen: { requests: number; mb: number }[] = [];
  for (const of of memory) {
    const done = seen.at(-1)?.requests ?? 0;
    await byCallers(CALLERS, of - done, (n) => requests[kindOf(n)]!(n));
    seen.push({ requests: of, mb: services.memoryMb() });
  }
  return seen;
}
