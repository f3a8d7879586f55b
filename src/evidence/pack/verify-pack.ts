/**
 * Verifying an audit pack with nothing but the pack and a keyring.
 *
 * Five steps: the archive has its one form; its signers signed every byte; each line is what its signer signed, and stands where the proof
 * says; all that follows from the lines is made again and is the same; and under the keyring of whoever verifies the mission stands where
 * the pack says. With the ledger at hand, a sixth: the proof is that of the ledger, and no line was left out.
 */
import type { Code } from '../../base/errors.ts';
import { LoglineError } from '../../base/errors.ts';
import type { Finding, Report } from '../../base/report.ts';
import type { Keyring, LedgerSource } from '../../ledger/index.ts';
import type { MissionReader } from '../mission-reader.ts';
import type { MissionSummary } from '../summary.ts';
import { readArchive } from './archive.ts';
import type { ArchiveLimits } from './archive.ts';
import { compareWithLedger } from './against-ledger.ts';
import { keyringFindings } from './against-keyring.ts';
import { deriveFiles } from './derived.ts';
import type { Derived, PackParts } from './derived.ts';
import { derivedFindings } from './against-parts.ts';
import { openManifest } from './manifest.ts';
import { readParts } from './parts.ts';

/** How a pack is verified. */
export interface VerifyPackOptions extends ArchiveLimits {
  /** The fold of missions: `missionReader` of `logline-core/mission`. */
  readonly reader: MissionReader;
  /** The keys that are trusted; never those of the pack. @default none: the pack is held against itself, which does not say who signed */
  readonly keyring?: Keyring | undefined;
  /** The ledger that the pack is of, or a longer one that it has become. @default none: nobody can say that no line was left out */
  readonly ledger?: LedgerSource | undefined;
}

/** The verdict on a pack. `ok` is true when there is no finding. */
export interface PackReport extends Report {
  /** `keyring`: the signers were judged. `self-asserted`: nobody said which keys to trust. */
  readonly trust: 'keyring' | 'self-asserted';
  /** Whether the pack was held against a ledger. */
  readonly completeness: 'held against the ledger' | 'not checked';
  /** Public keys that signed the pack. Empty where it could not be read that far. */
  readonly signers: readonly string[];
  /** What the pack says; `undefined` where it could not be read that far. */
  readonly summary: MissionSummary | undefined;
  /** The ledger, as the proof has it. */
  readonly ledger: PackParts['proof']['ledger'] | undefined;
}

/** What is known while the steps go on. */
interface Progress {
  signers: readonly string[];
  files: number;
  parts: PackParts | undefined;
  derived: Derived | undefined;
}

/**
 * Answers the verdict. Never throws on what the pack holds.
 *
 * @param bytes - of the ZIP file.
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE - of the ledger that is handed in.
 */
export async function verifyPack(bytes: Uint8Array, options: VerifyPackOptions): Promise<PackReport> {
  const progress: Progress = { signers: [], files: 0, parts: undefined, derived: undefined };
  const findings = await findingsOf(bytes, options, progress);
  const { signers, files, parts, derived } = progress;
  return {
    ok: findings.length === 0,
    findings,
    counts: {
      files,
      lines: parts?.told.length ?? 0,
      withheld: parts?.proof.withheld.length ?? 0,
      contents: parts?.contents.size ?? 0,
      statements: derived === undefined ? 0 : derived.statements.size + 1,
    },
    trust: options.keyring === undefined ? 'self-asserted' : 'keyring',
    completeness: options.ledger === undefined ? 'not checked' : 'held against the ledger',
    signers,
    summary: derived?.summary,
    ledger: parts?.proof.ledger,
  };
}

async function findingsOf(bytes: Uint8Array, options: VerifyPackOptions, progress: Progress): Promise<Finding[]> {
  try {
    return await check(bytes, options, progress);
  } catch (error) {
    if (!(error instanceof LoglineError) || !SAYS_NO.has(error.code)) throw error;
    return [{ code: error.code, message: error.message }];
  }
}

/** What is thrown because of what a pack holds. */
const SAYS_NO: ReadonlySet<Code> = new Set([
  'PACK_MALFORMED',
  'PACK_ALTERED',
  'PACK_UNPROVEN',
  'MISSION_UNKNOWN',
  'KEYRING_INVALID',
]);

async function check(bytes: Uint8Array, options: VerifyPackOptions, progress: Progress): Promise<Finding[]> {
  const { reader, keyring, ledger } = options;
  const archive = readArchive(bytes, options);
  progress.files = archive.length;
  const manifest = openManifest(bytes, archive);
  progress.signers = manifest.signers;
  const parts = readParts(archive, manifest.mission);
  progress.parts = parts;
  const derived = deriveFiles(parts, reader);
  progress.derived = derived;
  return [
    ...derivedFindings(archive, parts, derived, manifest),
    ...(keyring === undefined ? [] : keyringFindings(parts, derived, manifest.signers, { reader, keyring })),
    ...(ledger === undefined ? [] : await compareWithLedger(parts, ledger)),
  ];
}
