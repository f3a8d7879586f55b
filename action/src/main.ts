/** Where the Action meets its runner: the environment, the event, the clone, the API. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CODES, LoglineError, createMemorySigner } from 'logline-core';
import { firstOf } from './first-of.ts';
import { openGitHistory } from './git/git-history.ts';
import type { Remote } from './git/git-history.ts';
import { ownClone } from './git/own-clone.ts';
import type { OwnClone } from './git/own-clone.ts';
import { trustClone } from './git/safe-directory.ts';
import { openApiHistory } from './github/api-history.ts';
import { openApi } from './github/client.ts';
import type { GitHubApi } from './github/client.ts';
import type { History } from './history.ts';
import { readInputs } from './inputs.ts';
import type { Env, Inputs } from './inputs.ts';
import { visible } from './report/untrusted.ts';
import { command } from './runner/commands.ts';
import type { Repository } from './judge.ts';
import { run } from './run.ts';
import type { Channels } from './publish.ts';
import { openApiRecorder } from './sign/api-recorder.ts';
import { openGitRecorder } from './sign/git-recorder.ts';
import type { SigningPorts } from './sign/sign.ts';
import { subjectOf } from './subject.ts';

async function main(env: Env): Promise<number> {
  let own: OwnClone | undefined;
  try {
    maskKey(env);
    const inputs = readInputs(env);
    const subject = subjectOf(inputs, env, readPayload(env));
    const api = apiOf(inputs, env);
    own = ownClone(remoteOf(env, inputs.token), env['RUNNER_TEMP']);
    const repository = await repositoryOf(inputs, env, api, own);
    const channels = channelsOf(env, api);
    const signing = signingOf(inputs, env, { repository, api, runUrl: channels.runUrl });
    return await run(inputs, { subject, repository, channels, signing });
  } catch (error) {
    return fail(error);
  } finally {
    own?.remove();
  }
}

/** Before anything else is said. A secret is masked by the runner already; a key from elsewhere is not. */
function maskKey(env: Env): void {
  for (const line of (env['INPUT_SIGNING-KEY'] ?? '').split('\n'))
    if (line.trim().length >= 8) print(command('add-mask', {}, line.trim()));
}

/** Where a key is given for events of pull requests, it is not even looked at. */
function signingOf(
  { signingKey, signBy, fetch, token }: Inputs,
  env: Env,
  ports: Pick<SigningPorts, 'repository' | 'api' | 'runUrl'>,
): SigningPorts | undefined {
  if (signingKey === undefined || env['GITHUB_EVENT_NAME'] !== 'push') return undefined;
  const { api, repository } = ports;
  const byApi = api === undefined || signBy === 'git' ? undefined : openApiRecorder(api);
  const byGit =
    repository.clone === undefined || fetch === 'never'
      ? undefined
      : openGitRecorder(repository.clone, remoteOf(env, token));
  return {
    ...ports,
    signer: createMemorySigner(signingKey),
    recorder: byApi ?? (signBy === 'api' ? undefined : byGit),
    isProtected: env['GITHUB_REF_PROTECTED'] === 'true',
    now: () => new Date(),
    wait: (ms) => sleep(ms),
  };
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

async function repositoryOf(
  { fetch, token }: Inputs,
  env: Env,
  api: GitHubApi | undefined,
  own: OwnClone,
): Promise<Repository> {
  const folder = env['GITHUB_WORKSPACE'] ?? process.cwd();
  const remote = fetch === 'never' ? undefined : remoteOf(env, token);
  const online = api !== undefined && (fetch === 'auto' || fetch === 'api') ? openApiHistory(api) : undefined;
  // One question to the API is less than all commits.
  const deeper = online === undefined && remote !== undefined ? own.mergeBase : undefined;
  const clone = fetch === 'api' ? undefined : await openGitHistory(folder, remote, deeper);
  const ways = [clone, online].filter((way) => way !== undefined);
  if (ways.length > 0) {
    const history = firstOf(ways);
    if (clone === undefined) return { history, clone: undefined, cloneWith: (commits) => own.with(commits) };
    return { history, clone: folder, cloneWith: (commits) => withCommits(folder, history, commits) };
  }
  throw new LoglineError(
    'CONFIG_INVALID',
    'There is neither a clone nor a token for the API: run actions/checkout before, or set `github-token`.',
  );
}

/** Whatever the clone lacks is fetched. */
async function withCommits(folder: string, history: History, commits: readonly string[]): Promise<string> {
  for (const id of commits) await history.commit(id);
  return folder;
}

function remoteOf(env: Env, token: string | undefined): Remote {
  const { GITHUB_SERVER_URL: server = 'https://github.com', GITHUB_REPOSITORY: repository = '' } = env;
  return { url: `${server}/${repository}`, token };
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

/** Says what went wrong, and answers the status: 1 would be a no. */
function fail(error: unknown): 2 | 3 {
  print(command('error', { title: 'JSON✯Atomic' }, messageOf(error).split('\n').map(visible).join('\n')));
  return error instanceof LoglineError && CODES[error.code].exit === 2 ? 2 : 3;
}

/** What is wrong with inputs and config is said in full: the way out is to write what may stand there. */
function messageOf(error: unknown): string {
  if (error instanceof LoglineError) {
    const { code, message } = error;
    return code === 'CONFIG_INVALID' ? `${message} (${code})` : `${message} (${code}) ${CODES[code].fix}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Nothing that was not thought of may look like an answer. */
process.once('uncaughtException', (error) => {
  process.exitCode = fail(error);
  process.exit();
});

const env = { ...process.env };
// Programs that are started, and threads, have no use for the inputs: there are secrets among them.
for (const name of Object.keys(env)) if (name.startsWith('INPUT_')) Reflect.deleteProperty(process.env, name);
const distrust = trustClone(env['GITHUB_WORKSPACE'] ?? process.cwd(), process.env);
try {
  process.exitCode = await main(env);
} finally {
  distrust();
}
