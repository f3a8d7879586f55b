/** Runs the program as a user would: in this process for what is asked often, as a process of its own for what needs one. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMemorySigner } from '../../src/atomic/index.ts';
import type { Draft } from '../../src/atomic/index.ts';
import type { Program } from '../../src/cli/command.ts';
import { LOGLINE } from '../../src/cli/program.ts';
import { runCli } from '../../src/cli/run.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { createFileStore, openLedger } from '../../src/ledger/index.ts';
import { ON_SOURCE } from '../sources/arguments.ts';

/** What a run did. */
export interface CliResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The surroundings of a run. */
export interface CliOptions {
  readonly env?: Env;
  readonly stdin?: string | Uint8Array | Readable;
  /** Whether standard output and error lead to a screen. @default false */
  readonly isTTY?: boolean;
  readonly signal?: AbortSignal;
  readonly clock?: () => Date;
  /** @default `logline-cli` */
  readonly program?: Program;
}

/** The folder of the project. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The built program. */
export const PROGRAM = join(ROOT, 'dist', 'cli', 'logline.js');

/** Two key pairs. */
export const KEYS = {
  alice: {
    privateKey: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  },
  bob: {
    privateKey: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  },
} as const;

/** An environment. */
export type Env = Readonly<Record<string, string>>;

/** The environments of two who sign, and of two who say whom they trust. */
export const ALICE: Env = { SIGNING_KEY_HEX: KEYS.alice.privateKey };
export const BOB: Env = { SIGNING_KEY_HEX: KEYS.bob.privateKey };
export const TRUSTS_ALICE: Env = { PUBLIC_KEY_HEX: KEYS.alice.publicKey };
export const TRUSTS_BOTH: Env = { PUBLIC_KEY_HEX: `${KEYS.alice.publicKey},${KEYS.bob.publicKey}` };

/** Runs the program in this process, in the current folder, with nothing in its environment but `env`. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const {
    env = {},
    stdin = '',
    isTTY = false,
    signal = new AbortController().signal,
    clock = () => new Date(),
    program = LOGLINE,
  } = options;
  const stdout = new Screen(isTTY);
  const stderr = new Screen(isTTY);
  const input = stdin instanceof Readable ? stdin : Readable.from([Buffer.from(stdin)]);
  const terminal: Terminal = { args, env, stdin: input, stdout, stderr, signal, clock };
  const status = await runCli(program, terminal);
  return { status, stdout: stdout.text, stderr: stderr.text };
}

/** The value of JSON text. Whoever uses it says what it is. */
export const parsed = (text: string): unknown => JSON.parse(text);

/** A run whose result is JSON. */
export interface JsonResult<T> {
  readonly status: number;
  readonly value: T;
  readonly stderr: string;
}

/** Runs the program and answers the JSON that it prints. */
export async function cliJson(args: readonly string[], options: CliOptions = {}): Promise<JsonResult<unknown>> {
  const { status, stdout, stderr } = await cli([...args, '--output', 'json'], options);
  return { status, value: parsed(stdout), stderr };
}

/** Collects what is written. */
export class Screen extends Writable {
  readonly isTTY: boolean;
  text = '';

  constructor(isTTY: boolean) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
  }

  override _write(chunk: string | Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    done();
  }
}

/** Runs the built program as a process of its own, in the current folder. */
export function spawnCli(
  args: readonly string[],
  { env = {}, input = '' }: { env?: Env; input?: string } = {},
): CliResult & { signal: string | null } {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...inheritedCoverage(), ...env },
    input,
    encoding: 'utf8',
  });
  return { status: status ?? -1, signal, stdout, stderr };
}

/** Starts the program from its sources, whose coverage then counts, and answers the process. */
export function startCli(args: readonly string[], env: Env = {}): ReturnType<typeof spawn> {
  return spawn(process.execPath, [...ON_SOURCE, join(ROOT, 'src/cli/logline.ts'), ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...inheritedCoverage(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

function inheritedCoverage(): Record<string, string> {
  const folder = process.env['NODE_V8_COVERAGE'];
  return folder === undefined ? {} : { NODE_V8_COVERAGE: folder };
}

/** Makes an empty folder, in which the rest of the test runs. */
export function inFolder(t: TestContext): string {
  const before = process.cwd();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'logline-cli-')));
  process.chdir(folder);
  t.after(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes a file, with the folders above it. */
export function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

export const read = (path: string): string => readFileSync(path, 'utf8');

/** A draft; the number makes it one of its own. */
export function draft(n = 1, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    entity_type: 'function',
    intent: 'run_code',
    this: `/functions/f${n}`,
    did: { actor: 'user@example.com', action: 'create' },
    metadata: { created_at: `2026-01-01T00:00:${String(n % 60).padStart(2, '0')}Z`, trace_id: TRACE },
    ...more,
  };
}

export const TRACE = '5f3c0d5e-3d0b-4a51-9f0c-2d8b7d1f4a10';

/** Appends drafts to a ledger with the program itself. */
export async function appendAll(ledger: string, drafts: readonly object[], env: Env = ALICE): Promise<string[]> {
  const stdin = drafts.map((one) => `${JSON.stringify(one)}\n`).join('');
  const { status, stdout, stderr } = await cli(['append', '-', '--ledger', ledger], { env, stdin });
  if (status !== 0) throw new Error(stderr);
  return stdout.trimEnd().split('\n');
}

/** Appends drafts to a ledger as somebody does who asks no keyring. */
export async function appendUnasked(
  ledger: string,
  drafts: readonly object[],
  key: keyof typeof KEYS = 'alice',
): Promise<void> {
  const opened = openLedger(createFileStore(ledger), { signer: createMemorySigner(KEYS[key].privateKey) });
  await opened.appendMany(drafts as Draft[]);
  await opened.close();
}
