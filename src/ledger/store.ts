/** Where a ledger's bytes live. One interface; test/ledger/store-conformance.ts runs the same suite on every store. */

/** The end of a ledger: what the next atomic has to name as its `prev`. */
export interface Head {
  /** Hash of the last atomic, 64 lower-case hex characters; `null` for an empty ledger. */
  readonly hash: string | null;
  /** Size of the ledger in bytes. */
  readonly sizeBytes: number;
}

/** A range of a ledger in bytes: from `start` up to, but not including, `end`. */
export interface ByteRange {
  /** First byte, from 0. @default 0 */
  readonly start?: number;
  /** The byte behind the last. @default the size at the time of the call */
  readonly end?: number;
}

/** What an index of a source can look for. Texts are compared to the letter. */
export interface LineFilter {
  /** `trace_id`, or `metadata.trace_id` of older writers. */
  readonly traceId?: string;
  /** `did.actor`. */
  readonly actor?: string;
  /** `intent`. */
  readonly intent?: string;
  /** `payload.mission`, or `payload.scope.mission`. */
  readonly mission?: string;
  /** `metadata.created_at` is this instant or later, in milliseconds since 1970. */
  readonly sinceMs?: number;
  /** `metadata.created_at` is before this instant. */
  readonly untilMs?: number;
}

/** Where an index looks. */
export interface FindRange {
  /** First byte, where a line starts. */
  readonly start: number;
  /** The byte behind the last. */
  readonly end: number;
  /** Whether the newest lines come first. */
  readonly reverse: boolean;
}

/** A line that an index led to. */
export interface FoundLine {
  /** The line without its line feed, valid until the next one is asked for. */
  readonly bytes: Uint8Array;
  /** Where it starts in the ledger, in bytes. */
  readonly byteOffset: number;
  /** Its number in the ledger, from 1. */
  readonly line: number;
}

/** Something whose bytes can be read in order: a store, a git blob, bytes in memory. */
export interface LedgerSource {
  /** Name for messages: the path, or `memory`. */
  readonly name: string;
  /** Path of the file, where the bytes are one: lets workers open it by themselves. */
  readonly file?: string;
  /** Size in bytes now. @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE; LEDGER_UNAVAILABLE - of a database. */
  sizeBytes(): Promise<number>;
  /**
   * The bytes of the range in order, in chunks of up to 1 MiB. A chunk is valid until the next one is asked for.
   *
   * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE; LEDGER_UNAVAILABLE - of a database.
   */
  read(range?: ByteRange): AsyncIterable<Uint8Array>;
  /**
   * Where the source has indexes: the lines of the range that may fit the filter. All that fit are among them.
   *
   * @param filter - with at least one member.
   * @throws {LoglineError} LEDGER_UNAVAILABLE - while reading.
   */
  find?(filter: LineFilter, range: FindRange): AsyncIterable<FoundLine>;
  /**
   * Where the source hears of appends by itself: calls back when there may be more to read, until the function that it answers is called.
   * It is a hint: whoever waits looks from time to time all the same.
   */
  watch?(onChange: () => void): () => void;
}

/** A writer's turn at a ledger: until it ends, nobody else appends, so a head read in it stays true until it is appended to. */
export interface LedgerTurn {
  /**
   * The end of the ledger. A torn last line, left by a writer that was killed, is moved aside first.
   *
   * @throws {LoglineError} LEDGER_BROKEN, UNSUPPORTED_VERSION, INPUT_UNREADABLE, LEDGER_UNAVAILABLE
   */
  head(): Promise<Head>;
  /** {@link LedgerStore.append} within this turn. */
  append(expectedHash: string | null, lines: Uint8Array, newHash: string): Promise<Head>;
}

/** A place that a ledger can be appended to. */
export interface LedgerStore extends LedgerSource {
  /** Whether `append` behind a head that this store has left costs less than a turn: then it pays to try. @default false */
  readonly appendsAtOnce?: boolean;
  /**
   * The end of the ledger as it is stored now. A torn last line is not counted: the end is that of the line before it.
   *
   * @throws {LoglineError} LEDGER_BROKEN - the last line is no atomic with a hash. UNSUPPORTED_VERSION - it is one of an older
   *   format. INPUT_UNREADABLE - it cannot be read.
   */
  head(): Promise<Head>;
  /**
   * Appends whole lines (each ends with LF), if the ledger's head still is `expectedHash`, and answers the new head. Durable
   * when it returns; when it throws, none of the lines is in the ledger, unless `details.outcome` is `unknown`: the connection to a
   * database was lost, and came back too late to tell.
   *
   * @param newHash - hash of the last of the lines.
   * @throws {LoglineError} USAGE - not whole lines, or no hash. LEDGER_CONFLICT - another head. LEDGER_LOCKED - no turn in time. LEDGER_UNAVAILABLE - the medium failed.
   */
  append(expectedHash: string | null, lines: Uint8Array, newHash: string): Promise<Head>;
  /**
   * Runs `work` while no other writer can append, in this process or another. Read and append through the `turn` handed to it:
   * the store's own `append` would wait for this very turn to end.
   *
   * @throws {LoglineError} LEDGER_LOCKED - no turn in time.
   */
  exclusive<T>(work: (turn: LedgerTurn) => Promise<T>): Promise<T>;
  /** Lets go of the store. Appending afterwards throws. */
  close(): Promise<void>;
}
