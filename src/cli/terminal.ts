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
  /** What a signal does while some work is done. @default it aborts `signal`, whatever is done */
  readonly ending?: Ending;
}

/**
 * What a signal to end does meanwhile. Work that does not let the process hear of anything, such as planning a change, holds nothing that would
 * have to be let go of, and the default action of the system needs nobody to hear it. Either may be used within the other.
 */
export interface Ending {
  /** Does work that holds nothing, no lock, no folder and no program: a signal ends the process at once. */
  atOnce<T>(work: () => Promise<T>): Promise<T>;
  /** Does work that holds something: a signal aborts {@link Terminal.signal}. */
  inOrder<T>(work: () => Promise<T>): Promise<T>;
}

/** Answers what an ending does where there is none. */
export const endingOf = ({ ending }: Pick<Terminal, 'ending'>): Ending =>
  ending ?? { atOnce: (work) => work(), inOrder: (work) => work() };

/** The signals that ask a program to end. */
export type EndSignal = 'SIGINT' | 'SIGTERM';

/** How long a command may take to let go of what it holds. A lock that is left behind is taken over by the next writer. */
const GRACE_MS = 2000;

const EXIT_STATUS: Readonly<Record<EndSignal, number>> = { SIGINT: 130, SIGTERM: 143 };

/**
 * Answers the surroundings of this process. The first signal to end aborts {@link Terminal.signal}, so that locks are released and
 * files closed; a second one, or two seconds, end the process, as does the first one in work that is done `atOnce`.
 */
export function processTerminal(): Terminal {
  const ending = new AbortController();
  const end = (name: EndSignal): void => {
    if (ending.signal.aborted) process.exit(EXIT_STATUS[name]);
    setTimeout(() => process.exit(EXIT_STATUS[name]), GRACE_MS).unref();
    ending.abort(name);
  };
  const ear = new Ear(end);
  return {
    ending: { atOnce: (work) => ear.during(false, work), inOrder: (work) => ear.during(true, work) },
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

/** Listens for signals, or leaves them to the system. */
class Ear {
  readonly #end: (name: EndSignal) => void;
  #isOpen = false;

  constructor(end: (name: EndSignal) => void) {
    this.#end = end;
    this.#set(true);
  }

  async during<T>(isOpen: boolean, work: () => Promise<T>): Promise<T> {
    const before = this.#isOpen;
    this.#set(isOpen);
    try {
      return await work();
    } finally {
      this.#set(before);
    }
  }

  /** The first process of a container has no default action. */
  #set(isOpen: boolean): void {
    if (isOpen === this.#isOpen || (!isOpen && process.pid === 1)) return;
    this.#isOpen = isOpen;
    for (const name of Object.keys(EXIT_STATUS) as EndSignal[])
      if (isOpen) process.on(name, this.#end);
      else process.off(name, this.#end);
  }
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
