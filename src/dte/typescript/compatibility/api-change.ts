/** What changed in a public interface, and whether its users notice. */

/** `major`: code that compiled may not any more. `minor`: something was added or became wider. */
export type Level = 'none' | 'minor' | 'major';

/** One change. */
export interface ApiChange {
  /** Exported name, with the names of members behind it: `C.m`. */
  readonly name: string;
  readonly level: 'minor' | 'major';
  /** The source that declares it: in the base, or for what is new in the head. */
  readonly path: string | undefined;
  /** What happened, as the rest of a sentence that begins with the name. */
  readonly what: string;
}

/** Collects changes of one name. */
export type Tell = (level: 'minor' | 'major', what: string, member?: string) => void;

/** Answers the gravest level. Pure. */
export function levelOf(changes: readonly ApiChange[]): Level {
  if (changes.some(({ level }) => level === 'major')) return 'major';
  return changes.length > 0 ? 'minor' : 'none';
}
