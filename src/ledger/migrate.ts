/**
 * Migration: from a ledger of version 1.0.0 to a new one of 1.1.0. The old file is read and never changed.
 *
 * The new ledger begins with a signed `ledger_migration` atomic that has the hash of the whole old file; one atomic for each old line follows, in
 * their order and with their times, signed by the migrating key. What the old hashes and signatures were worth, each line says.
 */
import type { Draft, Engine, JsonLimits, LedgerMigration, Signer } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { migratedDraft, rawDraft } from './migrate-line.ts';
import type { MigratedLine } from './migrate-line.ts';
import { FileFacts, Survey, oldLines } from './migrate-survey.ts';
import type { MigrationReport } from './migrate-survey.ts';
import { SignedChain } from './signed-chain.ts';
import { cutMeanwhile } from './source-bytes.ts';
import type { LedgerSource } from './store.ts';

export type { MigrationReport } from './migrate-survey.ts';

/** How a ledger is migrated. */
export interface MigrateOptions {
  /** Who signs the new ledger. */
  readonly signer: Signer;
  /** Who migrates, for `did.actor` of the first line. */
  readonly actor: string;
  /** RFC 3339: when it is migrated. Lines that do not say when they were made get this time, too. */
  readonly createdAt: string;
  /**
   * Public keys of the old writers, 64 lower-case hex characters each; old signatures do not name theirs. The signer's own is always tried. With keys,
   * a signature by none of them is wrong. @default none: such a signature is unchecked
   */
  readonly keys?: readonly string[];
  /** Whether a line that does not verify ends the work. @default false: it is migrated, and says so */
  readonly strict?: boolean;
  /** Whether `metadata.signed_by` binds the signer's key into the hash. @default true */
  readonly bindSigner?: boolean;
  /** Limits on old and new lines. @default 10 MiB, 64 levels */
  readonly limits?: JsonLimits;
  /** Who hashes and checks signatures. @default the fastest that runs here */
  readonly engine?: Engine;
  /** Ends the work with CANCELLED. */
  readonly signal?: AbortSignal;
}

/** A migration that waits to be written. */
export interface Migration {
  /** What the old ledger is worth. */
  readonly report: MigrationReport;
  /**
   * The bytes of the new ledger, in pieces. Write all of them to a new file, or none: `writeNewFile` does. The same at every run with one key.
   *
   * @throws {LoglineError} LEDGER_CONFLICT - the old ledger changed since it was judged. LINE_TOO_LARGE - a new line is, with what it has to
   *   say. SIGNER_FAILED, CANCELLED, INPUT_UNREADABLE.
   */
  readonly bytes: () => AsyncGenerator<Uint8Array>;
}

/**
 * Judges a ledger of version 1.0.0, and answers what it becomes.
 *
 * @throws {LoglineError} USAGE - the ledger is of 1.1.0 already. With `strict`, the code of the first line that does not verify. LINE_TOO_LARGE - an old line
 *   is longer than the limit. KEY_MALFORMED, INPUT_MISSING, INPUT_UNREADABLE, CANCELLED.
 * @see docs/format.md, "Migration"
 */
export async function migrateLedger(source: LedgerSource, options: MigrateOptions): Promise<Migration> {
  const { signer, keys = [], limits, engine } = options;
  const survey = new Survey({ keys, ownKey: signer.publicKey, ...(limits && { limits }), ...(engine && { engine }) });
  for await (const { bytes, line, byteOffset } of oldLines(source, options, survey.file))
    survey.take(bytes, line, byteOffset);
  const report = survey.report(source.name);
  demandOld(source, survey);
  if (options.strict === true) demandVerified(report);
  return { report, bytes: () => newLedger(source, survey, report, options) };
}

function demandOld({ name }: LedgerSource, survey: Survey): void {
  if (survey.isCurrent)
    throw new LoglineError('USAGE', `${name} is of version 1.1.0 already: there is nothing to migrate.`);
}

function demandVerified({ findings }: MigrationReport): void {
  const [first] = findings;
  if (first === undefined) return;
  throw new LoglineError(first.code, `Line ${String(first.line)} does not verify: ${first.message}`, {
    details: { findings },
  });
}

/** The second reading: each line as it was judged. */
async function* newLedger(
  source: LedgerSource,
  { judge, verdicts, problems }: Survey,
  report: MigrationReport,
  options: MigrateOptions,
): AsyncGenerator<Uint8Array> {
  const chain = new SignedChain(options);
  const file = new FileFacts();
  chain.add(genesisDraft(report, options));
  for await (const { bytes, line } of oldLines(source, options, file)) {
    const verdict = verdicts[line - 1];
    if (verdict === undefined) continue;
    const { raw, value } = judge.read(bytes);
    addLine(chain, { raw, value, line, verdict, problems: problems.get(line) ?? [] }, options.createdAt);
    if (chain.isFull) yield await chain.take();
  }
  if (file.end().blake3 !== report.source.blake3) throw cutMeanwhile(source.name);
  yield await chain.take();
}

function genesisDraft({ source, counts }: MigrationReport, { actor, createdAt }: MigrateOptions): Draft {
  const { verified, unchecked, unverified } = counts;
  const payload: LedgerMigration = { source, verified, unchecked, unverified };
  return {
    entity_type: 'contract',
    intent: 'ledger_migration',
    this: '/ledger/migration',
    did: { actor, action: 'migrate' },
    metadata: { created_at: createdAt },
    payload: { ...payload },
  };
}

/** A line that would be nested too deep below `metadata.migrated` is kept as text. */
function addLine(chain: SignedChain, old: MigratedLine, createdAt: string): void {
  try {
    if (!isAdded(chain, migratedDraft(old, createdAt))) chain.add(rawDraft(old, createdAt));
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    const message = `Line ${String(old.line)} of the old ledger cannot be migrated: ${error.message}`;
    throw new LoglineError(error.code, message, { details: { ...error.details, line: old.line }, cause: error });
  }
}

function isAdded(chain: SignedChain, draft: Draft): boolean {
  try {
    chain.add(draft);
    return true;
  } catch (error) {
    if (error instanceof LoglineError && error.code === 'TOO_DEEP') return false;
    throw error;
  }
}
