/** One operation of the services, by its name. */
import { Addresses } from './addresses.ts';
import type { QueryValues } from './addresses.ts';
import { OPERATIONS } from './generated/operations.ts';
import type { Operations } from './generated/operations.ts';
import type { OperationFacts } from './operation.ts';
import type { CallOptions, ClientOptions } from './options.ts';
import { readBytes, readJson } from './reading.ts';
import { Transport } from './transport.ts';

/** What an operation takes. */
interface AnyInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: QueryValues;
  readonly body?: unknown;
}

const MOST_BYTES = 64 * 1024 * 1024;

/** Calls operations. */
export class Caller {
  readonly #addresses: Addresses;
  readonly #transport: Transport;
  readonly #mostBytes: number;

  /** @throws {LoglineError} USAGE - an address is none */
  constructor(options: ClientOptions) {
    this.#addresses = new Addresses(options);
    this.#transport = new Transport(options);
    this.#mostBytes = options.maxAnswerBytes ?? MOST_BYTES;
  }

  /** Answers what the service answers. @throws {LoglineError} as `Transport.send` */
  async call<N extends keyof Operations>(
    name: N,
    input: Operations[N]['input'],
    options: CallOptions = {},
  ): Promise<Operations[N]['answer']> {
    const facts: OperationFacts = OPERATIONS[name];
    const read = async (response: Response, request: string): Promise<unknown> =>
      facts.form === 'json'
        ? readJson(response, this.#mostBytes, request)
        : readBytes(response, this.#mostBytes, request);
    return (await this.#send(facts, input, options, read)) as Operations[N]['answer'];
  }

  /** Answers the answer as it comes. @throws {LoglineError} as `Transport.send` */
  open<N extends keyof Operations>(name: N, input: Operations[N]['input'], options: CallOptions): Promise<Response> {
    return this.#send(OPERATIONS[name], input, options, async (response) => response);
  }

  #send<T>(
    facts: OperationFacts,
    { params, query, body }: AnyInput,
    options: CallOptions,
    read: (response: Response, request: string) => Promise<T>,
  ): Promise<T> {
    const { method, path, isKeyed } = facts;
    const url = this.#addresses.of(facts, params, query);
    return this.#transport.send({ method, url, name: `${method} ${path}`, body, isKeyed }, options, read);
  }
}

/** What an operation takes as its body. */
export type Body<N extends keyof Operations> = Operations[N]['input'] extends { readonly body?: infer B }
  ? NonNullable<B>
  : never;

/** What it takes behind the question mark. */
export type Query<N extends keyof Operations> = Operations[N]['input'] extends { readonly query?: infer Q }
  ? NonNullable<Q>
  : never;

/** Some of the operations. */
export abstract class Part {
  protected readonly caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.caller = caller;
  }
}
