/**
 * All that a ledger tells of a mission: the atomics that name it, or carry its trace, as they stand in the ledger.
 *
 * Nothing is left out because it speaks against somebody. What its signer may not say, or the rules of missions forbid, is there as well,
 * with the reason why it counts for nothing.
 */
import { canonicalize, traceIdOf, verifyAtomic } from '../atomic/index.ts';
import type { Atomic, JsonLimits } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { findingsError } from '../base/schema.ts';
import { Trust, keyChangeOf, queryLedger, signedLineOf, verifyLedger } from '../ledger/index.ts';
import type { Keyring, LedgerEntry, LedgerSource } from '../ledger/index.ts';
import { isMisshapen } from './drafts.ts';
import { eventRestoredSchema } from './generated/validators.ts';
import type { MissionAccount, MissionReader } from './mission-reader.ts';

/** How a mission's evidence is collected. */
export interface CollectOptions {
  /** The fold of missions: `missionReader` of `logline-core/mission`. */
  readonly reader: MissionReader;
  /** The keys that are trusted. @default none: every signer is taken, and nothing stands for who is human */
  readonly keyring?: Keyring | undefined;
  /** @default 10 MiB a line, 64 levels */
  readonly limits?: JsonLimits | undefined;
}

/** One event of a mission. JSON-able. */
export interface EvidenceEvent {
  /** Hash of the atomic: 64 lower-case hex. The same event has the same id everywhere. */
  readonly id: string;
  /** Its intent. */
  readonly type: string;
  /** The mission. */
  readonly missionId: string;
  /** RFC 3339, as its signer says. */
  readonly timestamp: string;
  /** `did.actor`. */
  readonly actor: string;
  /** Public key that signed it; null where none did. */
  readonly signer: string | null;
  /** Number of its line in the ledger, from 1. */
  readonly line: number;
  /** Why it counts for nothing; left out where it counts. */
  readonly refused?: string;
  /** Its payload. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The whole atomic, as a line of a ledger has it: what a restored event is made of. */
  readonly text: string;
}

/** A mission with everything that shows how it was done. */
export interface MissionEvidence {
  /** Where it stands. */
  readonly account: MissionAccount;
  /** In the order of the ledger. */
  readonly events: readonly EvidenceEvent[];
  /** The same as atomics; of a restored one, the atomic that was restored. */
  readonly atomics: readonly Atomic[];
  /** The lines that tell it, and those that change keys. */
  readonly told: readonly ToldAtomic[];
}

/**
 * Answers what a ledger tells of a mission. The ledger is verified first, as it is at the time of the call.
 *
 * @throws {LoglineError} MISSION_UNKNOWN; the code of the first finding, where the ledger does not verify; INPUT_MISSING, INPUT_UNREADABLE.
 */
export async function collectEvidence(
  source: LedgerSource,
  mission: string,
  options: CollectOptions,
): Promise<MissionEvidence> {
  const ledger = await verifiedLedger(source, options);
  return evidenceOf(await toldOf(ledger, mission, options), mission, options);
}

/** Answers a ledger as it is now, whatever is appended meanwhile. @throws {LoglineError} the code of the first finding */
export async function verifiedLedger(
  source: LedgerSource,
  { limits }: Pick<CollectOptions, 'limits'>,
): Promise<LedgerSource> {
  const ledger = upTo(source, await source.sizeBytes());
  const report = await verifyLedger(ledger, { ...(limits && { limits }), maxFindings: 10 });
  if (!report.ok) throw findingsError(report.findings);
  return ledger;
}

/**
 * Answers the lines that concern a mission, and those that change keys.
 *
 * @param onLine - told of every line.
 */
export async function toldOf(
  ledger: LedgerSource,
  mission: string,
  { limits }: Pick<CollectOptions, 'limits'>,
  onLine: (entry: LedgerEntry) => void = () => undefined,
): Promise<ToldAtomic[]> {
  const reading = limits ? { limits } : {};
  const traces = new Set<string>();
  for (const intent of ['mission_created', 'event_restored'])
    for await (const entry of queryLedger(ledger, { intent }, reading)) addTrace(traces, toldBy(entry), mission);
  const told: ToldAtomic[] = [];
  for await (const entry of queryLedger(ledger, {}, reading)) {
    onLine(entry);
    if (isWanted(entry.atomic, mission, traces)) told.push(toldBy(entry));
  }
  return told;
}

function addTrace(traces: Set<string>, { atomic, restored }: ToldAtomic, mission: string): void {
  for (const one of [atomic, restored]) {
    const traceId = one && createsMission(one, mission) ? traceIdOf(one) : undefined;
    if (traceId !== undefined) traces.add(traceId);
  }
}

function isWanted(atomic: Atomic, mission: string, traces: ReadonlySet<string>): boolean {
  return concerns(atomic, mission, undefined) || traces.has(traceIdOf(atomic) ?? '') || changesKeys(atomic);
}

/** An atomic, and the line that tells it. */
export interface ToldAtomic {
  /** Number of the line in the ledger. */
  readonly line: number;
  /** The line as it is stored. */
  readonly text: string;
  /** As the line has it. */
  readonly atomic: Atomic;
  /** The one that the line restores. */
  readonly restored?: Atomic;
}

/** Answers what a line tells. Pure. */
export function toldBy({ line, text, atomic }: Pick<LedgerEntry, 'line' | 'text' | 'atomic'>): ToldAtomic {
  const restored = restoredAtomic(atomic);
  return { line: line!, text, atomic, ...(restored && { restored }) };
}

/** Nobody vouches for what stands in it but its own signature. */
function restoredAtomic({ intent, payload }: Atomic): Atomic | undefined {
  if (intent !== 'event_restored' || !eventRestoredSchema.accepts(payload)) return undefined;
  const { line, event } = payload;
  if (!verifyAtomic(line, { strict: true }).ok) return undefined;
  const atomic = JSON.parse(line) as Atomic;
  return atomic.hash === event ? atomic : undefined;
}

/**
 * Answers what lines tell of a mission. They have to be verified, and to be all that concern it with all that change keys.
 *
 * @throws {LoglineError} MISSION_UNKNOWN
 */
export function evidenceOf(
  told: readonly ToldAtomic[],
  mission: string,
  { reader, keyring }: Pick<CollectOptions, 'reader' | 'keyring'>,
): MissionEvidence {
  const own = told.some(({ atomic }) => createsMission(atomic, mission));
  const trust = keyring && new Trust(keyring);
  let state = reader.begin(keyring ? { keyring } : {});
  const taken = new Set<string>();
  const counted: Counted[] = [];
  for (const { line, atomic, restored } of told) {
    const distrust = distrustOf(trust, atomic, line);
    if (distrust === undefined) trust?.accept(signedLineOf(atomic), line);
    // A ledger that has the mission itself takes nothing of it from elsewhere.
    const said = own || restored === undefined ? atomic : restored;
    if (distrust === undefined || said === atomic) state = reader.step(state, said);
    if (taken.has(said.hash!)) continue;
    taken.add(said.hash!);
    counted.push({ line, atomic: said, refused: distrust ?? distrustOf(trust, said, line) });
  }
  const account = reader.account(state, mission);
  if (account === undefined)
    throw new LoglineError('MISSION_UNKNOWN', `There is no mission ${mission}.`, { details: { mission } });
  const refusals = new Map(reader.refused(state).map(({ hash, message }) => [hash, message]));
  const chosen = counted.filter(({ atomic }) => concerns(atomic, mission, account.traceId));
  return {
    account,
    events: chosen.map((one) =>
      eventOf(one, mission, one.refused ?? refusals.get(one.atomic.hash) ?? faultOf(one.atomic)),
    ),
    atomics: chosen.map(({ atomic }) => atomic),
    told,
  };
}

const faultOf = ({ intent, payload }: Atomic): string | undefined =>
  isMisshapen(intent, payload) ? `Its payload is not that of ${intent!}.` : undefined;

interface Counted {
  readonly line: number;
  readonly atomic: Atomic;
  readonly refused: string | undefined;
}

/** What speaks against who signed it, or against nobody having done so. */
const distrustOf = (trust: Trust | undefined, atomic: Atomic, line: number): string | undefined =>
  atomic.signature === undefined ? 'It is not signed.' : trust?.judge(signedLineOf(atomic), line)?.message;

const createsMission = ({ intent, payload }: Atomic, mission: string): boolean =>
  intent === 'mission_created' && payload?.['mission'] === mission;

/** Answers whether an atomic is about a mission: it names it, spends for it, or carries its trace. Pure. */
export function concerns(atomic: Atomic, mission: string, traceId: string | undefined): boolean {
  const { payload } = atomic;
  const scope = Object(payload?.['scope']) as { readonly mission?: unknown };
  const isNamed = payload?.['mission'] === mission || scope.mission === mission;
  return isNamed || (traceId !== undefined && traceIdOf(atomic) === traceId);
}

/** Answers whether an atomic changes which keys are trusted: then it belongs to every mission's evidence. Pure. */
export const changesKeys = (atomic: Atomic): boolean => keyChangeOf(atomic) !== undefined;

function eventOf({ line, atomic }: Counted, missionId: string, refused: string | undefined): EvidenceEvent {
  const { hash, intent = 'atomic', metadata, did, signature, payload = {} } = atomic;
  return {
    id: hash!,
    type: intent,
    missionId,
    timestamp: metadata.created_at,
    actor: did.actor,
    signer: signature?.public_key ?? null,
    line,
    ...(refused !== undefined && { refused }),
    data: payload,
    text: canonicalize(atomic),
  };
}

/** Answers a source that ends where it ended then, whatever is appended meanwhile. */
export const upTo = (source: LedgerSource, end: number): LedgerSource => ({
  name: source.name,
  sizeBytes: () => Promise.resolve(end),
  read: (range) => source.read({ ...range, end: Math.min(end, range?.end ?? end) }),
});
