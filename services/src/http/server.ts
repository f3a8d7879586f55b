/** One service as an HTTP server: its routes behind authentication, limits and validation, with a log line and figures for each request. */
import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LoglineError } from 'logline-core';
import { callerOf, demandRole } from '../auth/gate.ts';
import type { GateOptions } from '../auth/gate.ts';
import type { Caller } from '../auth/caller.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { readBodies } from './body.ts';
import type { BodyBudget } from './body-budget.ts';
import { errorAnswer, systemCause } from './error-body.ts';
import { openApiDocument } from './openapi.ts';
import { answerOnce } from './once.ts';
import type { Known } from './once.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Answer, Route } from './route.ts';
import { invalidRequest, validatorOf } from './validation.ts';

/** A service. */
export interface Service {
  /** Its name in addresses, logs and figures. */
  readonly name: string;
  readonly title: string;
  readonly routes: readonly Route[];
  /** Routes that it answers for others, which describe them. */
  readonly alsoRoutes?: readonly Route[];
  /** Answers why it is not well; nothing where it is. */
  readonly ailments: () => Promise<readonly string[]>;
  /** Lets go of what it holds. */
  readonly close?: () => Promise<void>;
}

/** What servers of one process share. */
export interface ServerOptions {
  readonly gate: GateOptions;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly rateLimit: RateLimit;
  readonly bodies: BodyBudget;
  readonly limits: ServerLimits;
  /** Where requests that are sent again are looked up. */
  readonly known: Known;
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /** Told of what nobody expected, beside the log. */
  readonly onFault: (error: unknown) => void;
  /** Whether the process is about to end. */
  readonly isDraining: () => boolean;
}

/** Bounds on what callers may ask. */
export interface ServerLimits {
  readonly maxBodyBytes: number;
  readonly maxInFlight: number;
  readonly requestTimeoutMs: number;
  readonly headersTimeoutMs: number;
}

/** What is known of a request while it is answered. */
interface Progress {
  readonly traceId: string;
  readonly abort: AbortController;
  readonly endTimer: (labels: Record<string, string>) => number;
  caller?: Caller;
  /** Gives back the room for the body. */
  letGo?: () => void;
  hash?: string | undefined;
  fault?: unknown;
}

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** Answered without a key, whatever the service. */
const PUBLIC: readonly string[] = ['/health', '/ready', '/metrics'];

/** Answers a server that is not listening yet. */
export function createServer(service: Service, options: ServerOptions): FastifyInstance {
  return new HttpService(service, options).app;
}

class HttpService {
  readonly app: FastifyInstance;
  readonly #service: Service;
  readonly #options: ServerOptions;
  readonly #log: Log;
  readonly #public: ReadonlySet<string>;
  readonly #progress = new WeakMap<FastifyRequest, Progress>();
  readonly #ending = new AbortController();
  #inFlight = 0;

  constructor(service: Service, options: ServerOptions) {
    this.#service = service;
    this.#options = options;
    this.#log = options.log.of(service.name);
    const pages = service.routes.filter(({ isPublic }) => isPublic === true);
    this.#public = new Set([...PUBLIC, ...pages.map(({ path }) => path)]);
    this.app = this.#open();
    readBodies(this.app);
    this.app.setValidatorCompiler(({ schema, httpPart }) => validatorOf(schema as object, httpPart ?? ''));
    this.app.setSchemaErrorFormatter(invalidRequest);
    this.app.addHook('onRequest', async (request, reply) => this.#begin(request, reply));
    this.app.addHook('preValidation', async (request) => {
      request.body ??= {};
    });
    this.app.setErrorHandler((error, request, reply) => this.#fail(error, request, reply));
    this.app.setNotFoundHandler((request, reply) => this.#fail(new LoglineError('NOT_FOUND'), request, reply));
    this.app.addHook('preClose', async () => this.#ending.abort());
    for (const route of this.#routes()) this.#add(route);
  }

  #open(): FastifyInstance {
    const { limits, tls } = this.#options;
    const checking = { connectionsCheckingInterval: Math.min(1000, limits.headersTimeoutMs) };
    const app = fastify({
      bodyLimit: limits.maxBodyBytes,
      requestTimeout: limits.requestTimeoutMs,
      forceCloseConnections: 'idle',
      // What comes at the end is refused as everything else is (#begin), and not in a form of the framework's own.
      return503OnClosing: false,
      routerOptions: { maxParamLength: 128 },
      frameworkErrors: (error, request, reply) => {
        void this.#fail(error, request, reply);
      },
      clientErrorHandler: (_error, socket) => {
        if (socket.writable) socket.end(BAD_REQUEST);
      },
      // How soon a head that does not come is noticed.
      ...(tls === undefined ? { http: checking } : { https: { ...tls, ...checking } }),
    }) as unknown as FastifyInstance;
    app.server.headersTimeout = limits.headersTimeoutMs;
    // Of a connection on which nothing was ever sent, the server by itself thinks nothing.
    app.server.on('connection', (socket) => socket.setTimeout(limits.headersTimeoutMs));
    return app;
  }

  #add(route: Route): void {
    const { method, path, params, query, body, may, ...rest } = route;
    this.app.route({
      method,
      url: path,
      ...(rest.maxBodyBytes !== undefined && { bodyLimit: rest.maxBodyBytes }),
      ...(rest.tooLarge !== undefined && { errorHandler: this.#tooLarge(rest.tooLarge) }),
      schema: {
        ...(params && { params }),
        ...(query && { querystring: query }),
        ...(body && { body }),
      },
      handler: async (request, reply) => {
        const progress = this.#progress.get(request)!;
        const caller = progress.caller ?? NOBODY;
        if (!this.#public.has(path)) demandRole(caller, may);
        const { traceId, abort } = progress;
        const sent = { params: request.params, query: request.query, body: request.body };
        const asked = { ...sent, caller, traceId, signal: abort.signal, ending: this.#ending.signal };
        const key = request.headers['idempotency-key'];
        return this.#send(request, reply, await answerOnce(route, asked, key, this.#options.known));
      },
    });
  }

  #tooLarge(answer: () => Answer): NonNullable<Parameters<FastifyInstance['route']>[0]['errorHandler']> {
    return (error, request, reply) => {
      if ((error as { code?: string }).code === 'FST_ERR_CTP_BODY_TOO_LARGE') void this.#send(request, reply, answer());
      else void this.#fail(error, request, reply);
    };
  }

  /** Every request: what it is called, whether there is room for it, who sends it. */
  #begin(request: FastifyRequest, reply: FastifyReply): void {
    const { gate, rateLimit, bodies, limits, metrics, tls } = this.#options;
    const progress: Progress = {
      traceId: traceIdOf(request.headers['traceparent']),
      abort: new AbortController(),
      endTimer: metrics.requestDuration.startTimer(),
    };
    this.#progress.set(request, progress);
    request.raw.socket.setTimeout(0); // the times for requests hold now
    this.#inFlight++;
    reply.raw.once('close', () => this.#end(request, reply));
    reply.headers({ ...HEADERS, 'x-request-id': progress.traceId });
    if (tls !== undefined) reply.header('strict-transport-security', 'max-age=31536000');
    if (this.#public.has(pathOf(request))) return;
    if (this.#options.isDraining())
      throw new LoglineError('OVERLOADED', 'This process is about to end; others may answer.');
    if (this.#inFlight > limits.maxInFlight) throw new LoglineError('OVERLOADED');
    progress.caller = callerOf(request.headers, gate);
    rateLimit.take(progress.caller.keyId);
    progress.letGo = bodies.take(progress.caller.keyId, request.headers);
  }

  #end(request: FastifyRequest, reply: FastifyReply): void {
    this.#inFlight--;
    const { traceId, abort, endTimer, caller, letGo, hash, fault } = this.#progress.get(request)!;
    letGo?.();
    const isGone = !reply.raw.writableFinished;
    if (isGone) abort.abort();
    const status = isGone ? 499 : reply.statusCode;
    const route = request.routeOptions.url ?? '(none)';
    const seconds = endTimer({ service: this.#service.name, route });
    this.#options.metrics.requests.inc({ service: this.#service.name, method: request.method, route, status });
    const path = route === '(none)' ? '(no such path)' : pathOf(request).slice(0, 200);
    const level = fault !== undefined ? 'error' : this.#public.has(path) ? 'debug' : 'info';
    this.#log[level](`${request.method} ${path} ${String(status)}`, {
      trace_id: traceId,
      hash,
      status,
      duration_ms: Math.round(seconds * 1000),
      key: caller?.keyId,
      ...(fault instanceof Error && { error: fault.name, stack: fault.stack, ...systemCause(fault) }),
    });
  }

  #send(
    request: FastifyRequest,
    reply: FastifyReply,
    { status = 200, body, headers = {}, type, hash }: Answer,
  ): FastifyReply {
    this.#progress.get(request)!.hash = hash;
    // Who does not take the answer is not waited for. With the next request the time is none again.
    reply.raw.socket?.setTimeout(this.#options.limits.requestTimeoutMs);
    void reply
      .code(status)
      .headers(headers)
      .type(type ?? 'application/json; charset=utf-8');
    return reply.send(type === undefined ? JSON.stringify(body) : body);
  }

  #fail(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { status, body, headers, isFault } = errorAnswer(error);
    const progress = this.#progress.get(request);
    if (progress !== undefined && isFault) progress.fault = error;
    if (isFault) this.#options.onFault(error);
    if (!isFault && status >= 500)
      this.#log.warn((error as Error).message, { trace_id: progress?.traceId, code: body.code });
    // What the framework refuses by itself has come by no hook.
    void reply
      .code(status)
      .headers({ ...HEADERS, ...headers })
      .type('application/json; charset=utf-8');
    return reply.send(JSON.stringify(body));
  }

  /** The service's own routes, and those that every service has. */
  #routes(): Route[] {
    const { name, title, routes, alsoRoutes = [], ailments } = this.#service;
    const health = async (more: readonly string[], well: string): Promise<Answer> => {
      const reasons = [...more, ...(await ailments())];
      const isWell = reasons.length === 0;
      const body = { status: isWell ? well : `un${well}`, service: name, ...(!isWell && { reasons }) };
      return { status: isWell ? 200 : 503, body, ...(!isWell && { headers: { 'retry-after': '1' } }) };
    };
    const bare = { method: 'GET', may: 'everybody', answers: {} } as const;
    const drains = (): string[] => (this.#options.isDraining() ? ['it is about to end'] : []);
    const document = openApiDocument(
      title,
      routes.filter(({ isPublic }) => isPublic !== true),
    );
    return [
      ...routes,
      ...alsoRoutes,
      { ...bare, path: '/health', summary: 'Whether the service is well.', run: () => health([], 'healthy') },
      { ...bare, path: '/ready', summary: 'Whether requests may be sent.', run: () => health(drains(), 'ready') },
      { ...bare, path: '/openapi.json', summary: 'This description.', run: async () => ({ body: document }) },
      {
        ...bare,
        path: '/metrics',
        summary: 'Figures of all services of the process.',
        run: async () => ({ body: await this.#options.metrics.text(), type: this.#options.metrics.contentType }),
      },
    ];
  }
}

const NOBODY: Caller = { actor: 'nobody', role: 'viewer', keyId: 'none' };

const pathOf = ({ url }: FastifyRequest): string => url.split(/[?#]/, 1)[0]!;

/** Of the trace context of W3C the trace id, as atomics write it. What the recommendation calls invalid begins a new trace. */
function traceIdOf(traceparent: unknown): string {
  const hex = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent)?.[1] : undefined;
  return hex?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') ?? randomUUID();
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:$|-)/;

const BAD_REQUEST = ((body: string) =>
  `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\nConnection: close\r\n\r\n${body}`)(
  JSON.stringify({ error: 'This is no HTTP request.', code: 'REQUEST_INVALID', details: {} }),
);
