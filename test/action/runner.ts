/**
 * A step as GitHub's runner runs it: a clean environment, inputs as variables, files that take what the step has to say, and a log that
 * is read for commands. After the runner's own source (actions/runner, ActionCommandManager, FileCommandManager, StepHost).
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { parse } from 'yaml';
import { projectRoot } from '../checks/scratch.ts';
import { runSource } from './source-process.ts';
import '../counted-programs.ts';

/** What a workflow says of the step, and what the event brings. */
export interface Step {
  readonly workspace: string;
  readonly event: string;
  readonly payload: unknown;
  /** `GITHUB_SHA`. */
  readonly sha: string;
  /** `with:`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** What `github.token` is; nothing leaves it empty. */
  readonly token?: string;
  /** Where the server and its API are. */
  readonly server?: { readonly url: string; readonly apiUrl: string; readonly graphqlUrl: string };
  readonly repository?: string;
  readonly runId?: number;
  readonly attempt?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** An annotation as the page of a run shows it. */
export interface Annotation {
  readonly level: string;
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** What the runner takes from a step. */
export interface StepResult {
  readonly status: number;
  /** What people read: without commands, secrets masked. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** At most ten of a kind. */
  readonly annotations: readonly Annotation[];
  readonly stderr: string;
}

interface Manifest {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string };
}

/** action.yml. */
export const manifest = parse(readFileSync(join(projectRoot, 'action.yml'), 'utf8')) as Manifest;

const MAX_SUMMARY_BYTES = 1024 * 1024;
const MAX_MESSAGE_CHARS = 4096;
const FILES = ['output', 'env', 'path', 'state', 'step_summary'] as const;

/** Runs the Action, as it is committed, under the Node of this process. Where tests are measured for coverage, its sources. */
export async function runStep(t: Pick<TestContext, 'after'>, step: Step): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'logline-runner-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = (name: string): string => join(folder, name);
  for (const name of FILES) writeFileSync(file(name), '');
  writeFileSync(file('event.json'), JSON.stringify(step.payload));
  const env = { ...environment(step, file), ...inputsOf(step), ...step.env };
  const { status, stdout, stderr } = await startStep(step.workspace, env);
  const { log, annotations } = readLog(stdout, step.token);
  const summary = readFileSync(file('step_summary'), 'utf8');
  return {
    status,
    log,
    annotations,
    stderr,
    outputs: readFileCommands(readFileSync(file('output'), 'utf8')),
    summary: Buffer.byteLength(summary) > MAX_SUMMARY_BYTES ? '' : summary,
  };
}

/** The variables that the runner sets, and no other. */
function environment(step: Step, file: (name: string) => string): Record<string, string> {
  const { server, repository = 'octo/ledgers', payload } = step;
  const { pull_request: pull } = payload as {
    readonly pull_request?: { readonly head: { readonly ref: string }; readonly base: { readonly ref: string } };
  };
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: file('.'),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__octo_action',
    GITHUB_ACTION_PATH: projectRoot,
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: server?.apiUrl ?? 'http://127.0.0.1:9',
    GITHUB_BASE_REF: pull?.base.ref ?? '',
    GITHUB_HEAD_REF: pull?.head.ref ?? '',
    GITHUB_ENV: file('env'),
    GITHUB_EVENT_NAME: step.event,
    GITHUB_EVENT_PATH: file('event.json'),
    GITHUB_GRAPHQL_URL: server?.graphqlUrl ?? 'http://127.0.0.1:9/graphql',
    GITHUB_JOB: 'verify',
    GITHUB_OUTPUT: file('output'),
    GITHUB_PATH: file('path'),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_OWNER: repository.split('/')[0]!,
    GITHUB_RUN_ATTEMPT: String(step.attempt ?? 1),
    GITHUB_RUN_ID: String(step.runId ?? 812),
    GITHUB_RUN_NUMBER: '7',
    GITHUB_SERVER_URL: server?.url ?? 'http://127.0.0.1:9',
    GITHUB_SHA: step.sha,
    GITHUB_STATE: file('state'),
    GITHUB_STEP_SUMMARY: file('step_summary'),
    GITHUB_WORKFLOW: 'ledger',
    GITHUB_WORKSPACE: step.workspace,
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: file('.'),
  };
}

/** Hyphens stay, spaces do not; every input that is declared is set. */
function inputsOf({ inputs = {}, token = '' }: Step): Record<string, string> {
  const defaults = Object.entries(manifest.inputs).map(
    ([name, { default: preset = '' }]) => [name, preset.replace('${{ github.token }}', token)] as const,
  );
  const all = { ...Object.fromEntries(defaults), ...inputs };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
}

/** Coverage is of sources: bundles have other lines. */
function startStep(cwd: string, env: Readonly<Record<string, string>>): ReturnType<typeof spawnNode> {
  const isMeasured = (process.env['NODE_V8_COVERAGE'] ?? '') !== '';
  return isMeasured ? runSource({ cwd, env }) : spawnNode(join(projectRoot, manifest.runs.main), cwd, env);
}

function spawnNode(
  main: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ status: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [main], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.stderr += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status: status ?? -1, ...text }));
  });
}

/** Commands are obeyed and not shown, but between `stop-commands` and its token. */
function readLog(stdout: string, token: string | undefined): Pick<StepResult, 'log' | 'annotations'> {
  const shown: string[] = [];
  const annotations: Annotation[] = [];
  const masks = token === undefined ? [] : [token];
  let stop: string | undefined;
  for (const line of stdout.split('\n')) {
    const parsed = parseCommand(line);
    if (stop !== undefined) {
      if (parsed?.name === stop) stop = undefined;
      else shown.push(line);
    } else if (parsed === undefined) shown.push(line);
    else if (parsed.name === 'stop-commands') stop = parsed.message;
    else if (parsed.name === 'add-mask') masks.push(parsed.message);
    else
      annotations.push({
        level: parsed.name,
        message: parsed.message.slice(0, MAX_MESSAGE_CHARS),
        properties: parsed.properties,
      });
  }
  const kinds = ['error', 'warning', 'notice'];
  for (const { level } of annotations) assert.ok(kinds.includes(level), `the step sent the command ${level}`);
  return {
    log: masks.reduce((text, mask) => text.replaceAll(mask, '***'), shown.join('\n')),
    annotations: kinds.flatMap((kind) => annotations.filter(({ level }) => level === kind).slice(0, 10)),
  };
}

/** Both forms: `::name key=value::message`, and the older `##[name key=value;]message`. */
function parseCommand(line: string): { name: string; message: string; properties: Record<string, string> } | undefined {
  const [, name, list = '', message] =
    /^\s*::([^\s:]+)(?: ([^:]*))?::(.*)$/.exec(line) ?? /##\[([^\s\]]+)(?: ([^\]]*))?\](.*)$/.exec(line) ?? [];
  if (name === undefined) return undefined;
  const pairs = list.split(/[,;]/).filter((pair) => pair.includes('='));
  const properties = pairs.map(
    (pair) => [pair.slice(0, pair.indexOf('=')).trim(), unescape(pair.slice(pair.indexOf('=') + 1))] as const,
  );
  return { name, message: unescape(message!), properties: Object.fromEntries(properties) };
}

const unescape = (text: string): string =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');

/** `NAME=VALUE`, or a block between delimiters. What is neither fails the step. */
function readFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  assert.equal(lines.pop(), '', 'the last line has no line feed');
  while (lines.length > 0) {
    const line = lines.shift()!;
    const [equals, heredoc] = [line.indexOf('='), line.indexOf('<<')];
    if (heredoc < 0 || (equals >= 0 && equals < heredoc)) {
      assert.ok(equals > 0, `no command: ${line}`);
      values[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    const end = lines.indexOf(line.slice(heredoc + 2));
    assert.ok(end >= 0, `the block of ${line} does not end`);
    values[line.slice(0, heredoc)] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join('\n');
  }
  return values;
}
