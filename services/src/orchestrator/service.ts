/** Missions: the work of agents under rules. */
import { Type } from '@sinclair/typebox';
import type { Static } from '@sinclair/typebox';
import { LoglineError } from 'logline-core';
import { checkpointOf, missionStatus, missionView, nextMissionId } from 'logline-core/mission';
import type { Checkpoint, CheckpointDecision, Mission, MissionRecord } from 'logline-core/mission';
import { READERS, WORKERS } from '../auth/caller.ts';
import { WorkerPool } from '../dte/pool.ts';
import { route } from '../http/route.ts';
import type { Answer, Asked, Repeated, Route } from '../http/route.ts';
import type { Service } from '../http/server.ts';
import type { ServiceParts } from '../parts.ts';
import { MissionForm } from './answers.ts';
import { batchRoutes, contentOf, missionAt } from './batches.ts';
import * as forms from './forms.ts';

/** Answers the service. */
export function orchestratorService(parts: ServiceParts): Service {
  const { DTE_CACHE_ENABLED: keeps, DTE_TIMEOUT_MS: timeoutMs } = parts.settings;
  // Missions change one work tree, one at a time.
  const pool = new WorkerPool({ workers: 1, keeps, timeoutMs });
  const missions = new Orchestrator(parts, pool);
  return {
    name: 'orchestrator',
    title: 'Missions',
    ailments: () => parts.access.ailments(),
    routes: missions.routes(),
    close: () => pool.close(),
  };
}

class Orchestrator {
  readonly #parts: ServiceParts;
  readonly #pool: WorkerPool;

  constructor(parts: ServiceParts, pool: WorkerPool) {
    this.#parts = parts;
    this.#pool = pool;
    const active = parts.metrics.reading(
      'orchestrator_active_missions',
      'Missions that are neither over nor rejected.',
    );
    parts.metrics.addReading(async () => {
      const { missions } = await parts.access.missions.read();
      active.set([...missions.values()].filter((mission) => missionStatus(mission) === 'active').length);
    });
  }

  routes(): Route[] {
    return [
      ...this.#missionRoutes(),
      ...this.#courseRoutes(),
      ...this.#checkpointRoutes(),
      ...batchRoutes(this.#parts, this.#pool),
    ];
  }

  #missionRoutes(): Route[] {
    return [
      route({
        method: 'POST',
        path: '/missions',
        summary: 'Begins a mission.',
        may: [...WORKERS, 'approver'],
        body: forms.MissionBody,
        answers: { 201: { description: 'The mission.', schema: MissionForm } },
        run: (asked) => this.#create(asked),
        again: (_asked, repeated) => this.#stood(repeated, 201),
      }),
      route({
        method: 'GET',
        path: '/missions',
        summary: 'The missions.',
        may: READERS,
        query: forms.MissionsQuery,
        answers: { 200: { description: 'In the order in which they began.', schema: Type.Array(MissionForm) } },
        run: async ({ query }) => {
          const { missions } = await this.#parts.access.missions.read();
          const fits = (mission: Mission): boolean =>
            query.status === undefined || missionStatus(mission) === query.status;
          return { body: [...missions.values()].filter(fits).map(missionView) };
        },
      }),
      route({
        method: 'GET',
        path: '/missions/:id',
        summary: 'One mission.',
        may: READERS,
        params: forms.MissionParams,
        answers: { 200: { description: 'The mission.', schema: MissionForm } },
        run: async ({ params }) => ({ body: missionView(await this.#parts.access.missions.mission(params.id)) }),
      }),
    ];
  }

  #courseRoutes(): Route[] {
    return [
      route({
        method: 'POST',
        path: '/missions/:id/plan',
        summary: 'Says what is to be done. What was approved of an earlier plan counts no more.',
        may: WORKERS,
        params: forms.MissionParams,
        body: forms.PlanBody,
        answers: { 200: { description: 'The mission.', schema: MissionForm } },
        run: (asked) => this.#plan(asked),
        again: (_asked, repeated) => this.#stood(repeated),
      }),
      route({
        method: 'POST',
        path: '/missions/:id/finalize',
        summary: 'Ends a mission whose checkpoints are all approved.',
        may: ['approver', 'operator'],
        params: forms.MissionParams,
        answers: { 200: { description: 'The mission.', schema: MissionForm } },
        run: (asked) => this.#finalize(asked),
        again: (_asked, repeated) => this.#stood(repeated),
      }),
    ];
  }

  #checkpointRoutes(): Route[] {
    const common = {
      method: 'POST',
      may: ['approver'],
      params: forms.CheckpointParams,
      answers: { 200: { description: 'The mission.', schema: MissionForm } },
    } as const;
    return [
      route({
        ...common,
        path: '/missions/:id/checkpoints/:name/approve',
        summary:
          'Approves what stands at a checkpoint: witnessed for the name behind the key, or signed by the approver.',
        body: forms.ApprovalBody,
        run: (asked) => this.#decide(asked, 'approved'),
        again: (_asked, repeated) => this.#stood(repeated),
      }),
      route({
        ...common,
        path: '/missions/:id/checkpoints/:name/reject',
        summary: 'Rejects it.',
        body: forms.RejectionBody,
        run: (asked) => this.#decide(asked, 'rejected'),
        again: (_asked, repeated) => this.#stood(repeated),
      }),
    ];
  }

  #as({ caller }: Pick<Asked, 'caller'>): MissionRecord {
    return this.#parts.access.missions.as(caller.actor);
  }

  async #create(asked: Asked<object, object, Static<typeof forms.MissionBody>>): Promise<Answer> {
    if (this.#parts.settings.MAINTENANCE) throw new LoglineError('MAINTENANCE');
    const { title, description, risk = 'medium', approvals } = asked.body;
    const record = this.#as(asked);
    let id = '';
    const line = await record.append((missions) => {
      id = nextMissionId(missions);
      const more = { ...(description !== undefined && { description }), ...(approvals === 'signed' && { approvals }) };
      return { intent: 'mission_created', payload: { mission: id, title, risk, ...more }, traceId: asked.traceId };
    });
    return { status: 201, body: missionView(await record.mission(id)), hash: line?.atomic.hash };
  }

  async #plan(
    asked: Asked<Static<typeof forms.MissionParams>, object, Static<typeof forms.PlanBody>>,
  ): Promise<Answer> {
    const { summary, contents: given = [] } = asked.body;
    const contents = given.map(contentOf).map(({ kind, name, digest }) => ({ kind, name, digest }));
    const payload = { mission: asked.params.id, contents, ...(summary !== undefined && { summary }) };
    return this.#appended(asked, asked.params.id, () => ({ intent: 'mission_planned', payload }));
  }

  async #finalize(asked: Asked<Static<typeof forms.MissionParams>>): Promise<Answer> {
    const { id } = asked.params;
    return this.#appended(asked, id, ({ missions }) => {
      const mission = missions.get(id);
      if (mission?.finalized !== undefined) return undefined;
      const subject = mission === undefined ? '0'.repeat(64) : checkpointOf(mission, 'finalize').subject;
      return { intent: 'mission_finalized', payload: { mission: id, subject } };
    });
  }

  async #decide(
    asked: Asked<Static<typeof forms.CheckpointParams>, object, Static<typeof forms.DecisionBody>>,
    decision: CheckpointDecision['decision'],
  ): Promise<Answer> {
    const { id, name: checkpoint } = asked.params;
    const { reason, override, subject } = asked.body;
    let waitedMs = 0;
    const answer = await this.#appended(asked, id, ({ missions }) => {
      const mission = missions.get(id);
      const point = mission && checkpointOf(mission, checkpoint);
      if (point !== undefined && decision === 'approved' && isSaidAlready(point, asked)) return undefined;
      waitedMs = mission === undefined ? 0 : this.#parts.now().getTime() - Date.parse(mission.updatedAt);
      const payload: CheckpointDecision = {
        mission: id,
        checkpoint,
        decision,
        subject: subject ?? point?.subject ?? '0'.repeat(64),
        ...approverOf(asked),
        ...(reason !== undefined && { reason }),
        ...(override === true && { override }),
      };
      return { intent: 'checkpoint_decided', payload };
    });
    this.#parts.metrics.approvalTime.observe({ checkpoint }, Math.max(0, waitedMs) / 1000);
    return answer;
  }

  /** A mission as it was when a request was done. */
  async #stood({ end, atomic }: Repeated, status = 200): Promise<Answer> {
    return { status, body: missionView(await missionAt(this.#parts.access, end, atomic)), hash: atomic.hash };
  }

  async #appended(
    asked: Pick<Asked, 'caller'>,
    id: string,
    choose: Parameters<MissionRecord['append']>[0],
  ): Promise<Answer> {
    const record = this.#as(asked);
    const line = await record.append(choose);
    return { body: missionView(await record.mission(id)), hash: line?.atomic.hash };
  }
}

/** With a signature of the approver it is theirs; else the service vouches for the name behind the key, and the atomic says so. */
function approverOf({
  body,
  caller,
}: Asked<unknown, unknown, Static<typeof forms.DecisionBody>>): Pick<CheckpointDecision, 'method' | 'approver'> {
  const { actor, public_key, sig } = body;
  if (sig === undefined || public_key === undefined)
    return { method: 'witnessed', approver: { actor: caller.actor, kind: 'human' } };
  return { method: 'signed', approver: { actor: actor ?? caller.actor, kind: 'human', public_key, sig } };
}

/** Whether the name behind the key approves already what stands there: saying it twice would add nothing. */
function isSaidAlready(
  { approvals, subject }: Checkpoint,
  { body, caller }: Asked<unknown, unknown, Static<typeof forms.DecisionBody>>,
): boolean {
  const saysMore = body.sig !== undefined || body.override === true || body.reason !== undefined;
  if (saysMore || (body.subject ?? subject) !== subject) return false;
  return approvals.some(({ by }) => by.actor === caller.actor && by.key === undefined);
}
