/** Folders, lines and child processes for the tests of stores. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { ON_SOURCE } from '../sources/arguments.ts';

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

/** A new folder, which is gone when the test ends. */
export function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'logline-store-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The hash of the fake line number `n`. */
export const hash = (n: number): string => n.toString(16).padStart(64, '0');

/** A line that is enough of an atomic for a store: it has a hash. */
export const line = (n: number, extra: Readonly<Record<string, unknown>> = {}): string =>
  `${JSON.stringify({ ...extra, hash: hash(n), prev: n === 1 ? undefined : hash(n - 1) })}\n`;

/** The fake lines `from` to `to`. */
export const lines = (from: number, to: number): Buffer =>
  Buffer.from(Array.from({ length: to - from + 1 }, (_, i) => line(from + i)).join(''));

/** Everything that a source yields. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk));
  return Buffer.concat(parts).toString();
}

/** How a child process is started that runs a TypeScript file beside this one, so that its coverage counts. */
export const nodeArgv = (script: string, ...args: readonly string[]): [string, ...string[]] => [
  process.execPath,
  ...ON_SOURCE,
  fileURLToPath(new URL(script, import.meta.url)),
  ...args,
];

/** The same as one file of JavaScript, which starts in a third of the time and counts for no coverage. */
export const bundledArgv = (script: string, ...args: readonly string[]): [string, ...string[]] => [
  process.execPath,
  bundled(fileURLToPath(new URL(script, import.meta.url))),
  ...args,
];

const bundles = new Map<string, string>();

/** Answers the path of a program and all of the project that it imports in one file, which is gone when this process ends. */
function bundled(script: string): string {
  const made = bundles.get(script);
  if (made !== undefined) return made;
  // Inside of the project, so that its packages are found.
  const outfile = join(CACHE, `program-${String(process.pid)}-${String(bundles.size)}.mjs`);
  buildSync({
    entryPoints: [script],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    conditions: ['logline:src'],
    logLevel: 'warning',
  });
  process.once('exit', () => {
    rmSync(outfile, { force: true });
  });
  bundles.set(script, outfile);
  return outfile;
}

/** What a child process did. */
export interface ChildResult {
  readonly output: string[];
  readonly status: number | null;
  readonly killedBy: string | null;
}

/** Runs a program to its end and answers the lines that it printed; what it says on standard error is shown. */
export function runChild(
  [program, ...args]: readonly [string, ...string[]],
  options: SpawnOptions = {},
): Promise<ChildResult> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, killedBy) => {
      resolve({ output: text.split('\n').slice(0, -1), status, killedBy });
    });
  });
}

/**
 * Skips a test, loudly, that this machine cannot run. Where everything has to be there (CI), it fails instead.
 *
 * @returns whether the test goes on.
 */
export function needs(t: TestContext, isThere: boolean, what: string): boolean {
  if (isThere) return true;
  assert.equal(process.env['CI'], undefined, `${what} is needed for this test, and CI has to have it`);
  t.diagnostic(`NOT TESTED: ${t.name}: ${what} is missing here`);
  t.skip(`${what} is missing here`);
  return false;
}
