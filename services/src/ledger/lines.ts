/** The lines of the ledger as they stand, byte for byte, and those that are still to come: whoever has them can verify them without this service. */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Type } from '@sinclair/typebox';
import type { Static } from '@sinclair/typebox';
import { LoglineError } from 'logline-core';
import type { LedgerSource } from 'logline-core';
import { READERS } from '../auth/caller.ts';
import { route } from '../http/route.ts';
import type { Answer, Asked, Route } from '../http/route.ts';
import type { LedgerAccess } from './access.ts';
import { LinesString } from './forms.ts';

/** How many callers may follow at a time: each keeps a connection. */
const MOST_FOLLOWERS = 200;
/** How often to look for more where the store does not tell. */
const INTERVAL_MS = 250;

/** Answers the route. */
export function linesRoute({ store }: LedgerAccess): Route {
  const followers = { count: 0 };
  return route({
    method: 'GET',
    path: '/lines',
    summary: 'The lines of the ledger, byte for byte.',
    may: READERS,
    query: LinesString,
    answers: {
      200: { description: 'Lines of JSON, each an atomic.', schema: Type.String(), type: 'application/x-ndjson' },
    },
    run: (asked) => lines(store, followers, asked),
  });
}

async function lines(
  store: LedgerSource,
  followers: { count: number },
  { query, signal, ending }: Asked<object, Static<typeof LinesString>>,
): Promise<Answer> {
  const size = await sizeOf(store);
  const start = Number(query.cursor ?? 0);
  const end = Math.min(Number(query.end ?? size), size);
  if (start > size)
    throw new LoglineError('REQUEST_INVALID', `The ledger has ${String(size)} bytes, and none at ${String(start)}.`);
  if (query.follow === true && followers.count >= MOST_FOLLOWERS)
    throw new LoglineError('OVERLOADED', `${String(MOST_FOLLOWERS)} callers follow the ledger already.`);
  const bytes =
    query.follow === true
      ? counted(followers, followed(store, start, AbortSignal.any([signal, ending])))
      : copied(start < end ? store.read({ start, end }) : []);
  return { body: Readable.from(bytes, { objectMode: false }), type: 'application/x-ndjson' };
}

/** A ledger that nobody has written to yet is empty. */
async function sizeOf(store: LedgerSource): Promise<number> {
  try {
    return await store.sizeBytes();
  } catch (error) {
    if (error instanceof LoglineError && error.code === 'INPUT_MISSING') return 0;
    throw error;
  }
}

/** A chunk is valid until the next one is asked for, and a socket may keep it longer. */
async function* copied(chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[]): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

async function* counted<T>(followers: { count: number }, items: AsyncIterable<T>): AsyncGenerator<T> {
  followers.count++;
  try {
    yield* items;
  } finally {
    followers.count--;
  }
}

/** Whole lines alone: what a writer that was killed left of a line may be moved aside. */
async function* followed(store: LedgerSource, start: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  const news = { wake: (): void => undefined };
  const stop = store.watch?.(() => news.wake());
  try {
    for (let at = start; !signal.aborted;) {
      const size = await sizeOf(store);
      if (size < at) throw new LoglineError('LEDGER_CONFLICT', 'The ledger was cut while it was followed.');
      for await (const chunk of wholeLines(store, at, size)) {
        at += chunk.length;
        yield chunk;
      }
      await pause(news, signal);
    }
  } finally {
    stop?.();
  }
}

async function* wholeLines(store: LedgerSource, start: number, end: number): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of start < end ? store.read({ start, end }) : []) {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole > 0) yield bytes.subarray(0, whole);
    rest = bytes.subarray(whole);
  }
}

/** Waits for the time, the store or the end. */
async function pause(news: { wake: () => void }, signal: AbortSignal): Promise<void> {
  const woken = new AbortController();
  news.wake = () => woken.abort();
  // The signals are the only thing that it rejects for.
  await sleep(INTERVAL_MS, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined);
}
