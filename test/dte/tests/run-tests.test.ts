import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { LoglineError } from '../../../src/base/errors.ts';
import { runTests } from '../../../src/dte/tests/run-tests.ts';
import { permissionFlag } from '../../../src/dte/tests/sandbox.ts';
import { treeOf } from '../trees.ts';

const HEAD = "import test from 'node:test';\nimport assert from 'node:assert/strict';\n";
const MODULE = '{"type":"module"}';

/** One run over many files: a process for each is what takes the time. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': MODULE,
  'src/add.ts': "import type { N } from './types';\nexport const add = (a: N, b: N): N => a + b;\n",
  'src/types.ts': 'export type N = number;\n',
  'src/view.jsx': 'export const view = (h, name) => <b>{name}</b>;\n',
  'src/data.json': '{"answer":42}',
  'test/good.test.ts': `${HEAD}import { add } from '../src/add.js';
import data from '../src/data.json' with { type: 'json' };
test('adds', () => assert.equal(add(1, 2), 3));
test('suite', async (t) => { await t.test('inner', () => assert.equal(data.answer, 42)); });
test('later', { skip: 'not today' }, () => assert.fail());
test('some day', { todo: true }, () => assert.fail());\n`,
  'test/old.test.cjs': "const test = require('node:test'); test('common', () => undefined);",
  'test/plain.test.js': `${HEAD}import { add } from '../src/add.ts';\ntest('mixed', () => assert.equal(add(2, 2), 4));\n`,
  'test/fails.test.js': `${HEAD}test('one', () => assert.equal(1, 2, 'one is not two'));\ntest('two', () => undefined);\n`,
  'test/exits.test.js': `${HEAD}test('one', () => undefined);\ntest('two', () => process.exit(0));\ntest('three', () => undefined);\n`,
  'test/throws.test.js': `${HEAD}test('later', () => { setTimeout(() => { throw new Error('too late'); }, 1); });\n`,
  'test/breaks.test.js': 'import "./missing.js";\n',
  'test/syntax.test.js': 'const ;\n',
  'test/empty.test.js': 'export {};\n',
  'test/waits.test.js': `${HEAD}test('never', () => new Promise(() => undefined));\n`,
  'test/ends.test.js': `${HEAD}test('never', async () => { for (;;) await new Promise((go) => setTimeout(go, 50)); });\n`,
  'test/floods.test.js': `${HEAD}test('flood', () => { const line = 'x'.repeat(65_536); for (let i = 0; i < 64; i++) process.stdout.write(line); });\n`,
  'test/spawns.test.js': `${HEAD}import { spawnSync } from 'node:child_process';
test('spawns', () => { const { error } = spawnSync(process.execPath, ['--version']); if (error) throw error; });\n`,
  'test/threads.test.js': `${HEAD}import { Worker } from 'node:worker_threads';\ntest('threads', () => void new Worker('0', { eval: true }));\n`,
  'test/writes.test.js': `${HEAD}import { writeFileSync } from 'node:fs';
test('inside', () => writeFileSync('here.txt', 'x'));
test('outside', () => writeFileSync(${JSON.stringify(join(tmpdir(), 'logline-escape.txt'))}, 'x'));\n`,
  'test/reads.test.js': `${HEAD}import { readFileSync } from 'node:fs';
test('outside', () => readFileSync(${JSON.stringify(import.meta.filename)}));
test('secrets', () => assert.deepEqual(Object.keys(process.env).filter((name) => name !== 'NODE_V8_COVERAGE').sort(), ['CI', 'HOME', 'LOGLINE_END', 'NO_COLOR', 'PATH', 'TEMP', 'TMPDIR']));\n`,
};

const limits = { timeoutMs: 4000, maxOutputBytes: 1_000_000 };
const run = await runTests(treeOf(FILES), { limits, workers: 3 });
const failuresOf = (path: string): (string | undefined)[][] =>
  run.failures.filter((one) => one.path === path).map(({ name, message }) => [name, message.split('\n')[0]]);
const messageOf = (path: string): string => failuresOf(path)[0]?.[1] ?? '';

after(() => assert.equal(existsSync(join(tmpdir(), 'logline-escape.txt')), false));

test('TypeScript, JSON and CommonJS run compiled; skipped tests and tests to do are neither passed nor failed', () => {
  for (const path of ['test/good.test.ts', 'test/old.test.cjs', 'test/plain.test.js', 'test/empty.test.js']) {
    assert.deepEqual(failuresOf(path), [], path);
  }
  assert.equal(run.counts.skipped, 2);
  assert.equal(run.counts.files, Object.keys(FILES).filter((path) => path.includes('.test.')).length);
});

test('a test that fails is named, with what it says', () => {
  assert.deepEqual(failuresOf('test/fails.test.js'), [['one', 'one is not two']]);
  const finding = run.findings.find(({ path }) => path === 'test/fails.test.js');
  assert.equal(finding?.code, 'TESTS_FAILED');
  assert.equal(finding.message, 'The test "one" failed: one is not two');
  assert.equal(run.ok, false);
});

test('a file that ends with status 0 before its tests do has failed', () => {
  assert.deepEqual(failuresOf('test/exits.test.js'), [[undefined, 'It ended before its tests did.']]);
});

test('what a test throws when it is over is a failure', () => {
  assert.match(JSON.stringify(failuresOf('test/throws.test.js')), /too late/);
});

test('a file that cannot be loaded has failed', () => {
  assert.match(messageOf('test/breaks.test.js'), /^Error \[ERR_MODULE_NOT_FOUND\]: .*missing\.js/);
  assert.match(messageOf('test/syntax.test.js'), /^SyntaxError: /);
});

test('a test that waits for nothing fails, one that never ends is killed', () => {
  assert.match(messageOf('test/waits.test.js'), /pending/);
  assert.match(messageOf('test/ends.test.js'), /took longer than 4000 ms/);
});

test('a test that floods its output is killed', () => {
  assert.match(messageOf('test/floods.test.js'), /wrote more than 1000000 bytes/);
});

test('tests start no programs and no threads, and reach no files but their own', () => {
  for (const path of ['test/spawns.test.js', 'test/threads.test.js']) {
    assert.match(messageOf(path), /EACCES|denied|restricted|ERR_ACCESS/i, path);
  }
  assert.deepEqual(
    failuresOf('test/writes.test.js').map(([name]) => name),
    ['outside'],
  );
  assert.deepEqual(
    failuresOf('test/reads.test.js').map(([name]) => name),
    ['outside'],
  );
});

test('with allowPrograms they do, and are killed with all that they started', async () => {
  const tree = treeOf({ 'package.json': MODULE, 'a.test.js': FILES['test/spawns.test.js']! });
  const report = await runTests(tree, { allowPrograms: true });
  assert.equal(report.ok, true, JSON.stringify(report.failures));
  assert.deepEqual(report.counts, { files: 1, passed: 1, failed: 0, skipped: 0 });
});

test('that nothing ran is not a yes', async () => {
  const none = await runTests(treeOf({ 'a.js': '' }));
  assert.deepEqual([none.ok, none.findings[0]?.code], [false, 'NOT_CHECKED']);
  const empty = await runTests(
    treeOf({ 'a.test.js': '', 'b.test.mjs': "import test from 'node:test'; test.skip('a', () => 0);" }),
  );
  assert.deepEqual(empty.findings, [{ code: 'NOT_CHECKED', message: 'No test ran: all 1 tests are skipped.' }]);
  assert.equal(empty.ok, false);
  const other = await runTests(treeOf({ 'a.test.js': '' }), { targets: ['elsewhere'] });
  assert.equal(other.ok, false);
});

test('a runner that is not installed is not checked', async () => {
  const report = await runTests(treeOf({ 'a.test.js': '' }), { runner: 'vitest' });
  assert.equal(report.ok, false);
  assert.deepEqual(report.findings, [
    { code: 'NOT_CHECKED', message: "vitest is not installed where the project's packages are." },
  ]);
});

test('a run can be cancelled', async () => {
  const signal = AbortSignal.abort();
  await assert.rejects(
    runTests(treeOf({ 'a.test.js': '' }), { signal }),
    (error) => error instanceof LoglineError && error.code === 'CANCELLED',
  );
});

test('the permission model has the name that the version of Node knows', () => {
  const names = ['20.19.0', '22.12.0', '22.13.0', '23.4.0', '23.5.0', '24.0.0'].map(permissionFlag);
  const [old, now] = ['--experimental-permission', '--permission'];
  assert.deepEqual(names, [old, old, now, old, now, now]);
});
