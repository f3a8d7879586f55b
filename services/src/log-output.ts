/** Where log lines go: a reader that is slow, or gone, neither fills the memory of the services nor ends them. */
import type { Writable } from 'node:stream';

/** What is told of an output. */
export interface OutputEvents {
  /** Lines were left out, and there is room again. */
  readonly onRoom: (lostLines: number) => void;
  /** Nothing can be written any more. Said once. */
  readonly onGone: (reason: Error) => void;
}

/** How much may wait for a reader. */
const MAX_PENDING_BYTES = 8 * 1024 * 1024;

/** Answers what writes lines to a stream, while somebody takes them. */
export function logOutput(stream: Writable, { onRoom, onGone }: OutputEvents): (line: string) => void {
  let lost = 0;
  let isGone = false;
  stream.on('drain', () => {
    if (lost === 0) return;
    onRoom(lost);
    lost = 0;
  });
  stream.on('error', (reason) => {
    if (!isGone) onGone(reason);
    isGone = true;
  });
  return (line) => {
    if (isGone) return;
    if (stream.writableLength > MAX_PENDING_BYTES) lost++;
    else stream.write(line);
  };
}
