/**
 * Running a mission: its batches one after the other, each announced, carried out, noted as done, and verified.
 *
 * Where it is broken off, the ledger says what was announced and not noted as done. The next run brings that to its end first. Each step
 * looks whether it was done already, so nothing is done twice.
 */
import type { ChangeContext } from './change.ts';
import { plannedChange } from './change.ts';
import { passes } from './checkpoints.ts';
import type { BatchReport } from './generated/types.ts';
import { withLease } from './lease.ts';
import type { LeaseOptions } from './lease.ts';
import { demandMission } from './record.ts';
import type { MissionRecord } from './record.ts';
import type { Batch, Mission } from './state.ts';
import { verifyBatch } from './verification.ts';
import type { BatchVerification, BatchVerifyOptions } from './verification.ts';
import { carryOut, exclusively, openWorkspace } from './workspace.ts';

/** How a mission is run. */
export interface RunMissionOptions extends LeaseOptions, BatchVerifyOptions {
  /** Longest wait for another mission that works in the same work tree, in milliseconds. @default 10_000 */
  readonly lockTimeoutMs?: number;
  /** Told before each step. @default nobody */
  readonly onStep?: (step: string) => void;
  /** Told of each verification, with the whole reports. @default nobody */
  readonly onVerified?: (verification: BatchVerification) => void;
}

/** What a run did. */
export interface MissionRun {
  /** Whether every batch is applied and verified, or rolled back. */
  readonly ok: boolean;
  /** The batches that this run brought further, in order. */
  readonly batches: readonly string[];
  /** The report at which it stopped. */
  readonly stopped: BatchReport | undefined;
}

/** Someone at work on a mission. */
export interface Workplace {
  /** Top of the work tree, links resolved. */
  readonly root: string;
  /** The ledger of the mission. */
  readonly record: MissionRecord;
  /** Id of the mission. */
  readonly mission: string;
  /** Id of the lease under which the work is done. */
  readonly lease: string;
  /** As they were handed in. */
  readonly options: RunMissionOptions;
}

/**
 * Runs a mission as far as it goes. It stops at a verification that says no.
 *
 * @param folder - the top of a git work tree.
 * @throws {LoglineError} TRANSITION_REFUSED - the plan is not approved, or a checkpoint was rejected. MISSION_LEASED, TREE_LOCKED -
 *   another executor is at work. MODIFIED_SINCE - a file of a batch is not as git has it, or changed since; nothing is touched. Or the code
 *   of a spec's or patch's first finding: that batch is not begun.
 */
export async function runMission(
  folder: string,
  record: MissionRecord,
  mission: string,
  options: RunMissionOptions = {},
): Promise<MissionRun> {
  return atWork(folder, record, mission, options, async (place, renew) => {
    const batches: string[] = [];
    for (;;) {
      const { risk, ...now } = await record.mission(mission);
      const batch = now.batches.find(({ state, ...one }) => !isSettled({ state, ...one }, risk));
      if (batch === undefined) return { ok: true, batches, stopped: undefined };
      await renew();
      if (batches.at(-1) !== batch.id) batches.push(batch.id);
      const report = await advance(place, batch);
      if (report !== undefined && !passes({ ...batch, report }, risk)) return { ok: false, batches, stopped: report };
    }
  });
}

const isSettled = (batch: Batch, risk: Mission['risk']): boolean =>
  batch.state === 'rolled-back' || (batch.state === 'applied' && passes(batch, risk));

/** Does work on a mission while nobody else does, in the ledger's eyes and in this work tree. @throws {LoglineError} as {@link runMission} */
export async function atWork<T>(
  folder: string,
  record: MissionRecord,
  mission: string,
  options: RunMissionOptions,
  work: (place: Workplace, renew: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const root = await openWorkspace(folder);
  await record.mission(mission);
  return exclusively(root, options.lockTimeoutMs ?? 10_000, () =>
    withLease(record, mission, options, (lease, renew) => work({ root, record, mission, lease, options }, renew)),
  );
}

/** Brings a batch one step further; answers the report where the step was a verification. */
async function advance(place: Workplace, batch: Batch): Promise<BatchReport | undefined> {
  switch (batch.state) {
    case 'pending':
      await start(place, batch);
      return undefined;
    case 'started':
    case 'rolling-back':
      await finish(place, batch);
      return undefined;
    default:
      return verify(place, batch);
  }
}

async function start(place: Workplace, batch: Batch): Promise<void> {
  const { root, record, mission, options } = place;
  options.onStep?.(`plan ${batch.id}`);
  const context = await contextOf(place, batch);
  const payload = await plannedChange(root, context);
  options.onStep?.(`announce ${batch.id}`);
  await record.append((missions) =>
    stateOf(demandMission(missions, mission), batch.id) === 'pending'
      ? { intent: 'batch_started', payload }
      : undefined,
  );
}

/** Answers what a change is made of, beside the files. */
export async function contextOf({ record, mission, lease, options }: Workplace, batch: Batch): Promise<ChangeContext> {
  const { actor, clock } = record.options;
  const ledgerHead = await record.headHash();
  return {
    mission: await record.mission(mission),
    batch,
    lease,
    ledgerHead,
    actor,
    at: clock().toISOString(),
    signal: options.signal,
  };
}

/** Carries out what was announced, or what is left of it, and notes it as done. */
export async function finish({ root, record, mission, lease, options }: Workplace, batch: Batch): Promise<void> {
  const isApplied = batch.state === 'started';
  const change = (isApplied ? batch.change : batch.undo)!;
  await carryOut(root, change, options.onStep);
  const payload = { mission, batch: batch.id, lease, commit: change.commit };
  await record.append((missions) => {
    if (stateOf(demandMission(missions, mission), batch.id) !== batch.state) return undefined;
    return { intent: isApplied ? 'batch_applied' : 'batch_rolled_back', payload };
  });
  options.onStep?.(`noted ${batch.id}`);
}

const stateOf = ({ batches }: Mission, batch: string): Batch['state'] | undefined =>
  batches.find(({ id }) => id === batch)?.state;

async function verify({ root, record, mission, options }: Workplace, batch: Batch): Promise<BatchReport> {
  options.onStep?.(`verify ${batch.id}`);
  const verification = await verifyBatch(root, mission, batch, options);
  const { report } = verification;
  await record.append(() => ({ intent: 'batch_verified', payload: report }));
  options.onVerified?.(verification);
  options.onStep?.(`verified ${batch.id}`);
  return report;
}

/**
 * Verifies the applied batches of a mission again, whatever was said of them before.
 *
 * @throws {LoglineError} as {@link runMission}
 */
export function verifyMission(
  folder: string,
  record: MissionRecord,
  mission: string,
  options: RunMissionOptions = {},
): Promise<readonly BatchReport[]> {
  return atWork(folder, record, mission, options, async (place) => {
    const { batches } = await record.mission(mission);
    const reports: BatchReport[] = [];
    for (const batch of batches.filter(({ state }) => state === 'applied')) reports.push(await verify(place, batch));
    return reports;
  });
}
