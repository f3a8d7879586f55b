/** Putting a file on disk: in another thread, so that the program goes on meanwhile; here, where the disk is faster than the way there. */
import { fdatasync, fdatasyncSync } from 'node:fs';
import { promisify } from 'node:util';
import { elapsedMs } from '../base/clock.ts';

/** A few times what a thread costs to ask and to answer, and too short to be noticed. A disk that needs no longer is waited for here. */
const QUICK_MS = 1;
/** So many slow ones in a row, and the disk is slow: one among many quick ones happens on every disk. */
const SLOW_IN_A_ROW = 2;

const inOtherThread: (fd: number) => Promise<void> = promisify(fdatasync);

/**
 * Answers a function that puts an open file's content and size on disk. It measures how long that takes, and does the next one on this
 * thread once one was quick, until two in a row are slow.
 *
 * @param elapsed - milliseconds since some moment.
 */
export function createDiskSync(elapsed: () => number = elapsedMs): (fd: number) => Promise<void> {
  let slow = SLOW_IN_A_ROW;
  return async (fd) => {
    const start = elapsed();
    if (slow < SLOW_IN_A_ROW) fdatasyncSync(fd);
    else await inOtherThread(fd);
    slow = elapsed() - start < QUICK_MS ? 0 : slow + 1;
  };
}
