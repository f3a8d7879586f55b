/** How a client is made, and how one call differs from the others. */
import type { ServiceName } from './operation.ts';

/** How to reach the services. */
export interface ClientOptions {
  /**
   * Address of the services: that of the ledger API, which answers for all services of its process, or of a proxy before them.
   * `http` or `https`; a path in it stays in front of those of the services.
   */
  readonly url: string;
  /** Addresses of services that are elsewhere. @default {} */
  readonly addresses?: Readonly<Partial<Record<ServiceName, string>>>;
  /** The key, sent as `Authorization: Bearer`; a function is asked before each request. @default none */
  readonly apiKey?: string | (() => string | Promise<string>);
  /** Cancels all calls. @default none */
  readonly signal?: AbortSignal;
  /** Milliseconds until one attempt is given up. @default 30000 */
  readonly timeoutMs?: number;
  /** How often a request is sent again that may be. @default 3 */
  readonly retries?: number;
  /** Longest time to wait before sending again, in milliseconds; where a service asks for more, its error is thrown. @default 10000 */
  readonly maxWaitMs?: number;
  /** Longest answer in bytes; streams have no limit. @default 67108864 */
  readonly maxAnswerBytes?: number;
  /** Answers a new name for a write, so that it counts once however often it is sent. @default a random UUID */
  readonly newKey?: () => string;
  /** Sends requests. @default the platform's `fetch` */
  readonly fetch?: typeof globalThis.fetch;
}

/** How one call differs. */
export interface CallOptions {
  /** Cancels the call. */
  readonly signal?: AbortSignal;
  /** The trace that it belongs to, a UUID: logs and atomics of the services carry it. @default a new one */
  readonly traceId?: string;
  /** Name of the write. Who sends it again with this name, after a crash, does not do it twice. @default a new one */
  readonly idempotencyKey?: string;
  /** Milliseconds until one attempt is given up. @default that of the client */
  readonly timeoutMs?: number;
}
