/**
 * Restoring the events of a mission in another ledger. Lines that continue the ledger are appended as they are, to the byte. Others go inside
 * of atomics of who restores them; their own signatures stay, and they count by these.
 */
import { verifyAtomic } from '../atomic/index.ts';
import type { Atomic } from '../atomic/index.ts';
import { toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { findingsError } from '../base/schema.ts';
import { Trust, foldLedger, openLedgerState, signedLineOf } from '../ledger/index.ts';
import type { Keyring, LedgerOptions, LedgerStore } from '../ledger/index.ts';
import { evidenceDraft } from './drafts.ts';
import type { EvidenceContext } from './drafts.ts';
import { RECORDS } from './records.ts';
import type { EvidenceRecords } from './records.ts';

/** Who restores, and whom they trust. */
export interface RestoreOptions extends LedgerOptions {
  /** For the atomics that hold restored ones. */
  readonly context: EvidenceContext;
  /** The keys that the restored lines have to be signed by. @default none: each line is held against the key inside it */
  readonly keyring?: Keyring | undefined;
}

/** What became of the lines. */
export interface Restored {
  /** How many were appended as they are. */
  readonly asTheyAre: number;
  /** How many were appended inside another atomic. */
  readonly inside: number;
  /** How many the ledger had already. */
  readonly known: number;
}

/**
 * Restores lines, in their order. A second time does nothing.
 *
 * @param lines - without line feeds, each a whole atomic.
 * @throws {LoglineError} the code of the first finding, where a line does not verify, or is signed by nobody who is trusted. GUARD_REFUSED; NAME_TAKEN - the
 *   ledger has a mission of that id, and the lines do not continue it. As `openLedgerState`'s `decide`.
 */
export async function restoreEvents(
  store: LedgerStore,
  mission: string,
  lines: readonly string[],
  { context, keyring, ...options }: RestoreOptions,
): Promise<Restored> {
  const told = verifiedLines(lines, keyring);
  const { limits } = options;
  const { state, head } = await foldLedger(store, RECORDS, limits ? { limits } : {});
  const fresh = told.filter(({ atomic }) => !state.hashes.has(atomic.hash!));
  if (continues(head.hash, fresh)) {
    const last = fresh.at(-1);
    await askGuard(options.guard, fresh);
    if (last !== undefined)
      await store.append(head.hash, toUtf8(fresh.map(({ line }) => `${line}\n`).join('')), last.atomic.hash!);
    return { asTheyAre: fresh.length, inside: 0, known: lines.length - fresh.length };
  }
  demandNoOwn(state, mission);
  const { lines: appended } = await openLedgerState(store, RECORDS, options).decide(({ hashes }) => ({
    drafts: fresh
      .filter(({ atomic }) => !hashes.has(atomic.hash!))
      .map(({ atomic, line }) => evidenceDraft('event_restored', { mission, event: atomic.hash!, line }, context)),
  }));
  return { asTheyAre: 0, inside: appended.length, known: lines.length - appended.length };
}

/** A line, and the atomic that it is. */
interface RestoredLine {
  readonly line: string;
  readonly atomic: Atomic;
}

function verifiedLines(lines: readonly string[], keyring: Keyring | undefined): RestoredLine[] {
  const trust = keyring && new Trust(keyring);
  return lines.map((line, i) => {
    const { findings } = verifyAtomic(line, { strict: true });
    if (findings.length > 0) throw findingsError(findings);
    const atomic = JSON.parse(line) as Atomic;
    const distrust = trust?.judge(signedLineOf(atomic), i + 1);
    if (distrust !== undefined) throw findingsError([distrust]);
    trust?.accept(signedLineOf(atomic), i + 1);
    return { line, atomic };
  });
}

/** What is appended as it is was never a draft here; the guard looks at it as if it were one. */
async function askGuard(guard: RestoreOptions['guard'], lines: readonly RestoredLine[]): Promise<void> {
  for (const { atomic } of lines) {
    const { hash, signature: _signature, cosignatures: _cosignatures, ...draft } = atomic;
    const [finding, ...others] = (await guard?.(draft)) ?? [];
    if (finding === undefined) continue;
    const details = { hash, findings: [finding, ...others] };
    throw new LoglineError('GUARD_REFUSED', `${hash!}: ${finding.message}`, { details });
  }
}

/** Whether the lines are what comes next behind a head. */
function continues(head: string | null, lines: readonly RestoredLine[]): boolean {
  return lines.every(({ atomic }, i) => (atomic.prev ?? null) === (i === 0 ? head : lines[i - 1]!.atomic.hash));
}

/** What stands inside of other atomics would make one mission, which nobody ran, of two. */
function demandNoOwn({ created }: EvidenceRecords, mission: string): void {
  if (!created.has(mission)) return;
  const message = `The ledger has a mission ${mission} of its own, which these lines do not continue.`;
  throw new LoglineError('NAME_TAKEN', message, { details: { mission } });
}
