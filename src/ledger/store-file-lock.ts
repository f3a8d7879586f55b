/** The lock of a ledger file, `<ledger>.lock`, which is one however many symbolic links lead to the file. */
import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { FileLock } from '../base/file-lock.ts';
import type { LockNotice } from '../base/file-lock.ts';
import { errnoOf, writeFailure } from '../base/file-failure.ts';
import { makeFolder } from '../base/fs.ts';
import { describeProcess } from '../base/lock-owner.ts';
import { areOfOneFile } from './store-file-writer.ts';
import type { Look } from './store-file-writer.ts';

/** Settings of a {@link LedgerLock}. */
export interface LedgerLockOptions {
  /** Longest wait, in milliseconds. */
  readonly timeoutMs: number;
  readonly onNotice: (notice: LockNotice) => void;
  /** Looks at the file. */
  readonly look: () => Look;
}

/** A lock that this process has, and the file as it was right after it got it. */
export interface Held {
  readonly lock: FileLock;
  readonly look: Look;
}

const CODES = { locked: 'LEDGER_LOCKED', unavailable: 'LEDGER_UNAVAILABLE' } as const;

/** Finds the lock of one ledger, and takes it. */
export class LedgerLock {
  readonly #file: string;
  readonly #options: LedgerLockOptions;
  #last: Held | undefined;

  /** @param file - absolute path of the ledger. */
  constructor(file: string, options: LedgerLockOptions) {
    this.#file = file;
    this.#options = options;
  }

  /**
   * Takes the lock of last time, if it is free. It is the right one as long as the path leads to the file of last time: to look at that
   * takes less than to look up the real path.
   */
  takeAgain(): Held | undefined {
    const last = this.#last;
    if (last?.lock.tryAcquire() !== true) return undefined;
    const look = this.#options.look();
    if (areOfOneFile(look, last.look)) return { lock: last.lock, look };
    last.lock.release();
    return undefined;
  }

  /**
   * Takes the lock that the file has now, waiting for it if need be. Makes the file's folder where there is none.
   *
   * @throws {LoglineError} LEDGER_LOCKED - another one has it all the time. LEDGER_UNAVAILABLE - the folder cannot be written.
   */
  async take(): Promise<Held> {
    const path = this.#path();
    const lock = this.#last?.lock.path === path ? this.#last.lock : await this.#exchange(path);
    await lock.acquire();
    return (this.#last = { lock, look: this.#options.look() });
  }

  async #exchange(path: string): Promise<FileLock> {
    await this.close();
    const { timeoutMs, onNotice } = this.#options;
    return new FileLock(path, { own: await describeProcess(), timeoutMs, onNotice, codes: CODES });
  }

  #path(): string {
    try {
      return `${realPath(this.#file)}.lock`;
    } catch (cause) {
      throw writeFailure(this.#file, cause, 'LEDGER_UNAVAILABLE');
    }
  }

  /** Ends what is kept for further turns. */
  async close(): Promise<void> {
    await this.#last?.lock.close();
  }
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined)
    return realPath(resolve(dirname(path), readlinkSync(path)));
  makeFolder(dirname(path));
  return join(realpathSync.native(dirname(path)), basename(path));
}
