/** Putting a file on disk: in another thread, so that the program goes on meanwhile; here, where the disk is faster than the way there. */
import { fdatasync, fdatasyncSync } from 'node:fs';
import { promisify } from 'node:util';
import { elapsedMs } from '../base/clock.ts';

/** What a thread costs to ask and to answer. A disk that needs no longer than this, all told, is waited for here. */
const QUICK_MS = 0.4;

const inOtherThread: (fd: number) => Promise<void> = promisify(fdatasync);

/**
 * Answers a function that puts an open file's content and size on disk. It measures how long that takes, and does the next one on this
 * thread if the last was quick; one that is slow again goes back to the other.
 *
 * @param elapsed - milliseconds since some moment.
 */
export function createDiskSync(elapsed: () => number = elapsedMs): (fd: number) => Promise<void> {
  let isQuick = false;
  return async (fd) => {
    const start = elapsed();
    if (isQuick) fdatasyncSync(fd);
    else await inOtherThread(fd);
    isQuick = elapsed() - start < QUICK_MS;
  };
}
