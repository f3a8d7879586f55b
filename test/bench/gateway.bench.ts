/** Secrets and personal data: how much is found on labelled texts, how little in ordinary code, and how long it takes, beside other libraries. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createGateway } from '../../src/gateway/index.ts';
import { ENTITIES, noCorpora, personalCases, scorePersonal, scoreSecrets, secretCases } from '../gateway/corpora.ts';
import { openOpenRedaction, openSecretlint } from './peers/detectors.ts';
import type { Detector } from './peers/detectors.ts';
import { arePeersInstalled, versionOfPeer } from './peers/installed.ts';
import { count, digits } from './result.ts';
import type { Bench, BenchPlace, BenchResult, Table, Target } from './result.ts';
import { root } from './root.ts';
import { interleave, median } from './rounds.ts';
import type { Rounds, Side } from './rounds.ts';

export const gatewayBench: Bench = { name: 'gateway', run };

const SIZES = {
  full: { every: 1, rounds: 20, kilobytes: [1, 16, 64, 256], codeMb: 8 },
  short: { every: 60, rounds: 1, kilobytes: [1, 16], codeMb: 0.2 },
};
type Sizes = (typeof SIZES)['full'];

const OURS = 'ours';
const RESENT = 'ours, sent again with 1 kB more';

async function run({ isShort }: BenchPlace): Promise<BenchResult> {
  const sizes = SIZES[isShort ? 'short' : 'full'];
  const peers =
    arePeersInstalled() && !isShort
      ? [
          await openSecretlint(versionOfPeer('@secretlint/core')),
          await openOpenRedaction(versionOfPeer('openredaction')),
        ]
      : [];
  const code = ordinaryCode(sizes.codeMb);
  const found = noCorpora === false ? [await secretsTable(peers, sizes), await personalTable(peers, sizes)] : [];
  const noise = await noiseTable(peers, code);
  const { table, targets, rounds } = await timesTable(peers.slice(0, 1), code, sizes);
  return {
    title: 'Gateway',
    how: [
      `Secrets: TruffleHog's own cases for its detectors. A secret counts as found where a finding touches it, as whole where it covers it; what is flagged are texts in which there is none by the label, most of them malformed tokens. Personal data: whole entities of Presidio's synthetic texts, and findings that are in no entity of any kind.`,
      `Ordinary code: ${digits(code.length / 1e6)} MB of packages of npm as they are installed here. E-mail addresses in it are those of authors and are counted apart.`,
      ...(noCorpora === false ? [] : ['The labelled texts were not there, so nothing was measured on them.']),
    ],
    targets: [...found.flatMap((one) => one.targets), ...noise.targets, ...targets],
    tables: [...found.map((one) => one.table), noise.table, table],
    bounds: [
      'A text is read by one automaton for all names and one for all beginnings of tokens, and by some thirty short expressions for numbers, most of which ask for a digit first. Texts in which names of secrets stand everywhere, as in a compiler, take the most.',
      'What was scanned is known by the digest of its block; of a conversation that grows only the last block and the new text are scanned.',
    ],
    foreignLoad: rounds.foreignLoad,
    discarded: rounds.discarded,
  };
}

interface Part {
  readonly table: Table;
  readonly targets: readonly Target[];
}

const detector = (policy: Parameters<typeof createGateway>[0]): Detector => {
  const gateway = createGateway(policy, { cachedBlocks: 0 });
  return { name: OURS, find: (text) => gateway.check(text).spans };
};

const percent = (part: number, of: number): string => `${((100 * part) / of).toFixed(1)} %`;

async function secretsTable(peers: readonly Detector[], { every }: Sizes): Promise<Part> {
  const cases = secretCases().filter((_, i) => i % every === 0);
  const rows: string[][] = [];
  const recalls: number[] = [];
  for (const { name, find } of [detector({ personalData: 'allow' }), ...peers]) {
    const { positives, found, whole, negatives, flagged } = await scoreSecrets(cases, find);
    recalls.push((100 * found) / positives);
    rows.push([
      name,
      percent(found, positives),
      percent(whole, positives),
      percent(flagged, negatives),
      percent(found, found + flagged),
    ]);
  }
  return {
    table: { columns: ['secrets', 'found', 'whole', 'flagged without a label', 'precision by the labels'], rows },
    targets: [{ what: 'secrets that are found', bound: { atLeast: 72 }, figure: recalls[0]!, unit: '%' }],
  };
}

async function personalTable(peers: readonly Detector[], { every }: Sizes): Promise<Part> {
  const cases = personalCases().filter((_, i) => i % every === 0);
  const rows: string[][] = [];
  const outsides: number[] = [];
  for (const { name, find } of [detector({ secrets: 'allow' }), ...peers.slice(1)]) {
    const { found, all, outside } = await scorePersonal(cases, find);
    outsides.push(outside);
    rows.push([name, ...ENTITIES.map((type) => `${found[type] ?? 0} of ${all[type] ?? 0}`), count(outside)]);
  }
  const names = ENTITIES.map((type) => type.toLowerCase().replaceAll('_', ' '));
  return {
    table: { columns: ['personal data, whole', ...names, 'outside'], rows },
    targets: [{ what: 'personal data that is none', bound: { atMost: 0 }, figure: outsides[0]!, unit: 'findings' }],
  };
}

async function noiseTable(peers: readonly Detector[], code: string): Promise<Part> {
  const pieces = piecesOf(code, 100_000);
  const megabytes = code.length / 1e6;
  const sides: readonly Detector[] = [
    { ...detector({ personalData: 'allow' }), name: `${OURS}, secrets` },
    {
      ...detector({ secrets: 'allow', rules: [{ rule: 'email', action: 'allow' }] }),
      name: `${OURS}, personal data without e-mail`,
    },
    { ...detector({ secrets: 'allow', rules: [] }), name: `${OURS}, all personal data` },
    ...peers,
  ];
  const rows: string[][] = [];
  const rates: number[] = [];
  for (const { name, find } of sides) {
    let findings = 0;
    for (const piece of pieces) findings += (await find(piece)).length;
    rates.push(findings / megabytes);
    rows.push([name, digits(findings / megabytes)]);
  }
  return {
    table: { columns: ['ordinary code', 'findings a MB'], rows },
    targets: [{ what: 'secrets found in ordinary code', bound: { atMost: 0.2 }, figure: rates[0]!, unit: 'a MB' }],
  };
}

/** Something to time, after `prepare`. */
interface TimedSide extends Side {
  readonly prepare?: (round: number) => void;
}

async function timesTable(
  peers: readonly Detector[],
  code: string,
  { kilobytes, rounds }: Sizes,
): Promise<Part & { readonly rounds: Rounds }> {
  const ours = detector({});
  const sides = kilobytes.flatMap((size): TimedSide[] => {
    const chars = 1024 * size;
    const textOf = (round: number): string =>
      code.slice((round * 7919 * 31) % (code.length - chars), ((round * 7919 * 31) % (code.length - chars)) + chars);
    const resent = createGateway();
    return [
      ...[ours, ...peers].map(({ name, find }) => ({
        name: `${name} ${size}`,
        run: async (round: number) => {
          await find(textOf(round));
          return 1;
        },
      })),
      {
        name: `${RESENT} ${size}`,
        prepare: (round: number) => void resent.check(textOf(round)),
        run: (round: number) => {
          resent.check(`${textOf(round)}${'And one more turn. '.repeat(54)}`);
          return 1;
        },
      },
    ];
  });
  const warm = sides.flatMap((side) => side.prepare ?? []);
  for (let round = 0; round < 4 * rounds; round++) for (const prepare of warm) prepare(round);
  const measured = await interleave(sides, rounds);
  const at = (name: string, size: number): string => {
    const times = [...measured.wall[`${name} ${size}`]!].sort((a, b) => a - b);
    return `${digits(median(times) / 1000)} / ${digits(times[Math.ceil(0.95 * times.length) - 1]! / 1000)}`;
  };
  const names = [OURS, RESENT, ...peers.map(({ name }) => name)];
  const last = kilobytes.includes(64) ? 64 : kilobytes.at(-1)!;
  const p95 = Number(at(OURS, last).split(' / ')[1]!.replaceAll(' ', ''));
  return {
    table: {
      columns: ['ms, median / 95th percentile', ...kilobytes.map((size) => `${size} kB`)],
      rows: names.map((name) => [name, ...kilobytes.map((size) => at(name, size))]),
    },
    targets: [{ what: '64 kB, 95th percentile', bound: { atMost: 80 }, figure: p95, unit: 'ms' }],
    rounds: measured,
  };
}

/** Code that everybody has who works on the project. */
const PACKAGES = [
  'eslint/lib',
  '@types/lodash',
  '@types/node',
  'rollup/dist',
  'typescript-eslint',
  '@typescript-eslint/eslint-plugin',
  'prettier',
  'knip/dist',
  'ajv/lib',
  'fast-check/lib',
];

function ordinaryCode(megabytes: number): string {
  let code = '';
  for (const name of PACKAGES) {
    const folder = join(root, 'node_modules', name);
    for (const path of (readdirSync(folder, { recursive: true }) as string[]).sort()) {
      if (!/\.(?:[cm]?js|ts|json|md)$/.test(path)) continue;
      const text = readFileSync(join(folder, path), 'utf8');
      if (text.length < 300_000) code += text;
      if (code.length > 1e6 * megabytes) return code;
    }
  }
  return code;
}

function piecesOf(text: string, chars: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += chars) pieces.push(text.slice(at, at + chars));
  return pieces;
}
