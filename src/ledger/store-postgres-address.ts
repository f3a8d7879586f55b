/** Addresses of ledgers in PostgreSQL: `postgres://user@host:5432/database?ledger=name`. */
import { LoglineError } from '../base/errors.ts';

/** An address, taken apart. */
export interface PostgresAddress {
  /** What the driver connects to. May hold a password. */
  readonly connection: string;
  /** Which of the database's ledgers. */
  readonly ledger: string;
  /** The address for messages: without a password. */
  readonly name: string;
}

const SCHEME = /^postgres(?:ql)?:\/\//;
const LEDGER_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const DEFAULT_LEDGER = 'main';

/** Answers whether a text is the address of a ledger in PostgreSQL, and no path. Pure. */
export function isPostgresAddress(text: string): boolean {
  return SCHEME.test(text);
}

/** Answers an address without its password, for messages and logs; any other text as it is. Pure. */
export function withoutPassword(text: string): string {
  if (!isPostgresAddress(text)) return text;
  return URL.canParse(text) ? nameOf(new URL(text)) : text.replace(/^([a-z]+:\/\/)[^/?#]*@/, '$1');
}

/**
 * Answers the parts of an address.
 *
 * @param ledger - wins over the one that the address names.
 * @throws {LoglineError} USAGE - it is none, or the name of a ledger is none.
 */
export function parsePostgresAddress(text: string, ledger?: string): PostgresAddress {
  if (!isPostgresAddress(text) || !URL.canParse(text)) {
    const shown = withoutPassword(text);
    throw new LoglineError('USAGE', `${shown} is no address such as postgres://user@host:5432/database?ledger=main.`);
  }
  const url = new URL(text);
  const chosen = ledger ?? url.searchParams.get('ledger') ?? DEFAULT_LEDGER;
  if (!LEDGER_NAME.test(chosen)) {
    const message = `"${chosen}" is no name of a ledger: up to 63 letters, digits, dots, hyphens and underscores.`;
    throw new LoglineError('USAGE', message);
  }
  url.searchParams.delete('ledger');
  const connection = url.href;
  url.searchParams.set('ledger', chosen);
  return { connection, ledger: chosen, name: nameOf(url) };
}

/** Parameters may hold secrets as well: of them, only the ledger is shown. */
function nameOf(url: URL): string {
  const user = url.username === '' ? '' : `${url.username}@`;
  const ledger = url.searchParams.get('ledger');
  return `${url.protocol}//${user}${url.host}${url.pathname}${ledger === null ? '' : `?ledger=${ledger}`}`;
}
