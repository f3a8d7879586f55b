/** What surrounds the program: arguments, environment, streams, time and signals. Nothing else reads them from the process. */
import type { Readable } from 'node:stream';
import { systemClock } from '../base/clock.ts';
import type { Clock } from '../base/clock.ts';

/** A stream of text that may lead to a screen. */
export interface TextSink extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The surroundings of one run. */
export interface Terminal {
  /** Without the program's own name. */
  readonly args: readonly string[];
  /** The file that was started, absolute; a link to the program where it was called by its name. @default not known */
  readonly program?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly clock: Clock;
  /** Is aborted when the user or the system asks the program to end; the reason is the {@link EndSignal}. */
  readonly signal: AbortSignal;
}

/** The signals that ask a program to end. */
export type EndSignal = 'SIGINT' | 'SIGTERM';

/** How long a command may take to let go of what it holds. A lock that is left behind is taken over by the next writer. */
const GRACE_MS = 2000;

const EXIT_STATUS: Readonly<Record<EndSignal, number>> = { SIGINT: 130, SIGTERM: 143 };

/**
 * Answers the surroundings of this process. The first signal to end aborts {@link Terminal.signal}, so that locks are released and
 * files closed; a second one, or two seconds, end the process whatever it does.
 */
export function processTerminal(): Terminal {
  const ending = new AbortController();
  const end = (name: EndSignal): void => {
    if (ending.signal.aborted) process.exit(EXIT_STATUS[name]);
    setTimeout(() => process.exit(EXIT_STATUS[name]), GRACE_MS).unref();
    ending.abort(name);
  };
  for (const name of Object.keys(EXIT_STATUS) as EndSignal[]) process.on(name, end);
  return {
    args: process.argv.slice(2),
    program: process.argv[1],
    env: process.env,
    clock: systemClock,
    signal: ending.signal,
    // Each stream costs milliseconds to set up, and most runs need one.
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return heedless(process.stderr);
    },
  };
}

/** The stream; that nobody reads its notes does not change what the program does and answers. */
function heedless(stderr: typeof process.stderr): typeof process.stderr {
  if (stderr.listenerCount('error') === 0) stderr.on('error', () => undefined);
  return stderr;
}

/** Answers the exit status of a program that a signal ended: 128 and the signal's number. Pure. */
export function signalStatus(signal: AbortSignal): number {
  return EXIT_STATUS[signal.reason as EndSignal];
}
