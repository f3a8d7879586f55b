/** The shell commands of a page, run one after the other in one shell, as a reader would who follows it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { isBuilt } from '../../scripts/setup.mjs';
import { plant, projectRoot } from '../checks/scratch.ts';
import type { Fence, Page } from './pages.ts';

/** One command, with the output that the page shows; `undefined` where it shows none. */
export interface Command {
  readonly place: string;
  readonly script: string;
  readonly expected: string | undefined;
}

/** What a command did. */
export interface Outcome {
  readonly output: string;
  readonly status: number;
}

/** What is not run: it needs a registry, or is this very test. package.json and test/package hold it to its word. */
const NOT_RUN: ReadonlySet<string> = new Set(['npm install logline-core', 'npm test', 'npm run demo', 'npm run bench']);

const MARK = 'logline-docs-mark';

/** The commands of a page, in the order of its text. */
export function commandsOf({ fences }: Page): Command[] {
  const shell = fences.filter(({ language }) => language === 'console' || language === 'sh');
  return shell.flatMap(commandsIn).filter(({ script }) => !NOT_RUN.has(script.trim()));
}

/** A transcript shows `$ command` and its output; other fences hold commands alone. */
function commandsIn({ place, language, text }: Fence): Command[] {
  const [path, first] = place.split(':') as [string, string];
  const commands: { place: string; script: string; expected: string | undefined }[] = [];
  for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
    const at = `${path}:${String(Number(first) + index)}`;
    const last = commands.at(-1);
    if (language === 'sh') {
      if (last !== undefined && (/^\s|^}|^$/.test(line) || last.script.endsWith('\\\n') || isOpenHeredoc(last.script)))
        last.script += `${line}\n`;
      else commands.push({ place: at, script: `${line}\n`, expected: undefined });
    } else if (line.startsWith('$ ')) commands.push({ place: at, script: `${line.slice(2)}\n`, expected: '' });
    else if (last === undefined) throw new Error(`${at}: a transcript begins with "$ "`);
    else if (line.startsWith('> ') && last.expected === '') last.script += `${line.slice(2)}\n`;
    else last.expected = `${last.expected ?? ''}${line}\n`;
  }
  return commands;
}

function isOpenHeredoc(script: string): boolean {
  const end = /<<-?'?(\w+)'?/.exec(script)?.[1];
  return end !== undefined && !script.includes(`\n${end}\n`);
}

/** Runs the commands in one bash, in an empty folder with the programs on PATH, and answers what each did. */
export async function runSession(
  t: TestContext,
  commands: readonly Command[],
  bin: Readonly<Record<string, string>> = {},
  variables: Readonly<Record<string, string>> = {},
): Promise<Outcome[]> {
  assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
  const folder = plant(t, { 'home/.gitconfig': GIT_CONFIG, 'work/.keep': '' });
  mkdirSync(join(folder, 'bin'));
  symlinkSync(join(projectRoot, 'dist/cli/logline.js'), join(folder, 'bin/logline-cli'));
  symlinkSync(join(projectRoot, 'dist/cli/atomic.js'), join(folder, 'bin/atomic'));
  for (const [name, script] of Object.entries(bin)) writeFileSync(join(folder, 'bin', name), script, { mode: 0o755 });
  linkPackage(join(folder, 'work'));
  const script = commands.map(({ script: line }, i) => step(folder, line, i)).join('');
  const text = await bash(`status=0\n${script}`, folder, variables);
  return commands.map(({ place }, i) => outcomeOf(text, place, i));
}

/** Lets programs in a folder import the package by its name. */
export function linkPackage(folder: string): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(projectRoot, join(folder, 'node_modules/logline-core'), 'junction');
  symlinkSync(join(projectRoot, 'node_modules/@types'), join(folder, 'node_modules/@types'), 'junction');
}

const GIT_CONFIG =
  '[user]\nname = Reader\nemail = reader@example.com\n[init]\ndefaultBranch = main\n[advice]\ndetachedHead = false\n';

/** Each command finds in `$?` what the one before it left there. */
function step(folder: string, script: string, index: number): string {
  const file = join(folder, `command-${String(index)}.sh`);
  writeFileSync(file, script);
  const mark = (what: string): string => `printf '\\n${MARK} ${what} ${String(index)} %s\\n' "$status"\n`;
  return `${mark('begin')}(exit $status); . '${file}'; status=$?\n${mark('end')}`;
}

function bash(script: string, folder: string, variables: Readonly<Record<string, string>>): Promise<string> {
  const { PATH = '', TMPDIR = '/tmp' } = process.env;
  const env = {
    PATH: `${join(folder, 'bin')}:${PATH}`,
    HOME: join(folder, 'home'),
    GIT_CONFIG_NOSYSTEM: '1',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    TMPDIR,
    ...variables,
  };
  return new Promise((resolve, reject) => {
    const shell = spawn('bash', ['-c', `exec 2>&1\n${script}`], {
      cwd: join(folder, 'work'),
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const chunks: Buffer[] = [];
    shell.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    shell.on('error', reject);
    shell.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

function outcomeOf(text: string, place: string, index: number): Outcome {
  const i = String(index);
  const found = new RegExp(`\\n${MARK} begin ${i} \\d+\\n([^]*?)\\n${MARK} end ${i} (\\d+)\\n`).exec(text);
  assert.ok(found, `${place}: the shell ended before this command did:\n${text.slice(-2000)}`);
  return { output: found[1]!, status: Number(found[2]) };
}

/** Fails where a command of the page did something else than the page says. */
export function checkOutcomes(commands: readonly Command[], outcomes: readonly Outcome[]): void {
  for (const [i, { place, script, expected }] of commands.entries()) {
    const { output, status } = outcomes[i]!;
    const isShown = commands[i + 1]?.script.trim() === 'echo $?' || SAYS_NO.test(expected ?? '');
    assert.ok(
      status === 0 || isShown,
      `${place}: ${script}ended with status ${String(status)}, which the page does not show:\n${output}`,
    );
    if (expected === undefined) continue;
    assert.match(normalise(output), patternOf(expected), `${place}: ${script}printed something else:\n${output}`);
  }
}

/** Output from which a reader sees that the status is not 0. */
const SAYS_NO = /^(NOT VERIFIED|error [A-Z_]+:)/m;

/** What differs at every run: keys, hashes, times, ids. */
function normalise(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{128}\b/g, '<128 hex>')
    .replaceAll(/\b[0-9a-f]{64}\b/g, '<64 hex>')
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>')
    .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
    .trimEnd();
}

/** In the output that a page shows, `…` stands for any text within a line, `1a2b3c4d…` for any hash, and `…` alone in its line for any lines. */
function patternOf(expected: string): RegExp {
  const escaped = normalise(expected.replaceAll(/\b[0-9a-f]{8}…/g, '…')).replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const source = escaped.replaceAll(/^…$/gm, '[^]*?').replaceAll('…', '[^\\n]*');
  return new RegExp(`^${source}$`);
}
