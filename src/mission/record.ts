/** Missions of one ledger, read and written: what is read was verified, and what is written was allowed on the very line it follows. */
import { verifyAtomic } from '../atomic/index.ts';
import type { Atomic, Signer, SignedLine } from '../atomic/index.ts';
import type { Clock } from '../base/clock.ts';
import { LoglineError } from '../base/errors.ts';
import { findingsError } from '../base/schema.ts';
import { keyChangeOf, openLedgerState, verifyLedger } from '../ledger/index.ts';
import type { LedgerFold, LedgerOptions, LedgerState, LedgerStore, VerifiedPrefix } from '../ledger/index.ts';
import { demandAllowed, missionDraft } from './drafts.ts';
import { isMissionIntent } from './events.ts';
import type { MissionIntent, MissionPayloads } from './events.ts';
import { foldMissions } from './fold.ts';
import { noMissions } from './state.ts';
import type { Mission, MissionRules, Missions } from './state.ts';

/** Who reads and writes, and by which rules. */
export interface MissionRecordOptions extends MissionRules, LedgerOptions {
  /** For `did.actor`. */
  readonly actor: string;
  /** For `metadata.created_at`, and for the time of leases. */
  readonly clock: Clock;
}

/** An event with its payload. */
export type MissionChoice = {
  readonly [I in MissionIntent]: {
    readonly intent: I;
    readonly payload: MissionPayloads[I];
    /** A UUID, for a mission that begins. @default that of the mission */
    readonly traceId?: string | undefined;
  };
}[MissionIntent];

/**
 * Answers how missions are folded out of a ledger whose lines were not verified: what does not verify by itself counts for nothing. That
 * no line is missing is for `verify` to tell.
 */
export const missionFold = (rules: MissionRules = {}): LedgerFold<Missions> => ({
  begin: () => noMissions(rules),
  step: (missions, atomic) => (isSound(atomic) ? foldMissions(missions, atomic) : missions),
});

/** Of other atomics nothing is taken in. */
function isSound(atomic: Atomic): boolean {
  const matters = isMissionIntent(atomic.intent) || keyChangeOf(atomic) !== undefined;
  return !matters || verifyAtomic(atomic).ok;
}

const NOTHING_VERIFIED: VerifiedPrefix = { sizeBytes: 0, lines: 0 };

/** The missions of a ledger. */
export class MissionRecord {
  /** As they were handed in. */
  readonly options: MissionRecordOptions;
  readonly #store: LedgerStore;
  readonly #state: LedgerState<Missions>;
  /** Shared by the records that {@link MissionRecord.as} answers. */
  readonly #known: { verified: VerifiedPrefix };

  /** @param like - a record of the same store under the same rules, whose work is shared */
  constructor(store: LedgerStore, options: MissionRecordOptions, like?: MissionRecord) {
    this.options = options;
    this.#store = store;
    this.#state = like === undefined ? openLedgerState(store, missionFold(options), options) : like.#state;
    this.#known = like === undefined ? { verified: NOTHING_VERIFIED } : like.#known;
  }

  /** Answers the same missions, written under another name. What was verified and folded is not done again. */
  as(actor: string): MissionRecord {
    return new MissionRecord(this.#store, { ...this.options, actor }, this);
  }

  /**
   * Answers the state as the ledger tells it now. Lines that were verified before are not verified again.
   *
   * @throws {LoglineError} the code of the first finding, where the ledger does not verify. As `foldLedger`.
   */
  async read(): Promise<Missions> {
    await this.#verify();
    return this.#state.read();
  }

  /** Hash of the ledger's last line: 64 lower-case hex, null where it is empty. */
  async headHash(): Promise<string | null> {
    return (await this.#store.head()).hash;
  }

  /** Answers a mission. @throws {LoglineError} MISSION_UNKNOWN, and as `read` */
  async mission(id: string): Promise<Mission> {
    return demandMission(await this.read(), id);
  }

  /**
   * Appends an event that is chosen on the state which it follows, and allowed there; nobody appends in between.
   *
   * @param choose - answers `undefined` where there is nothing to say any more.
   * @returns the line, durable; `undefined` where nothing was chosen.
   * @throws {LoglineError} as `demandAllowed`, `read` and `Ledger.append`. What `choose` throws.
   */
  async append(choose: (missions: Missions) => MissionChoice | undefined): Promise<SignedLine | undefined> {
    const signer = demandSigner(this.options.signer);
    await this.#verify();
    const { lines } = await this.#state.decide((missions) => {
      const chosen = choose(missions);
      if (chosen === undefined) return { drafts: [] };
      const traceId = chosen.traceId ?? missions.missions.get(chosen.payload.mission)?.traceId;
      const context = { actor: this.options.actor, createdAt: this.options.clock().toISOString(), traceId };
      const draft = missionDraft(chosen.intent, chosen.payload, context);
      demandAllowed(missions, draft, signer.publicKey);
      return { drafts: [draft] };
    });
    return lines[0];
  }

  async #verify(): Promise<void> {
    const { sizeBytes } = await this.#store.head();
    const verified = sizeBytes < this.#known.verified.sizeBytes ? NOTHING_VERIFIED : this.#known.verified;
    if (sizeBytes === verified.sizeBytes) return;
    const after = verified.sizeBytes === 0 ? {} : { after: verified };
    const { limits } = this.options;
    const source = { ...upTo(this.#store, sizeBytes), name: this.#store.name };
    const report = await verifyLedger(source, { ...after, ...(limits && { limits }), maxFindings: 10 });
    if (!report.ok) throw findingsError(report.findings);
    this.#known.verified = { sizeBytes, lines: verified.lines + report.counts.total };
  }
}

/** What stands in a store up to a place, whatever is appended meanwhile. */
const upTo = (store: LedgerStore, end: number): Pick<LedgerStore, 'sizeBytes' | 'read'> => ({
  sizeBytes: () => Promise.resolve(end),
  read: (range) => store.read({ ...range, end: Math.min(end, range?.end ?? end) }),
});

function demandSigner(signer: Signer | undefined): Signer {
  if (signer !== undefined) return signer;
  throw new LoglineError('KEY_MISSING', 'Missions were opened without a signer, so nothing can be appended.');
}

/** Answers a mission. @throws {LoglineError} MISSION_UNKNOWN */
export function demandMission({ missions }: Missions, id: string): Mission {
  const mission = missions.get(id);
  if (mission !== undefined) return mission;
  throw new LoglineError('MISSION_UNKNOWN', `There is no mission ${id}.`, { details: { mission: id } });
}
