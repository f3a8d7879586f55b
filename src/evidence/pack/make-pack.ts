/** Making an audit pack: the lines of a mission, the proof where they stand, and all that follows from them, signed as one. */
import type { Signer } from '../../atomic/index.ts';
import { toHex, toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import type { LedgerSource } from '../../ledger/index.ts';
import type { PackManifest, PackProof } from '../generated/types.ts';
import { evidenceOf, toldOf, verifiedLedger } from '../mission-evidence.ts';
import type { CollectOptions, ToldAtomic } from '../mission-evidence.ts';
import { sha256 } from '../sha256.ts';
import { recordsIn } from '../summary.ts';
import { withheldBy, withholdable } from '../withholding.ts';
import { ArchiveWriter } from './archive.ts';
import type { CompressionLevel } from './archive.ts';
import { GENERATOR, MANIFEST, SUMMARY, SUMS, deriveFiles, sumsOf } from './derived.ts';
import type { Derived, PackParts } from './derived.ts';
import { sealStatement } from './envelope.ts';
import { summaryStatement } from './statements.ts';
import { leafOf, pathOf, rootOf } from './tree.ts';

/** How a pack is made. */
export interface MakePackOptions extends CollectOptions {
  /** Who signs the pack: the manifest, and each statement in it. */
  readonly signer: Signer;
  /** Answers a recorded content by its SHA-256, `undefined` where it is not there. @default none is there */
  readonly content?: (sha256: string) => Promise<Uint8Array | undefined>;
  /** The program that is put into the pack as `verify.mjs`: `PACK_VERIFIER`. @default none */
  readonly verifier?: string;
  /** How much effort goes into making the pack small. @default 6 */
  readonly level?: CompressionLevel;
}

/** ZIP without its extension for larger files. */
const MAX_BYTES = 0xffff_ffff;
const MAX_FILES = 0xffff;

/**
 * Answers the audit pack of a mission, a ZIP file. The same ledger, keyring, contents and key give the same bytes, whenever and wherever. Pure
 * but for reading.
 *
 * @throws {LoglineError} as `collectEvidence`. HASH_MISMATCH - a content is not what its digest says. SIGNER_FAILED. LIMIT_EXCEEDED - above
 *   4 GiB, or 65535 files.
 */
export async function makePack(source: LedgerSource, mission: string, options: MakePackOptions): Promise<Uint8Array> {
  const { signer, reader, level = 6 } = options;
  const derived = deriveFiles(await collectParts(source, mission, options), reader);
  const files = new Map([...derived.files, ...(await sealStatements(derived, signer))]);
  files.set(SUMS, sumsOf(files));
  return packed(files, mission, signer, level);
}

async function collectParts(source: LedgerSource, mission: string, options: MakePackOptions): Promise<PackParts> {
  const { keyring, verifier } = options;
  const ledger = await verifiedLedger(source, options);
  const leaves: Uint8Array[] = [];
  let head = '';
  const told = await toldOf(ledger, mission, options, ({ text, atomic }) => {
    leaves.push(leafOf(toUtf8(text)));
    head = atomic.hash!;
  });
  const withheld = withholdable(told, mission, options);
  const shown = told.filter(({ atomic }) => !withheld.has(atomic.hash!));
  return {
    mission,
    told: shown,
    proof: proofOf(told, withheld, leaves, { head, sizeBytes: await ledger.sizeBytes() }),
    keyring,
    contents: await contentsOf(shown, mission, options),
    verifier: verifier === undefined ? undefined : toUtf8(verifier),
  };
}

function proofOf(
  told: readonly ToldAtomic[],
  withheld: ReadonlyMap<string, string>,
  leaves: readonly Uint8Array[],
  { head, sizeBytes }: { readonly head: string; readonly sizeBytes: number },
): PackProof {
  const isWithheld = ({ atomic }: ToldAtomic): boolean => withheld.has(atomic.hash!);
  const places = told.map(({ line }) => line - 1);
  return {
    format: 1,
    ledger: { lines: leaves.length, size_bytes: sizeBytes, head, root: toHex(rootOf(leaves)) },
    lines: told.filter((one) => !isWithheld(one)).map(({ line }) => line),
    withheld: told.filter(isWithheld).map(({ line, atomic: { hash } }) => ({
      line,
      leaf: toHex(leaves[line - 1]!),
      event: hash!,
      reason: withheld.get(hash!)!,
    })),
    path: pathOf(leaves, places).map(toHex),
  };
}

async function contentsOf(
  told: readonly ToldAtomic[],
  mission: string,
  { reader, keyring, content }: MakePackOptions,
): Promise<Map<string, Uint8Array>> {
  const { events } = evidenceOf(told, mission, { reader, keyring });
  const withheld = withheldBy(events, keyring).contents;
  const wanted = new Set(recordsIn(events).flatMap(({ sha256: digest }) => digest ?? []));
  const contents = new Map<string, Uint8Array>();
  for (const digest of [...wanted].sort()) {
    const bytes = withheld.has(digest) ? undefined : await content?.(digest);
    if (bytes === undefined) continue;
    if (sha256(bytes) !== digest)
      throw new LoglineError('HASH_MISMATCH', `A content is not what its digest ${digest} says.`);
    contents.set(digest, bytes);
  }
  return contents;
}

async function sealStatements({ statements, summary }: Derived, signer: Signer): Promise<Map<string, Uint8Array>> {
  const sealed = new Map<string, Uint8Array>();
  for (const [name, statement] of statements) sealed.set(name, await sealStatement(statement, signer));
  const digests = new Map([...sealed].map(([name, bytes]) => [name, sha256(bytes)]));
  return sealed.set(SUMMARY, await sealStatement(summaryStatement(summary.mission, digests), signer));
}

async function packed(
  files: ReadonlyMap<string, Uint8Array>,
  mission: string,
  signer: Signer,
  level: CompressionLevel,
): Promise<Uint8Array> {
  demandSize(files);
  const archive = new ArchiveWriter();
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, bytes] of sorted) archive.add({ name, bytes }, level);
  const manifest: PackManifest = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: sorted.map(([name, bytes]) => ({ name, digest: { sha256: sha256(bytes) } })),
    predicateType: 'urn:logline-core:audit-pack:1',
    predicate: { mission, generator: GENERATOR, archive_sha256: sha256(archive.written()) },
  };
  // Not compressed: one content can be compressed in many ways, and nothing else says which one this is.
  archive.add({ name: MANIFEST, bytes: await sealStatement(manifest, signer) }, 0);
  return archive.end();
}

function demandSize(files: ReadonlyMap<string, Uint8Array>): void {
  const sizeBytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  if (sizeBytes <= MAX_BYTES && files.size < MAX_FILES) return;
  throw new LoglineError(
    'LIMIT_EXCEEDED',
    `A pack of ${String(files.size)} files with ${String(sizeBytes)} bytes is too large for a ZIP file.`,
  );
}
