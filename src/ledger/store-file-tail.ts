/** A torn tail, moved aside: what a killed writer left behind is nobody's atomic, but it is not ours to delete either. */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  realpathSync,
  unlinkSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { equalBytes } from '../base/bytes.ts';
import { errnoOf } from '../base/file-failure.ts';
import { syncFolder, writeFully } from '../base/fs.ts';
import { readBlock } from './store-file-end.ts';
import type { LedgerEnd, OpenLedger } from './store-file-end.ts';

/** Where a torn tail went. */
export interface MovedTail {
  /** The file that holds the bytes now. */
  readonly path: string;
  /** Where they stood in the ledger, in bytes. */
  readonly byteOffset: number;
  /** How many bytes were moved. */
  readonly sizeBytes: number;
}

/**
 * Moves the bytes after the last whole line into `<ledger>.torn-<offset>` (or `…-2` and so on, where that is another content), with the
 * ledger's permissions, and cuts them off the ledger. They are on disk there before they go here; the cut itself is the caller's to sync.
 *
 * @throws the system's error; the ledger is unchanged then.
 */
export function moveTornTail(ledger: OpenLedger, { endBytes }: LedgerEnd): MovedTail {
  const bytes = readBlock(ledger.fd, endBytes, ledger.sizeBytes);
  const path = keepAside(
    `${realpathSync.native(ledger.path)}.torn-${endBytes}`,
    bytes,
    fstatSync(ledger.fd).mode & 0o777,
  );
  syncFile(path);
  syncFolder(dirname(path));
  ftruncateSync(ledger.fd, endBytes);
  return { path, byteOffset: endBytes, sizeBytes: bytes.length };
}

/** Answers the name of a file with these bytes: a new one, or one that an earlier attempt made before it was killed. */
function keepAside(name: string, bytes: Uint8Array, mode: number): string {
  for (let number = 1; ; number++) {
    const path = number === 1 ? name : `${name}-${number}`;
    try {
      writeAside(path, bytes, mode);
      return path;
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
      if (equalBytes(readFileSync(path), bytes)) return path;
    }
  }
}

function writeAside(path: string, bytes: Uint8Array, mode: number): void {
  const fd = openSync(path, 'wx', mode);
  try {
    writeFully(fd, bytes);
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(fd);
  }
}

function syncFile(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
