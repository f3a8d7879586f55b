/**
 * Runs the tests: `npm test -- [FILTER…]`, or `node --import tsx --conditions=logline:src test/run.ts [FILTER…]`.
 *
 * A filter is a part of a path below the test folder, such as `atomic` or `ledger/append`. Fails when a test fails, and
 * also when nothing was there to run: no file, a file without a test, a file that ended before its tests did. A run that
 * tests nothing must never look like a good one.
 *
 * Options: `--root DIR` looks for tests in another folder, `--except PART` leaves out files whose path contains that part, `--totals FILE`
 * writes the totals as JSON.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect, parseArgs } from 'node:util';

/** LOGLINE_LONG=1 asks some files for a longer form of their tests. */
const FILE_TIMEOUT_MS = process.env['LOGLINE_LONG'] === '1' ? 3_600_000 : 300_000;

/** The closing lines of Node's own runner, which counts files and suites as tests. */
const COUNTS = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

/** What one test file did. */
interface FileRun {
  passed: number;
  skipped: string[];
  failures: string[];
  unfinished: number;
  output: string;
}

interface TestEvent {
  readonly name: string;
  readonly message?: string;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly details?: { readonly type?: string; readonly error?: Error; readonly duration_ms?: number };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { root: { type: 'string' }, except: { type: 'string' }, totals: { type: 'string' } },
});
const root = resolve(values.root ?? dirname(fileURLToPath(import.meta.url)));

const files = findFiles();
if (files.length === 0) {
  console.log(`no test file${positionals.length > 0 ? ` matches ${positionals.join(' ')}` : ` below ${root}`}`);
  process.exitCode = 1;
} else {
  const end = await offerPostgres();
  try {
    report(await runFiles());
  } finally {
    await end();
  }
}

/** Files that need a database share one server, which is theirs as long as this process lives. */
async function offerPostgres(): Promise<() => Promise<void>> {
  if (!files.some((file) => readFileSync(file, 'utf8').includes('sharedPostgres('))) return async () => undefined;
  return (await import('./ledger/postgres-shared.ts')).offerPostgres();
}

function findFiles(): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !name.includes('node_modules'))
    .map((name) => name.split(sep).join('/'))
    .filter((name) => values.except === undefined || !name.includes(values.except))
    .filter((name) => positionals.length === 0 || positionals.some((filter) => matches(name, filter)))
    .map((name) => join(root, name))
    .sort();
}

function matches(name: string, filter: string): boolean {
  return name.includes(filter) || resolve(root, name) === resolve(filter);
}

/** Each file is a run of its own, since a test of Node's names the module that declares it, which need not be its test file. */
async function runFiles(): Promise<Map<string, FileRun>> {
  const runs = new Map<string, FileRun>();
  const waiting = [...files]; // from the end: what takes long is late in the alphabet, and should not be all that is left
  const work = async (): Promise<void> => {
    for (let file; (file = waiting.pop()) !== undefined;) runs.set(file, await runFile(file));
  };
  // One more than there are processors: files wait for programs and disks much of their time.
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
  return runs;
}

async function runFile(file: string): Promise<FileRun> {
  const of: FileRun = { passed: 0, skipped: [], failures: [], unfinished: 0, output: '' };
  const events = run({ files: [file], concurrency: 1, timeout: FILE_TIMEOUT_MS });
  for await (const { type, data } of events as AsyncIterable<{ type: string; data: TestEvent }>)
    note(of, file, type, data);
  return of;
}

function note(of: FileRun, file: string, type: string, data: TestEvent): void {
  const isFile = data.name === file;
  if (type === 'test:stdout' || type === 'test:stderr') of.output += data.message ?? '';
  else if (type === 'test:diagnostic' && !COUNTS.test(data.message ?? '')) console.log(`  ${data.message ?? ''}`);
  else if (type === 'test:complete' && isFile) console.log(`  ${seconds(data)} ${relative(root, file)}`);
  else if (type === 'test:enqueue' && !isFile) of.unfinished++;
  else if (type === 'test:pass' || type === 'test:fail') count(of, type === 'test:pass', isFile, data);
}

function seconds({ details }: TestEvent): string {
  return `${((details?.duration_ms ?? 0) / 1000).toFixed(1)} s`.padStart(8);
}

/** Suites and the file itself are no tests: they count only where they fail by themselves. */
function count(of: FileRun, passed: boolean, isFile: boolean, data: TestEvent): void {
  if (!isFile) of.unfinished--;
  const error = data.details?.error;
  if (data.todo) of.failures.push(`${data.name}: marked as to do`);
  else if (data.skip) of.skipped.push(`${data.name}: ${String(data.skip)}`);
  else if (!passed && failureType(error) !== 'subtestsFailed') of.failures.push(`${data.name}\n${explain(error)}`);
  else if (passed && !isFile && data.details?.type !== 'suite') of.passed++;
}

function failureType(error: (Error & { failureType?: string }) | undefined): string | undefined {
  return error?.failureType;
}

function explain(error: Error | undefined): string {
  const cause = error?.cause ?? error;
  return inspect(cause).replace(/^/gm, '    ');
}

function report(runs: Map<string, FileRun>): void {
  for (const of of runs.values()) addSilentFailures(of);
  for (const file of files) printSkipped(file, runs.get(file)!);
  for (const file of files) printFailures(file, runs.get(file)!);
  const all = [...runs.values()];
  const passed = all.reduce((sum, of) => sum + of.passed, 0);
  const failed = all.reduce((sum, of) => sum + of.failures.length, 0);
  const skipped = all.reduce((sum, of) => sum + of.skipped.length, 0);
  if (passed + failed === 0) console.log('no test was executed');
  if (failed > 0 || passed === 0) process.exitCode = 1;
  if (values.totals !== undefined) writeFileSync(values.totals, JSON.stringify({ passed, failed, skipped }));
  console.log(`${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`);
}

/** A process that ends early with status 0 looks well to the test runner of Node. */
function addSilentFailures(of: FileRun): void {
  if (of.failures.length > 0) return;
  if (of.unfinished > 0) of.failures.push(`the file ended before ${String(of.unfinished)} of its tests did`);
  else if (of.passed + of.skipped.length === 0) of.failures.push('the file ran no test');
}

function printSkipped(file: string, of: FileRun): void {
  for (const line of of.skipped) console.log(`SKIPPED ${relative(root, file)}: ${line}`);
}

function printFailures(file: string, of: FileRun): void {
  if (of.failures.length === 0) return;
  for (const failure of of.failures) console.log(`FAILED ${relative(root, file)}: ${failure}`);
  if (of.output.trim() !== '') console.log(`--- output of ${relative(root, file)}\n${of.output.trimEnd()}\n---`);
}
