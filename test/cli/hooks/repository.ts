/** A real repository with a ledger, in a folder of its own, for the tests of hooks and of the set-up. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { ALICE, KEYS, PROGRAM, ROOT, appendAll, cliJson, draft, inFolder, write } from '../cli-runner.ts';
import type { CliResult, Env } from '../cli-runner.ts';

export const LEDGER = 'data/ledger.jsonl';

/** No settings of the user who runs the tests count. */
const ISOLATED = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'kim',
  GIT_AUTHOR_EMAIL: 'kim@example.com',
  GIT_COMMITTER_NAME: 'kim',
  GIT_COMMITTER_EMAIL: 'kim@example.com',
};

export function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', env: gitEnv(), stdio: 'pipe' });
}

/** Runs git where it may say no. */
export function tryGit(args: readonly string[], env: Env = {}): CliResult {
  const { status, stdout, stderr } = spawnSync('git', args, { encoding: 'utf8', env: { ...gitEnv(), ...env } });
  return { status: status ?? -1, stdout, stderr };
}

/** With `logline-cli` as it is built in the PATH. */
export function gitEnv(): Record<string, string> {
  const { PATH = '', NODE_V8_COVERAGE = '' } = process.env;
  const coverage = NODE_V8_COVERAGE === '' ? {} : { NODE_V8_COVERAGE };
  return { PATH, HOME: process.cwd(), ...ISOLATED, ...ALICE, ...coverage };
}

/** Makes `node_modules/logline-core` and `node_modules/.bin/logline-cli`, as npm does. */
export function installPackage(): void {
  mkdirSync('node_modules/.bin', { recursive: true });
  symlinkSync(ROOT, 'node_modules/logline-core', 'junction');
  symlinkSync(PROGRAM, 'node_modules/.bin/logline-cli');
}

/** A repository without commits. */
export function emptyRepository(t: TestContext): string {
  const folder = inFolder(t);
  git('init', '--quiet', '--initial-branch', 'main');
  return folder;
}

/** A repository with a keyring that trusts alice, and a ledger with two committed lines of hers. */
export async function ledgerRepository(t: TestContext): Promise<string> {
  const folder = emptyRepository(t);
  write('.jsonatomic/keyring.json', JSON.stringify({ keys: [{ public_key: KEYS.alice.publicKey, actor: 'alice' }] }));
  write('.gitattributes', '*.jsonl -text merge=ledger\n');
  write('.gitignore', 'node_modules\n');
  await appendAll(LEDGER, [draft(1), draft(2)]);
  commitAll('two facts');
  return folder;
}

export function commitAll(message: string): void {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}

/** What a hook answers. */
export interface HookJson {
  readonly ok: boolean;
  readonly files: number;
  readonly ledgers: number;
  readonly lines: number;
  readonly findings: readonly { code: string; message: string; path?: string; line?: number; hash?: string }[];
}

/** Runs a hook, and answers its status with its report. */
export async function hook(args: readonly string[], stdin = ''): Promise<HookJson & { status: number }> {
  const { status, value } = await cliJson(['hooks', 'run', ...args], { stdin });
  return { status, ...(value as HookJson) };
}

/** The code and the place of each finding. */
export const faults = ({ findings }: HookJson): string[] =>
  findings.map(({ code, path, line }) => [code, path, line].filter((part) => part !== undefined).join(' '));
