/** Evidence of missions: events, provenance, audit packs. */
import { Type } from '@sinclair/typebox';
import type { Static } from '@sinclair/typebox';
import { canonicalize, openLedgerState } from 'logline-core';
import type { Atomic } from 'logline-core';
import {
  collectEvidence,
  evidenceDraft,
  makePack,
  namedRecord,
  PACK_VERIFIER,
  provenanceGraph,
  RECORDS,
  restoreEvents,
  sha256,
} from 'logline-core/evidence';
import type { CollectOptions, CompressionLevel } from 'logline-core/evidence';
import { missionReader } from 'logline-core/mission';
import { READERS, WORKERS } from '../auth/caller.ts';
import { route } from '../http/route.ts';
import type { Answer, Asked, Route } from '../http/route.ts';
import type { Service } from '../http/server.ts';
import { ChangeSpecSchema, named, oneOf, open } from '../http/shared-schemas.ts';
import type { ServiceParts } from '../parts.ts';
import { Contents } from './contents.ts';
import { RecordGroups } from './groups.ts';

const MissionId = Type.String({ pattern: '^M-[A-Za-z0-9][A-Za-z0-9._-]{0,62}$' });
const EventBody = Type.Object(
  {
    type: Type.String({ minLength: 1, maxLength: 256, description: 'What happened, such as BatchExecuted.' }),
    missionId: MissionId,
    data: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false },
);
const RestoreBody = Type.Object(
  {
    missionId: MissionId,
    events: Type.Array(open({ text: Type.String({ minLength: 1 }) }), { minItems: 1, maxItems: 100_000 }),
  },
  { additionalProperties: true, description: 'What `GET /evidence/mission/:id` answered: the mission is restored.' },
);
const EventsBody = Type.Union([EventBody, RestoreBody]);
const ExportBody = Type.Object(
  { missionId: MissionId, changeSpec: Type.Optional(ChangeSpecSchema) },
  { additionalProperties: false },
);
const Params = Type.Object({ id: MissionId });

const EventForm = named(
  'RecordedEvidence',
  {
    missionId: MissionId,
    id: Type.Optional(Type.String({ description: 'Of an event: its id. The same event told twice has one.' })),
    type: Type.Optional(Type.String()),
    timestamp: Type.Optional(Type.String()),
    asTheyAre: Type.Optional(
      Type.Integer({ description: 'Of a restored mission: lines that were appended as they are.' }),
    ),
    inside: Type.Optional(Type.Integer({ description: 'Lines that were appended inside other atomics.' })),
    known: Type.Optional(Type.Integer({ description: 'Lines that were there before.' })),
  },
  'The event, or what was restored.',
);
const EvidenceForm = named(
  'MissionEvidence',
  {
    missionId: MissionId,
    nodes: Type.Array(
      named(
        'GraphNode',
        {
          id: Type.String(),
          kind: oneOf(['entity', 'activity', 'agent']),
          type: Type.String(),
          label: Type.String({ description: 'For people. It may be hostile: whoever shows it makes it inert.' }),
          at: Type.Optional(Type.String()),
          line: Type.Optional(Type.Integer()),
          digest: Type.Optional(Type.Record(Type.String(), Type.String())),
        },
        'A thing, something done, or somebody.',
      ),
    ),
    edges: Type.Array(
      named(
        'GraphEdge',
        {
          from: Type.String(),
          to: Type.String(),
          rel: oneOf([
            'used',
            'wasGeneratedBy',
            'wasInvalidatedBy',
            'wasDerivedFrom',
            'wasInformedBy',
            'wasAssociatedWith',
            'actedOnBehalfOf',
          ]),
        },
        'From what is later to what it comes from.',
      ),
    ),
    events: Type.Array(
      named(
        'EvidenceEvent',
        {
          id: Type.String(),
          type: Type.String(),
          missionId: MissionId,
          timestamp: Type.String(),
          actor: Type.String(),
          signer: Type.Union([Type.String(), Type.Null()]),
          line: Type.Integer(),
          refused: Type.Optional(Type.String({ description: 'Why it counts for nothing.' })),
          data: Type.Record(Type.String(), Type.Unknown()),
          text: Type.String({ description: 'The whole atomic, as a line of a ledger has it.' }),
        },
        'One event of a mission.',
      ),
    ),
  },
  'Where the result of a mission comes from, and its events.',
);

/** Answers the service. */
export function evidenceService(parts: ServiceParts): Service {
  const evidence = new Evidence(parts);
  return { name: 'evidence', title: 'Evidence', ailments: () => parts.access.ailments(), routes: evidence.routes() };
}

class Evidence {
  readonly #parts: ServiceParts;
  readonly #contents: Contents;
  readonly #records: RecordGroups;

  constructor(parts: ServiceParts) {
    const { access, settings } = parts;
    this.#parts = parts;
    this.#contents = new Contents(settings.EVIDENCE_PATH);
    const { signer, engine, requests } = access;
    const records = openLedgerState(access.store, RECORDS, { signer, engine, stamp: requests.stamp });
    this.#records = new RecordGroups(records, settings.EVIDENCE_BATCH_SIZE);
    const stored = parts.metrics.reading('evidence_storage_bytes', 'Size of the recorded contents.');
    parts.metrics.addReading(async () => stored.set(await this.#contents.sizeBytes()));
  }

  routes(): Route[] {
    return [
      route({
        method: 'POST',
        path: '/evidence/events',
        summary: 'Records what happened in a mission, or restores one.',
        may: WORKERS,
        body: EventsBody,
        answers: { 201: { description: 'The event, or what was restored.', schema: EventForm } },
        run: (asked) => ('events' in asked.body ? this.#restore(asked as never) : this.#add(asked as never)),
        again: (asked, { atomic }) =>
          'events' in asked.body ? this.#restore(asked as never) : added(asked as never, atomic),
      }),
      route({
        method: 'GET',
        path: '/evidence/mission/:id',
        summary: 'Where the result of a mission comes from, and its events: what restores it elsewhere.',
        may: READERS,
        params: Params,
        answers: {
          200: {
            description: 'Graph and events.',
            schema: EvidenceForm,
          },
        },
        run: async ({ params }) => {
          const found = await collectEvidence(this.#parts.access.store, params.id, this.#options());
          return { body: { missionId: params.id, ...provenanceGraph(found), events: found.events } };
        },
      }),
      route({
        method: 'POST',
        path: '/evidence/export',
        summary: 'Makes the audit pack of a mission.',
        may: ['operator'],
        body: ExportBody,
        answers: { 200: { description: 'The pack.', schema: Type.Unknown(), type: 'application/zip' } },
        run: (asked) => this.#export(asked),
        again: 'run',
      }),
    ];
  }

  #options(): CollectOptions {
    const { keyring } = this.#parts.access;
    return { reader: missionReader, ...(keyring && { keyring }) };
  }

  async #add(asked: Asked<object, object, Static<typeof EventBody>>): Promise<Answer> {
    const { type, missionId, data = {} } = asked.body;
    const { id, timestamp, hash } = await this.#record(asked, missionId, type, { type, data });
    this.#parts.metrics.evidenceEvents.inc();
    return { status: 201, body: { id, type, timestamp, missionId, data }, hash };
  }

  /** The content is there before the ledger names it. The same said again is the same record. */
  async #record(
    { caller }: Pick<Asked, 'caller'>,
    mission: string,
    name: string,
    content: object,
  ): Promise<{ readonly id: string; readonly timestamp: string; readonly hash: string | undefined }> {
    const { access, now } = this.#parts;
    const { traceId } = await access.missions.mission(mission);
    const bytes = new TextEncoder().encode(canonicalize(content));
    const facts = { sha256: sha256(bytes), size_bytes: bytes.length, media_type: 'application/json' };
    const record = namedRecord({ mission, kind: 'other', name, ...facts });
    this.#contents.put(facts.sha256, bytes);
    const timestamp = now().toISOString();
    const draft = evidenceDraft('evidence_recorded', record, { actor: caller.actor, createdAt: timestamp, traceId });
    const line = await (access.requests.isKeyed
      ? this.#records.addAlone(record.evidence, draft)
      : this.#records.add(record.evidence, draft));
    return { id: record.evidence, timestamp, hash: line?.atomic.hash };
  }

  async #restore({ body, caller }: Asked<object, object, Static<typeof RestoreBody>>): Promise<Answer> {
    const { access, now } = this.#parts;
    const context = { actor: caller.actor, createdAt: now().toISOString() };
    const texts = body.events.map(({ text }) => text);
    const options = { context, keyring: access.keyring, signer: access.signer, engine: access.engine };
    const restored = await restoreEvents(access.store, body.missionId, texts, options);
    this.#parts.metrics.evidenceEvents.inc(restored.asTheyAre + restored.inside);
    return { status: 201, body: { missionId: body.missionId, ...restored } };
  }

  async #export(asked: Asked<object, object, Static<typeof ExportBody>>): Promise<Answer> {
    const { missionId, changeSpec } = asked.body;
    const { access, settings, metrics } = this.#parts;
    if (changeSpec !== undefined) await this.#record(asked, missionId, changeSpec.id, changeSpec);
    const bytes = await makePack(access.store, missionId, {
      ...this.#options(),
      signer: access.signer,
      content: async (digest) => this.#contents.get(digest),
      level: settings.EVIDENCE_COMPRESSION_LEVEL as CompressionLevel,
      verifier: PACK_VERIFIER,
    });
    metrics.evidenceExports.inc();
    const headers = { 'content-disposition': `attachment; filename="audit-pack-${missionId}.zip"` };
    return { body: Buffer.from(bytes), type: 'application/zip', headers };
  }
}

/** An event that was recorded before. */
async function added(
  { body: { type, missionId, data = {} } }: Asked<object, object, Static<typeof EventBody>>,
  { payload, metadata, hash }: Atomic,
): Promise<Answer> {
  const { evidence: id } = payload as { readonly evidence: string };
  return { status: 201, body: { id, type, timestamp: metadata.created_at, missionId, data }, hash };
}
