/** The pull request that a protected branch gets: one at a time, whose branch is written anew by each later verification. */
import type { GitHubApi } from '../github/client.ts';

/** A pull request to be there. */
export interface Proposal {
  /** Branch that it is for. */
  readonly base: string;
  /** Branch that it brings, in the same repository. */
  readonly head: string;
  readonly title: string;
  readonly body: string;
}

/** Opens the pull request, or writes the one that is open anew. Answers its page. @throws {ApiError} */
export async function propose(api: GitHubApi, { base, head, title, body }: Proposal): Promise<string> {
  const owner = api.repo.split('/')[2]!;
  const query = new URLSearchParams({ state: 'open', base, head: `${owner}:${head}` });
  const [open] = (await api.json(`${api.repo}/pulls?${query.toString()}`)) as readonly Pull[];
  const { html_url: url } = (await (open === undefined
    ? api.json(`${api.repo}/pulls`, { method: 'POST', body: { title, head, base, body } })
    : api.json(`${api.repo}/pulls/${String(open.number)}`, { method: 'PATCH', body: { title, body } }))) as Pull;
  return url;
}

interface Pull {
  readonly number: number;
  readonly html_url: string;
}
