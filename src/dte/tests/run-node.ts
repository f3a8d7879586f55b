/** Runs test files that use `node:test`: each in a process of its own, told by a reporter of ours. */
import { join } from 'node:path';
import { execPath } from 'node:process';
import { pathToFileURL } from 'node:url';
import { toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { readIfThere, writeFiles } from '../../base/folders.ts';
import { runProgram } from '../../base/process.ts';
import type { SourceTree } from '../source-tree.ts';
import { failureOf } from './report.ts';
import type { TestLimits, TestResults } from './report.ts';
import { copyTree, nodeFlags } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';

/** How test files are run. */
export interface NodeRun {
  readonly files: readonly string[];
  readonly limits: Required<TestLimits>;
  readonly workers: number;
  readonly allowPrograms: boolean;
  readonly signal?: AbortSignal;
}

/** A process that ends by itself says so. One without a test has no reporter that could. */
const WITNESS = `
const { writeFileSync } = require('node:fs');
process.on('beforeExit', () => writeFileSync(process.env.LOGLINE_END, ''));
`;

/** A reporter for `node:test`: a line for each thing that happens, and one at the very end, by which an end that came too soon is seen. */
const REPORTER = `
export default async function* (source) {
  for await (const { type, data } of source) {
    if (type === 'test:diagnostic' && !/^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(data.message)) {
      yield JSON.stringify({ type, message: data.message }) + '\\n';
    }
    if (type !== 'test:enqueue' && type !== 'test:pass' && type !== 'test:fail') continue;
    const { error, type: kind } = data.details ?? {};
    const cause = error?.cause ?? error;
    const message = cause === undefined ? undefined : String(cause?.message ?? cause);
    const { name, nesting, skip, todo } = data;
    yield JSON.stringify({ type, name, nesting, skip, todo, kind, failure: error?.failureType, message }) + '\\n';
  }
  yield '{"type":"end"}\\n';
}
`;

interface Event {
  readonly type: 'test:enqueue' | 'test:pass' | 'test:fail' | 'test:diagnostic' | 'end';
  readonly name?: string;
  readonly nesting?: number;
  readonly skip?: unknown;
  readonly todo?: unknown;
  readonly kind?: string;
  readonly failure?: string;
  readonly message?: string;
}

/** Answers what the files do. @throws {LoglineError} CANCELLED, OUTPUT_UNWRITABLE, PATH_UNSAFE */
export async function runNodeTests(sandbox: Sandbox, tree: SourceTree, run: NodeRun): Promise<TestResults> {
  const { compileForNode } = await import('./compile-copy.ts'); // and the compiler with it
  const compiled = compileForNode(tree, run.files);
  const root = await copyTree(sandbox, 'tree', compiled.tree);
  await writeFiles(sandbox.folder, [
    { path: 'reporter.mjs', bytes: toUtf8(REPORTER) },
    { path: 'witness.cjs', bytes: toUtf8(WITNESS) },
  ]);
  const results: TestResults[] = [];
  const waiting = [...run.files.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, file] = next;
      results[index] = await runFile({ sandbox, root, run, file, entry: compiled.entries[index]!, index });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, run.workers) }, work));
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    skipped: results.reduce((sum, { skipped }) => sum + skipped, 0),
    failures: results.flatMap(({ failures }) => failures),
  };
}

interface OneFile {
  readonly sandbox: Sandbox;
  readonly root: string;
  readonly run: NodeRun;
  readonly file: string;
  readonly entry: string;
  readonly index: number;
}

async function runFile({ sandbox, root, run, file, entry, index }: OneFile): Promise<TestResults> {
  const out = join(sandbox.folder, 'out', `${index}.ndjson`);
  const end = join(sandbox.folder, 'out', `${index}.end`);
  const argv = [
    `--require=${join(sandbox.folder, 'witness.cjs')}`,
    ...nodeFlags(sandbox, run.limits.memoryMb, run.allowPrograms),
    `--test-reporter=${pathToFileURL(join(sandbox.folder, 'reporter.mjs')).href}`,
    `--test-reporter-destination=${out}`,
    join(root, entry),
  ];
  const ended = await programEnd(() =>
    runProgram([execPath, ...argv], {
      cwd: root,
      env: { ...sandbox.env, LOGLINE_END: end },
      acceptStatus: [0, 1],
      timeoutMs: run.limits.timeoutMs,
      maxOutputBytes: run.limits.maxOutputBytes,
      killsGroup: true,
      ...(run.signal !== undefined && { signal: run.signal }),
    }),
  );
  const hasEnded = (await readIfThere(end)) !== undefined;
  return resultsOf(file, (await readIfThere(out)) ?? '', { ...ended, hasEnded });
}

/** How a process ended: well, or why not. */
interface ProgramEnd {
  readonly status: number;
  readonly said: string;
}

/** Failures of the program are the tests' own. @throws {LoglineError} CANCELLED */
async function programEnd(run: () => ReturnType<typeof runProgram>): Promise<ProgramEnd> {
  try {
    const { status, stderr } = await run();
    return { status, said: stderr };
  } catch (cause) {
    if (cause instanceof LoglineError && cause.code === 'COMMAND_FAILED') return { status: -1, said: cause.message };
    throw cause;
  }
}

/** A process may end with status 0 in the middle of its tests: without the reporter's last line it has failed. */
function resultsOf(path: string, text: string, end: ProgramEnd & { readonly hasEnded: boolean }): TestResults {
  const events = text.split('\n').flatMap(parsed);
  const tests = events.filter(({ type, kind }) => (type === 'test:pass' || type === 'test:fail') && kind !== 'suite');
  const skipped = tests.filter(isLeftOut).length;
  const passed = tests.filter((event) => event.type === 'test:pass' && !isLeftOut(event)).length;
  const failures = events.filter(isFailure).map(({ name, message = '' }) => failureOf(path, message, name));
  if (failures.length > 0) return { passed, skipped, failures };
  const isWhole = events.length === 0 ? end.hasEnded : events.at(-1)!.type === 'end';
  if (isWhole && end.status === 0) return { passed, skipped, failures };
  const said = events.filter(({ type }) => type === 'test:diagnostic').map(({ message = '' }) => message);
  return { passed, skipped, failures: [failureOf(path, faultOf([...said, end.said].join('\n'), isWhole))] };
}

/** The line with the error first: Node shows it behind the source. */
function faultOf(said: string, isWhole: boolean): string {
  const text = said.trim();
  if (text === '') return isWhole ? 'It ended with status 1.' : 'It ended before its tests did.';
  const error = text.split('\n').find((line) => /^[A-Z]\w*Error\b.*: |^Error\b.*: /.test(line));
  return error === undefined ? text : `${error}\n${text}`;
}

const isLeftOut = ({ skip, todo }: Event): boolean => isSet(skip) || isSet(todo);

const isSet = (value: unknown): boolean => value !== undefined && value !== false;

/** A suite whose tests failed is told by these. */
const isFailure = (event: Event): boolean =>
  event.type === 'test:fail' && !isLeftOut(event) && event.failure !== 'subtestsFailed';

/** Half a line is what a process that was killed leaves. */
function parsed(line: string): Event[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as Event];
  } catch {
    return [];
  }
}
