/**
 * The one comment of a pull request that is ours: found by its author and its marker, since anybody can write a marker. Written when it
 * changes, and not by a run that is older than the one that wrote it and judged what is no longer the head. The head is asked for, since
 * the author may be made to write a marker, too: other workflows write as the same one, and may quote whatever they are told.
 */
import { ApiError } from './client.ts';
import type { GitHubApi } from './client.ts';

/** A comment to be written. */
export interface CommentRequest {
  readonly pullRequest: number;
  /** One comment for each: ASCII letters, digits, `_./ -`. */
  readonly id: string;
  readonly runId: number;
  readonly attempt: number;
  /** The commit that was judged. */
  readonly head: string;
  readonly body: string;
  /** Whether a first comment is written, if there is none yet. */
  readonly mayCreate: boolean;
}

/** What became of it. */
export interface CommentResult {
  readonly kind: 'created' | 'updated' | 'unchanged' | 'outrun' | 'nothing';
  readonly id?: number;
  readonly url?: string;
}

interface Comment {
  readonly id: number;
  readonly html_url: string;
  readonly body?: string | null;
  readonly user: { readonly login: string } | null;
}

interface Own extends Comment {
  readonly mark: Mark;
}

interface Mark {
  readonly runId: number;
  readonly attempt: number;
  readonly body: string;
}

const MAX_PAGES = 30;

/** Writes the comment. @throws {ApiError} */
export async function writeComment(api: GitHubApi, request: CommentRequest): Promise<CommentResult> {
  const author = await authorOf(api);
  const [own, ...copies] = await ownComments(api, request, author);
  await removeAll(api, copies);
  if (own === undefined) return request.mayCreate ? create(api, request, author) : { kind: 'nothing' };
  const place = { id: own.id, url: own.html_url };
  if (await isOutrun(api, own.mark, request)) return { kind: 'outrun', ...place };
  if (saysTheSame(own.mark.body, request.body.trim())) return { kind: 'unchanged', ...place };
  await api.json(`${api.repo}/issues/comments/${String(own.id)}`, {
    method: 'PATCH',
    body: { body: withMark(request) },
  });
  return { kind: 'updated', ...place };
}

/** But for the run that it leads to. */
function saysTheSame(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => text.replaceAll(/\/actions\/runs\/\d+/g, ''));
  return one === other;
}

/** Two runs may both have found none: the first of their comments stays. */
async function create(api: GitHubApi, request: CommentRequest, author: string): Promise<CommentResult> {
  const path = `${api.repo}/issues/${String(request.pullRequest)}/comments`;
  const made = (await api.json(path, { method: 'POST', body: { body: withMark(request) } })) as Comment;
  const [first, ...copies] = await ownComments(api, request, author);
  await removeAll(api, copies);
  const kept = first ?? made;
  if (kept.id !== made.id && first !== undefined && !(await isOutrun(api, first.mark, request)))
    await api.json(`${api.repo}/issues/comments/${String(kept.id)}`, {
      method: 'PATCH',
      body: { body: withMark(request) },
    });
  return { kind: 'created', id: kept.id, url: kept.html_url };
}

/** What is gone already was removed by another run. */
async function removeAll(api: GitHubApi, comments: readonly Comment[]): Promise<void> {
  for (const { id } of comments) {
    try {
      await api.bytes(`${api.repo}/issues/comments/${String(id)}`, { method: 'DELETE' });
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }
}

/** Whoever the token writes as. The token of a workflow may not ask for its user, but for its viewer. */
async function authorOf(api: GitHubApi): Promise<string> {
  try {
    const reply = (await api.json('/graphql', { method: 'POST', body: { query: 'query { viewer { login } }' } })) as {
      readonly data?: { readonly viewer?: { readonly login?: string } };
    };
    return reply.data?.viewer?.login ?? DEFAULT_AUTHOR;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) throw error;
    return DEFAULT_AUTHOR;
  }
}

const DEFAULT_AUTHOR = 'github-actions[bot]';

/** The oldest first. */
async function ownComments(api: GitHubApi, { pullRequest, id }: CommentRequest, author: string): Promise<Own[]> {
  const own: Own[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const path = `${api.repo}/issues/${String(pullRequest)}/comments?per_page=100&page=${String(page)}`;
    const comments = (await api.json(path)) as readonly Comment[];
    for (const comment of comments) {
      const mark = comment.user?.login === author ? markOf(comment.body ?? '', id) : undefined;
      if (mark !== undefined) own.push({ ...comment, mark });
    }
    if (comments.length < 100) break;
  }
  return own.sort((a, b) => a.id - b.id);
}

/** In the last line, where nothing that is quoted can stand. */
function withMark({ body, id, runId, attempt }: CommentRequest): string {
  return `${body.trim()}\n\n<!-- jsonatomic:v1 run=${String(runId)}.${String(attempt)} id=${id} -->`;
}

function markOf(text: string, id: string): Mark | undefined {
  const [, body, runId, attempt, name] =
    /^([^]*)\n\n<!-- jsonatomic:v1 run=(\d{1,15})\.(\d{1,6}) id=([\w./ -]{0,100}) -->\s*$/.exec(
      text.replaceAll('\r\n', '\n'),
    ) ?? [];
  return body !== undefined && name === id
    ? { body: body.trim(), runId: Number(runId), attempt: Number(attempt) }
    : undefined;
}

async function isOutrun(api: GitHubApi, mark: Mark, request: CommentRequest): Promise<boolean> {
  if (!isNewer(mark, request)) return false;
  const pull = (await api.json(`${api.repo}/pulls/${String(request.pullRequest)}`)) as {
    readonly head: { readonly sha: string };
  };
  return pull.head.sha !== request.head;
}

const isNewer = (mark: Mark, { runId, attempt }: CommentRequest): boolean =>
  mark.runId > runId || (mark.runId === runId && mark.attempt > attempt);
