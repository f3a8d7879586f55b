/** GitHub's REST API: the few calls that the Action makes, each bounded in time and tried again where the server asks for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LoglineError } from 'logline-core';
import { countOf } from '../count.ts';

/** A call. */
export interface ApiCall {
  /** @default GET */
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  /** @default application/vnd.github+json */
  readonly accept?: string;
}

/** The API of one repository. */
export interface GitHubApi {
  /** `/repos/OWNER/NAME`. */
  readonly repo: string;
  /** Answers the JSON of a reply. @throws {ApiError} */
  json(path: string, call?: ApiCall): Promise<unknown>;
  /** Answers the bytes of a reply. @throws {ApiError} */
  bytes(path: string, call?: ApiCall): Promise<Uint8Array>;
}

/** A reply that is no success, or none at all (status 0). */
export class ApiError extends LoglineError {
  readonly status: number;
  /** Whether the server refuses for having been asked too often, and not for want of a permission. */
  readonly isLimit: boolean;

  constructor(
    status: number,
    message: string,
    { cause, isLimit = false }: { cause?: unknown; isLimit?: boolean } = {},
  ) {
    super('COMMAND_FAILED', message, { details: { status }, cause });
    this.status = status;
    this.isLimit = isLimit;
  }
}

/** Where the API is, and who asks. */
export interface ApiOptions {
  /** `https://api.github.com`, or an Enterprise Server's `https://HOST/api/v3`. */
  readonly url: string;
  /** Beside it; an Enterprise Server's is not below. */
  readonly graphqlUrl: string;
  /** `OWNER/NAME`. */
  readonly repository: string;
  readonly token: string;
  /** @default 20_000 */
  readonly timeoutMs?: number;
  /** Longest wait that a server may ask for, and all waits of a run together. @default 60_000 */
  readonly maxWaitMs?: number;
}

const MAX_TRIES = 3;
const MAX_WAIT_MS = 60_000;
const MAX_REPLY_BYTES = 110 * 1024 * 1024;

/** Answers the API of a repository. */
export function openApi(options: ApiOptions): GitHubApi {
  const patience = { leftMs: options.maxWaitMs ?? MAX_WAIT_MS };
  const send = (path: string, call: ApiCall = {}): Promise<Uint8Array> => sendPatiently(options, patience, path, call);
  return {
    repo: `/repos/${options.repository}`,
    bytes: send,
    json: async (path, call) => {
      const text = new TextDecoder().decode(await send(path, call));
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    },
  };
}

/** What a run may still wait. A server that puts off each call would else hold the job for hours. */
interface Patience {
  leftMs: number;
}

async function sendPatiently(
  options: ApiOptions,
  patience: Patience,
  path: string,
  call: ApiCall,
): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    const reply = await sendOnce(options, path, call);
    if (reply.ok) return readBytes(reply);
    const limit = limitOf(reply);
    const waitMs = waitFor(reply, limit, call, attempt);
    if (attempt === MAX_TRIES || !(waitMs <= patience.leftMs))
      throw new ApiError(reply.status, await reasonOf(reply, limit, path, call), { isLimit: limit !== undefined });
    await reply.body?.cancel();
    patience.leftMs -= waitMs;
    await sleep(waitMs);
  }
}

async function sendOnce(
  { url, graphqlUrl, token, timeoutMs = 20_000 }: ApiOptions,
  path: string,
  call: ApiCall,
): Promise<Response> {
  const { method = 'GET', body, accept = 'application/vnd.github+json' } = call;
  try {
    return await fetch(path === '/graphql' ? graphqlUrl : url.replace(/\/$/, '') + path, {
      method,
      headers: {
        accept,
        authorization: `Bearer ${token}`,
        'user-agent': 'jsonatomic-action',
        'x-github-api-version': '2022-11-28',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new ApiError(0, `${method} ${path}: the server could not be reached${whyNot(cause)}.`, { cause });
  }
}

/** The code alone, such as ECONNREFUSED or SELF_SIGNED_CERT_IN_CHAIN: texts of causes may hold addresses with passwords. */
function whyNot(error: unknown): string {
  const { name, cause } = error as { readonly name?: unknown; readonly cause?: unknown };
  if (name === 'TimeoutError') return ' in time';
  const { code, message } = (cause ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (message === 'unexpected redirect') return ', since it sends the question elsewhere, where the token is not taken';
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? ` (${code})` : '';
}

/** A limit that was reached: the whole of an hour's calls, or too many at once. */
interface Limit {
  /** How long calls are not taken. Not a number where the server does not say. */
  readonly seconds: number;
}

/** A limit by the hour comes without `retry-after`, but with when it ends, by the clock of the server. */
function limitOf({ status, headers }: Response): Limit | undefined {
  const asked = headers.get('retry-after');
  const isSpent = headers.get('x-ratelimit-remaining') === '0';
  if (status !== 429 && (status !== 403 || (asked === null && !isSpent))) return undefined;
  if (asked !== null || !isSpent) return { seconds: Number(asked ?? '1') };
  const now = Date.parse(headers.get('date') ?? '') / 1000;
  return { seconds: Math.max(1, Number(headers.get('x-ratelimit-reset') ?? Number.NaN) - now) };
}

/** Answers milliseconds; no number where it is of no use to ask again. What has failed on the server's side may have been done all the same: only calls that can be made twice are. */
function waitFor({ status }: Response, limit: Limit | undefined, { method = 'GET' }: ApiCall, attempt: number): number {
  if (limit !== undefined) return limit.seconds >= 0 ? limit.seconds * 1000 : Number.NaN;
  return status >= 500 && method === 'GET' ? 250 * 2 ** attempt : Number.NaN;
}

async function readBytes(reply: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (reply.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_REPLY_BYTES) throw new ApiError(reply.status, 'The reply is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function reasonOf(
  reply: Response,
  limit: Limit | undefined,
  path: string,
  { method = 'GET' }: ApiCall,
): Promise<string> {
  const text = new TextDecoder().decode(await readBytes(reply)).slice(0, 2000);
  const said = /"message"\s*:\s*"([^"]{1,300})"/.exec(text)?.[1];
  const what = `${method} ${path}: status ${String(reply.status)}${said === undefined ? '' : `, "${said}"`}.`;
  if (limit === undefined) return what;
  const ends = limit.seconds > 0 ? `, and calls are taken again in ${countOf(Math.ceil(limit.seconds), 'second')}` : '';
  return `${what} The limit of calls is reached${ends}.`;
}
