/**
 * Runs the tests: `npm test -- [FILTER…]`, or `node --import $PWD/test/sources/register.mjs --conditions=logline:src test/run.ts [FILTER…]`.
 *
 * A filter is a part of a path below the test folder, such as `atomic` or `ledger/append`. Fails when a test fails, and
 * also when nothing was there to run: no file, a file without a test, a file that ended before its tests did. A run that
 * tests nothing must never look like a good one.
 *
 * Files that touch nothing but what they import share a process, a few at a time: starting one takes longer than most of them. A file that starts
 * programs, looks at its process or has hooks for the whole file has a process of its own.
 *
 * Options: `--root DIR` looks for tests in another folder, `--except PART` leaves out files whose path contains that part, `--totals FILE`
 * writes the totals as JSON, `--workers N` runs N processes at a time.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect, parseArgs } from 'node:util';
import { prepareSources } from './sources/without-types.mjs';

/** LOGLINE_LONG=1 asks some files for a longer form of their tests. */
const FILE_TIMEOUT_MS = process.env['LOGLINE_LONG'] === '1' ? 3_600_000 : 600_000;

/** The closing lines of Node's own runner, which counts files and suites as tests. */
const COUNTS = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

/** What marks a file that needs a process of its own. */
const OWN_PROCESS =
  /^(?:before|after)(?:Each)?\(|\b(?:process|globalThis|mock)\.|\/(?:un)?counted|child_process|worker_threads|\bimport\(/m;
/** Files that share a process at most, so that the work can be shared among the processors. */
const MOST_SHARED = 8;

/** What one test file did. */
interface FileRun {
  passed: number;
  skipped: string[];
  failures: string[];
  milliseconds: number;
  /** What its process printed, and those of its mates with it, where something failed. */
  output: string;
}

/** The test files of one process. */
interface Batch {
  /** What the process runs: the one file, or a program that imports all of them. */
  readonly entry: string;
  readonly files: readonly string[];
  /** The file whose tests are being reported: they come in order. */
  current: string | undefined;
  unfinished: number;
  output: string;
}

interface TestEvent {
  readonly name: string;
  readonly message?: string;
  readonly nesting?: number;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly details?: { readonly type?: string; readonly error?: Error; readonly duration_ms?: number };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    root: { type: 'string' },
    except: { type: 'string' },
    totals: { type: 'string' },
    workers: { type: 'string' },
  },
});
const root = resolve(values.root ?? dirname(fileURLToPath(import.meta.url)));

const files = findFiles();
if (files.length === 0) {
  console.log(`no test file${positionals.length > 0 ? ` matches ${positionals.join(' ')}` : ` below ${root}`}`);
  process.exitCode = 1;
} else {
  if (values.root === undefined) await prepareSources();
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

/** Each batch is a run of its own, since a test of Node's names the module that declares it, which need not be its test file. */
async function runFiles(): Promise<Map<string, FileRun>> {
  const runs = new Map<string, FileRun>(
    files.map((file) => [file, { passed: 0, skipped: [], failures: [], milliseconds: 0, output: '' }]),
  );
  const scratch = mkdtempSync(join(tmpdir(), 'logline-run-'));
  const waiting = batchesOf(scratch); // from the end: what takes long is late in the alphabet, and should not be all that is left
  const work = async (): Promise<void> => {
    for (let batch; (batch = waiting.pop()) !== undefined;) await runBatch(batch, runs);
  };
  try {
    // Twice as many as there are processors: files wait for programs and disks much of their time.
    const workers = Number(values.workers ?? 2 * availableParallelism());
    await Promise.all(Array.from({ length: workers }, work));
  } finally {
    rmSync(scratch, { recursive: true });
  }
  return runs;
}

function batchesOf(scratch: string): Batch[] {
  const folders = new Map<string, string[]>();
  const batches: string[][] = [];
  for (const file of files) {
    const folder = relative(root, file).split(sep)[0]!;
    const mates = folders.get(folder);
    if (OWN_PROCESS.test(readFileSync(file, 'utf8'))) batches.push([file]);
    else if (mates !== undefined && mates.length < MOST_SHARED) mates.push(file);
    else {
      folders.set(folder, [file]);
      batches.push(folders.get(folder)!);
    }
  }
  return batches.map((together, number) => ({
    entry: together.length === 1 ? together[0]! : writeEntry(join(scratch, `${String(number)}.mjs`), together),
    files: together,
    current: together.length === 1 ? together[0] : undefined,
    unfinished: 0,
    output: '',
  }));
}

/** A program that imports one file after the other, with a test before each that marks where its tests begin. */
function writeEntry(entry: string, together: readonly string[]): string {
  const lines = together.map(
    (file) => `test(${JSON.stringify(file)}, () => {});
await import(${JSON.stringify(pathToFileURL(file).href)}).catch((error) => test('the file can be loaded', () => { throw error; }));`,
  );
  writeFileSync(entry, ["import { test } from 'node:test';", ...lines, ''].join('\n'));
  return entry;
}

async function runBatch(batch: Batch, runs: ReadonlyMap<string, FileRun>): Promise<void> {
  const events = run({ files: [batch.entry], concurrency: 1, timeout: FILE_TIMEOUT_MS });
  for await (const { type, data } of events as AsyncIterable<{ type: string; data: TestEvent }>)
    note(batch, runs, type, data);
  addSilentFailures(batch, runs);
  for (const file of batch.files) console.log(`  ${seconds(runs.get(file)!)} ${relative(root, file)}`);
  const failed = batch.files.map((file) => runs.get(file)!).find(({ failures }) => failures.length > 0);
  if (failed) failed.output = batch.output;
}

function note(batch: Batch, runs: ReadonlyMap<string, FileRun>, type: string, data: TestEvent): void {
  const isEntry = data.name === batch.entry;
  if (type === 'test:stdout' || type === 'test:stderr') batch.output += data.message ?? '';
  else if (type === 'test:diagnostic' && !COUNTS.test(data.message ?? '')) console.log(`  ${data.message ?? ''}`);
  else if (type === 'test:enqueue' && !isEntry) batch.unfinished++;
  else if (type === 'test:pass' || type === 'test:fail') noteResult(batch, runs, type === 'test:pass', data);
}

function noteResult(batch: Batch, runs: ReadonlyMap<string, FileRun>, passed: boolean, data: TestEvent): void {
  const isEntry = data.name === batch.entry;
  const isMark = batch.files.length > 1 && data.nesting === 0 && batch.files.includes(data.name);
  if (!isEntry) batch.unfinished--;
  if (isMark) batch.current = data.name;
  else count(runs.get(batch.current ?? batch.files[0]!)!, passed, isEntry, data);
}

function seconds({ milliseconds }: FileRun): string {
  return `${(milliseconds / 1000).toFixed(1)} s`.padStart(8);
}

/** Suites and the entry itself are no tests: they count only where they fail by themselves. */
function count(of: FileRun, passed: boolean, isEntry: boolean, data: TestEvent): void {
  const error = data.details?.error;
  if (data.nesting === 0 && !isEntry) of.milliseconds += data.details?.duration_ms ?? 0;
  if (data.todo) of.failures.push(`${data.name}: marked as to do`);
  else if (data.skip) of.skipped.push(`${data.name}: ${String(data.skip)}`);
  else if (!passed && failureType(error) !== 'subtestsFailed') of.failures.push(`${data.name}\n${explain(error)}`);
  else if (passed && !isEntry && data.details?.type !== 'suite') of.passed++;
}

function failureType(error: (Error & { failureType?: string }) | undefined): string | undefined {
  return error?.failureType;
}

function explain(error: Error | undefined): string {
  const cause = error?.cause ?? error;
  return inspect(cause).replace(/^/gm, '    ');
}

function report(runs: Map<string, FileRun>): void {
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
function addSilentFailures({ files: together, unfinished, current }: Batch, runs: ReadonlyMap<string, FileRun>): void {
  if (unfinished > 0 && together.every((file) => runs.get(file)!.failures.length === 0))
    runs.get(current ?? together[0]!)!.failures.push(`the file ended before ${String(unfinished)} of its tests did`);
  for (const { passed, skipped, failures } of together.map((file) => runs.get(file)!))
    if (passed + skipped.length + failures.length === 0) failures.push('the file ran no test');
}

function printSkipped(file: string, of: FileRun): void {
  for (const line of of.skipped) console.log(`SKIPPED ${relative(root, file)}: ${line}`);
}

function printFailures(file: string, of: FileRun): void {
  for (const failure of of.failures) console.log(`FAILED ${relative(root, file)}: ${failure}`);
  if (of.output.trim() !== '') console.log(`--- output of ${relative(root, file)}\n${of.output.trimEnd()}\n---`);
}
