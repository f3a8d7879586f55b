/** One ledger file as the holder of its lock sees it: its end, its mending, its appends. */
import { closeSync, fstatSync, ftruncateSync, openSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { dirname } from 'node:path';
import { concatBytes } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { readFailure, reasonOf, writeFailure } from '../base/file-failure.ts';
import { syncFolder, writeFully } from '../base/fs.ts';
import { readEnd } from './store-file-end.ts';
import type { LedgerEnd, OpenLedger } from './store-file-end.ts';
import { requireRegular } from './store-file-source.ts';
import { moveTornTail } from './store-file-tail.ts';
import type { MovedTail } from './store-file-tail.ts';
import type { OnNotice } from './store-notice.ts';

/** Settings of a {@link LedgerFile}. */
export interface LedgerFileOptions {
  readonly maxLineBytes: number;
  readonly onNotice: OnNotice;
  /** Puts what was written on disk. */
  readonly sync: (fd: number) => Promise<void>;
}

/** The same stamp, the same content: what tells whether a known end is still the end. */
type Stamp = Pick<BigIntStats, 'dev' | 'ino' | 'size' | 'mtimeNs'>;

/** What a look at the file found; `undefined` where nothing was to be seen. */
export type Look = BigIntStats | undefined;

interface Known {
  readonly stamp: Stamp;
  readonly end: LedgerEnd;
}

const EMPTY: LedgerEnd = { hash: null, endBytes: 0, tail: 'whole' };
const LINE_FEED = Uint8Array.of(0x0a);
const NEW_FILE_MODE = 0o644;

/** A ledger file, kept open between appends. */
export class LedgerFile {
  readonly #path: string;
  readonly #options: LedgerFileOptions;
  #known: Known | undefined;
  #opened: { fd: number; stamp: Stamp } | undefined;
  #failure: LoglineError | undefined;

  constructor(path: string, options: LedgerFileOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Looks at the file. Why nothing is to be seen, {@link LedgerFile.end} tells. */
  look(): Look {
    try {
      return this.#stat();
    } catch {
      return undefined;
    }
  }

  /**
   * Answers the end of the file, reading it only if it changed. Needs no lock, and changes nothing.
   *
   * @param look - of this moment, if there was one.
   * @throws {LoglineError} LEDGER_BROKEN, UNSUPPORTED_VERSION, INPUT_UNREADABLE
   */
  end(look?: Look): LedgerEnd {
    try {
      const stamp = look ?? this.#stat();
      this.#known = stamp && this.#endOf(stamp);
      return this.#known?.end ?? EMPTY;
    } catch (cause) {
      throw readFailure(this.#path, cause);
    }
  }

  #stat(): Look {
    return statSync(this.#path, { bigint: true, throwIfNoEntry: false });
  }

  #endOf(stamp: BigIntStats): Known {
    requireRegular(this.#path, stamp);
    if (this.#known !== undefined && isUnchanged(this.#known.stamp, stamp)) return this.#known;
    const fd = openSync(this.#path, 'r');
    try {
      const opened = fstatSync(fd, { bigint: true });
      return { stamp: opened, end: readEnd(this.#describe(fd, opened)) };
    } finally {
      closeSync(fd);
    }
  }

  /**
   * Moves a torn tail into a file of its own. The lock is held.
   *
   * @throws {LoglineError} LEDGER_UNAVAILABLE - it could not be kept; the ledger is unchanged.
   */
  setAside(end: LedgerEnd): MovedTail {
    const moved = this.#attempt(() => {
      const { fd, stamp } = this.#open();
      return moveTornTail(this.#describe(fd, stamp), end);
    });
    const message = `${this.#path}: the last line was cut off, by a killed writer or a power cut; its ${moved.sizeBytes} bytes are in ${moved.path}.`;
    this.#options.onNotice({ kind: 'torn-tail-moved', message, details: { ledger: this.#path, ...moved } });
    return moved;
  }

  /**
   * Appends whole lines after `end`, and before them the line feed that it lacks. On disk when it returns. The lock is held.
   *
   * @throws {LoglineError} LEDGER_UNAVAILABLE - the medium failed; what was written is taken back.
   */
  async append(end: LedgerEnd, lines: Uint8Array, hash: string | null): Promise<LedgerEnd> {
    if (this.#failure !== undefined) throw this.#refused(this.#failure);
    const { fd, stamp } = this.#attempt(() => this.#open());
    const bytes = end.tail === 'open' ? concatBytes(LINE_FEED, lines) : lines;
    const sizeBytes = end.endBytes + bytes.length;
    const mtimeNs = await this.#write(fd, end.endBytes, bytes);
    this.#known = {
      stamp: { dev: stamp.dev, ino: stamp.ino, mtimeNs, size: BigInt(sizeBytes) },
      end: { hash, endBytes: sizeBytes, tail: 'whole' },
    };
    if (end.tail === 'open') this.#tellLineFeed(end.endBytes);
    return this.#known.end;
  }

  /** The file of this name, open for appending: made if there is none, opened again if it was replaced. */
  #open(): { fd: number; stamp: Stamp } {
    const now = this.#known?.stamp;
    if (now !== undefined && this.#opened !== undefined && isSameFile(now, this.#opened.stamp))
      return { fd: this.#opened.fd, stamp: now };
    this.close();
    const fd = openSync(this.#path, 'a+', NEW_FILE_MODE);
    this.#opened = { fd, stamp: fstatSync(fd, { bigint: true }) };
    if (now === undefined) syncFolder(dirname(this.#path));
    return this.#opened;
  }

  /** Answers when the file was changed, which the sync leaves as it is: nothing may fail after the sync. */
  async #write(fd: number, sizeBytes: number, bytes: Uint8Array): Promise<bigint> {
    let isWritten = false;
    try {
      writeFully(fd, bytes);
      isWritten = true;
      const { mtimeNs } = fstatSync(fd, { bigint: true });
      await this.#options.sync(fd);
      return mtimeNs;
    } catch (cause) {
      throw this.#takeBack(fd, sizeBytes, isWritten, cause);
    }
  }

  /** The bytes are ours and nobody was told of them, so they are cut off again. */
  #takeBack(fd: number, sizeBytes: number, isWritten: boolean, cause: unknown): LoglineError {
    const failure = writeFailure(this.#path, cause, 'LEDGER_UNAVAILABLE');
    // After a failed sync the system takes the pages for written: a second sync would tell a lie.
    if (isWritten) this.#failure = failure;
    try {
      ftruncateSync(fd, sizeBytes);
    } catch (again) {
      const message = `${failure.message} What was written after byte ${sizeBytes} could not be taken back: ${reasonOf(again)}.`;
      this.#failure = new LoglineError('LEDGER_UNAVAILABLE', message, {
        details: { ...failure.details, byteOffset: sizeBytes },
        cause,
      });
      return this.#failure;
    }
    return failure;
  }

  #refused(failure: LoglineError): LoglineError {
    const message = `${this.#path}: an append failed before, so this store takes no more; open the ledger again. ${failure.message}`;
    return new LoglineError('LEDGER_UNAVAILABLE', message, { details: failure.details, cause: failure });
  }

  #tellLineFeed(byteOffset: number): void {
    const message = `${this.#path}: the last line had no line feed; it has one now.`;
    this.#options.onNotice({ kind: 'line-feed-added', message, details: { ledger: this.#path, byteOffset } });
  }

  #describe(fd: number, { size }: Stamp): OpenLedger {
    return { fd, sizeBytes: Number(size), path: this.#path, maxLineBytes: this.#options.maxLineBytes };
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      throw writeFailure(this.#path, cause, 'LEDGER_UNAVAILABLE');
    }
  }

  /** Lets go of the file. What was appended is on disk already, whatever closing says. */
  close(): void {
    if (this.#opened === undefined) return;
    try {
      closeSync(this.#opened.fd);
    } catch {
      // nothing is lost by it
    }
    this.#opened = undefined;
  }
}

function isSameFile(a: Stamp, b: Stamp): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}

/** Whether two looks found one file, even where an inode of a file that was removed is used again. */
export function areOfOneFile(a: Look, b: Look): boolean {
  return a !== undefined && b !== undefined && isSameFile(a, b) && a.birthtimeNs === b.birthtimeNs;
}

function isUnchanged(a: Stamp, b: Stamp): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && isSameFile(a, b);
}
