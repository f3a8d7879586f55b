/** Forms of requests and answers of the ledger API. */
import { Type } from '@sinclair/typebox';
import { named, oneOf, open } from '../http/shared-schemas.ts';

const text = (description: string) => Type.Optional(Type.String({ description, maxLength: 1024 }));
export const Cursor = Type.String({
  pattern: '^[0-9]{1,15}$',
  description: 'A place in the ledger: its bytes before it.',
});
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 }));
const Hash = Type.Union([Type.String(), Type.Null()], { description: '64 lower-case hex characters.' });
const Tally = Type.Record(Type.String(), Type.Integer());
const AtomicForm = named(
  'Atomic',
  { this: Type.String(), did: open({ action: Type.String() }), hash: Type.Optional(Type.String()) },
  'An atomic (docs/format.md).',
);
const EntryForm = named(
  'Entry',
  { cursor: { ...Cursor, description: 'The place behind it, where the next one begins.' }, atomic: AtomicForm },
  'An atomic and its place.',
);

export const AppendBody = Type.Object(
  {
    onBehalfOf: text('For whom it is done. Who does it is told by the key.'),
    did: open({ action: Type.String({ minLength: 1 }) }, 'What was done. The actor is that of the key.'),
  },
  { additionalProperties: true, description: 'A draft: an atomic without hash and signature.' },
);

export const AppendedForm = named(
  'Appended',
  { cursor: Cursor, hash: Type.String(), atomic: AtomicForm },
  'What was appended.',
);

export const QueryString = Type.Object(
  {
    trace_id: text('`trace_id`, or `metadata.trace_id`.'),
    actor: text('`did.actor`.'),
    action: text('`did.action`.'),
    intent: text('`intent`.'),
    entity_type: text('`entity_type`.'),
    this: text('`this`.'),
    hash: text('`hash`.'),
    since: text('Created then or later: RFC 3339, or a day.'),
    until: text('Created before that.'),
    order: Type.Optional(Type.Union([Type.Literal('oldest'), Type.Literal('newest')], { default: 'oldest' })),
    limit: Limit,
  },
  { additionalProperties: false },
);

export const FoundForm = named(
  'Found',
  {
    atomics: Type.Array(AtomicForm),
    skipped: Type.Integer({ description: 'Lines that are no atomics and were left out.' }),
  },
  'Those that fit.',
);

export const ScanString = Type.Object({ cursor: Type.Optional(Cursor), limit: Limit }, { additionalProperties: false });

export const PageForm = named(
  'Page',
  {
    entries: Type.Array(EntryForm),
    next: Type.Union([Cursor, Type.Null()], { description: 'The cursor of the next page; null at the end.' }),
    skipped: Type.Integer({ description: 'Lines that are no atomics and were left out.' }),
  },
  'Atomics in their order.',
);

export const VerifyBody = Type.Object(
  {
    keys: Type.Optional(Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' }), { minItems: 1, maxItems: 1000 })),
    traceId: text('Findings of this trace only; all lines are checked all the same.'),
    requireSignatures: Type.Optional(Type.Boolean()),
    strict: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

export const ReportForm = named(
  'LedgerReport',
  {
    ok: Type.Boolean(),
    findings: Type.Array(
      named(
        'Finding',
        {
          code: Type.String({ description: 'A code of docs/errors.md.' }),
          message: Type.String(),
          line: Type.Optional(Type.Integer()),
          byteOffset: Type.Optional(Type.Integer()),
          pointer: Type.Optional(Type.String()),
          hash: Type.Optional(Type.String()),
          traceId: Type.Optional(Type.String()),
        },
        'One thing that is wrong, with its place.',
      ),
    ),
    counts: Type.Record(Type.String(), Type.Number()),
    chain: oneOf(['unbroken', 'broken', 'unchecked']),
    head: Hash,
    lastValidLine: Type.Integer({ description: 'All lines up to this one passed every check.' }),
    trust: oneOf(['keyring', 'self-asserted'], 'Whether signers were judged.'),
    engine: Type.String(),
  },
  'The verdict on a ledger (docs/format.md, "Verification").',
);

export const StatsForm = named(
  'LedgerStats',
  {
    lines: Type.Integer(),
    sizeBytes: Type.Integer(),
    skipped: Type.Integer(),
    unsigned: Type.Integer(),
    entityTypes: Tally,
    intents: Tally,
    actors: Tally,
    signers: Tally,
    firstCreatedAt: Type.Optional(Type.String()),
    lastCreatedAt: Type.Optional(Type.String()),
    head: Hash,
  },
  'What a ledger consists of. Nothing of it is verified.',
);

export const HeadForm = named('Head', { hash: Hash, sizeBytes: Type.Integer() }, 'The end of a ledger.');

export const LinesString = Type.Object(
  {
    cursor: Type.Optional({ ...Cursor, description: 'The first byte. Left out: the beginning.' }),
    end: Type.Optional({ ...Cursor, description: 'The byte behind the last. Left out: the end as it is now.' }),
    follow: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Whether to go on, with each line that is appended, until the caller leaves.',
      }),
    ),
  },
  { additionalProperties: false },
);
