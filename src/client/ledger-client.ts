/** The ledger API as functions. */
import type { Draft } from '../atomic/index.ts';
import type { LedgerSource } from '../ledger/index.ts';
import { Part } from './caller.ts';
import type { Body, Caller, Query } from './caller.ts';
import type { Appended, Found, Head, LedgerReport, LedgerStats, Page } from './generated/operations.ts';
import type { CallOptions } from './options.ts';
import { remoteSource } from './source.ts';
import { tailLines } from './tail.ts';
import type { TailOptions, TailedLine } from './tail.ts';

/** The ledger API. */
export class LedgerClient extends Part {
  readonly #name: string;

  /** @internal */
  constructor(caller: Caller, name: string) {
    super(caller);
    this.#name = name;
  }

  /** Signs a draft with the key of the services and appends it. It is on disk when this answers. */
  append(draft: Draft & { readonly onBehalfOf?: string }, options?: CallOptions): Promise<Appended> {
    return this.caller.call('postAppend', { body: draft }, options);
  }

  /** Answers atomics by what they say. */
  query(filter: Query<'getQuery'> = {}, options?: CallOptions): Promise<Found> {
    return this.caller.call('getQuery', { query: filter }, options);
  }

  /** Answers a page of atomics in their order. */
  scan(page: Query<'getScan'> = {}, options?: CallOptions): Promise<Page> {
    return this.caller.call('getScan', { query: page }, options);
  }

  /** Answers the verdict of the service on the whole ledger. Who does not want to believe it verifies {@link LedgerClient.source}. */
  verify(body: Body<'postVerify'> = {}, options?: CallOptions): Promise<LedgerReport> {
    return this.caller.call('postVerify', { body }, options);
  }

  /** Answers what the ledger consists of. */
  stats(options?: CallOptions): Promise<LedgerStats> {
    return this.caller.call('getStats', {}, options);
  }

  /** Answers the end of the ledger. */
  head(options?: CallOptions): Promise<Head> {
    return this.caller.call('getHead', {}, options);
  }

  /** Answers the ledger, byte for byte, for `verifyLedger`, `queryLedger` and all else that reads one. */
  source(): LedgerSource {
    return remoteSource(this.caller, this.#name);
  }

  /** Answers each line from a place on, as it is appended, until the signal ends it. A connection that breaks is opened again. */
  async *tail({ cursor, signal }: TailOptions = {}): AsyncGenerator<TailedLine> {
    const start = cursor ?? String((await this.head(signal === undefined ? {} : { signal })).sizeBytes);
    const open = (at: string, own: AbortSignal | undefined): Promise<Response> =>
      this.caller.open('getLines', { query: { cursor: at, follow: true } }, own === undefined ? {} : { signal: own });
    yield* tailLines(open, start, signal);
  }
}
