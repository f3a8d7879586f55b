/**
 * Signatures checked by several workers: the one that reads the lines, and others that lend it a hand. Reading, hashing and the chain are half of
 * the work and stay with the one; where a browser has no WebAssembly for a page, nearly all of it is signatures.
 */
import { LoglineError, defaultEngine } from '../../atomic/index.ts';
import type { Code, Engine, SignatureCheck } from '../../atomic/index.ts';
import type { TaskFailure } from './channel.ts';
import { failureOf } from './failure.ts';
import { packChecks, unpackChecks } from './packed-checks.ts';

/** A hand with so many batches before it is not given more: answers are only seen when this worker rests, once for each piece of a file. */
const MOST_WAITING = 16;
/** So many batches are checked here first: then the module is loaded here as well, which hashes lines. */
const OWN_AT_FIRST = 2;

type Answer = { readonly verdicts: readonly boolean[] } | { readonly failure: TaskFailure };

/** Checks what comes through a port, until the worker is ended. */
export function lendHand(port: MessagePort): void {
  let last = Promise.resolve();
  port.onmessage = ({ data }: MessageEvent<Uint8Array>) => {
    last = last.then(async () => port.postMessage(await answer(data)));
  };
}

async function answer(packed: Uint8Array): Promise<Answer> {
  const engine = defaultEngine();
  try {
    return { verdicts: await engine.verifyMany(unpackChecks(packed)) };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** Answers an engine that has others check, through ports that lead to them. */
export function sharedEngine(ports: readonly MessagePort[]): Engine {
  const own = defaultEngine();
  const hands = ports.map((port) => new Hand(port));
  let batches = 0;
  return {
    get name() {
      return own.name;
    },
    warmUp: () => own.warmUp?.(),
    hash: (material) => own.hash(material),
    verify: (check) => own.verify(check),
    verifyMany: (checks) => {
      const [hand] = hands.sort((a, b) => a.backlog - b.backlog);
      const isFree = hand !== undefined && hand.backlog < MOST_WAITING;
      return isFree && batches++ >= OWN_AT_FIRST && checks.length > 0
        ? hand.verifyMany(checks)
        : own.verifyMany(checks);
    },
  };
}

interface Waiting {
  readonly resolve: (verdicts: readonly boolean[]) => void;
  readonly reject: (error: LoglineError) => void;
}

/** Another worker, which answers in the order in which it is asked. */
class Hand {
  readonly #port: MessagePort;
  readonly #waiting: Waiting[] = [];

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<Answer>) => {
      const { resolve, reject } = this.#waiting.shift()!;
      if ('verdicts' in data) resolve(data.verdicts);
      else reject(new LoglineError(data.failure.code as Code, data.failure.message));
    };
  }

  /** How many batches it has not answered. */
  get backlog(): number {
    return this.#waiting.length;
  }

  verifyMany(checks: readonly SignatureCheck[]): Promise<readonly boolean[]> {
    const packed = packChecks(checks);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#port.postMessage(packed, [packed.buffer]);
    });
  }
}
