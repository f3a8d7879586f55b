/** Who is let in. Public addresses are for the server to leave out; all others pass here. */
import type { IncomingHttpHeaders } from 'node:http';
import { LoglineError } from 'logline-core';
import { mayCall } from './caller.ts';
import type { Caller, Role } from './caller.ts';
import type { ApiKeys } from './keys.ts';

/** How callers are told. */
export interface GateOptions {
  readonly keys: ApiKeys;
  /** Whether the process listens to this machine alone. */
  readonly isLoopback: boolean;
  readonly now: () => Date;
}

const LOCAL: Caller = { actor: 'local', role: 'admin', keyId: 'loopback' };

/**
 * Answers who calls. Without any key set, this machine may everything and others nothing.
 *
 * @throws {LoglineError} UNAUTHENTICATED - there is no key, or none that is valid. FORBIDDEN - without keys, a page of a browser asks.
 */
export function callerOf(headers: IncomingHttpHeaders, { keys, isLoopback, now }: GateOptions): Caller {
  if (keys.isEmpty) {
    if (!isLoopback) throw new LoglineError('UNAUTHENTICATED', 'No key is set here: API_KEY or API_KEYS_FILE.');
    demandLocal(headers);
    return LOCAL;
  }
  const key = keyIn(headers);
  if (key === undefined) throw new LoglineError('UNAUTHENTICATED', 'The request has no key.');
  const caller = keys.callerOf(key, now());
  if (caller === undefined) throw new LoglineError('UNAUTHENTICATED', 'The key is not valid.');
  return caller;
}

/** @throws {LoglineError} FORBIDDEN - the role may not */
export function demandRole({ role, keyId }: Caller, may: readonly Role[] | 'everybody'): void {
  if (mayCall(role, may)) return;
  const roles: readonly string[] = may === 'everybody' ? [may] : [...may, 'admin'];
  throw new LoglineError('FORBIDDEN', `The key ${keyId} has the role ${role}; this is for ${roles.join(', ')}.`, {
    details: { role, roles },
  });
}

function keyIn({ 'x-api-key': own, authorization }: IncomingHttpHeaders): string | undefined {
  if (typeof own === 'string' && own !== '') return own;
  return /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

const LOCAL_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** Any page in a browser on this machine can send requests to it; what it cannot do is hide where it comes from. */
function demandLocal({ host, origin, 'sec-fetch-site': site }: IncomingHttpHeaders): void {
  const isForeign =
    (host !== undefined && !LOCAL_HOST.test(host)) ||
    (origin !== undefined && origin !== `http://${host ?? ''}` && origin !== `https://${host ?? ''}`) ||
    site === 'cross-site';
  if (isForeign)
    throw new LoglineError('FORBIDDEN', 'Without API_KEY only programs and pages of this machine are answered.');
}
