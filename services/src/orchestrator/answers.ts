/** What is answered about missions. The client's types are made of these. */
import { Type } from '@sinclair/typebox';
import { named, oneOf, open } from '../http/shared-schemas.ts';

const Texts = (description: string) => Type.Array(Type.String(), { description });
const text = (description: string) => Type.String({ description });
const Time = text('RFC 3339.');
const Digest = text('64 lower-case hex characters.');
const CheckpointName = oneOf(['plan', 'execute', 'verify', 'finalize']);

const ContentForm = named(
  'ContentReference',
  { kind: oneOf(['spec', 'patch']), name: Type.String(), digest: Digest },
  'What is to be done, by its digest.',
);

const DecisionForm = named(
  'Decision',
  {
    checkpoint: CheckpointName,
    decision: oneOf(['approved', 'rejected']),
    subject: text('Digest of what was decided about.'),
    method: oneOf(['signed', 'witnessed'], 'Whether who decided signed it, or a service vouches for the name.'),
    by: open(
      {
        actor: Type.String(),
        kind: oneOf(['human', 'agent']),
        key: Type.Optional(text('Their public key; left out where a service witnessed it.')),
        vouched: Type.Boolean({ description: 'Whether the keyring, or a witness that it names, stands for the kind.' }),
      },
      'Who decided.',
    ),
    reason: Type.Optional(Type.String()),
    override: Type.Boolean({ description: 'Approved although the verification says no.' }),
    at: Time,
  },
  'One decision at a checkpoint.',
);

const FileImage = named(
  'FileImage',
  { sha256: Digest, blob: Type.String(), mode: oneOf(['100644', '100755']), permissions: Type.String() },
  'A file as it stands at a moment.',
);

const CheckForm = open({
  name: text('What was checked.'),
  kind: oneOf(['spec', 'patch', 'images']),
  ok: Type.Boolean(),
  findings: Type.Array(open({ code: Type.String(), message: Type.String() })),
  mutation_score: Type.Optional(Type.Number({ description: 'Share of the mutants that the tests noticed.' })),
  mutation_threshold: Type.Optional(Type.Number({ description: 'What the spec asks for.' })),
});

const ChangeForm = open(
  {
    lease: text('The lease under which it is done.'),
    ref: text('The branch that is moved on.'),
    parent: text('The commit that it begins at.'),
    tree: text('The tree of the commit that it makes.'),
    folders: Type.Array(open({ path: Type.String(), permissions: Type.String() }), {
      description: 'Folders that it makes or leaves empty.',
    }),
    merged: Type.Optional(Texts('Files that kept later changes.')),
  },
  'The rest of what was announced: with the commit and the files it is all that an approval covers.',
);

export const BatchForm = named(
  'Batch',
  {
    id: text('Such as `batch-3`.'),
    state: oneOf(['pending', 'started', 'applied', 'rolling-back', 'rolled-back'], 'How far it has come.'),
    reversible: Type.Boolean({ description: 'Whether it can be rolled back.' }),
    prs: Texts('Addresses of pull requests.'),
    contents: Type.Array(ContentForm),
    addedAt: Time,
    commit: Type.Optional(text('The commit that it makes.')),
    files: Type.Optional(
      Type.Array(open({ path: Type.String(), before: Type.Optional(FileImage), after: Type.Optional(FileImage) }), {
        description: 'An image of each file before and after.',
      }),
    ),
    change: Type.Optional(ChangeForm),
    appliedAt: Type.Optional(Time),
    verification: Type.Optional(
      open(
        {
          ok: Type.Boolean(),
          commit: text('The commit that was verified.'),
          reportDigest: Digest,
          checks: Type.Array(CheckForm),
        },
        'The latest verdict on it.',
      ),
    ),
    rollback: Type.Optional(
      open({ commit: Type.String(), merged: Texts('Files that kept later changes.') }, 'How it was taken back.'),
    ),
    rolledBackAt: Type.Optional(Time),
  },
  'A batch of a mission.',
);

const CheckpointForm = named(
  'Checkpoint',
  {
    name: CheckpointName,
    actor: oneOf(['human', 'agent'], 'Who brings it about.'),
    status: oneOf(['pending', 'approved', 'rejected']),
    subject: text('Digest of what is decided about here now: 64 lower-case hex characters.'),
    required: Type.Integer({ description: 'How many different humans have to approve it.' }),
    approvals: Type.Array(DecisionForm, { description: 'The approvals that count.' }),
    rejection: Type.Optional(DecisionForm),
    overridden: Type.Boolean({ description: 'Whether it is approved although the verification says no.' }),
    batches: Type.Optional(Type.Array(BatchForm, { description: 'Of the checkpoint `execute`: the batches.' })),
  },
  'A checkpoint of a mission, as it stands now.',
);

export const MissionForm = named(
  'Mission',
  {
    missionId: text('Such as `M-12`.'),
    title: Type.String(),
    description: Type.Optional(Type.String()),
    risk: oneOf(['low', 'medium', 'high'], 'How much can go wrong.'),
    approvals: oneOf(['witnessed', 'signed'], 'Whether a service may witness approvals.'),
    status: oneOf(['active', 'rejected', 'finalized']),
    checkpoints: Type.Array(CheckpointForm, { description: 'The four of them, in their order.' }),
    plan: open({ summary: Type.Optional(Type.String()), contents: Type.Array(ContentForm) }, 'What it is to do.'),
    lease: Type.Optional(
      open({ id: Type.String(), executor: Type.String(), expiresAt: Time }, 'Who works on its files now.'),
    ),
    traceId: Type.Optional(text('Ties its atomics together; a UUID.')),
    createdAt: Time,
    createdBy: text('Name of who began it.'),
    updatedAt: text('RFC 3339: the last event.'),
    finalizedAt: Type.Optional(Time),
  },
  'A mission, as it stands now.',
);

export const RollbackForm = named(
  'RollbackResult',
  {
    success: Type.Boolean(),
    message: Type.String(),
    batches: Texts('What was rolled back, in this order.'),
    paths: Texts('The files that are as they were.'),
    merged: Texts('Those of them that kept later changes.'),
  },
  'What was taken back.',
);

export const RunForm = named(
  'MissionRun',
  {
    success: Type.Boolean({ description: 'Whether all of it is done, and verified.' }),
    batches: Texts('What was run, in this order.'),
    stopped: Type.Union(
      [open({ batch: Type.String(), ok: Type.Boolean(), checks: Type.Array(CheckForm) }), Type.Null()],
      { description: 'The verification at which it stopped.' },
    ),
    mission: MissionForm,
  },
  'How far a mission came.',
);
