/** The fast engine against OpenSSL: signature by signature, with few and many signers, cold, and in the verification of a whole ledger. */
import { createFastEngine, createNativeEngine } from '../../src/atomic/index.ts';
import type { Engine, SignatureCheck } from '../../src/atomic/index.ts';
import { measureCold } from './cold-engine.ts';
import { verifyByOpenssl } from './openssl.ts';
import { demandAll, partsOf, verifyPart } from './parts.ts';
import { createStraightforwardVerifier } from './peers/straightforward.ts';
import { Processes } from './processes.ts';
import { runWatched } from './program.ts';
import { count, digits, perSecond, times } from './result.ts';
import type { Bench, BenchPlace, BenchResult, Table } from './result.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import type { Rounds, Side, Times } from './rounds.ts';
import { meanLineBytes, sampleLedger } from './sample.ts';
import { signedChecks } from './signed-checks.ts';

export const enginesBench: Bench = { name: 'engines', run };

const SIZES = {
  full: {
    rounds: 40,
    checks: 1280,
    signerRounds: 5,
    perSigner: 40,
    lines: 100_000,
    part: 10_000,
    cold: 1000,
    coldRounds: 20,
    wholeRounds: 10,
    signaturesAtOnce: 4000,
    peakRuns: 3,
  },
  short: {
    rounds: 1,
    checks: 40,
    signerRounds: 1,
    perSigner: 1,
    lines: 60,
    part: 30,
    cold: 40,
    coldRounds: 1,
    wholeRounds: 1,
    signaturesAtOnce: 10,
    peakRuns: 1,
  },
};
const BATCH = 128;

const OPENSSL = 'crypto.verify, one at a time';
const NATIVE = 'native engine, in batches';
const FAST = 'fast engine, in batches';
const FAST_ONE = 'fast engine, one at a time';
const STRAIGHTFORWARD = 'straightforward, one thread';
const LEDGER_ONE = 'ours, one thread';
const LEDGER_TWO = 'ours, two threads';
const LEDGERS_AT_ONCE = 'two processes at once, each a half by itself';
const OPENSSL_AT_ONCE = 'crypto.verify, two processes at once';
const COLD_NATIVE = 'native';
const COLD_FAST = 'fast';

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const size = SIZES[isShort ? 'short' : 'full'];
  const signatures = await interleave(sidesOfSignatures(signedChecks(3, size.checks)), size.rounds);
  const signers: [number, Rounds][] = [];
  for (const number of [3, 50, 500]) {
    const checks = signedChecks(number, isShort ? 10 : Math.max(size.perSigner * number, 4000));
    signers.push([number, await interleave(sidesOfSigners(checks), size.signerRounds)]);
  }
  const cold = measureCold(size.cold, size.coldRounds);
  const path = await sampleLedger(folder, { lines: size.lines });
  const parts = await partsOf(path, size.part);
  const straightforward = createStraightforwardVerifier({ checks: 'bare', signatures: 'node:crypto' });
  const engine = createFastEngine();
  const pipeline = await interleave(
    [
      { name: STRAIGHTFORWARD, run: (i) => demandAll(straightforward(parts[i]!.text(), parts[i]!.prev), size.part) },
      { name: LEDGER_ONE, run: (i) => verifyPart(parts[i]!, engine) },
    ],
    parts.length,
  );
  const whole = await measureWhole(path, size);
  const [small, large] = await peaks(folder, size);
  const all = [signatures, pipeline, whole, ...signers.map(([, rounds]) => rounds)];
  return {
    title: 'Engines',
    how: [
      `Signatures by three keys over 64 bytes, ${count(size.checks)} of them, with tables made; in batches of ${String(BATCH)} and one at a time. With *many signers* the engine is new at every round: what it takes to make tables is in the figure, and so are the checks that the reference makes. *Cold* is the first ${count(size.cold)} signatures by three keys in a new process: loading, testing and compiling the module, and tables, all of it.`,
      `A ledger of ${count(size.lines)} lines, ${count(meanLineBytes(path, size.lines))} bytes each, by three keys. *Straightforward* is as under Verify. *Two threads* is one verification; beside it stand two processes of which each verifies a half by itself, and two of which each calls \`crypto.verify\` and does nothing else: what the machine gives to two, in the same rounds.`,
    ],
    targets: [
      {
        what: 'a signature in batches, against crypto.verify',
        bound: { atLeast: 5 },
        figure: ratioOf(signatures.wall, OPENSSL, FAST).median,
        unit: 'x',
      },
      {
        what: 'a signature by itself, against crypto.verify',
        bound: { atLeast: 2 },
        figure: ratioOf(signatures.wall, OPENSSL, FAST_ONE).median,
        unit: 'x',
      },
      {
        what: `${count(size.cold)} signatures cold, of the time of the native engine`,
        bound: { atMost: 50 },
        figure: 100 / ratioOf(cold, COLD_NATIVE, COLD_FAST).median,
        unit: '%',
      },
      {
        what: 'a ledger on one thread, against straightforward',
        bound: { atLeast: 4 },
        figure: ratioOf(pipeline.wall, STRAIGHTFORWARD, LEDGER_ONE).median,
        unit: 'x',
      },
      {
        what: 'a ledger on two threads, against one',
        bound: { atLeast: 1.6 },
        figure: ratioOf(whole.wall, LEDGER_ONE, LEDGER_TWO).median,
        unit: 'x',
      },
      {
        what: 'a ledger on two threads, against straightforward on one: both together',
        bound: { atLeast: 6.4 },
        figure:
          ratioOf(pipeline.wall, STRAIGHTFORWARD, LEDGER_ONE).median *
          ratioOf(whole.wall, LEDGER_ONE, LEDGER_TWO).median,
        unit: 'x',
      },
      {
        what: 'a ledger on two threads, against two of OpenSSL',
        bound: { atLeast: 2.5 },
        figure: ratioOf(whole.wall, OPENSSL_AT_ONCE, LEDGER_TWO).median,
        unit: 'x',
      },
      {
        what: `memory of ${count(10 * size.lines)} lines, against a tenth of them`,
        bound: { atMost: 1.25 },
        figure: small === 0 ? 1 : large! / small!,
        unit: 'x',
      },
    ],
    tables: [
      tableOf('signatures', signatures.wall, OPENSSL, [OPENSSL, NATIVE, FAST, FAST_ONE]),
      tableOfSigners(signers),
      tableOf(`first ${count(size.cold)} signatures of a process`, cold, COLD_NATIVE, [COLD_NATIVE, COLD_FAST]),
      tableOf('lines', pipeline.wall, STRAIGHTFORWARD, [STRAIGHTFORWARD, LEDGER_ONE]),
      tableOf('lines, or signatures', whole.wall, LEDGER_ONE, [
        LEDGER_ONE,
        LEDGER_TWO,
        LEDGERS_AT_ONCE,
        OPENSSL_AT_ONCE,
      ]),
    ],
    bounds: [
      'A signature of a key with a large table is 56 additions of a table entry, side by side with those of another signature: 196 double products in the field each, of 144 multiplications and 160 additions of vectors. They take two thirds of the time; additions around them, reading entries and SHA-512 the rest. What is left there: vectors of four doubles and fused multiplication, which WebAssembly does not have everywhere. Larger windows were tried: with 12 bits for the base point there are 7 additions less, and a table of 6.5 MB that leaves the cache eats up what they save.',
      'One at a time, half of the time is the inversion at the end, which a batch shares.',
      'Many signers: there are 188 small tables, with which a signature takes half as long again and more, and 16 large ones. Of signers that sign equally much those that come first have them, and the others are left to the reference.',
      'The ledger on one thread: more than half is signatures by now. Lines are judged from their bytes, without a value being made of them (but for the first few thousand, while that code is not yet compiled). What is left beside signatures is, in this order, the scan that proves a line canonical, the hash, the text of the line, and what the chain, the report and the batches take. The limit is the signatures alone: a ledger cannot be verified faster than the first table has it, in batches, on each thread.',
      'On two threads each reads, hashes and checks batches of its own, and the first one also reads the file and judges what both have found: four texts a line come over from the second one. A thread that has just started compiles for as long as it takes to check some thousand lines, so it is kept for ten seconds; in a process that verifies one ledger and ends, two threads are worth less by that. What the two share is the memory, the garbage collector of the first one and, on many machines, the core: two verifications at once show what is to be had from two threads, which would be twice of one only on cores that share nothing.',
    ],
    foreignLoad: Math.max(...all.map(({ foreignLoad }) => foreignLoad)),
    discarded: all.reduce((sum, { discarded }) => sum + discarded, 0),
  };
}

function sidesOfSignatures(checks: readonly SignatureCheck[]): Side[] {
  const native = createNativeEngine({ parallel: false })!;
  const fast = createFastEngine({ tableAfter: 0 });
  return [
    { name: OPENSSL, run: () => verifyByOpenssl(checks) },
    { name: NATIVE, run: () => verifyInBatches(native, checks) },
    { name: FAST, run: () => verifyInBatches(fast, checks) },
    { name: FAST_ONE, run: () => demandAll(checks.filter((check) => fast.verify(check)).length, checks.length) },
  ];
}

const sidesOfSigners = (checks: readonly SignatureCheck[]): Side[] => [
  { name: NATIVE, run: () => verifyInBatches(createNativeEngine({ parallel: false })!, checks) },
  {
    name: FAST,
    run: () => verifyInBatches(createFastEngine({ reference: createNativeEngine({ parallel: false })! }), checks),
  },
];

async function verifyInBatches(engine: Engine, checks: readonly SignatureCheck[]): Promise<number> {
  let good = 0;
  for (let from = 0; from < checks.length; from += BATCH) {
    for (const isGood of await engine.verifyMany(checks.slice(from, from + BATCH))) if (isGood) good++;
  }
  return demandAll(good, checks.length);
}

interface WholeSize {
  readonly lines: number;
  readonly wholeRounds: number;
  readonly signaturesAtOnce: number;
}

/** Each side in processes of its own, as a ledger is verified otherwise. */
async function measureWhole(path: string, { lines, wholeRounds, signaturesAtOnce }: WholeSize): Promise<Rounds> {
  const half = { ledger: path, lines: lines / 2 };
  const started = await Promise.all([
    Processes.start(LEDGER_ONE, [{ ledger: path, lines, threads: 0 }]),
    Processes.start(LEDGER_TWO, [{ ledger: path, lines, threads: 1 }]),
    Processes.start(LEDGERS_AT_ONCE, [
      { ...half, part: 0 },
      { ...half, part: 1 },
    ]),
    Processes.start(OPENSSL_AT_ONCE, [{ signatures: signaturesAtOnce }, { signatures: signaturesAtOnce }]),
  ]);
  try {
    const sides = started.map(({ side }) => side);
    return await interleave(sides, wholeRounds);
  } finally {
    await Promise.all(started.map((processes) => processes.close()));
  }
}

/** The most memory that the program has had, for so many lines and for ten times as many: medians, since collectors have their moods. */
async function peaks(folder: string, { lines, peakRuns }: (typeof SIZES)['full']): Promise<number[]> {
  const figures: number[] = [];
  for (const wanted of [lines, 10 * lines]) {
    const path = await sampleLedger(folder, { lines: wanted });
    const args = ['verify', '--check-prev-chain', '--output', 'json', '--ledger', path];
    const each: number[] = [];
    for (let i = 0; i < peakRuns; i++) each.push((await runWatched(args, folder)).peakMb);
    figures.push(median(each));
  }
  return figures;
}

function tableOf(unit: string, wall: Times, base: string, names: readonly string[]): Table {
  return {
    columns: [unit, 'µs each', 'a second', `against ${base}`],
    rows: names.map((name) => [
      name,
      digits(median(wall[name]!)),
      perSecond(median(wall[name]!)),
      name === base ? '' : times(ratioOf(wall, base, name)),
    ]),
  };
}

function tableOfSigners(signers: readonly (readonly [number, Rounds])[]): Table {
  const row = ([number, { wall }]: readonly [number, Rounds]): string[] => {
    return [
      String(number),
      digits(median(wall[NATIVE]!)),
      digits(median(wall[FAST]!)),
      times(ratioOf(wall, NATIVE, FAST)),
    ];
  };
  return { columns: ['signers in turn', 'native, µs', 'fast, µs', 'fast is'], rows: signers.map(row) };
}
