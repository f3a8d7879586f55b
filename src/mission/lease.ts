/** Leases: one executor at a time works on a mission's files, whichever machine it is on. The one of a process that has ended is taken over. */
import { describeProcess, formatOwner, hasEnded, parseOwner } from '../base/lock-owner.ts';
import type { MissionRecord } from './record.ts';
import { demandMission } from './record.ts';

/** How long a lease holds without being renewed. Verification of one batch has to fit in. */
const DEFAULT_LEASE_MS = 30 * 60_000;

/** How work on a mission is claimed. */
export interface LeaseOptions {
  /** How long the lease holds without being renewed, in milliseconds. @default 1_800_000 (30 minutes) */
  readonly leaseMs?: number;
}

/**
 * Does something while nobody else works on a mission.
 *
 * @param work - is handed the id of the lease, and how to renew it.
 * @throws {LoglineError} MISSION_LEASED - another executor does.
 */
export async function withLease<T>(
  record: MissionRecord,
  mission: string,
  { leaseMs = DEFAULT_LEASE_MS }: LeaseOptions,
  work: (lease: string, renew: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const executor = formatOwner(await describeProcess());
  const dead = await deadLease(record, mission);
  let lease = '';
  const take = async (): Promise<void> => {
    await record.append((missions) => {
      const held = demandMission(missions, mission).lease?.id;
      // The place in the ledger is nobody else's.
      if (lease === '') lease = `lease-${String(missions.lines + 1)}`;
      const takesOver = held !== undefined && held === dead ? { takes_over: held } : {};
      const expires_at = new Date(record.options.clock().getTime() + leaseMs).toISOString();
      return { intent: 'mission_leased', payload: { mission, lease, executor, expires_at, ...takesOver } };
    });
  };
  await take();
  try {
    return await work(lease, take);
  } finally {
    await record.append((missions) =>
      demandMission(missions, mission).lease?.id === lease
        ? { intent: 'mission_released', payload: { mission, lease } }
        : undefined,
    );
  }
}

/** The lease that a process holds which has ended for certain. */
async function deadLease(record: MissionRecord, mission: string): Promise<string | undefined> {
  const { lease } = await record.mission(mission);
  const owner = lease && parseOwner(lease.executor);
  if (owner === undefined || !(await hasEnded(owner, await describeProcess()))) return undefined;
  return lease?.id;
}
