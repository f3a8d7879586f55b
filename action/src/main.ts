/** Where the Action meets its runner: the environment, the event, the clone, the API. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CODES, LoglineError } from 'logline-core';
import { firstOf } from './first-of.ts';
import { openGitHistory } from './git/git-history.ts';
import { openApiHistory } from './github/api-history.ts';
import { openApi } from './github/client.ts';
import type { GitHubApi } from './github/client.ts';
import { readInputs } from './inputs.ts';
import type { Env, Inputs } from './inputs.ts';
import { command } from './runner/commands.ts';
import type { Repository } from './judge.ts';
import { run } from './run.ts';
import type { Channels } from './publish.ts';
import { subjectOf } from './subject.ts';

async function main(env: Env): Promise<number> {
  try {
    const inputs = readInputs(env);
    const subject = subjectOf(inputs, env, readPayload(env));
    const api = apiOf(inputs, env);
    return await run(inputs, {
      subject,
      repository: await repositoryOf(inputs, env, api),
      channels: channelsOf(env, api),
    });
  } catch (error) {
    print(command('error', { title: 'JSON✯Atomic' }, messageOf(error)));
    return error instanceof LoglineError ? (CODES[error.code].exit === 2 ? 2 : 3) : 3;
  }
}

function readPayload(env: Env): unknown {
  const path = env['GITHUB_EVENT_PATH'];
  if (path === undefined || path === '') return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (cause) {
    throw new LoglineError('CONFIG_INVALID', `The payload of the event in ${path} cannot be read.`, { cause });
  }
}

function apiOf({ token }: Inputs, env: Env): GitHubApi | undefined {
  const { GITHUB_API_URL: url = 'https://api.github.com', GITHUB_REPOSITORY: repository } = env;
  const { GITHUB_GRAPHQL_URL: graphqlUrl = `${url}/graphql` } = env;
  return token === undefined || repository === undefined ? undefined : openApi({ url, graphqlUrl, repository, token });
}

async function repositoryOf({ fetch, token }: Inputs, env: Env, api: GitHubApi | undefined): Promise<Repository> {
  const { GITHUB_SERVER_URL: server = 'https://github.com', GITHUB_REPOSITORY: repository = '' } = env;
  const folder = env['GITHUB_WORKSPACE'] ?? process.cwd();
  const remote = fetch === 'never' ? undefined : { url: `${server}/${repository}`, token };
  const clone = fetch === 'api' ? undefined : await openGitHistory(folder, remote);
  const online = api !== undefined && (fetch === 'auto' || fetch === 'api') ? openApiHistory(api) : undefined;
  const ways = [clone, online].filter((way) => way !== undefined);
  if (ways.length > 0) return { history: firstOf(ways), clone: clone === undefined ? undefined : folder };
  throw new LoglineError(
    'CONFIG_INVALID',
    'There is neither a clone nor a token for the API: run actions/checkout before, or set `github-token`.',
  );
}

function channelsOf(env: Env, api: GitHubApi | undefined): Channels {
  const {
    GITHUB_SERVER_URL: server = 'https://github.com',
    GITHUB_REPOSITORY: repository = '',
    GITHUB_RUN_ID: runId = '0',
  } = env;
  return {
    api,
    print,
    token: randomUUID,
    summaryFile: fileOf(env['GITHUB_STEP_SUMMARY']),
    outputFile: fileOf(env['GITHUB_OUTPUT']),
    runUrl: `${server}/${repository}/actions/runs/${runId}`,
    runId: Number(runId),
    attempt: Number(env['GITHUB_RUN_ATTEMPT'] ?? '1'),
  };
}

const fileOf = (path: string | undefined): string | undefined => (path === '' ? undefined : path);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function messageOf(error: unknown): string {
  if (error instanceof LoglineError) return `${error.message} (${error.code}) ${CODES[error.code].fix}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

process.exitCode = await main(process.env);
