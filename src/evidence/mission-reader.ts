/**
 * What evidence needs to know of missions. Their rules are of a higher tier, so whoever calls hands the fold in (`missionReader` of
 * `logline-core/mission`): evidence never has an opinion of its own on what was approved.
 */
import type { Atomic } from '../atomic/index.ts';
import type { Keyring } from '../ledger/index.ts';

/** The fold of missions, and what it says of one of them. What its state is made of is its own affair. */
export interface MissionReader {
  /** Answers the state before the first line. */
  readonly begin: (rules: { readonly keyring?: Keyring }) => unknown;
  /** Answers the state after one more atomic; the one handed in is used up. */
  readonly step: (state: unknown, atomic: Atomic) => unknown;
  /** Answers where a mission stands, `undefined` where there is none of that id. JSON-able. */
  readonly account: (state: unknown, mission: string) => MissionAccount | undefined;
  /** Answers the events that the rules forbid and are in the ledger all the same. */
  readonly refused: (state: unknown) => readonly RefusedMissionEvent[];
}

/** An event that counts for nothing. */
export interface RefusedMissionEvent {
  /** Hash of the atomic. */
  readonly hash: string | undefined;
  /** Why, in a sentence. */
  readonly message: string;
}

/** A mission, as its rules tell it. More members may be there. */
export interface MissionAccount {
  /** Such as `M-12`. */
  readonly missionId: string;
  /** What it is about, in a line. */
  readonly title: string;
  /** What it is about, at length. */
  readonly description?: string;
  /** How much can go wrong. */
  readonly risk: string;
  /** Where it stands on the whole. */
  readonly status: string;
  /** In their order. */
  readonly checkpoints: readonly AccountCheckpoint[];
  /** Ties its atomics together; a UUID. */
  readonly traceId?: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** Name of who began it. */
  readonly createdBy: string;
  /** RFC 3339. */
  readonly finalizedAt?: string;
}

/** A checkpoint, and who decided. */
export interface AccountCheckpoint {
  /** Such as `plan`. */
  readonly name: string;
  /** Where it stands. */
  readonly status: string;
  /** How many different humans have to approve it. */
  readonly required: number;
  /** Digest of what is decided about. */
  readonly subject: string;
  /** The approvals that count. */
  readonly approvals: readonly AccountDecision[];
  /** The decision that rejected it. */
  readonly rejection?: AccountDecision;
  /** Whether it is approved although the verification says no. */
  readonly overridden: boolean;
  /** Of the checkpoint `execute`: the batches. */
  readonly batches?: readonly AccountBatch[];
}

/** One decision. */
export interface AccountDecision {
  /** Whether who decided signed it, or a service vouches for the name. */
  readonly method: string;
  /** Who decided, as far as that is known. */
  readonly by: { readonly actor: string; readonly kind: string; readonly vouched: boolean };
  /** Why. */
  readonly reason?: string | undefined;
  /** RFC 3339. */
  readonly at: string;
}

/** One batch. */
export interface AccountBatch {
  /** Such as `batch-3`. */
  readonly id: string;
  /** How far it has come. */
  readonly state: string;
  /** Addresses of pull requests. */
  readonly prs: readonly string[];
  /** What it does, by digest. */
  readonly contents: readonly { readonly kind: string; readonly name: string; readonly digest: string }[];
  /** The commit that it makes. */
  readonly commit?: string;
  /** Every file that it touches. */
  readonly files?: readonly { readonly path: string; readonly before?: object; readonly after?: object }[];
  /** The latest verdict on it. */
  readonly verification?: {
    readonly ok: boolean;
    readonly reportDigest: string;
    readonly checks: readonly AccountCheck[];
  };
}

/** One part of a verification. */
export interface AccountCheck {
  /** What was checked. */
  readonly name: string;
  /** Whether it holds. */
  readonly ok: boolean;
  /** What is wrong. */
  readonly findings: readonly { readonly code: string; readonly message: string }[];
}
