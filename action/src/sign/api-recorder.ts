/** Commits by the API. The server signs what an app commits under its own name, and shows it as verified. */
import { LoglineError } from 'logline-core';
import { ApiError } from '../github/client.ts';
import type { GitHubApi } from '../github/client.ts';
import type { FileChange, Recorder } from './recorder.ts';

/** Answers the branches behind an API. */
export function openApiRecorder(api: GitHubApi): Recorder {
  return {
    tip: (branch) => tipOf(api, branch),
    commit: (change) => commit(api, change),
    move: (branch, id, isForced) => move(api, branch, id, isForced),
  };
}

async function tipOf(api: GitHubApi, branch: string): Promise<string | undefined> {
  try {
    const { object } = (await api.json(`${api.repo}/git/ref/${refOf(branch)}`)) as {
      readonly object: { readonly sha: string };
    };
    return object.sha;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** Neither author nor date: with them the server would not sign. */
async function commit(api: GitHubApi, { parent, path, content, message }: FileChange): Promise<string> {
  const make = async (what: string, body: object): Promise<string> => {
    const { sha } = (await api.json(`${api.repo}/git/${what}`, { method: 'POST', body })) as { readonly sha: string };
    return sha;
  };
  const sha = await make('blobs', { content: Buffer.from(content).toString('base64'), encoding: 'base64' });
  const entry = { path, mode: '100644', type: 'blob', sha };
  const { tree: below } = (await api.json(`${api.repo}/git/commits/${parent}`)) as {
    readonly tree: { readonly sha: string };
  };
  const tree = await make('trees', { base_tree: below.sha, tree: [entry] });
  return make('commits', { message, tree, parents: [parent] });
}

async function move(api: GitHubApi, branch: string, sha: string, isForced: boolean): Promise<LoglineError | undefined> {
  try {
    const isThere = !isForced || (await tipOf(api, branch)) !== undefined;
    if (isThere)
      await api.json(`${api.repo}/git/refs/${refOf(branch)}`, { method: 'PATCH', body: { sha, force: isForced } });
    else await api.json(`${api.repo}/git/refs`, { method: 'POST', body: { ref: `refs/heads/${branch}`, sha } });
    return undefined;
  } catch (error) {
    if (error instanceof LoglineError) return error;
    throw error;
  }
}

const refOf = (branch: string): string => encodeURIComponent(`heads/${branch}`);
