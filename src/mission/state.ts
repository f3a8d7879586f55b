/** What is known of missions at a place of the ledger. All of it comes from the fold (fold.ts). */
import { Trust } from '../ledger/index.ts';
import type { Keyring } from '../ledger/index.ts';
import type { Refusal } from './rules.ts';
import type {
  BatchChange,
  BatchContent,
  BatchReport,
  CheckpointDecision,
  ContentReference,
  MissionCreated,
} from './generated/types.ts';

/** Names of the checkpoints, in their order. */
export const CHECKPOINTS = ['plan', 'execute', 'verify', 'finalize'] as const;

/** One of them. */
export type CheckpointName = (typeof CHECKPOINTS)[number];

/** A mission, as the ledger tells it. JSON-able. */
export interface Mission {
  /** Such as `M-12`. */
  readonly id: string;
  /** What it is about, in a line. */
  readonly title: string;
  /** What it is about, at length. */
  readonly description: string | undefined;
  /** How much can go wrong, which says who has to approve. */
  readonly risk: MissionCreated['risk'];
  /** Whether a service may witness approvals. */
  readonly approvals: 'witnessed' | 'signed';
  /** Ties all atomics of the mission together; a UUID. */
  readonly traceId: string | undefined;
  /** RFC 3339. */
  readonly createdAt: string;
  /** RFC 3339: the last event. */
  readonly updatedAt: string;
  /** Who began it. */
  readonly createdBy: Worker;
  /** What it is to do; without contents, in words alone. */
  readonly plan: { readonly summary: string | undefined; readonly contents: readonly ContentReference[] };
  /** In the order in which they were added, and are run. */
  readonly batches: readonly Batch[];
  /** Every decision that was accepted, void ones included. */
  readonly decisions: readonly Decision[];
  /** Who works on its files now. */
  readonly lease: Lease | undefined;
  /** Who planned, added, ran or verified something: the work that they may not approve themselves. */
  readonly workers: readonly Worker[];
  /** Set when the mission is over; the checkpoints stay as they were then. */
  readonly finalized: Finalized | undefined;
}

/** Who did something. */
export interface Worker {
  /** Public key that signed: 64 lower-case hex. */
  readonly key: string;
  /** The name that they go by. */
  readonly actor: string;
}

/** How far a batch has come. `started` and `rolling-back`: announced, and not yet said to be done. */
export type BatchState = 'pending' | 'started' | 'applied' | 'rolling-back' | 'rolled-back';

/** One batch of a mission. */
export interface Batch {
  /** Such as `batch-3`. */
  readonly id: string;
  /** What it is to do, in this order. */
  readonly contents: readonly BatchContent[];
  /** How far it has come. */
  readonly state: BatchState;
  /** Addresses of pull requests that show it. */
  readonly pullRequests: readonly string[];
  /** RFC 3339. */
  readonly addedAt: string;
  /** What it does to the files. */
  readonly change: BatchChange | undefined;
  /** Digest of that: 64 lower-case hex. */
  readonly changeDigest: string | undefined;
  /** RFC 3339. */
  readonly appliedAt: string | undefined;
  /** Its latest verification. */
  readonly report: BatchReport | undefined;
  /** What its rollback does to the files. */
  readonly undo: BatchChange | undefined;
  /** RFC 3339. */
  readonly rolledBackAt: string | undefined;
}

/** One decision at a checkpoint. */
export interface Decision {
  /** Where it was made. */
  readonly checkpoint: CheckpointName;
  /** Yes or no. */
  readonly decision: CheckpointDecision['decision'];
  /** Digest of what was decided about. */
  readonly subject: string;
  /** Whether who decided signed it, or a service vouches for the name. */
  readonly method: CheckpointDecision['method'];
  /** Who decided. */
  readonly by: DecidedBy;
  /** Why. */
  readonly reason: string | undefined;
  /** Approved although the verification says no. */
  readonly override: boolean;
  /** RFC 3339. */
  readonly at: string;
}

/** Who decided, as far as that is known. */
export interface DecidedBy {
  /** The keyring's name of the key where it has one, else the name that is claimed. */
  readonly actor: string;
  /** By the roles of the key where the keyring has some, else as it is claimed. */
  readonly kind: 'human' | 'agent';
  /** Their key; `undefined` where a service witnessed it. */
  readonly key: string | undefined;
  /** Whether the keyring, or a witness that the keyring names, stands for the kind. */
  readonly vouched: boolean;
}

/** Who works on a mission now. */
export interface Lease {
  /** Another one each time it is taken. */
  readonly id: string;
  /** The process that holds it, as `base/lock-owner.ts` writes it. */
  readonly executor: string;
  /** RFC 3339: until when it holds without being renewed. */
  readonly expiresAt: string;
}

/** How a mission ended. */
export interface Finalized {
  /** RFC 3339. */
  readonly at: string;
  /** Who finalized it. */
  readonly by: Worker;
  /** What stood at each checkpoint then, by digest. */
  readonly subjects: Readonly<Record<CheckpointName, string>>;
  /** Whether it was finalized although the verification said no. */
  readonly overridden: boolean;
}

/** How missions are read. */
export interface MissionRules {
  /** The keys that are trusted, with their roles. @default none: every signer is taken, and nothing stands for who is a human */
  readonly keyring?: Keyring;
  /** The least that is asked of approvals, whatever a mission says. @default 'witnessed' */
  readonly approvals?: 'witnessed' | 'signed';
}

/** An event that counts for nothing, and why. */
export interface RefusedEvent extends Refusal {
  /** What it was meant to be. */
  readonly intent: string;
  /** Hash of the atomic: 64 lower-case hex. */
  readonly hash: string | undefined;
}

/** All missions that a ledger tells of. */
export interface Missions {
  /** By id. */
  readonly missions: ReadonlyMap<string, Mission>;
  /** What the rules forbid and is in the ledger all the same, in its order. */
  readonly refused: readonly RefusedEvent[];
  /** How they are read. */
  readonly rules: MissionRules;
  /** Which keys are trusted at this place of the ledger; `undefined` where no keyring was handed in. */
  readonly trust: Trust | undefined;
  /** How many atomics were folded. */
  readonly lines: number;
}

/** Answers the state before the first line. */
export const noMissions = (rules: MissionRules = {}): Missions => ({
  missions: new Map(),
  refused: [],
  rules,
  trust: rules.keyring && new Trust(rules.keyring),
  lines: 0,
});
