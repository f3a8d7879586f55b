/**
 * Where each line stands and what it can be found by, in columns: about 60 bytes a line, whatever is in it. Names are kept as numbers that are
 * made of them with a secret of this page, so that nobody can write names that are taken for each other.
 */
import type { RowFacts } from './row.ts';

/** Names that lines are found by. */
export type NameColumn = 'actor' | 'intent' | 'mission' | 'trace';
const NAMES: readonly NameColumn[] = ['actor', 'intent', 'mission', 'trace'];
/** More different names than this are found, but not listed. */
const MOST_LISTED = 2000;

/** A name and how many lines have it. */
export interface NameCount {
  readonly name: string;
  count: number;
}

interface Columns {
  readonly offset: Float64Array;
  readonly sizeBytes: Uint32Array;
  readonly stream: Uint16Array;
  readonly line: Uint32Array;
  readonly timeMs: Float64Array;
  readonly names: Readonly<Record<NameColumn, Float64Array>>;
}

/** The lines of everything that is open, in their order. */
export class LineIndex {
  /** Names by their number, with how often they are there; of traces none. */
  readonly listed: Readonly<Record<NameColumn, Map<number, NameCount>>> = {
    actor: new Map(),
    intent: new Map(),
    mission: new Map(),
    trace: new Map(),
  };
  length = 0;
  unreadable = 0;
  readonly #secret = crypto.getRandomValues(new Uint32Array(2));
  #columns = newColumns(1024);

  get columns(): Columns {
    return this.#columns;
  }

  /** Adds a line. */
  add(
    place: { readonly stream: number; readonly line: number; readonly offset: number; readonly sizeBytes: number },
    facts: RowFacts,
  ): void {
    if (this.length === this.#columns.offset.length) this.#columns = grown(this.#columns);
    const at = this.length++;
    const { offset, sizeBytes, stream, line, timeMs, names } = this.#columns;
    offset[at] = place.offset;
    sizeBytes[at] = place.sizeBytes;
    stream[at] = place.stream;
    line[at] = place.line;
    timeMs[at] = Date.parse(facts.createdAt);
    for (const name of NAMES) names[name][at] = this.#note(name, facts[name]);
    if (!facts.isReadable) this.unreadable++;
  }

  /** The number of a name, as columns have it; 0 of none. */
  numberOf(name: string): number {
    if (name === '') return 0;
    let [low, high] = [this.#secret[0]! ^ 0xdeadbeef, this.#secret[1]! ^ 0x41c6ce57];
    for (let i = 0; i < name.length; i++) {
      const code = name.charCodeAt(i);
      low = Math.imul(low ^ code, 2654435761);
      high = Math.imul(high ^ code, 1597334677);
    }
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    return 4294967296 * (2097151 & high) + (low >>> 0) + 1;
  }

  #note(column: NameColumn, name: string): number {
    const number = this.numberOf(name);
    if (number === 0 || column === 'trace') return number;
    const listed = this.listed[column];
    const known = listed.get(number);
    if (known !== undefined) known.count++;
    else if (listed.size < MOST_LISTED) listed.set(number, { name, count: 1 });
    return number;
  }
}

function newColumns(size: number): Columns {
  const numbers = (): Float64Array => new Float64Array(size);
  return {
    offset: numbers(),
    sizeBytes: new Uint32Array(size),
    stream: new Uint16Array(size),
    line: new Uint32Array(size),
    timeMs: numbers(),
    names: { actor: numbers(), intent: numbers(), mission: numbers(), trace: numbers() },
  };
}

function grown(old: Columns): Columns {
  const made = newColumns(2 * old.offset.length);
  made.offset.set(old.offset);
  made.sizeBytes.set(old.sizeBytes);
  made.stream.set(old.stream);
  made.line.set(old.line);
  made.timeMs.set(old.timeMs);
  for (const name of NAMES) made.names[name].set(old.names[name]);
  return made;
}
