/**
 * Locks between processes: a mark (lock-mark.ts), such as `<ledger>.lock`, with the text of its owner (lock-owner.ts).
 *
 * The lock of a process that has ended is removed under a lock of its own, `<lock>.takeover`, by the same rules: of two that see a
 * dead owner, the slower must not remove the lock that the faster has got by then.
 */
import { LoglineError } from './errors.ts';
import type { Code } from './errors.ts';
import { errnoOf, reasonOf, writeFailure } from './file-failure.ts';
import { formatOwner, hasEnded, isComparable, parseOwner } from './lock-owner.ts';
import { placeMark, readMark, removeMark } from './lock-mark.ts';
import type { LockOwner } from './lock-owner.ts';
import { SpareMark, removeLeftSpares } from './lock-spare.ts';

/** What became of a lock by itself, which users should hear of. */
export interface LockNotice {
  /** `lock-taken-over`: its owner had ended without letting go. `lock-not-released`: others wait until this process ends. */
  readonly kind: 'lock-taken-over' | 'lock-not-released';
  /** One sentence for people, with the path. */
  readonly message: string;
  /** JSON-able facts. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** How to wait, and whom to tell. */
export interface FileLockOptions {
  /** This process. */
  readonly own: LockOwner;
  /** Longest wait, in milliseconds. */
  readonly timeoutMs: number;
  readonly onNotice: (notice: LockNotice) => void;
  /** What failures are called, by what the lock is for. */
  readonly codes: { readonly locked: Code; readonly unavailable: Code };
}

/** Asking about the owner may cost a process (ps), so it is not done at every attempt, nor when the owner is just about to let go. */
const JUDGE_EVERY = 8;
const JUDGE_FIRST = 3;
const MAX_PAUSE_MS = 20;

/** A lock in the file system: one owner at a time, on all processes that see the same file system. */
export class FileLock {
  readonly path: string;
  readonly #own: LockOwner;
  readonly #text: string;
  readonly #spare: SpareMark;
  readonly #timeoutMs: number;
  readonly #onNotice: FileLockOptions['onNotice'];
  readonly #codes: FileLockOptions['codes'];
  #lastOwner: LockOwner | undefined;

  constructor(path: string, { own, timeoutMs, onNotice, codes }: FileLockOptions) {
    this.path = path;
    this.#own = own;
    this.#text = formatOwner(own);
    this.#spare = new SpareMark(path, this.#text);
    this.#timeoutMs = timeoutMs;
    this.#onNotice = onNotice;
    this.#codes = codes;
  }

  /** Takes the lock if it is free. Where that fails, {@link FileLock.acquire} tells why. */
  tryAcquire(): boolean {
    try {
      return this.#place(this.path);
    } catch {
      return false;
    }
  }

  /**
   * Takes the lock, waiting for it if need be.
   *
   * @throws {LoglineError} `codes.locked` - another one has it all the time. `codes.unavailable` - the folder cannot be written.
   */
  async acquire(): Promise<void> {
    try {
      if (!this.#place(this.path)) await this.#wait();
    } catch (cause) {
      throw writeFailure(this.path, cause, this.#codes.unavailable);
    }
  }

  async #wait(): Promise<void> {
    const time = { isUp: false };
    const timer = setTimeout(() => (time.isUp = true), this.#timeoutMs);
    await this.#poll(time).finally(() => {
      clearTimeout(timer);
    });
  }

  async #poll(time: { readonly isUp: boolean }): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const isLast = time.isUp;
      if (await this.#tryAgain(attempt, isLast)) return;
      if (isLast) throw this.#locked();
      await sleep(pauseMs(attempt, this.#own.pid));
    }
  }

  async #tryAgain(attempt: number, isLast: boolean): Promise<boolean> {
    const judges = isLast || attempt % JUDGE_EVERY === JUDGE_FIRST;
    return judges ? this.#tryTake(this.path) : this.#place(this.path);
  }

  #place(path: string): boolean {
    return (path === this.path && this.#spare.place()) || placeMark(path, this.#text);
  }

  /** Takes the lock at `path` if it is free or its owner has ended. */
  async #tryTake(path: string): Promise<boolean> {
    if (this.#place(path)) return true;
    const text = readMark(path);
    const owner = parseOwner(text);
    if (path === this.path) this.#lastOwner = owner;
    if (owner === undefined || !(await hasEnded(owner, this.#own))) return false;
    await this.#removeDead(path, text, owner);
    return this.#place(path);
  }

  async #removeDead(path: string, text: string, owner: LockOwner): Promise<void> {
    const guard = `${path}.takeover`;
    if (!(await this.#tryTake(guard))) return;
    try {
      if (readMark(path) !== text) return;
      removeMark(path);
      const message = `${path} was left by process ${owner.pid}, which has ended; it was removed.`;
      this.#onNotice({ kind: 'lock-taken-over', message, details: { lock: path, owner } });
    } finally {
      removeMark(guard);
    }
  }

  #locked(): LoglineError {
    const owner = this.#lastOwner;
    const message = `${this.path}: no turn within ${this.#timeoutMs} ms; ${this.#describe(owner)}.`;
    const details = { lock: this.path, owner: owner ?? null, timeoutMs: this.#timeoutMs };
    return new LoglineError(this.#codes.locked, message, { details });
  }

  #describe(owner: LockOwner | undefined): string {
    if (owner === undefined) return 'it does not say who holds it. If no writer is at work, remove it';
    const name = `it is held by process ${owner.pid} on ${owner.host}`;
    if (isComparable(owner, this.#own)) return name;
    return `${name}, which cannot be seen from this machine or container. If that process has ended, remove it`;
  }

  /** Lets go of the lock. Never throws: what was done under it is done. */
  release(): void {
    try {
      if (this.#spare.takeBack()) return;
      if (readMark(this.path) === this.#text) removeMark(this.path);
      this.#spare.count();
    } catch (cause) {
      const message = `${this.path} cannot be removed: ${reasonOf(cause)}. Other processes wait for it until this one ends.`;
      this.#onNotice({ kind: 'lock-not-released', message, details: { lock: this.path, errno: errnoOf(cause) } });
    }
  }

  /** Ends what is kept for further turns. Who has kept something itself removes what was left by processes that were killed, too. */
  async close(): Promise<void> {
    try {
      this.#spare.drop();
      if (this.#spare.wasKept) await removeLeftSpares(this.path, this.#own);
    } catch {
      // It stands aside, in nobody's way.
    }
  }
}

/** Grows, and differs from process to process, so that they do not come back at the same moment for ever. */
function pauseMs(attempt: number, pid: number): number {
  const most = Math.min(MAX_PAUSE_MS, attempt + 1);
  return 1 + ((pid + attempt) % most);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
