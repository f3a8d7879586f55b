/** The lines of a ledger as they come, over connections that may break. */
import { concatBytes, fromUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import type { Atomic } from '../atomic/index.ts';
import { isOver, pause } from './pause.ts';
import { partsOf } from './reading.ts';

/** A line that came. */
export interface TailedLine {
  /** The place behind it: hand it in as `cursor`, and the tail goes on there. */
  readonly cursor: string;
  /** The line as it stands in the ledger, without its line feed: what can be verified. */
  readonly text: string;
  /** The same as a value. Nothing of it is verified. */
  readonly atomic: Atomic;
}

/** Where a tail begins and how it ends. */
export interface TailOptions {
  /** A place in the ledger. @default the end as it is now */
  readonly cursor?: string;
  /** Ends the tail, as if there were no more. */
  readonly signal?: AbortSignal;
}

/** Opens a stream of lines that begins at a cursor. */
export type OpenLines = (cursor: string, signal: AbortSignal | undefined) => Promise<Response>;

/** Longer than any line that a ledger takes by default. */
const MOST_LINE_BYTES = 16 * 1024 * 1024;
const WAIT_MS = 500;
/** So many connections that fail, one after the other, and the tail gives up. */
const MOST_FAILURES = 20;

/**
 * Answers each line from a place on, as it comes. A connection that breaks or ends is opened again behind the last line that came, and a
 * service that is away for a while is waited for.
 *
 * @throws {LoglineError} what the service answers; SERVICE_UNREACHABLE - again and again; SERVICE_ANSWER_INVALID - a line is no JSON
 */
export async function* tailLines(
  open: OpenLines,
  start: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<TailedLine> {
  let at = Number(start);
  for (let failures = 0; !isOver(signal);) {
    const before = at;
    try {
      const response = await open(String(at), signal);
      failures = 0;
      for await (const bytes of linesOf(response)) {
        at += bytes.length + 1;
        yield lineOf(bytes, at);
      }
    } catch (error) {
      if (isOver(signal)) return;
      // What is no error of a service is a connection that broke.
      const isLasting = error instanceof LoglineError && error.details['retryable'] !== true;
      if (isLasting || ++failures > MOST_FAILURES) throw error;
    }
    if (at === before) await pause(WAIT_MS, signal).catch(() => undefined);
  }
}

async function* linesOf(response: Response): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const part of partsOf(response)) {
    let from = 0;
    for (let end = part.indexOf(LF); end >= 0; end = part.indexOf(LF, from)) {
      const piece = part.subarray(from, end);
      yield rest.length === 0 ? piece : concatBytes(rest, piece);
      rest = new Uint8Array(0);
      from = end + 1;
    }
    rest = concatBytes(rest, part.subarray(from));
    if (rest.length > MOST_LINE_BYTES)
      throw new LoglineError('SERVICE_ANSWER_INVALID', 'GET /lines was answered with a line that does not end.');
  }
}

const LF = 0x0a;

function lineOf(bytes: Uint8Array, end: number): TailedLine {
  const text = fromUtf8(bytes);
  try {
    return { cursor: String(end), text: text!, atomic: JSON.parse(text!) as Atomic };
  } catch (cause) {
    const details = { request: 'GET /lines', cursor: String(end), retryable: false };
    throw new LoglineError('SERVICE_ANSWER_INVALID', 'GET /lines was answered with a line that is no JSON.', {
      details,
      cause,
    });
  }
}
