/**
 * One writer among the processes that serve one ledger file, such as replicas with a shared disk: whoever holds the lease appends, the
 * others read. The lease is a small file beside the ledger, and is looked at and changed in a writer's turn only, so nobody can write
 * between the look and the append.
 *
 * A holder that ended on this machine is replaced at once. One on another machine is replaced when its lease was not renewed for a while,
 * measured by the clock of who waits: clocks of machines are not compared. Programs that append without a lease, such as
 * `logline-cli`, are kept apart by the lock of the ledger alone, as ever.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { elapsedMs } from '../base/clock.ts';
import { LoglineError } from '../base/errors.ts';
import { errnoOf, writeFailure } from '../base/file-failure.ts';
import { describeProcess, formatOwner, hasEnded, parseOwner } from '../base/lock-owner.ts';
import type { LockOwner } from '../base/lock-owner.ts';
import type { FileStore } from './store-file.ts';
import type { LedgerStore, LedgerTurn } from './store.ts';

/** How a lease is kept. */
export interface WriterLeaseOptions {
  /** How long a lease of another machine holds without being renewed, in milliseconds. @default 15_000 */
  readonly ttlMs?: number;
  /** Milliseconds since some moment. @default the system's */
  readonly elapsed?: () => number;
}

/** A store that only one process at a time appends to. */
export interface LeasedStore extends LedgerStore {
  /** Whether this process was the writer when it last looked. */
  isWriter(): boolean;
  /**
   * Renews the lease, or takes it where nobody holds it any more. Call it a few times within `ttlMs`.
   *
   * @returns whether this process is the writer now.
   * @throws {LoglineError} LEDGER_LOCKED, LEDGER_UNAVAILABLE, and as `LedgerStore.exclusive`
   */
  renew(): Promise<boolean>;
}

/**
 * Answers the store of a ledger file with a lease before every append. `append` and `exclusive` throw LEDGER_NOT_WRITER where another
 * process holds it. `close` lets go of it.
 */
export async function leaseFileStore(store: FileStore, options: WriterLeaseOptions = {}): Promise<LeasedStore> {
  const lease = new WriterLease(`${store.file}.writer`, await describeProcess(), options);
  const exclusive = <T>(work: (turn: LedgerTurn) => Promise<T>): Promise<T> =>
    store.exclusive(async (turn) => {
      if (!(await lease.take())) throw lease.refusal();
      return work(turn);
    });
  return {
    name: store.name,
    file: store.file,
    sizeBytes: () => store.sizeBytes(),
    read: (range) => store.read(range),
    head: () => store.head(),
    append: (expectedHash, lines, newHash) => exclusive((turn) => turn.append(expectedHash, lines, newHash)),
    exclusive,
    isWriter: () => lease.isHeld,
    renew: () => store.exclusive(() => lease.take()),
    close: async () => {
      if (lease.isHeld) await store.exclusive(async () => lease.release());
      await store.close();
    },
  };
}

/** How many this process has had. */
let leases = 0;

class WriterLease {
  readonly #path: string;
  readonly #own: LockOwner;
  readonly #name: string;
  readonly #ttlMs: number;
  readonly #elapsed: () => number;
  /** What another one's lease says, and since when it says so. */
  #seen: { readonly text: string; readonly since: number } | undefined;
  #written: { readonly text: string; readonly at: number } | undefined;
  #count = 0;

  constructor(path: string, own: LockOwner, { ttlMs = 15_000, elapsed = elapsedMs }: WriterLeaseOptions) {
    this.#path = path;
    this.#own = own;
    // Two stores of one process are two holders.
    this.#name = `${formatOwner(own)} ${String(++leases)}`;
    this.#ttlMs = ttlMs;
    this.#elapsed = elapsed;
  }

  get isHeld(): boolean {
    return this.#written !== undefined;
  }

  /** Takes or renews the lease. In a writer's turn only. */
  async take(): Promise<boolean> {
    const text = this.#read();
    if (text !== undefined && text === this.#written?.text) return this.#renew();
    this.#written = undefined;
    if (text !== undefined && !(await this.#isOver(text))) return false;
    this.#write();
    return true;
  }

  #renew(): true {
    if (this.#elapsed() - this.#written!.at > this.#ttlMs / 4) this.#write();
    return true;
  }

  async #isOver(text: string): Promise<boolean> {
    if (this.#seen?.text !== text) this.#seen = { text, since: this.#elapsed() };
    if (this.#elapsed() - this.#seen.since > this.#ttlMs) return true;
    const owner = parseOwner(text.split(' ', 1)[0]!);
    return owner !== undefined && (await hasEnded(owner, this.#own));
  }

  refusal(): LoglineError {
    const holder = parseOwner(this.#seen!.text.split(' ', 1)[0]!);
    const who = holder === undefined ? 'another process' : `process ${String(holder.pid)} on ${holder.host}`;
    return new LoglineError('LEDGER_NOT_WRITER', `The writer of this ledger is ${who}, and this one only reads.`, {
      details: { lease: this.#path, holder: holder ?? null },
    });
  }

  release(): void {
    if (this.#read() === this.#written?.text) rmSync(this.#path, { force: true });
    this.#written = undefined;
  }

  #read(): string | undefined {
    try {
      return readFileSync(this.#path, 'latin1');
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined;
      throw writeFailure(this.#path, error, 'LEDGER_UNAVAILABLE');
    }
  }

  /** Whole or not at all: a reader without a turn may look at any time. */
  #write(): void {
    const text = `${this.#name} ${String(++this.#count)}\n`;
    const draft = `${this.#path}.${String(this.#own.pid)}`;
    try {
      writeFileSync(draft, text);
      renameSync(draft, this.#path);
    } catch (error) {
      throw writeFailure(this.#path, error, 'LEDGER_UNAVAILABLE');
    }
    this.#written = { text, at: this.#elapsed() };
  }
}
