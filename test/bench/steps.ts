/** The steps of reading a line, each by itself: ours, and what one uses otherwise. */
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blake3 } from '@noble/hashes/blake3.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import canonicalizePackage from 'canonicalize';
import { HASH_CONTEXT, LineReader, canonicalize, createNativeEngine, isAtomic } from '../../src/atomic/index.ts';
import type { Atomic, Engine } from '../../src/atomic/index.ts';
import { CanonicalScan } from '../../src/atomic/canonical-scan.ts';
import { cutUnhashed } from '../../src/atomic/hash.ts';
import { SignatureDecoder } from '../../src/atomic/signature-decoder.ts';
import { fromUtf8, toUtf8 } from '../../src/base/bytes.ts';
import { verifyLedger } from '../../src/ledger/index.ts';
import type { LedgerSource } from '../../src/ledger/index.ts';
import { demandAll } from './parts.ts';
import { root } from './root.ts';
import type { Side } from './rounds.ts';

/** A line in all the forms that the steps work on. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly atomic: Atomic;
  readonly body: object;
  /** What is hashed. */
  readonly material: Uint8Array;
}

/** A step, as a row of the table: the names of its sides. */
export interface Step {
  readonly what: string;
  readonly ours: string;
  readonly usual?: string;
}

export const STEPS: readonly Step[] = [
  { what: 'bytes to text', ours: 'TextDecoder' },
  { what: 'text to value', ours: 'JSON.parse' },
  { what: 'schema', ours: 'generated validator', usual: 'ajv' },
  { what: 'what is hashed', ours: 'scan of the bytes, which proves the line canonical', usual: 'canonicalize, UTF-8' },
  { what: 'hash', ours: 'own BLAKE3', usual: '@noble/hashes' },
  { what: 'signature to bytes', ours: 'decoder' },
  { what: 'a whole line, all of these', ours: 'LineReader' },
  { what: 'a whole ledger, with chain and report', ours: 'verifyLedger without signatures' },
  { what: 'signature', ours: 'crypto.verify' },
  { what: 'value to canonical text (for writers)', ours: 'own canonicalize', usual: 'canonicalize' },
];

/** Reads the lines of a ledger that is all in canonical form. */
export function linesOf(bytes: Uint8Array): Line[] {
  const scan = new CanonicalScan(64);
  const lines: Line[] = [];
  for (let start = 0, end; (end = bytes.indexOf(0x0a, start)) >= 0; start = end + 1) {
    if (!scan.prove(bytes, start, end)) throw new Error('a line of the sample is not canonical');
    const material = cutUnhashed(bytes, start, end, scan.members).slice();
    const text = fromUtf8(bytes.subarray(start, end))!;
    const atomic = JSON.parse(text) as Atomic;
    const { hash: _hash, signature: _signature, ...body } = atomic;
    lines.push({ start, end, text, atomic, body, material });
  }
  return lines;
}

/** A side that does one thing to each of the lines. What comes of it is looked at, so that nothing of it can be left out. */
export function each<T>(name: string, items: readonly T[], work: (item: T) => unknown): Side {
  return {
    name,
    run: () => {
      let good = 0;
      for (const item of items) if (work(item)) good++;
      return demandAll(good, items.length);
    },
  };
}

/** Answers a side for each name in {@link STEPS}. */
export function stepsOf(bytes: Uint8Array, lines: readonly Line[]): Side[] {
  const engine = createNativeEngine({ parallel: false })!;
  const scan = new CanonicalScan(64);
  const reader = new LineReader({ engine });
  const decoder = new SignatureDecoder();
  const fits = new Ajv2020({ strict: false }).compile(readSchema());
  const context = toUtf8(HASH_CONTEXT);
  return [
    each('TextDecoder', lines, ({ start, end }) => fromUtf8(bytes.subarray(start, end))),
    each('JSON.parse', lines, ({ text }) => JSON.parse(text)),
    each('generated validator', lines, ({ atomic }) => isAtomic(atomic)),
    each('ajv', lines, ({ atomic }) => fits(atomic)),
    each('scan of the bytes, which proves the line canonical', lines, ({ start, end }) => {
      return scan.prove(bytes, start, end) && cutUnhashed(bytes, start, end, scan.members);
    }),
    each('canonicalize, UTF-8', lines, ({ body }) => toUtf8(canonicalizePackage(body)!)),
    each('own BLAKE3', lines, ({ material }) => engine.hash(material)),
    each('@noble/hashes', lines, ({ material }) => blake3(material, { context })),
    each('decoder', lines, ({ atomic }) => decoder.decode(atomic, atomic.hash!).length),
    each('LineReader', lines, ({ start, end }) => reader.read(bytes, start, end).findings.length === 0),
    { name: 'verifyLedger without signatures', run: () => verifyUnsigned(bytes, lines.length, engine) },
    signatureSide(lines.slice(0, 200), decoder),
    each('own canonicalize', lines, ({ atomic, text }) => canonicalize(atomic) === text),
    each('canonicalize', lines, ({ atomic, text }) => canonicalizePackage(atomic) === text),
  ];
}

function readSchema(): object {
  return JSON.parse(readFileSync(join(root, 'schemas/atomic.schema.json'), 'utf8')) as object;
}

async function verifyUnsigned(bytes: Uint8Array, lines: number, engine: Engine): Promise<number> {
  const source: LedgerSource = {
    name: 'memory',
    sizeBytes: () => Promise.resolve(bytes.length),
    async *read() {
      yield await Promise.resolve(bytes);
    },
  };
  const unchecked: Engine = { ...engine, verifyMany: (checks) => Promise.resolve(checks.map(() => true)) };
  return demandAll((await verifyLedger(source, { engine: unchecked })).counts.valid, lines);
}

function signatureSide(lines: readonly Line[], decoder: SignatureDecoder): Side {
  const checks = lines.map(({ atomic }) => {
    const [check] = decoder.decode(atomic, atomic.hash!);
    const x = Buffer.from(check!.publicKey).toString('base64url');
    return { ...check!, key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }) };
  });
  return each('crypto.verify', checks, ({ message, key, signature }) => verify(null, message, key, signature));
}
