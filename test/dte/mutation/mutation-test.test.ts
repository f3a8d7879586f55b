import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoglineError } from '../../../src/base/errors.ts';
import type { CachedStatus } from '../../../src/dte/mutation/cache.ts';
import { mutationTest } from '../../../src/dte/mutation/mutation-test.ts';
import type { MutationOptions } from '../../../src/dte/mutation/options.ts';
import type { MutationReport } from '../../../src/dte/mutation/report.ts';
import { treeOf } from '../trees.ts';

const HEAD =
  "import test, { after, afterEach, before, beforeEach, describe, it, mock } from 'node:test';\nimport assert from 'node:assert/strict';\n";
const MODULE = { 'package.json': '{"type":"module"}' };
const ALL = [{ first: 1, last: 1e6 }];

type Files = Readonly<Record<string, string>>;

/** Mutates all of `src`. */
const run = (files: Files, options: Partial<MutationOptions> = {}): Promise<MutationReport> => {
  const changed = new Map(
    Object.keys(files)
      .filter((path) => path.startsWith('src/'))
      .map((path) => [path, ALL]),
  );
  return mutationTest(treeOf({ ...MODULE, ...files }), { changed, ...options });
};

/** `OPERATOR original => mutated: STATUS` of all mutants. */
function verdicts({ elements }: MutationReport): string[] {
  return Object.values(elements!.files).flatMap(({ source, mutants }) => {
    const lines = source.split('\n');
    return mutants.map(({ mutatorName, location: { start, end }, replacement, status }) => {
      const original = start.line === end.line ? lines[start.line - 1]!.slice(start.column - 1, end.column - 1) : '…';
      return `${mutatorName} ${original} => ${replacement}: ${status}`;
    });
  });
}

const ADD: Files = {
  'src/add.ts': 'export const add = (a: number, b: number): number => a + b;\n',
  'test/add.test.ts': `${HEAD}import { add } from '../src/add.ts';\ntest('adds', () => assert.equal(add(1, 2), 3));\n`,
};

test('a fault that a test notices is killed, one that none notices survives, one that none reaches has no coverage', async () => {
  const report = await run({
    'src/a.js': 'export const f = (a) => a > 1;\nexport const g = () => 1 + 1;\n',
    'src/b.js': 'export const h = () => true;\n',
    'test/a.test.js': `${HEAD}import { f, g } from '../src/a.js';\ntest('f', () => assert.equal(f(1), false));\n`,
  });
  assert.deepEqual(verdicts(report), [
    'ArrowFunction (a) => a > 1 => () => undefined: Killed',
    'ConditionalExpression a > 1 => true: Killed',
    'ConditionalExpression a > 1 => false: Survived',
    'EqualityOperator a > 1 => a >= 1: Killed',
    'EqualityOperator a > 1 => a <= 1: Killed',
    'ArrowFunction () => 1 + 1 => () => undefined: Survived',
    'ArithmeticOperator 1 + 1 => 1 - 1: NoCoverage',
    'ArrowFunction () => true => () => undefined: NoCoverage',
    'BooleanLiteral true => false: NoCoverage',
  ]);
  assert.equal(report.score, 4 / 9);
  assert.equal(report.ok, true);
});

test('the report is the same each time, however many processes there are', async () => {
  const files = {
    ...ADD,
    'src/more.ts': Array.from({ length: 30 }, (_, i) => `export const f${i} = (a: number) => a * ${i} > 3;`).join('\n'),
    'test/more.test.ts': `${HEAD}import * as all from '../src/more.ts';\nfor (const f of Object.values(all)) test(f.name, () => assert.equal(f(1), f(1)));\n`,
  };
  const seen: number[] = [];
  const one = await run(files);
  const two = await run(files, { workers: 2, onProgress: (done) => seen.push(done) });
  assert.deepEqual(two, one);
  assert.equal(seen.at(-1), one.counts.mutants);
});

test('a score below the threshold is a finding that lists survivors with their places', async () => {
  const report = await run(
    {
      ...ADD,
      'src/add.ts': 'export const add = (a: number, b: number): number => {\n  return a > 99 ? b : a + b;\n};\n',
    },
    { threshold: 0.9 },
  );
  assert.equal(report.ok, false);
  const [finding] = report.findings;
  assert.equal(finding?.code, 'MUTATION_SCORE_LOW');
  assert.match(finding.message, /^The mutation score is \d\d\.\d\d %, below 90\.00 %: \d mutants were not noticed\.$/);
  assert.deepEqual([finding.path, finding.line, finding.column], ['src/add.ts', 2, 10]);
  assert.match(report.survivors[0]!.frame, /2 \| {3}return a > 99 \? b : a \+ b;\n/);
});

test('no mutant is no score, and not a good one', async () => {
  const report = await run(
    { ...ADD, 'src/add.ts': 'export const add = add2;\nfunction add2(a, b) {}\n' },
    { threshold: 1 },
  );
  assert.deepEqual([report.ok, report.score, report.counts.mutants], [true, undefined, 0]);
});

test('only changed lines are mutated; targets that are no tests are mutated as a whole', async () => {
  const files = { ...ADD, 'src/other.js': 'export const a = 1 + 1;\nexport const b = 2 + 2;\n' };
  const changed = new Map([['src/other.js', [{ first: 2, last: 2 }]]]);
  const lines = await run(files, { changed });
  assert.deepEqual(verdicts(lines), ['ArithmeticOperator 2 + 2 => 2 - 2: NoCoverage']);
  const wide = await run(files, { changed, targets: ['test', 'src/add.ts'] });
  assert.equal(wide.counts.mutants, 3);
  assert.equal(wide.counts.killed, 2);
});

test('tests that do not pass by themselves say nothing about mutants', async () => {
  const broken: Readonly<Record<string, string>> = {
    fails: "test('one', () => assert.equal(1, 2));",
    exits: "test('one', () => process.exit(0));",
    throws:
      "test('one', async () => { setTimeout(() => { throw new Error('late'); }, 1); await new Promise((go) => setTimeout(go, 50)); });",
    waits: "test('one', () => new Promise(() => undefined));",
    ends: "test('one', async () => { for (;;) await new Promise((go) => setTimeout(go, 20)); });",
    dies: "test('one', () => process.kill(process.pid, 'SIGKILL'));",
    hook: "after(() => { throw new Error('hook'); }); test('one', () => undefined);",
    load: "throw new Error('at once');",
    missing: "import './missing.js';",
    spawns:
      "import { spawnSync } from 'node:child_process'; test('one', () => { const { error } = spawnSync('true'); if (error) throw error; });",
    writes: "import { writeFileSync } from 'node:fs'; test('one', () => writeFileSync('/tmp/logline-escape', ''));",
  };
  const reports = await Promise.all(
    Object.entries(broken).map(async ([name, body]) => {
      const files = { 'src/a.js': 'export const a = () => 1 + 1;', [`test/${name}.test.js`]: HEAD + body };
      return [name, await run(files, { limits: { testTimeoutMs: name === 'ends' ? 1500 : 30_000 } })] as const;
    }),
  );
  for (const [name, report] of reports) {
    assert.deepEqual([report.ok, report.score, report.findings[0]?.code], [false, undefined, 'TESTS_FAILED'], name);
  }
});

test('tests that never begin to end are killed', async () => {
  const files = {
    'src/a.js': 'export const a = () => 1 + 1;',
    'a.test.js': `${HEAD}test('one', () => { for (;;); });`,
  };
  const report = await run(files, { limits: { timeoutMs: 2000 } });
  assert.equal(report.findings[0]?.message, 'The tests do not come to an end without a mutant: they took too long');
});

test('what cannot be checked is not a yes', async () => {
  const source = { 'src/a.js': 'export const a = 1 + 1;\n' };
  const cases: readonly (readonly [Files, Partial<MutationOptions>, RegExp])[] = [
    [source, {}, /no test file/],
    [{ ...source, 'a.test.js': 'export {};' }, {}, /no test was found/],
    [{ ...source, 'a.test.js': `${HEAD}test.skip('a', () => 0); test.todo('b');` }, {}, /all 2 tests are skipped/],
    [{ ...source, 'a.test.js': '' }, { runner: 'jest' }, /jest/],
    [{ 'src/a.js': 'const a = 1 + ;' }, {}, /cannot be compiled/],
  ];
  for (const [files, options, message] of cases) {
    const { ok, findings, score } = await run(files, options);
    assert.deepEqual([ok, score, findings[0]?.code], [false, undefined, 'NOT_CHECKED'], String(message));
    assert.match(findings[0]!.message, message);
  }
});

test('a mutant without an end is told by counts, a test that waits in vain by the empty loop, an end of the process by its end', async () => {
  const report = await run({
    'src/a.js': [
      'export function count(n) { let i = 0; while (i < n) { i++; } return i; }',
      'export const later = (go) => { go(); };',
      'export const stop = (really) => really && process.exit(3);',
      'export const die = (really) => really && process.kill(process.pid, "SIGKILL");',
    ].join('\n'),
    'test/a.test.js': `${HEAD}import { count, die, later, stop } from '../src/a.js';
test('count', () => assert.equal(count(3), 3));
test('later', () => new Promise((go) => later(go)));
test('stop', () => assert.equal(stop(false), false));
test('die', () => assert.equal(die(false), false));\n`,
  });
  const all = verdicts(report);
  assert.ok(all.includes('BlockStatement { i++; } => {}: Timeout'), all.join('\n'));
  assert.ok(all.includes('BlockStatement { go(); } => {}: Killed'), all.join('\n'));
  assert.ok(
    all.includes('LogicalOperator really && process.exit(3) => ((really) || (process.exit(3))): Killed'),
    all.join('\n'),
  );
  const killed =
    'LogicalOperator really && process.kill(process.pid, "SIGKILL") => ((really) || (process.kill(process.pid, "SIGKILL"))): Killed';
  assert.ok(all.includes(killed), all.join('\n'));
});

test('a mutant that hangs where nothing counts is ended by the clock', async () => {
  const report = await run(
    {
      'src/a.js':
        'export const rest = (ms) => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms > 0 ? ms : Infinity); };\n',
      'test/a.test.js': `${HEAD}import { rest } from '../src/a.js';\ntest('rest', () => rest(1));\n`,
    },
    { limits: { silenceMs: 1000 } },
  );
  assert.ok(verdicts(report).includes('ConditionalExpression ms > 0 => false: Timeout'), verdicts(report).join('\n'));
});

test('code that runs when a file is loaded is tried in files that nobody has loaded', async () => {
  const report = await run({
    'src/a.js': "export const TABLE = ['x', 'y'].map((name) => name + 1);\nexport const LEFT = 2 * 3;\n",
    'test/a.test.js': `${HEAD}import { TABLE } from '../src/a.js';\ntest('table', () => assert.deepEqual(TABLE, ['x1', 'y1']));\n`,
  });
  const alive = verdicts(report).filter((one) => !one.endsWith('Killed'));
  assert.deepEqual(alive, ['ArithmeticOperator 2 * 3 => 2 / 3: Survived']);
  assert.ok(Object.values(report.elements!.files)[0]!.mutants.every((mutant) => mutant.static));
});

test('traces that tests and mutants leave make no verdict', async () => {
  const report = await run({
    'src/a.js': [
      'let calls = 0;',
      'export const once = () => { calls++; return calls === 1; };',
      'const seen = [];',
      'export const note = (x) => { if (x) seen.push(x); return seen.length < 99; };',
    ].join('\n'),
    'test/a.test.js': `${HEAD}import { note, once } from '../src/a.js';
test('once', () => assert.equal(once(), true));
test('note', () => assert.equal(note('a'), true));\n`,
  });
  const alive = verdicts(report).filter((one) => !one.endsWith('Killed'));
  assert.deepEqual(alive, [
    'ConditionalExpression calls === 1 => true: Survived',
    'ArrayDeclaration [] => ["mutated"]: Survived',
    'ConditionalExpression x => true: Survived',
    'ConditionalExpression x => false: Survived',
    'ConditionalExpression seen.length < 99 => true: Survived',
    'EqualityOperator seen.length < 99 => seen.length <= 99: Survived',
  ]);
});

test('tests that pass only once in a process give no verdict at all', async () => {
  const report = await run({
    'src/a.js':
      'export const first = () => { globalThis.count = (globalThis.count ?? 0) + 1; return globalThis.count > 0; };\n',
    'test/a.test.js': `${HEAD}import { first } from '../src/a.js';\ntest('once', () => { first(); assert.equal(globalThis.count, 1); });\n`,
  });
  assert.equal(report.ok, false);
  assert.equal(report.findings[0]?.code, 'NOT_CHECKED');
  assert.ok(report.counts.runtimeErrors > 0);
});

test('verdicts are taken over where nothing changed that the tests load', async () => {
  const cache = new Map<string, CachedStatus>();
  const files = {
    ...ADD,
    'src/sub.ts': 'export const sub = (a: number, b: number): number => a - b;\n',
    'test/sub.test.ts': `${HEAD}import { sub } from '../src/sub.ts';\nimport { two } from './two.ts';\ntest('subs', () => assert.equal(sub(2, two), 0));\n`,
    'test/two.ts': 'export const two = 2;\n',
  };
  const first = await run(files, { cache });
  const again = await run(files, { cache });
  assert.deepEqual([first.counts.reused, again.counts.reused], [0, first.counts.mutants]);
  assert.deepEqual(again.elements, first.elements);
  const one = await run({ ...files, 'test/two.ts': 'export const two = 2; // still\n' }, { cache });
  assert.equal(one.counts.reused, 2);
  const fixture = await run({ ...files, 'test/data.txt': 'read by a test' }, { cache });
  assert.equal(fixture.counts.reused, 0);
});

test('mutants that are marked as equivalent do not count', async () => {
  const report = await run({
    ...ADD,
    'src/add.ts':
      'export const add = (a: number, b: number): number => a + b; // mutation: equivalent ArithmeticOperator no reason\n',
  });
  assert.deepEqual([report.counts.equivalent, report.counts.killed, report.score], [1, 1, 1]);
  assert.equal(report.elements!.files['src/add.ts']!.mutants[1]!.statusReason, 'no reason');
});

test('a test can be cancelled, and is refused where there is too much', async () => {
  const code = (wanted: string) => (error: unknown) => error instanceof LoglineError && error.code === wanted;
  await assert.rejects(run(ADD, { signal: AbortSignal.abort() }), code('CANCELLED'));
  await assert.rejects(run(ADD, { signal: AbortSignal.timeout(1) }), code('CANCELLED'));
  await assert.rejects(run(ADD, { limits: { maxMutants: 1 } }), code('LIMIT_EXCEEDED'));
});
