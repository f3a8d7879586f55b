/**
 * Running a mission, in a process of its own: plans and tests take long, and block. That process opens the ledger by itself, as `atomic mission run`
 * does; the lock of the ledger, or of the database, keeps the two apart.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createFileStore, LoglineError } from 'logline-core';
import type { LedgerStore } from 'logline-core';
import { installedFiles, testChange, testRunnerOf } from 'logline-core/dte';
import { MissionRecord, missionView, runMission } from 'logline-core/mission';
import type { RunMissionOptions } from 'logline-core/mission';
import type { Done } from '../dte/done.ts';
import { openKeyring, openSigner } from '../ledger/access.ts';
import type { SigningSettings } from '../ledger/access.ts';
import { WritingKey } from '../ledger/writing-key.ts';

/** What is to be run. */
export interface MissionJob {
  readonly kind: 'mission';
  readonly root: string;
  readonly mission: string;
  readonly actor: string;
  /** Whether tests of the project are run. */
  readonly runsTests: boolean;
  readonly settings: SigningSettings;
}

/** Runs the batches of a mission as far as they go. @throws {LoglineError} INPUT_MISSING - the root is no work tree. As `runMission` */
export async function runMissionJob(job: MissionJob, signal: AbortSignal, clock: () => Date): Promise<Done> {
  const { root, mission, actor, settings } = job;
  if (!existsSync(join(root, '.git')))
    throw new LoglineError('INPUT_MISSING', 'DTE_ROOT is not the top of a git work tree.');
  const store = await openStore(settings);
  try {
    const keyring = openKeyring(settings);
    const named = await openSigner(settings, { warn: () => undefined });
    const signer = new WritingKey(named, { source: store, keyring, now: clock });
    const options = { signer, actor, clock, ...(keyring && { keyring }) };
    const record = new MissionRecord(store, options);
    const { ok, batches, stopped } = await runMission(root, record, mission, workOptions(job, signal));
    const body = {
      success: ok,
      batches,
      stopped: stopped ?? null,
      mission: missionView(await record.mission(mission)),
    };
    return { body, ok, findings: [] };
  } finally {
    await store.close();
  }
}

async function openStore({ DATABASE_URL: address, LEDGER_PATH: path }: SigningSettings): Promise<LedgerStore> {
  if (address === undefined) return createFileStore(path);
  const { createPostgresStore } = await import('logline-core/ledger/postgres');
  return createPostgresStore(address);
}

function workOptions({ root, runsTests }: MissionJob, signal: AbortSignal): RunMissionOptions {
  return {
    installed: installedFiles(root),
    signal,
    ...(runsTests && {
      runTests: (spec, plan) =>
        testChange(spec, plan, {
          runner: testRunnerOf(plan.after),
          packagesFrom: root,
          workers: availableParallelism(),
          signal,
        }),
    }),
  };
}
