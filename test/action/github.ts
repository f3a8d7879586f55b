/** GitHub on a loopback address: the API over a real repository, and comments with authors. Each request is held against GitHub's own description. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { GitData, NOT_FOUND } from './git-data.ts';
import type { Reply } from './git-data.ts';
import { serveGit } from './git-http.ts';
import { requestFaults } from './openapi.ts';

/** A comment as the server keeps it. */
export interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string };
  readonly html_url: string;
}

/** Answers instead of the server, where it answers at all. */
export type Fault = (method: string, path: string, count: number) => Reply | undefined;

/** How the server is. */
export interface GitHubOptions {
  /** Folder of the repository. */
  readonly repository: string;
  /** Who the token writes as. @default `github-actions[bot]` */
  readonly login?: string;
  /** What stands before each path, as on an Enterprise Server: `/api/v3`. @default '' */
  readonly prefix?: string;
  readonly fault?: Fault;
  /** Is called as git asks for something, before it is answered. */
  readonly onGit?: (path: string) => void;
}

/** A pull request as the server keeps it. */
export interface Pull {
  readonly number: number;
  title: string;
  body: string;
  readonly base: string;
  readonly head: string;
  readonly html_url: string;
}

export const TOKEN = 'ghs_aVeryLongTokenThatNobodyKnows123456';

/** A server. */
export class GitHub {
  readonly comments: Comment[] = [];
  readonly pulls: Pull[] = [];
  /** The head of pull request 7, on which comments are. */
  pullHead = '';
  /** Each request as `METHOD /path`. */
  readonly requests: string[] = [];
  /** What the description of the API has against requests. */
  readonly faults: string[] = [];
  readonly #options: GitHubOptions;
  #url = '';
  #nextId = 100;

  private constructor(options: GitHubOptions) {
    this.#options = options;
  }

  static async start(t: Pick<TestContext, 'after'>, options: GitHubOptions): Promise<GitHub> {
    const github = new GitHub(options);
    const server = createServer((request, response) => void github.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    github.#url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    return github;
  }

  /** Where it is, as the runner tells a step. */
  get server(): { url: string; apiUrl: string; graphqlUrl: string } {
    const api = this.#url + (this.#options.prefix ?? '');
    return {
      url: this.#url,
      apiUrl: api,
      graphqlUrl: `${this.#url}${this.#options.prefix === undefined ? '' : '/api'}/graphql`,
    };
  }

  /** Somebody comments. */
  add(login: string, body: string): Comment {
    const id = this.#nextId++;
    const comment = {
      id,
      body,
      user: { login },
      html_url: `${this.#url}/octo/ledgers/pull/7#issuecomment-${String(id)}`,
    };
    this.comments.push(comment);
    return comment;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const bytes = Buffer.concat(chunks);
    const method = request.method ?? '';
    if (request.url?.startsWith('/octo/ledgers/') === true) {
      this.#serveGit(request, bytes, response);
      return;
    }
    const text = bytes.toString();
    const { prefix = '', fault } = this.#options;
    const url = (request.url ?? '').startsWith(prefix) ? request.url!.slice(prefix.length) : request.url!;
    const body = text === '' ? undefined : (JSON.parse(text) as unknown);
    this.requests.push(`${method} ${url}`);
    this.faults.push(...requestFaults(method, url, body));
    const count = this.requests.filter((one) => one === `${method} ${url}`).length;
    const isKnown = request.headers.authorization === `Bearer ${TOKEN}`;
    const reply = !isKnown
      ? { status: 401, body: { message: 'Bad credentials' } }
      : (fault?.(method, url, count) ?? this.#answer(method, url, body, request.headers.accept ?? ''));
    const content =
      reply.body instanceof Uint8Array ? reply.body : reply.body === undefined ? '' : JSON.stringify(reply.body);
    response.writeHead(reply.status, reply.headers).end(content);
  }

  /** As a server of git sees it: who does not say who they are is asked. */
  #serveGit(request: IncomingMessage, body: Uint8Array, response: ServerResponse): void {
    const { pathname, search } = new URL(request.url!, 'http://x');
    this.requests.push(`git ${pathname.slice('/octo/ledgers'.length)}`);
    const known = `basic ${Buffer.from(`x-access-token:${TOKEN}`).toString('base64')}`;
    if (request.headers.authorization?.toLowerCase() !== known.toLowerCase()) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
      return;
    }
    const { method = '', headers } = request;
    this.#options.onGit?.(pathname.slice('/octo/ledgers'.length));
    serveGit(
      this.#options.repository,
      {
        method,
        path: pathname.slice('/octo/ledgers'.length),
        query: search.slice(1),
        contentType: headers['content-type'] ?? '',
        protocol: String(headers['git-protocol'] ?? ''),
        body,
      },
      response,
    );
  }

  #answer(method: string, url: string, body: unknown, accept: string): Reply {
    const { pathname, searchParams } = new URL(url, 'http://x');
    const [, repo, rest] = /^\/repos\/([^/]+\/[^/]+)(\/.*)$/.exec(pathname) ?? [];
    if (/^(?:\/api)?\/graphql$/.test(pathname))
      return { status: 200, body: { data: { viewer: { login: this.#login } } } };
    if (repo !== 'octo/ledgers' || rest === undefined) return NOT_FOUND;
    const route = Object.entries(this.#routes(body, searchParams, accept)).find(([pattern]) =>
      matches(pattern, `${method} ${rest}`),
    );
    return route?.[1](...captures(route[0], `${method} ${rest}`)) ?? NOT_FOUND;
  }

  get #login(): string {
    return this.#options.login ?? 'github-actions[bot]';
  }

  #routes(body: unknown, query: URLSearchParams, accept: string): Record<string, (...parts: string[]) => Reply> {
    const text = (): string => (body as { readonly body: string }).body;
    const found = (id: string): Comment | undefined => this.comments.find((comment) => comment.id === Number(id));
    return {
      'GET /git/commits/*': (id) => this.#commit(id),
      'GET /git/trees/*': (id) => this.#tree(id),
      'GET /git/blobs/*': (id) => (accept.includes('raw') ? this.#blob(id) : NOT_FOUND),
      'GET /compare/*': (basehead) => this.#compare(basehead),
      ...new GitData(this.#options.repository).routes(body),
      ...this.#pullRoutes(body, query),
      'GET /issues/7/comments': () => {
        const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 30)];
        return { status: 200, body: this.comments.slice((page - 1) * size, page * size) };
      },
      'POST /issues/7/comments': () => ({ status: 201, body: this.add(this.#login, text()) }),
      'PATCH /issues/comments/*': (id) => {
        const comment = found(id);
        if (comment === undefined) return NOT_FOUND;
        comment.body = text();
        return { status: 200, body: comment };
      },
      'DELETE /issues/comments/*': (id) => {
        const comment = found(id);
        if (comment === undefined) return NOT_FOUND;
        this.comments.splice(this.comments.indexOf(comment), 1);
        return { status: 204 };
      },
    };
  }

  #pullRoutes(body: unknown, query: URLSearchParams): Record<string, (...parts: string[]) => Reply> {
    const given = body as Omit<Pull, 'number' | 'html_url'>;
    return {
      'GET /pulls/7': () => ({ status: 200, body: { number: 7, head: { sha: this.pullHead } } }),
      'GET /pulls': () => ({
        status: 200,
        body: this.pulls.filter(({ head, base }) => query.get('head') === `octo:${head}` && query.get('base') === base),
      }),
      'POST /pulls': () => {
        const number = this.#nextId++;
        const pull = { ...given, number, html_url: `${this.#url}/octo/ledgers/pull/${String(number)}` };
        this.pulls.push(pull);
        return { status: 201, body: pull };
      },
      'PATCH /pulls/*': (number) => {
        const pull = this.pulls.find((one) => one.number === Number(number));
        if (pull === undefined) return NOT_FOUND;
        Object.assign(pull, given);
        return { status: 200, body: pull };
      },
    };
  }

  #commit(id: string): Reply {
    const head = this.#git('cat-file', 'commit', id)?.toString().split('\n\n', 1)[0];
    if (head === undefined) return NOT_FOUND;
    const named = (name: string): string[] =>
      head.split('\n').flatMap((line) => (line.startsWith(`${name} `) ? line.slice(name.length + 1) : []));
    return {
      status: 200,
      body: { sha: id, tree: { sha: named('tree')[0] }, parents: named('parent').map((sha) => ({ sha })) },
    };
  }

  #tree(id: string): Reply {
    const rows = this.#git('ls-tree', '-r', '-t', '-l', '-z', id)?.toString().split('\0').slice(0, -1);
    if (rows === undefined) return NOT_FOUND;
    const tree = rows.map((row) => {
      const [, mode, type, sha, size, path] = /^(\d+) (\w+) (\w+) +(\d+|-)\t(.*)$/s.exec(row)!;
      return { mode, type, sha, path, ...(size !== '-' && { size: Number(size) }) };
    });
    return { status: 200, body: { sha: id, tree, truncated: false } };
  }

  #blob(id: string): Reply {
    const body = this.#git('cat-file', 'blob', id);
    return body === undefined ? NOT_FOUND : { status: 200, body };
  }

  #compare(basehead: string): Reply {
    const [base = '', head = ''] = basehead.split('...');
    const sha = this.#git('merge-base', base, head)?.toString().trim();
    return sha === undefined ? NOT_FOUND : { status: 200, body: { merge_base_commit: { sha } } };
  }

  #git(...args: string[]): Buffer | undefined {
    const { status, stdout } = spawnSync('git', args, { cwd: this.#options.repository, maxBuffer: 1 << 28 });
    return status === 0 ? stdout : undefined;
  }
}

const matches = (pattern: string, text: string): boolean => patternOf(pattern).test(text);
const captures = (pattern: string, text: string): string[] => patternOf(pattern).exec(text)!.slice(1);
const patternOf = (pattern: string): RegExp => new RegExp(`^${pattern.replace('*', '([^/]+)')}$`);

/** Nothing that was sent is outside of the description. */
export function demandSound({ faults }: GitHub): void {
  assert.deepEqual(faults, []);
}
