/** Batches of missions: what is to be done to files, and taken back. */
import type { Static } from '@sinclair/typebox';
import type { Atomic } from 'logline-core';
import { batchView, nextBatchId, patchContent, rollbackBatch, specContent } from 'logline-core/mission';
import type { BatchContent, Mission } from 'logline-core/mission';
import { WORKERS } from '../auth/caller.ts';
import type { WorkerPool } from '../dte/pool.ts';
import { route } from '../http/route.ts';
import type { Answer, Asked, Repeated, Route } from '../http/route.ts';
import { signingSettings } from '../ledger/access.ts';
import type { LedgerAccess } from '../ledger/access.ts';
import type { ServiceParts } from '../parts.ts';
import { BatchForm, RollbackForm, RunForm } from './answers.ts';
import * as forms from './forms.ts';

/** Answers the routes of batches. */
export const batchRoutes = (parts: ServiceParts, pool: WorkerPool): Route[] => new Batches(parts, pool).routes();

/** Answers a mission as it was at a place in the ledger, behind an atomic about it. */
export async function missionAt(access: LedgerAccess, end: number, { payload }: Atomic): Promise<Mission> {
  const { missions } = await access.at(end);
  return missions.missions.get((payload as { readonly mission: string }).mission)!;
}

class Batches {
  readonly #parts: ServiceParts;
  readonly #pool: WorkerPool;

  constructor(parts: ServiceParts, pool: WorkerPool) {
    this.#parts = parts;
    this.#pool = pool;
  }

  routes(): Route[] {
    return [
      route({
        method: 'POST',
        path: '/missions/:id/batches',
        summary: 'Adds a batch.',
        may: WORKERS,
        params: forms.MissionParams,
        body: forms.BatchBody,
        answers: { 201: { description: 'The batch.', schema: BatchForm } },
        run: (asked) => this.#addBatch(asked),
        again: (_asked, repeated) => this.#batchStood(repeated),
      }),
      route({
        method: 'POST',
        path: '/missions/:id/run',
        summary:
          'Applies the batches to the files below DTE_ROOT, one after the other, and verifies each. Goes on where it was broken off.',
        may: WORKERS,
        params: forms.MissionParams,
        body: forms.RunBody,
        answers: {
          200: {
            description: 'How far it came: all the way, or up to a verification that says no.',
            schema: RunForm,
          },
        },
        run: (asked) => this.#run(asked),
        again: 'run',
      }),
      route({
        method: 'POST',
        path: '/missions/:id/rollback/:batchId',
        summary: 'Takes a batch back: each file is as it was before it.',
        may: ['operator'],
        params: forms.BatchParams,
        body: forms.RollbackBody,
        answers: {
          200: {
            description: 'What was taken back.',
            schema: RollbackForm,
          },
        },
        run: (asked) => this.#rollback(asked),
        again: 'run',
      }),
    ];
  }

  async #addBatch(
    asked: Asked<Static<typeof forms.MissionParams>, object, Static<typeof forms.BatchBody>>,
  ): Promise<Answer> {
    const { id } = asked.params;
    const { contents: given = [], prs = [] } = asked.body;
    const contents = given.map(contentOf);
    const record = this.#parts.access.missions.as(asked.caller.actor);
    let batch = '';
    const line = await record.append(({ missions }) => {
      const mission = missions.get(id);
      batch = mission === undefined ? 'batch-1' : nextBatchId(mission);
      const more = prs.length > 0 ? { pull_requests: [...new Set(prs)] } : {};
      return { intent: 'batch_added', payload: { mission: id, batch, contents, ...more } };
    });
    const added = (await record.mission(id)).batches.find((one) => one.id === batch)!;
    return { status: 201, body: batchView(added), hash: line?.atomic.hash };
  }

  async #run({
    params,
    body: { runTests: runsTests = true },
    caller: { actor },
    signal,
  }: Asked<Static<typeof forms.MissionParams>, object, Static<typeof forms.RunBody>>): Promise<Answer> {
    const { settings: all, access } = this.#parts;
    await access.missions.mission(params.id);
    const settings = signingSettings(all);
    const job = { kind: 'mission', root: all.DTE_ROOT, mission: params.id, actor, runsTests, settings } as const;
    return { body: (await this.#pool.run(job, signal)).body };
  }

  async #rollback(
    asked: Asked<Static<typeof forms.BatchParams>, object, Static<typeof forms.RollbackBody>>,
  ): Promise<Answer> {
    const { id: mission, batchId: batch } = asked.params;
    const options = { ...asked.body, signal: asked.signal };
    const root = this.#parts.settings.DTE_ROOT;
    const record = this.#parts.access.missions.as(asked.caller.actor);
    const { batches, paths, merged } = await rollbackBatch(root, record, { mission, batch }, options);
    this.#parts.metrics.rollbacks.inc(batches.length);
    const message =
      batches.length === 0 ? `${batch} has nothing to take back.` : `${String(paths.length)} files are as they were.`;
    return { body: { success: true, message, batches, paths, merged } };
  }

  async #batchStood({ end, atomic }: Repeated): Promise<Answer> {
    const { batches } = await missionAt(this.#parts.access, end, atomic);
    const { batch } = atomic.payload as { readonly batch: string };
    return { status: 201, body: batchView(batches.find(({ id }) => id === batch)!), hash: atomic.hash };
  }
}

/** Answers what a batch holds. @throws {LoglineError} SPEC_INVALID */
export function contentOf(given: Static<typeof forms.ContentForm>): BatchContent {
  return 'spec' in given ? specContent(JSON.stringify(given.spec)) : patchContent(given.name, given.patch);
}
