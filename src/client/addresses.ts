/** Where the services are. */
import { LoglineError } from '../base/errors.ts';
import type { ClientOptions } from './options.ts';
import type { OperationFacts, ServiceName } from './operation.ts';

/** What stands behind the question mark. */
export type QueryValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** Addresses by the names of services. */
export class Addresses {
  readonly #whole: URL;
  readonly #own = new Map<ServiceName, URL>();

  /** @throws {LoglineError} USAGE - an address is none */
  constructor({ url, addresses = {} }: Pick<ClientOptions, 'url' | 'addresses'>) {
    this.#whole = addressOf(url);
    for (const [name, own] of Object.entries(addresses)) this.#own.set(name as ServiceName, addressOf(own));
  }

  /** Answers the address of an operation. @throws {LoglineError} USAGE - a parameter is missing */
  of(
    { service, path }: Pick<OperationFacts, 'service' | 'path'>,
    params: Readonly<Record<string, unknown>> = {},
    query: QueryValues = {},
  ): URL {
    const base = this.#own.get(service) ?? this.#whole;
    const url = new URL(base);
    url.pathname = base.pathname.replace(/\/$/, '') + filled(path, params);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    return url;
  }
}

/** A user and password in an address would be shown with it. */
function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new LoglineError('USAGE', 'The address of the services is like http://localhost:8000, without a user in it.');
  url.search = '';
  url.hash = '';
  return url;
}

function filled(path: string, params: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (typeof value === 'string' && value !== '' && value !== '.' && value !== '..') return encodeURIComponent(value);
    throw new LoglineError('USAGE', `${name} is needed for ${path}.`);
  });
}
