/** Forms of requests about missions. */
import { Type } from '@sinclair/typebox';
import { ChangeSpecSchema } from '../http/shared-schemas.ts';

const MissionId = Type.String({ pattern: '^M-[A-Za-z0-9][A-Za-z0-9._-]{0,62}$' });
const BatchId = Type.String({ pattern: '^batch-[A-Za-z0-9][A-Za-z0-9._-]{0,62}$' });
const Text = Type.String({ minLength: 1, maxLength: 10_000 });
const Hex = (bytes: number) => Type.String({ pattern: `^[0-9a-f]{${String(2 * bytes)}}$` });
const closed = { additionalProperties: false } as const;

export const MissionBody = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 500 }),
    description: Type.Optional(Text),
    risk: Type.Optional(
      Type.Union([Type.Literal('low'), Type.Literal('medium'), Type.Literal('high')], { default: 'medium' }),
    ),
    approvals: Type.Optional(Type.Union([Type.Literal('witnessed'), Type.Literal('signed')])),
  },
  closed,
);

export const MissionsQuery = Type.Object(
  {
    status: Type.Optional(Type.Union([Type.Literal('active'), Type.Literal('rejected'), Type.Literal('finalized')])),
  },
  closed,
);

export const MissionParams = Type.Object({ id: MissionId });
export const BatchParams = Type.Object({ id: MissionId, batchId: BatchId });
export const CheckpointParams = Type.Object({
  id: MissionId,
  name: Type.Union([Type.Literal('plan'), Type.Literal('execute'), Type.Literal('verify'), Type.Literal('finalize')]),
});

const SpecContent = Type.Object({ spec: ChangeSpecSchema }, closed);
const PatchContent = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 256 }),
    patch: Type.String({ minLength: 1, description: 'As `git diff --binary` writes it.' }),
  },
  closed,
);
export const ContentForm = Type.Union([SpecContent, PatchContent]);
const Contents = Type.Optional(Type.Array(ContentForm, { maxItems: 1000 }));

export const PlanBody = Type.Object({ summary: Type.Optional(Text), contents: Contents }, closed);
export const BatchBody = Type.Object(
  {
    contents: Contents,
    prs: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 2048 }), { maxItems: 100 })),
  },
  closed,
);

const decided = {
  actor: Type.Optional(Type.String({ minLength: 1, maxLength: 256, description: 'Name of who signed.' })),
  public_key: Type.Optional(Hex(32)),
  sig: Type.Optional(Hex(64)),
  subject: Type.Optional({
    ...Hex(32),
    description: 'Digest of what was looked at; another one now, and the decision is refused.',
  }),
};
export const ApprovalBody = Type.Object(
  {
    ...decided,
    reason: Type.Optional(Text),
    override: Type.Optional(Type.Literal(true, { description: 'Although the verification says no; with a reason.' })),
  },
  { ...closed, dependentRequired: { override: ['reason'], sig: ['public_key'], public_key: ['sig'] } },
);
export const RejectionBody = Type.Object({ ...decided, reason: Text }, closed);
/** What either holds. */
export const DecisionBody = Type.Object({
  ...decided,
  reason: Type.Optional(Text),
  override: Type.Optional(Type.Literal(true)),
});
export const RollbackBody = Type.Object(
  { merge: Type.Optional(Type.Boolean()), cascade: Type.Optional(Type.Boolean()) },
  closed,
);

export const RunBody = Type.Object(
  {
    runTests: Type.Optional(Type.Boolean({ default: true, description: 'Whether the tests of the project are run.' })),
  },
  closed,
);
