/** Verification of 100 000 signed lines against the straightforward pipeline, on one thread and on all cores. */
import { join } from 'node:path';
import { createNativeEngine } from '../../src/atomic/index.ts';
import type { Engine } from '../../src/atomic/index.ts';
import { demandAll, partsOf, verifyPart } from './parts.ts';
import type { Part } from './parts.ts';
import { createStraightforwardVerifier } from './peers/straightforward.ts';
import { count, digits, perSecond, times } from './result.ts';
import type { Bench, BenchPlace, BenchResult, Table } from './result.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import type { Rounds, Side } from './rounds.ts';
import { meanLineBytes, sampleLedger } from './sample.ts';
import { HypercoreAppender } from './peers/hypercore.ts';
import { arePeersInstalled, versionOfPeer } from './peers/installed.ts';
import { measurePools } from './verify-pools.ts';
import type { PoolFigures } from './verify-pools.ts';

export const verifyBench: Bench = { name: 'verify', run };

const SIZES = { full: { lines: 100_000, part: 10_000, noblePart: 100 }, short: { lines: 60, part: 30, noblePart: 2 } };

const BARE = 'straightforward';
const SAME = 'straightforward, with the same checks';
const NOBLE = 'all @noble';
const PEER = 'hypercore: audit, which checks hashes and no signature';
const ONE = 'ours, native engine, one thread';
const UNSIGNED = 'ours, one thread, no signature checked';

async function run(place: BenchPlace): Promise<BenchResult> {
  const size = SIZES[place.isShort ? 'short' : 'full'];
  const rounds = size.lines / size.part;
  const path = await sampleLedger(place.folder, size);
  const short = await sampleLedger(place.folder, { lines: size.lines, bindSigner: false });
  const parts = await partsOf(path, size.part);
  const peer = arePeersInstalled() ? await HypercoreAppender.open(join(place.folder, 'verify-hypercore')) : undefined;
  await peer?.appendAll(parts[0]!.text().trimEnd().split('\n'));
  const audit = peer ? [{ name: PEER, run: () => peer.audit() }] : [];
  const bound = await interleave([...sidesOf(parts, size.noblePart), ...audit], rounds);
  await peer?.close();
  const unbound = await interleave(sidesOf(await partsOf(short, size.part), size.noblePart), rounds);
  const pools = await measurePools(path, size.part, rounds, place.isShort);
  const share = 1 - median(bound.wall[UNSIGNED]!) / median(bound.wall[ONE]!);
  const best = pools.reduce((a, b) => (b.ratio.median > a.ratio.median ? b : a));
  return {
    title: 'Verify',
    how: [
      `${count(size.lines)} lines with a signature each, by three keys in turn, in one chain; ${count(meanLineBytes(path, size.lines))} bytes a line ` +
        `as they are written by default, ${count(meanLineBytes(short, size.lines))} without \`metadata.signed_by\`. Verified in ${String(rounds)} consecutive parts, one a round. Every side reads the lines from the file and says how many are valid; all say all.`,
      '*Straightforward* is `JSON.parse`, `canonicalize`, `@noble/hashes` and `node:crypto` with imported keys kept, one thread: parse, hash, signature, chain. *With the same checks* it also compares the line with its canonical text and asks ajv for the schema, as ours does. *All @noble* is the first with `@noble/ed25519`, on a hundredth of the lines.',
      ...(arePeersInstalled()
        ? [
            `hypercore ${versionOfPeer('hypercore')} has the lines of the first part as blocks of one log, under one signature for all of them.`,
          ]
        : []),
    ],
    targets: [
      {
        what: 'one thread, against straightforward',
        bound: { atLeast: 1.2 },
        figure: ratioOf(bound.wall, BARE, ONE).median,
        unit: 'x',
      },
      { what: 'all cores, against straightforward', bound: { atLeast: 2 }, figure: best.ratio.median, unit: 'x' },
      { what: 'signature checks, of the time of one thread', bound: { atLeast: 85 }, figure: 100 * share, unit: '%' },
      {
        what: 'everything but the signatures, a line',
        bound: { atMost: 40 },
        figure: median(bound.wall[UNSIGNED]!),
        unit: 'µs',
      },
    ],
    tables: [tableOf(bound), tableOf(unbound), tableOfPools(pools)],
    bounds: [
      'One thread: `crypto.verify`, which is OpenSSL. What it takes is the same on both sides, so the ratio is that of the rest, watered down by it.',
      "All cores: the same checks in the threads of libuv's pool, while the main thread reads on. The main thread also pays for handing each of them over and back, and competes with the pool for the cores.",
    ],
    foreignLoad: Math.max(bound.foreignLoad, unbound.foreignLoad, ...pools.map(({ foreignLoad }) => foreignLoad)),
    discarded: bound.discarded + unbound.discarded + pools.reduce((sum, { discarded }) => sum + discarded, 0),
  };
}

function sidesOf(parts: readonly Part[], noblePart: number): Side[] {
  const engine = createNativeEngine({ parallel: false })!;
  const unchecked: Engine = { ...engine, verifyMany: (checks) => Promise.resolve(checks.map(() => true)) };
  const straightforward = (checks: 'bare' | 'same', signatures: 'node:crypto' | '@noble/ed25519', most = Infinity) => {
    const verify = createStraightforwardVerifier({ checks, signatures });
    return (round: number): number => {
      const { text, prev, lines } = parts[round]!;
      const wanted = Math.min(lines, most);
      const all = text();
      return demandAll(verify(most === Infinity ? all : firstLines(all, wanted), prev), wanted);
    };
  };
  return [
    { name: BARE, run: straightforward('bare', 'node:crypto') },
    { name: ONE, run: (round) => verifyPart(parts[round]!, engine) },
    { name: SAME, run: straightforward('same', 'node:crypto') },
    { name: UNSIGNED, run: (round) => verifyPart(parts[round]!, unchecked) },
    { name: NOBLE, run: straightforward('bare', '@noble/ed25519', noblePart) },
  ];
}

function firstLines(text: string, count: number): string {
  let end = 0;
  for (let i = 0; i < count; i++) end = text.indexOf('\n', end) + 1;
  return text.slice(0, end);
}

function tableOf({ wall }: Rounds): Table {
  return {
    columns: ['verifier', 'µs a line', 'lines a second', 'ours with the native engine is'],
    rows: [BARE, SAME, NOBLE, PEER, ONE, UNSIGNED]
      .filter((name) => wall[name])
      .map((name) => [
        name,
        digits(median(wall[name]!)),
        perSecond(median(wall[name]!)),
        name === ONE || name === UNSIGNED ? '' : `${times(ratioOf(wall, name, ONE))} as fast`,
      ]),
  };
}

function tableOfPools(pools: readonly PoolFigures[]): Table {
  return {
    columns: [
      'threads of the pool (UV_THREADPOOL_SIZE)',
      'µs a line',
      'lines a second',
      'against straightforward',
      'against ours, one thread',
    ],
    rows: pools.map(({ threads, wallUs, ratio, ratioToOne }) => [
      String(threads),
      digits(wallUs),
      perSecond(wallUs),
      times(ratio),
      times(ratioToOne),
    ]),
  };
}
