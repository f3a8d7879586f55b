/** Requests with an `Idempotency-Key`: done once, however often they are sent, and to whichever process. */
import { createHash } from 'node:crypto';
import { canonicalize, LoglineError } from 'logline-core';
import type { Ledger } from 'logline-core';
import { endOf } from '../ledger/places.ts';
import type { DoneRequest, KeyedRequest, Requests } from '../ledger/requests.ts';
import type { Answer, Asked, Repeated, Route } from './route.ts';

/** Where it is looked up what was done. */
export interface Known {
  readonly ledger: Ledger;
  readonly requests: Requests;
}

/**
 * Answers a request.
 *
 * @param key - the header; nothing where it was not sent.
 * @throws {LoglineError} REQUEST_INVALID - no key. IDEMPOTENCY_KEY_REUSED - it came with another request before. As the route
 */
export async function answerOnce(route: Route, asked: Asked, key: unknown, known: Known): Promise<Answer> {
  if (key === undefined || route.again === undefined) return route.run(asked);
  const request = keyedRequest(route, asked, key);
  const done = await known.requests.find(request);
  if (done !== undefined) return repeat(route, asked, request, done, known);
  try {
    return await known.requests.run(request, () => route.run(asked));
  } catch (error) {
    if (request.found === undefined) throw error;
    return repeat(route, asked, request, request.found, known);
  }
}

async function repeat(
  route: Route,
  asked: Asked,
  request: KeyedRequest,
  done: DoneRequest,
  { ledger, requests }: Known,
): Promise<Answer> {
  const { again } = route;
  request.hasAppended = true;
  const answer =
    typeof again === 'function'
      ? await again(asked, await find(ledger, done.hash))
      : await requests.run(request, () => route.run(asked));
  return { ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } };
}

async function find(ledger: Ledger, hash: string): Promise<Repeated> {
  for await (const entry of ledger.query({ hash, reverse: true, limit: 1 }))
    return { atomic: entry.atomic, end: endOf(entry) };
  throw new LoglineError('LEDGER_CONFLICT', 'The ledger was cut while it was read.', { details: { hash } });
}

/** Printable, and short. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/** A key is its sender's: another one's is another key. */
function keyedRequest({ method, path }: Route, { caller, params, query, body }: Asked, key: unknown): KeyedRequest {
  if (typeof key !== 'string' || !KEY.test(key))
    throw new LoglineError(
      'REQUEST_INVALID',
      'An Idempotency-Key has 1 to 255 printable characters of ASCII, and no space.',
    );
  return {
    key: sha256([caller.actor, key]),
    digest: sha256({ method, path, params, query, body }),
    hasAppended: false,
  };
}

/** A body has 64 at most. */
const MOST_LEVELS = 100;

const sha256 = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalize(JSON.parse(JSON.stringify(value)), MOST_LEVELS))
    .digest('hex');
