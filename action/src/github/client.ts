/** GitHub's REST API: the few calls that the Action makes, each bounded in time and tried again where the server asks for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LoglineError } from 'logline-core';

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

  constructor(status: number, message: string, cause?: unknown) {
    super('COMMAND_FAILED', message, { details: { status }, cause });
    this.status = status;
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
  /** Longest wait that a server may ask for. @default 60_000 */
  readonly maxWaitMs?: number;
}

const MAX_TRIES = 3;
const MAX_REPLY_BYTES = 110 * 1024 * 1024;

/** Answers the API of a repository. */
export function openApi(options: ApiOptions): GitHubApi {
  const send = (path: string, call: ApiCall = {}): Promise<Uint8Array> => sendPatiently(options, path, call);
  return {
    repo: `/repos/${options.repository}`,
    bytes: send,
    json: async (path, call) => {
      const text = new TextDecoder().decode(await send(path, call));
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    },
  };
}

async function sendPatiently(options: ApiOptions, path: string, call: ApiCall): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    const reply = await sendOnce(options, path, call);
    if (reply.ok) return readBytes(reply);
    const waitMs = attempt < MAX_TRIES ? waitFor(reply, call, attempt, options) : undefined;
    if (waitMs === undefined) throw new ApiError(reply.status, await reasonOf(reply, path, call));
    await reply.body?.cancel();
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
    throw new ApiError(0, `${method} ${path}: the server could not be reached.`, cause);
  }
}

/** What has failed on the server's side may have been done all the same: only calls that can be made twice are. */
function waitFor(
  reply: Response,
  { method = 'GET' }: ApiCall,
  attempt: number,
  { maxWaitMs = 60_000 }: ApiOptions,
): number | undefined {
  const asked = reply.headers.get('retry-after');
  const isLimit = reply.status === 429 || (reply.status === 403 && asked !== null);
  if (isLimit) {
    const waitMs = Number(asked ?? '1') * 1000;
    return waitMs >= 0 && waitMs <= maxWaitMs ? waitMs : undefined;
  }
  return reply.status >= 500 && method === 'GET' ? 250 * 2 ** attempt : undefined;
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

async function reasonOf(reply: Response, path: string, { method = 'GET' }: ApiCall): Promise<string> {
  const text = new TextDecoder().decode(await readBytes(reply)).slice(0, 2000);
  const said = /"message"\s*:\s*"([^"]{1,300})"/.exec(text)?.[1];
  return `${method} ${path}: status ${String(reply.status)}${said === undefined ? '' : `, "${said}"`}.`;
}
