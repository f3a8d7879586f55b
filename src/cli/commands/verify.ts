/** `verify` */
import { createEngine } from '../../atomic/index.ts';
import { LoglineError } from '../../base/errors.ts';
import type { Finding } from '../../base/report.ts';
import { TRUNK } from '../../ledger/index.ts';
import { isPostgresAddress } from '../../ledger/store-postgres.ts';
import type { VERIFY } from '../catalog/verifying.ts';
import type { Call, Run } from '../command.ts';
import { isFolderIn, isVersionPath } from '../base-version.ts';
import { isKeyHex } from '../hex.ts';
import { findLedgers } from '../ledgers.ts';
import type { LedgerTarget } from '../ledgers.ts';
import { warn } from '../notice.ts';
import { findTrustedKeys } from '../trusted-keys.ts';
import { VerdictPrinter } from '../verdict-print.ts';
import { joinVerdicts } from '../verdict.ts';
import type { JointVerdict, Verdict } from '../verdict.ts';
import { verifyTarget } from '../verify-target.ts';

type Flags = (typeof VERIFY)['flags'];

export const run: Run<Flags> = async (call) => {
  call.output.outliveReader();
  demandSensible(call);
  const trusted = await findTrustedKeys(call);
  const targets = await targetsOf(call);
  demandKind(call, targets);
  const engine = call.flags.engine === undefined ? undefined : createEngine(call.flags.engine);
  const judge = { keyring: trusted?.keyring, engine };
  const printer = new VerdictPrinter(call, targets.length > 1, trusted?.source);
  const verdicts: Verdict[] = [];
  for (const target of targets) {
    const tell = (finding: Finding): Promise<void> => printer.finding(target.path, finding);
    verdicts.push(await verifyTarget(call, target, judge, tell));
    if (call.flags.stopOnError && !verdicts.at(-1)!.report.ok) break;
  }
  const verdict = joinVerdicts(
    targets.map(({ path }) => path),
    verdicts,
  );
  await printer.verdict(verdict);
  sayWarnings(call, verdict);
  return verdict.ok ? 0 : 1;
};

function pathsOf({ flags, origins, operands }: Call<Flags>): readonly string[] {
  if (operands.length === 0) return flags.ledger;
  return origins.ledger === 'flag' ? [...flags.ledger, ...operands] : operands;
}

/** Against a base, a ledger that is gone is no missing input but a finding. */
async function targetsOf(call: Call<Flags>): Promise<LedgerTarget[]> {
  const { base } = call.flags;
  return findLedgers(pathsOf(call), call.terminal, base === undefined ? undefined : (path) => isFolderIn(base, path));
}

function demandSensible({ flags }: Call<Flags>): void {
  const { from, base, full, partial } = flags;
  if (from !== undefined && !isKeyHex(from))
    throw usage(`--from is a hash, 64 lower-case hex characters, not "${from}".`);
  if (base !== undefined && (from !== undefined || partial))
    throw usage('--base compares whole ledgers: leave out --from and --partial.');
  if (full && base === undefined) throw usage('--full is about --base: without one, everything is verified anyway.');
}

/** What makes no sense for this kind of ledger is refused, not passed over: the report would look as if it had been done. */
function demandKind({ flags }: Call<Flags>, targets: readonly LedgerTarget[]): void {
  const { from, base, partial, sinceSeal } = flags;
  const file = targets.find(({ kind }) => kind === 'file');
  const folder = targets.find(({ kind }) => kind === 'folder');
  if (sinceSeal && file) throw usage(`--since-seal is about a folder of streams; ${file.path} is a file.`);
  if (folder && (partial || from !== undefined))
    throw usage(`--partial and --from are about one file; ${folder.path} is a folder.`);
  const isStored = file?.kind === 'file' && isPostgresAddress(file.path);
  if (isStored && base !== undefined && !isVersionPath(base))
    throw usage(`--base of a ledger in a database is a file, such as ./backup.jsonl; "${base}" is a revision.`);
  if (targets.length > 1 && (base !== undefined || from !== undefined))
    throw usage('--base and --from are about one ledger; here are several.');
}

function sayWarnings({ terminal, flags }: Call<Flags>, verdict: JointVerdict): void {
  const { trust, counts, bases, skipped, paths, sealed, parts } = verdict;
  if (skipped.length > 0) warn(terminal, `After the first fault these were not looked at: ${skipped.join(' ')}`);
  for (const { name, isThere } of bases)
    if (!isThere) warn(terminal, `${name} does not have the ledger: there is nothing to compare with.`);
  if (sealed !== undefined && !parts.has(TRUNK))
    warn(terminal, `${paths[0]!} has no ${TRUNK}: no seal shows whether a stream was cut or removed.`);
  if (trust === 'self-asserted') warn(terminal, SELF_ASSERTED);
  if (counts.unsigned > 0)
    warn(
      terminal,
      `${count(counts.unsigned, 'atomic has', 'atomics have')} no signature; --require-signatures refuses that.`,
    );
  if (counts.nonCanonical > 0 && !flags.strict) {
    warn(
      terminal,
      `${count(counts.nonCanonical, 'line is', 'lines are')} not in canonical form, as older writers left them; --strict refuses that.`,
    );
  }
  if (counts.total === 0)
    warn(
      terminal,
      flags.traceId === undefined ? 'There was no line to verify.' : `No atomic has the trace id ${flags.traceId}.`,
    );
}

const SELF_ASSERTED =
  'NOBODY SAID WHICH KEYS TO TRUST. Each signature was checked against the key inside its own line: this shows that lines were not ' +
  'changed since they were signed, and NOT WHO SIGNED them. Name keys with --keyring, --key or PUBLIC_KEY_HEX.';

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

const usage = (message: string): LoglineError => new LoglineError('USAGE', message);
