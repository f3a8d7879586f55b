/** Appending: one at a time against a bare write, sync and signature; many callers against one; hypercore beside them. */
import { join } from 'node:path';
import { composeLines, signAll } from './appenders.ts';
import type { AppendWork } from './appenders.ts';
import { HypercoreAppender } from './peers/hypercore.ts';
import { arePeersInstalled, versionOfPeer } from './peers/installed.ts';
import { Processes } from './processes.ts';
import { digits, perSecond, times } from './result.ts';
import type { Bench, BenchPlace, BenchResult, Table } from './result.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import type { Rounds } from './rounds.ts';

export const appendBench: Bench = { name: 'append', run };

/** So many calls that each side takes about as long. */
const SIZES = {
  full: {
    fast: { one: 3200, many: 16_000, rounds: 20 },
    usual: { one: 100, many: 2560, rounds: 10 },
    slow: { one: 20, many: 1280, rounds: 10 },
  },
  short: {
    fast: { one: 3, many: 64, rounds: 1 },
    usual: { one: 2, many: 64, rounds: 1 },
    slow: { one: 2, many: 64, rounds: 1 },
  },
};
const CALLERS = 64;
/** Of the peer, which is no quicker for many callers. */
const MOST_PEER_CALLS = 1600;
/** What other disks take longer: an SSD whose cache has no battery, and one that turns. */
const USUAL_SYNC_MS = 1;
const SLOW_SYNC_MS = 5;

const BARE = 'bare: write, fdatasync, sign';
const ONE = 'ours, one at a time';
const MANY = `ours, ${String(CALLERS)} callers`;
const BATCH = `ours, \`appendMany\` of ${String(CALLERS)}`;
const COMPOSE = "the main thread's part of ours: check, canonicalize, hash, write the line";
const SIGN = 'signatures alone, on all cores';
const PEER_ONE = 'hypercore, one at a time';
const PEER_MANY = `hypercore, ${String(CALLERS)} callers`;

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const sizes = SIZES[isShort ? 'short' : 'full'];
  const fast = await measure(folder, 'fast', sizes.fast, 0);
  const usual = await measure(folder, 'usual', sizes.usual, USUAL_SYNC_MS);
  const slow = await measure(folder, 'slow', sizes.slow, SLOW_SYNC_MS);
  return {
    title: 'Append',
    how: [
      `Lines as in \`verify\`, appended to a file: each is on disk when its append is answered. *Bare* writes a line that was made before, syncs the file and makes a signature, all by the synchronous functions of Node. It and each of ours have a process of their own. ${String(CALLERS)} callers each wait for their own append before the next.`,
      `The disk of this machine is a quick one. The second table has ${String(USUAL_SYNC_MS)} ms added to each sync, on all sides, and the third ${String(SLOW_SYNC_MS)} ms, as other disks take.`,
      ...(arePeersInstalled()
        ? [
            `hypercore ${versionOfPeer('hypercore')} appends the same lines as blocks. It signs the root of its tree, once for an append, and does not wait for the disk.`,
          ]
        : []),
    ],
    targets: [
      {
        what: 'one at a time, against bare',
        bound: { atMost: 1.5 },
        figure: ratioOf(fast.wall, ONE, BARE).median,
        unit: 'x',
      },
      gainOf(fast, 'against one'),
      gainOf(usual, `against one, each sync ${String(USUAL_SYNC_MS)} ms longer`),
      gainOf(slow, `against one, each sync ${String(SLOW_SYNC_MS)} ms longer`),
    ],
    tables: [fast, usual, slow].map(tableOf),
    bounds: [
      'One at a time: the sync, then the signature. On top of them come checking, hashing and writing the line, which take three times as long after a sync as they do one after the other, since the processor has slept; then the lock, which is a folder that is moved to its place and back, and the look at the head.',
      'Many callers: the processors. Each line costs a signature and the part of the main thread, on one of two cores or the other, whichever is free; the sync is one for all who wait, and the other core signs meanwhile. The slower the disk, the larger the gain.',
    ],
    foreignLoad: Math.max(...[fast, usual, slow].map((rounds) => rounds.foreignLoad)),
    discarded: fast.discarded + usual.discarded + slow.discarded,
  };
}

function gainOf({ wall }: Rounds, what: string): BenchResult['targets'][number] {
  const { median: figure } = ratioOf(wall, ONE, MANY);
  return { what: `${String(CALLERS)} callers, ${what}`, bound: { atLeast: 10 }, figure, unit: 'x' };
}

async function measure(
  folder: string,
  name: string,
  { one, many, rounds }: { readonly one: number; readonly many: number; readonly rounds: number },
  extraMs: number,
): Promise<Rounds> {
  const start = (side: string, work: Omit<AppendWork, 'path' | 'extraMs'>): Promise<Processes> =>
    Processes.start(side, [{ ...work, path: join(folder, `append-${name}-${side.replaceAll(/\W/g, '-')}`), extraMs }]);
  const started = await Promise.all([
    start(BARE, { append: 'bare', size: 1, calls: one }),
    start(ONE, { append: 'by callers', size: 1, calls: one }),
    start(MANY, { append: 'by callers', size: CALLERS, calls: many }),
    start(BATCH, { append: 'in batches', size: CALLERS, calls: many }),
  ]);
  const peer =
    arePeersInstalled() && extraMs === 0 ? await HypercoreAppender.open(join(folder, 'append-hypercore')) : undefined;
  const peerCalls = Math.min(one, MOST_PEER_CALLS);
  const measured = await interleave(
    [
      ...started.map(({ side }) => side),
      { name: COMPOSE, run: () => composeLines(many) },
      { name: SIGN, run: () => signAll(CALLERS, many) },
      ...(peer
        ? [
            { name: PEER_ONE, run: () => peer.byCallers(1, peerCalls) },
            { name: PEER_MANY, run: () => peer.byCallers(CALLERS, peerCalls) },
          ]
        : []),
    ],
    rounds,
  );
  await Promise.all([...started.map((processes) => processes.close()), peer?.close()]);
  return measured;
}

function tableOf({ wall }: Rounds): Table {
  return {
    columns: ['', 'µs an append', 'appends a second', 'against bare', 'against ours, one at a time'],
    rows: Object.entries(wall).map(([name, times_]) => [
      name,
      digits(median(times_)),
      perSecond(median(times_)),
      name === BARE ? '' : `${times(ratioOf(wall, name, BARE))} the time`,
      name === ONE ? '' : `${times(ratioOf(wall, ONE, name))} as fast`,
    ]),
  };
}
