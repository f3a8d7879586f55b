/** The repository by GitHub's API: for runs without a clone. Each content is proven to be that of its id. */
import { createHash } from 'node:crypto';
import { LoglineError } from 'logline-core';
import type { LedgerSource } from 'logline-core';
import { bytesSource } from '../bytes-source.ts';
import type { Commit, History, Snapshot, TreeEntry } from '../history.ts';
import { ApiError } from './client.ts';
import type { GitHubApi } from './client.ts';

/** Answers the repository behind an API. */
export function openApiHistory(api: GitHubApi): History {
  return {
    way: 'api',
    commit: (id) => commitOf(api, id),
    snapshot: (id) => snapshotOf(api, id),
    mergeBase: (a, b) => mergeBaseOf(api, a, b),
    open: (path, entry) => blobSource(api, path, entry),
  };
}

async function commitOf(api: GitHubApi, id: string): Promise<Commit> {
  const { sha, tree, parents } = (await demand(api, `/git/commits/${id}`, id)) as {
    readonly sha: string;
    readonly tree: { readonly sha: string };
    readonly parents: readonly { readonly sha: string }[];
  };
  return { id: sha, tree: tree.sha, parents: parents.map((parent) => parent.sha) };
}

interface Row {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly size?: number;
}

async function snapshotOf(api: GitHubApi, id: string): Promise<Snapshot> {
  const { tree } = await commitOf(api, id);
  const { tree: rows, truncated } = (await demand(api, `/git/trees/${tree}?recursive=1`, id)) as {
    readonly tree: readonly Row[];
    readonly truncated: boolean;
  };
  if (truncated)
    throw new LoglineError('LIMIT_EXCEEDED', `${id} has more files than the API lists: check the repository out.`);
  const rest = rows.filter(({ type }) => type !== 'tree');
  const files = new Map(rest.map(({ path, mode, sha, size = 0 }) => [path, { mode, id: sha, sizeBytes: size }]));
  if (files.size < rest.length)
    throw new LoglineError('INPUT_UNREADABLE', `${id} has files whose names are the same as the API tells them.`);
  return { name: id.slice(0, 7), files };
}

async function mergeBaseOf(api: GitHubApi, a: string, b: string): Promise<string> {
  const { merge_base_commit } = (await demand(api, `/compare/${a}...${b}?per_page=1`, `${a}...${b}`)) as {
    readonly merge_base_commit: { readonly sha: string };
  };
  return merge_base_commit.sha;
}

async function demand(api: GitHubApi, path: string, what: string): Promise<unknown> {
  try {
    return await api.json(api.repo + path);
  } catch (cause) {
    const reason = cause instanceof ApiError ? cause.message : 'the reply is no JSON';
    throw new LoglineError('INPUT_MISSING', `The API did not give ${what}: ${reason}`, { cause });
  }
}

const blobSource = (api: GitHubApi, path: string, { id, sizeBytes }: TreeEntry): LedgerSource =>
  bytesSource(path, sizeBytes, () => loadBlob(api, path, id));

async function loadBlob(api: GitHubApi, path: string, id: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await api.bytes(`${api.repo}/git/blobs/${id}`, { accept: 'application/vnd.github.raw+json' });
  } catch (cause) {
    throw new LoglineError('INPUT_UNREADABLE', `The API did not give ${path} (${id}).`, { cause });
  }
  const header = `blob ${String(bytes.length)}\0`;
  const found = createHash(id.length === 40 ? 'sha1' : 'sha256')
    .update(header)
    .update(bytes)
    .digest('hex');
  if (found === id) return bytes;
  throw new LoglineError('INPUT_UNREADABLE', `What the API gave for ${path} is not the content with the id ${id}.`);
}
