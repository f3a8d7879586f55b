/** The parts of a pack that nothing else in it follows from, read and judged: lines, proof, keyring, contents, verifier. */
import { parseJson, verifyAtomic } from '../../atomic/index.ts';
import type { Atomic } from '../../atomic/index.ts';
import { fromHex, fromUtf8, toHex, toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { schemaProblems } from '../../base/schema.ts';
import { parseKeyring } from '../../ledger/index.ts';
import type { PackProof } from '../generated/types.ts';
import { packProofSchema } from '../generated/validators.ts';
import { toldBy } from '../mission-evidence.ts';
import type { ToldAtomic } from '../mission-evidence.ts';
import { sha256 } from '../sha256.ts';
import type { ArchiveFile } from './archive.ts';
import { VERIFIER } from './derived.ts';
import type { PackParts } from './derived.ts';
import { leafOf, rootFrom } from './tree.ts';

/** 64 MiB. */
const LIMITS = { maxLineBytes: 64 * 1024 * 1024 };

/**
 * Answers the parts of a pack. Every line was verified, and stands where the proof says.
 *
 * @throws {LoglineError} PACK_UNPROVEN - it does not. PACK_ALTERED - a content is not what its name says. KEYRING_INVALID.
 */
export function readParts(archive: readonly ArchiveFile[], mission: string): PackParts {
  const files = new Map(archive.map(({ name, bytes }) => [name, bytes]));
  const proof = proofIn(demandFile(files, 'ledger/proof.json'));
  const told = linesIn(demandFile(files, 'ledger/lines.jsonl'), proof.lines);
  demandProof(told, proof);
  const keyring = files.get('keyring.json');
  return {
    mission,
    told,
    proof,
    keyring: keyring && parseKeyring(keyring),
    contents: contentsIn(archive),
    verifier: files.get(VERIFIER),
  };
}

function demandFile(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes !== undefined) return bytes;
  throw unproven(`${name} is not in the pack.`);
}

function proofIn(bytes: Uint8Array): PackProof {
  const value = jsonIn(bytes);
  if (packProofSchema.accepts(value)) return value;
  throw unproven(`ledger/proof.json is none: ${schemaProblems(packProofSchema, value)[0]!.message}`);
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes, LIMITS);
  } catch (cause) {
    throw new LoglineError('PACK_UNPROVEN', 'ledger/proof.json is no JSON.', { cause });
  }
}

function linesIn(bytes: Uint8Array, numbers: readonly number[]): ToldAtomic[] {
  const texts = (fromUtf8(bytes) ?? '').split('\n');
  if (texts.pop() !== '' || texts.length !== numbers.length)
    throw unproven('There are not as many lines as the proof names.');
  return texts.map((text, i) => toldBy({ line: numbers[i]!, text, atomic: verified(text, numbers[i]!) }));
}

/** As in the ledger, a line without a signature is no fault by itself: it says so, and counts for nothing. */
function verified(text: string, line: number): Atomic {
  const [finding] = verifyAtomic(text, { requireSignature: false }).findings;
  if (finding !== undefined) throw unproven(`Line ${String(line)}: ${finding.code}: ${finding.message}`);
  return JSON.parse(text) as Atomic;
}

function demandProof(told: readonly ToldAtomic[], { ledger, withheld, path }: PackProof): void {
  const leaves = new Map([
    ...told.map(({ line, text }): [number, Uint8Array] => [line - 1, leafOf(toUtf8(text))]),
    ...withheld.map(({ line, leaf }): [number, Uint8Array] => [line - 1, fromHex(leaf, 32)!]),
  ]);
  const places = [...leaves.keys()].sort((a, b) => a - b);
  const isRising = told.every(({ line }, i) => i === 0 || line > told[i - 1]!.line);
  const isSound = places.length === told.length + withheld.length && places.every((place) => place < ledger.lines);
  const known = new Map(places.map((place) => [place, leaves.get(place)!]));
  const root =
    isSound && isRising
      ? rootFrom(
          ledger.lines,
          known,
          path.map((one) => fromHex(one, 32)!),
        )
      : undefined;
  if (root === undefined || toHex(root) !== ledger.root)
    throw unproven('The lines do not give the root of the ledger that the proof names.');
  demandChain(told, ledger);
}

/** Where lines follow each other in the ledger, each names the one before it; the first has none before it; the last is the head. */
function demandChain(told: readonly ToldAtomic[], { lines, head }: PackProof['ledger']): void {
  for (const [i, { line, atomic }] of told.entries()) {
    const before = told[i - 1];
    if (before?.line === line - 1 && atomic.prev !== before.atomic.hash)
      throw unproven(`Line ${String(line)} does not follow the one before it.`);
    if (line === 1 && atomic.prev !== undefined) throw unproven('The first line of the ledger names one before it.');
    if (line === lines && atomic.hash !== head) throw unproven('The last line of the ledger is not its head.');
  }
}

function contentsIn(archive: readonly ArchiveFile[]): Map<string, Uint8Array> {
  const contents = new Map<string, Uint8Array>();
  for (const { name, bytes } of archive) {
    if (!name.startsWith('contents/')) continue;
    const digest = name.slice('contents/'.length);
    if (sha256(bytes) !== digest) throw new LoglineError('PACK_ALTERED', `${name} is not what its name says.`);
    contents.set(digest, bytes);
  }
  return contents;
}

const unproven = (message: string): LoglineError => new LoglineError('PACK_UNPROVEN', message);
