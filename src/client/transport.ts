/** Requests on their way: time-outs, and sending again what may be sent again. */
import { LoglineError } from '../base/errors.ts';
import { answerFailure, silence } from './failure.ts';
import { newUuid } from './ids.ts';
import type { CallOptions, ClientOptions } from './options.ts';
import { isOver, pause } from './pause.ts';
import { readBytes } from './reading.ts';
import { traceparentOf } from './trace.ts';

/** A request. */
export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  /** For messages: `POST /missions`. */
  readonly name: string;
  readonly body?: unknown;
  /** Whether the service does it once, however often it is sent with one key. */
  readonly isKeyed: boolean;
}

/** Errors' bodies are small; a proxy's page may not be. */
const MOST_ERROR_BYTES = 65_536;
const FIRST_WAIT_MS = 200;

/** Sends requests. */
export class Transport {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /**
   * Sends a request, again where it may be, and answers what `read` makes of a success.
   *
   * @throws {LoglineError} the error that the service answers; SERVICE_UNREACHABLE, SERVICE_ANSWER_INVALID, CANCELLED
   */
  async send<T>(
    outgoing: Outgoing,
    options: CallOptions,
    read: (response: Response, request: string) => Promise<T>,
  ): Promise<T> {
    const { retries = 3, maxWaitMs = 10_000, newKey = newUuid } = this.#options;
    const { traceId = newUuid(), idempotencyKey = newKey() } = options;
    const signal = eitherOf(options.signal, this.#options.signal);
    const whole = { ...options, traceId, idempotencyKey, ...(signal && { signal }) };
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#attempt(outgoing, whole, read);
      } catch (error) {
        const waitMs = waitOf(error, attempt);
        if (waitMs === undefined || attempt >= retries || waitMs > maxWaitMs || !isRepeatable(outgoing, error))
          throw error;
        await pause(waitMs, signal);
      }
    }
  }

  async #attempt<T>(
    outgoing: Outgoing,
    options: CallOptions & { readonly traceId: string; readonly idempotencyKey: string },
    read: (response: Response, request: string) => Promise<T>,
  ): Promise<T> {
    const { timeoutMs = this.#options.timeoutMs ?? 30_000, signal } = options;
    if (isOver(signal)) throw new LoglineError('CANCELLED');
    const headers = await this.#headers(outgoing, options);
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), timeoutMs);
    try {
      const response = await this.#fetch(outgoing, headers, eitherOf(limit.signal, signal)!);
      if (!response.ok) throw await this.#failure(response, outgoing.name);
      return await read(response, outgoing.name);
    } catch (error) {
      if (error instanceof LoglineError) throw error;
      if (isOver(signal)) throw new LoglineError('CANCELLED', undefined, { cause: error });
      if (limit.signal.aborted) throw silence(outgoing.name, `no answer in ${String(timeoutMs)} ms`, error);
      throw silence(outgoing.name, `the service cannot be reached${systemCode(error)}`, error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A key is never sent on to where a redirect leads, nor are cookies of a page sent along. */
  #fetch({ method, url, body }: Outgoing, headers: Headers, signal: AbortSignal): Promise<Response> {
    const { fetch = globalThis.fetch } = this.#options;
    return fetch.call(globalThis, url, {
      method,
      headers,
      signal,
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async #headers(
    { method, body }: Outgoing,
    { traceId, idempotencyKey }: { readonly traceId: string; readonly idempotencyKey: string },
  ): Promise<Headers> {
    const { apiKey } = this.#options;
    const key = typeof apiKey === 'function' ? await apiKey() : apiKey;
    const span = newUuid().replaceAll('-', '').slice(0, 16);
    const headers = new Headers({ accept: '*/*', traceparent: traceparentOf(traceId, span) });
    if (key !== undefined && key !== '') headers.set('authorization', bearer(key));
    if (body !== undefined) headers.set('content-type', 'application/json');
    if (method === 'POST') headers.set('idempotency-key', quoted(idempotencyKey));
    return headers;
  }

  async #failure(response: Response, request: string): Promise<LoglineError> {
    const { status, headers } = response;
    const bytes = await readBytes(response, MOST_ERROR_BYTES, request).catch(() => new Uint8Array(0));
    return answerFailure({ status, headers, text: new TextDecoder().decode(bytes), request });
  }
}

/** ` (ECONNREFUSED)`: what Node knows of it, such as that a certificate is not trusted. Browsers tell nothing. */
function systemCode(error: unknown): string {
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  return typeof cause?.code === 'string' && /^[A-Z_]+$/.test(cause.code) ? ` (${cause.code})` : '';
}

/** What fails by itself may go well by itself: after the time that the service asks for, else after a little more each time. */
function waitOf(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof LoglineError) || error.details['retryable'] !== true) return undefined;
  const { retryAfterSeconds } = error.details;
  return typeof retryAfterSeconds === 'number' ? retryAfterSeconds * 1000 : FIRST_WAIT_MS * 2 ** attempt;
}

/** Statuses of requests that were turned away before anything was done. */
const TURNED_AWAY: ReadonlySet<unknown> = new Set([425, 429]);

/** Reading twice is reading, and putting twice is putting. Of other writes nobody knows whether they were done, unless the service does. */
function isRepeatable({ method, isKeyed }: Outgoing, error: unknown): boolean {
  return method !== 'POST' || isKeyed || TURNED_AWAY.has((error as LoglineError).details['status']);
}

function bearer(key: string): string {
  if (/^[\x21-\x7e]+$/.test(key)) return `Bearer ${key}`;
  throw new LoglineError('USAGE', 'The API key has characters that no header may hold.');
}

/** A string as structured fields have it (RFC 8941), in letters that need no escaping. */
function quoted(key: string): string {
  if (/^[!#-[\]-~]{1,253}$/.test(key)) return `"${key}"`;
  throw new LoglineError(
    'USAGE',
    'idempotencyKey is 1 to 253 printable characters of ASCII, without spaces, " and \\.',
  );
}

function eitherOf(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  return one !== undefined && other !== undefined ? AbortSignal.any([one, other]) : (one ?? other);
}
