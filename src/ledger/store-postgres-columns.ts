/** The members of a line that PostgreSQL has an index of. They lead to lines; whether a line fits is decided by what it says. */
import { traceIdOf } from '../atomic/index.ts';
import type { Atomic } from '../atomic/index.ts';
import { looseAtomic } from './loose.ts';
import { missionOf } from './mission-of.ts';

/** What the indexes hold of a line; `null` where there is nothing, or the line is no atomic. */
export interface LineColumns {
  readonly traceId: string | null;
  readonly actor: string | null;
  readonly intent: string | null;
  readonly mission: string | null;
  /** Milliseconds since 1970. */
  readonly createdMs: number | null;
}

/** Longer texts are looked for by their beginning: an entry of an index may not grow as a line may. */
const INDEXED_CHARS = 200;

const NOTHING: LineColumns = { traceId: null, actor: null, intent: null, mission: null, createdMs: null };

/** Answers what the indexes hold of a line. Pure. */
export function columnsOf(line: Uint8Array): LineColumns {
  const atomic = looseAtomic(line);
  return atomic === undefined ? NOTHING : columnsOfAtomic(atomic);
}

function columnsOfAtomic(atomic: Atomic): LineColumns {
  return {
    traceId: indexText(traceIdOf(atomic)),
    actor: indexText(atomic.did.actor),
    intent: indexText(atomic.intent),
    mission: indexText(missionOf(atomic)),
    createdMs: Date.parse(atomic.metadata.created_at), // a time, as the schema has seen to
  };
}

/** Answers a text as an index holds it. PostgreSQL's texts have no U+0000. Pure. */
export function indexText(text: string | undefined): string | null {
  return text?.slice(0, INDEXED_CHARS).replaceAll('\0', '\uFFFD') ?? null;
}
