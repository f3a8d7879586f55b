/** What each step of reading a line costs, ours and that of the usual packages: the cost model behind `verify`. */
import { readFileSync } from 'node:fs';
import { blake3 } from '@noble/hashes/blake3.js';
import { createDeriveKey } from '../../src/atomic/blake3.ts';
import { HASH_CONTEXT } from '../../src/atomic/index.ts';
import { toHex, toUtf8 } from '../../src/base/bytes.ts';
import { arePeersInstalled, requirePeer, versionOfPeer } from './peers/installed.ts';
import { count, digits, times } from './result.ts';
import type { Bench, BenchPlace, BenchResult, Table } from './result.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import type { Rounds, Side } from './rounds.ts';
import { meanLineBytes, sampleLedger } from './sample.ts';
import { STEPS, each, linesOf, stepsOf } from './steps.ts';

export const hashBench: Bench = { name: 'hash', run };

const SIZES = { full: { lines: 2000, rounds: 60, calls: 400_000 }, short: { lines: 20, rounds: 1, calls: 70_000 } };
const MATERIAL_BYTES = [200, 400, 600, 1024, 4096, 65_536];
/** The size of a line. */
const LINE_BYTES = 600;

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const { lines: wanted, rounds, calls } = SIZES[isShort ? 'short' : 'full'];
  const path = await sampleLedger(folder, { lines: wanted });
  const bytes = new Uint8Array(readFileSync(path));
  const lines = linesOf(bytes);
  const hashed = lines.reduce((sum, { material }) => sum + material.length, 0) / lines.length;
  const steps = await interleave(stepsOf(bytes, lines), rounds);
  const bySize: [number, Rounds][] = [];
  for (const size of MATERIAL_BYTES) bySize.push([size, await interleave(await hashersOf(size, calls), rounds)]);
  const all = [steps, ...bySize.map(([, measured]) => measured)];
  return {
    title: 'Cost of each step',
    how: [
      `${count(wanted)} lines of ${count(meanLineBytes(path, wanted))} bytes in memory, each step by itself; ${count(Math.round(hashed))} bytes of a line are hashed. ` +
        'The steps add up to less than a whole line: by itself, each finds its code and memory at hand.',
      `Hashes of other sizes: all in derive_key mode, but for hash-wasm${arePeersInstalled() ? ` ${versionOfPeer('hash-wasm')}` : ''}, which has none and does a plain hash of as many bytes.`,
    ],
    targets: [
      {
        what: `BLAKE3 of ${count(LINE_BYTES)} bytes, against @noble/hashes`,
        bound: { atLeast: 5 },
        figure: ratioOf(bySize.find(([bytes]) => bytes === LINE_BYTES)![1].wall, NOBLE, OWN).median,
        unit: 'x',
      },
    ],
    tables: [tableOfSteps(steps), tableOfHashes(bySize)],
    bounds: [
      'Of a line of this size `JSON.parse` takes the most, then the hash. Neither has anything left that is not needed: the values are what rules and readers ask for, and BLAKE3 in JavaScript spends its time in additions and rotations.',
      'WebAssembly hashes large inputs faster; for those of a line, the call costs as much as is saved.',
    ],
    foreignLoad: Math.max(...all.map(({ foreignLoad }) => foreignLoad)),
    discarded: all.reduce((sum, { discarded }) => sum + discarded, 0),
  };
}

const OWN = 'own';
const NOBLE = '@noble/hashes';
const WASM = 'hash-wasm';

/** What of hash-wasm is used. */
interface HashWasm {
  createBLAKE3: () => Promise<{
    init: () => { update: (bytes: Uint8Array) => { digest: (form: 'binary') => Uint8Array } };
  }>;
}

async function hashersOf(size: number, bytesInAll: number): Promise<Side[]> {
  const inputs = Array.from({ length: Math.max(1, Math.round(bytesInAll / size)) }, (_, n) =>
    new Uint8Array(size).fill(n),
  );
  const context = toUtf8(HASH_CONTEXT);
  const own = createDeriveKey(HASH_CONTEXT);
  if (toHex(own(inputs[0]!)) !== toHex(blake3(inputs[0]!, { context }))) throw new Error('the hashes differ');
  const sides = [each(OWN, inputs, (input) => own(input)), each(NOBLE, inputs, (input) => blake3(input, { context }))];
  if (!arePeersInstalled()) return sides;
  const wasm = await (requirePeer('hash-wasm') as HashWasm).createBLAKE3();
  return [...sides, each(WASM, inputs, (input) => wasm.init().update(input).digest('binary'))];
}

function tableOfSteps({ wall }: Rounds): Table {
  return {
    columns: ['step', 'ours', 'µs', 'otherwise', 'µs', 'ours is'],
    rows: STEPS.map(({ what, ours, usual }) => [
      what,
      ours,
      digits(median(wall[ours]!)),
      usual ?? '',
      usual === undefined ? '' : digits(median(wall[usual]!)),
      usual === undefined ? '' : `${times(ratioOf(wall, usual, ours))} as fast`,
    ]),
  };
}

function tableOfHashes(bySize: readonly (readonly [number, Rounds])[]): Table {
  return {
    columns: ['BLAKE3 of', 'own, µs', 'against @noble/hashes', 'against hash-wasm'],
    rows: bySize.map(([size, { wall }]) => [
      `${count(size)} bytes`,
      digits(median(wall[OWN]!)),
      times(ratioOf(wall, NOBLE, OWN)),
      wall[WASM] === undefined ? '' : times(ratioOf(wall, WASM, OWN)),
    ]),
  };
}
