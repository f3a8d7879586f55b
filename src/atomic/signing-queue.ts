/**
 * Messages in memory that threads share. Each thread takes the next message that nobody has taken, and signs it, so that all of them end at
 * the same time.
 */

/** Bytes of a message: the hash of an atomic, in hex. */
export const MESSAGE_BYTES = 64;
const SIGNATURE_BYTES = 64;
/** So many messages have room, from being given until their signatures are fetched. A power of two. */
export const ROOM = 256;

/** The memory. Messages have numbers from 0, modulo 2^32; message n has the place n modulo {@link ROOM}. */
export interface SigningQueue {
  /** How many were given, and how many were taken. */
  readonly counts: Int32Array;
  readonly messages: Uint8Array;
  readonly signatures: Uint8Array;
  /** By place: the number behind that of the message whose signature is there. */
  readonly signed: Int32Array;
}

/** Answers a queue whose first message has this number. */
export function createSigningQueue(first = 0): SigningQueue {
  const queue = {
    counts: new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)),
    messages: new Uint8Array(new SharedArrayBuffer(ROOM * MESSAGE_BYTES)),
    signatures: new Uint8Array(new SharedArrayBuffer(ROOM * SIGNATURE_BYTES)),
    signed: new Int32Array(new SharedArrayBuffer(ROOM * Int32Array.BYTES_PER_ELEMENT)),
  };
  queue.counts.fill(first);
  return queue;
}

/** Gives the next message, for which there has to be room, and wakes a thread that waits for one. */
export function giveMessage({ counts, messages }: SigningQueue, message: Uint8Array): void {
  const number = Atomics.load(counts, 0);
  messages.set(message, placeOf(number) * MESSAGE_BYTES);
  Atomics.store(counts, 0, number + 1);
  Atomics.notify(counts, 0);
}

/** Answers the signature of a message, if it is there. */
export function signatureOf({ signatures, signed }: SigningQueue, number: number): Uint8Array | undefined {
  const place = placeOf(number);
  if (Atomics.load(signed, place) !== nextOf(number)) return undefined;
  return signatures.slice(place * SIGNATURE_BYTES, (place + 1) * SIGNATURE_BYTES);
}

/** Sleeps until the signature of a message is there, or for so long. Answers whether it is. */
export function waitForSignature({ signed }: SigningQueue, number: number, timeoutMs: number): boolean {
  const place = placeOf(number);
  const before = Atomics.load(signed, place);
  return before === nextOf(number) || Atomics.wait(signed, place, before, timeoutMs) !== 'timed-out';
}

/** Answers the number behind this one. */
export const nextOf = (number: number): number => (number + 1) | 0;

const placeOf = (number: number): number => number & (ROOM - 1);

/**
 * Takes the next message and signs it. Answers whether there was one. It stands by itself, without anything else of this module, since its
 * text is part of the program of the other threads.
 */
export function signNext(
  { counts, messages, signatures, signed }: SigningQueue,
  sign: (message: Uint8Array) => Uint8Array,
): boolean {
  for (;;) {
    const number = Atomics.load(counts, 1);
    if (number === Atomics.load(counts, 0)) return false;
    if (Atomics.compareExchange(counts, 1, number, number + 1) !== number) continue;
    const place = number & (signed.length - 1);
    signatures.set(sign(messages.subarray(64 * place, 64 * (place + 1))), 64 * place);
    Atomics.store(signed, place, number + 1);
    Atomics.notify(signed, place);
    return true;
  }
}
