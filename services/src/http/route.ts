/** A route as a value: what it takes, who may use it, what it answers, and what it does. Server and OpenAPI are both made of these. */
import type { Static, TObject, TSchema } from '@sinclair/typebox';
import type { Atomic } from 'logline-core';
import type { Caller, Role } from '../auth/caller.ts';

/** What a route is asked. */
export interface Asked<P = unknown, Q = unknown, B = unknown> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Who asks. Never what the body says. */
  readonly caller: Caller;
  /** A UUID: that of the caller's `traceparent`, or a new one. */
  readonly traceId: string;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  /** Aborted when the process is about to end, for answers that have no end of their own. */
  readonly ending: AbortSignal;
}

/** What a route answers: a value as JSON, or bytes of a type of their own, at once or as a stream. */
export interface Answer {
  /** @default 200 */
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default application/json */
  readonly type?: string;
  /** Facts for the log line: the hash of what was appended. */
  readonly hash?: string | undefined;
}

/** What a request with an `Idempotency-Key` has appended before. */
export interface Repeated {
  /** The last atomic of it. */
  readonly atomic: Atomic;
  /** The place behind that one in the ledger, in bytes. */
  readonly end: number;
}

/** One answer as OpenAPI tells it. */
export interface AnswerForm {
  readonly description: string;
  readonly schema: TSchema;
  /** @default application/json */
  readonly type?: string;
}

/** A route whose parts have types. */
export interface RouteOf<P extends TObject, Q extends TObject, B extends TSchema> {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** With parameters as `:name`. */
  readonly path: string;
  /** One line for the OpenAPI document. */
  readonly summary: string;
  /** Who may; `everybody` is anybody with a key. */
  readonly may: readonly Role[] | 'everybody';
  /** Whether it is answered without a key, and is no part of the API. @default false */
  readonly isPublic?: boolean;
  readonly params?: P;
  readonly query?: Q;
  /** Left out: the body is not looked at. */
  readonly body?: B;
  readonly answers: Readonly<Record<number, AnswerForm>>;
  /** Largest body in bytes. @default that of the server */
  readonly maxBodyBytes?: number;
  /** What is answered to a larger body. @default REQUEST_TOO_LARGE */
  readonly tooLarge?: () => Answer;
  readonly run: (asked: Asked<Static<P>, Static<Q>, Static<B>>) => Promise<Answer>;
  /**
   * For a route that appends: what is answered to a request that was done before, from what it appended. `run`: the route does nothing twice by
   * itself, and is run again. Left out: the route appends nothing, and no `Idempotency-Key` is looked at.
   */
  readonly again?: 'run' | ((asked: Asked<Static<P>, Static<Q>, Static<B>>, repeated: Repeated) => Promise<Answer>);
}

/** A route of any form. */
export type Route = Omit<RouteOf<TObject, TObject, TSchema>, 'run' | 'again'> & {
  readonly run: (asked: Asked) => Promise<Answer>;
  readonly again?: 'run' | ((asked: Asked, repeated: Repeated) => Promise<Answer>);
};

/** Answers the route, checked against the types of its own schemas. Pure. */
export function route<P extends TObject, Q extends TObject, B extends TSchema>(of: RouteOf<P, Q, B>): Route {
  return of as unknown as Route;
}
