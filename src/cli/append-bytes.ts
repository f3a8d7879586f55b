/** Bytes at the end of a file, all or none. */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync } from 'node:fs';
import { writeFailure } from '../base/file-failure.ts';
import { writeFully } from '../base/fs.ts';

/** Appends bytes to a file. On disk when it returns. @throws {LoglineError} OUTPUT_UNWRITABLE - the file is as it was */
export function appendBytes(path: string, bytes: Uint8Array): void {
  try {
    const fd = openSync(path, 'a');
    try {
      appendAll(fd, bytes);
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw writeFailure(path, cause);
  }
}

function appendAll(fd: number, bytes: Uint8Array): void {
  const { size } = fstatSync(fd);
  try {
    writeFully(fd, bytes);
    fsyncSync(fd);
  } catch (cause) {
    ftruncateSync(fd, size);
    throw cause;
  }
}
