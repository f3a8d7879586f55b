/**
 * From an old line to the draft of a new one. What 1.1.0 has a place for stands there; `metadata.migrated` has the rest:
 *
 * - `line`: its number in the old file, from 1. `verdict`, and `problems`: the codes of what is wrong with it.
 * - `original`: each member of the old line that is not in the new one as it was, those of the old `metadata` below `metadata`.
 * - `added`: pointers to the members of the new line that the old one did not have.
 *
 * So the old line can be had back, member by member, with its `curr_hash` and `signature`, which then verify as they did. A line that was no JSON
 * object stands in `payload`: as `text`, or as `base64` where it was no UTF-8.
 */
import { SCHEMA_VERSION, isAtomic } from '../atomic/index.ts';
import type { Draft } from '../atomic/index.ts';
import { isObject } from './migrate-judge.ts';
import type { OldAtomic, OldLine } from './migrate-judge.ts';

/** What the draft of a migrated line is made of. */
export interface MigratedLine extends Pick<OldLine, 'raw' | 'value' | 'verdict'> {
  /** Its number in the old file, from 1. */
  readonly line: number;
  /** Codes of its findings. */
  readonly problems: readonly string[];
}

type Members = Record<string, unknown>;

/** Answers the draft for an old line. `createdAt` is for lines that do not say when they were made. Pure. */
export function migratedDraft(old: MigratedLine, createdAt: string): Draft {
  return old.value === undefined ? rawDraft(old, createdAt) : mappedDraft(old, old.value, createdAt);
}

/** Answers the draft for a line that cannot be mapped: it is kept as it stands. Pure. */
export function rawDraft(old: MigratedLine, createdAt: string): Draft {
  const { raw, line } = old;
  return {
    entity_type: 'file',
    this: `/migrated/${String(line)}`,
    did: { actor: UNKNOWN, action: UNKNOWN },
    metadata: { created_at: createdAt, migrated: factsOf(old) },
    payload: typeof raw === 'string' ? { text: raw } : { base64: Buffer.from(raw).toString('base64') },
  };
}

function mappedDraft(old: MigratedLine, value: OldAtomic, createdAt: string): Draft {
  const oldMetadata = isObject(value['metadata']) ? value['metadata'] : {};
  const top = pick(value, (key, member) => PLACES.has(key) && isFit(key, member));
  const metadata = pick(oldMetadata, isFitForMetadata);
  const trace = isFit('trace_id', oldMetadata['trace_id']) ? { trace_id: oldMetadata['trace_id'] } : {};
  const whole: Members & { metadata: Members } = {
    entity_type: 'file',
    this: `/migrated/${String(old.line)}`,
    did: didOf(value),
    ...trace,
    ...top,
    metadata: { created_at: createdAt, ...metadata },
  };
  const migrated = { ...factsOf(old), ...originalOf(value, top, metadata), ...addedOf(value, whole) };
  return { ...whole, metadata: { ...whole.metadata, migrated } } as unknown as Draft;
}

function factsOf({ line, verdict, problems }: MigratedLine): Members {
  return { line, verdict, ...(problems.length > 0 && { problems: [...new Set(problems)] }) };
}

const UNKNOWN = 'unknown';

/** Members that mean in 1.1.0 what they meant before. */
const PLACES: ReadonlySet<string> = new Set(
  'entity_type intent this did trace_id input payload output when status policy'.split(' '),
);

/** An atomic to try members on: the schema decides what 1.1.0 has a place for, and no old line becomes a rotation or a seal. */
const PLAIN = {
  schema_version: SCHEMA_VERSION,
  entity_type: 'file',
  this: '/',
  did: { actor: UNKNOWN, action: UNKNOWN },
  metadata: { created_at: '2000-01-01T00:00:00Z' },
};

function isFit(key: string, member: unknown): boolean {
  return member !== undefined && isAtomic({ ...PLAIN, [key]: member });
}

function isFitForMetadata(key: string, member: unknown): boolean {
  if (key === 'migrated' || key === 'signed_by' || key === 'trace_id') return false;
  return isAtomic({ ...PLAIN, metadata: { ...PLAIN.metadata, [key]: member } });
}

/** In 1.0.0, `did` may be the name of the actor alone; what the actor did, `intent` says best. */
function didOf({ did, intent }: OldAtomic): Members {
  const { actor, action, reason } = isObject(did) ? did : { actor: did };
  return {
    actor: textOr(actor, UNKNOWN),
    action: textOr(action, textOr(intent, UNKNOWN)),
    ...(typeof reason === 'string' && { reason }),
  };
}

const textOr = (value: unknown, other: string): string => (typeof value === 'string' && value !== '' ? value : other);

function originalOf(value: OldAtomic, top: Members, metadata: Members): Members {
  const original = pick(value, (key) => key !== 'metadata' && !Object.hasOwn(top, key));
  const old = value['metadata'];
  if (isObject(old)) {
    const rest = pick(old, (key) => !Object.hasOwn(metadata, key));
    if (Object.keys(rest).length > 0) original['metadata'] = rest;
  } else if (old !== undefined) original['metadata'] = old;
  return { original };
}

function addedOf(value: OldAtomic, whole: Members): Members {
  const added = Object.keys(whole).filter((key) => !Object.hasOwn(value, key));
  const { metadata } = value;
  if (isObject(metadata) && !Object.hasOwn(metadata, 'created_at')) added.push('metadata/created_at');
  return added.length > 0 ? { added: added.sort().map((path) => `/${path}`) } : {};
}

/** Keys such as `__proto__` are ordinary ones: `fromEntries` makes them so. */
function pick(members: OldAtomic, keeps: (key: string, member: unknown) => boolean): Members {
  return Object.fromEntries(Object.entries(members).filter(([key, member]) => keeps(key, member)));
}
