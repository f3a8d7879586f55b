/** Runners that projects have installed: how they are asked, and what their reports are read as. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toUtf8 } from '../../../src/base/bytes.ts';
import { inTemporaryFolder, writeFiles } from '../../../src/base/folders.ts';
import { readReport } from '../../../src/dte/tests/run-program.ts';
import { runTests } from '../../../src/dte/tests/run-tests.ts';
import type { TestReport, TestRunner } from '../../../src/dte/tests/report.ts';
import { treeOf } from '../trees.ts';

const JEST = {
  numPassedTests: 2,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [
    {
      name: '/copy/test/a.test.js',
      status: 'failed',
      message: '',
      assertionResults: [
        { fullName: ' suite adds', status: 'failed', failureMessages: ['expected 3', 'at line 4'] },
        { fullName: 'suite subtracts', status: 'passed', failureMessages: [] },
      ],
    },
    { name: '/copy/test/b.test.js', status: 'failed', message: 'SyntaxError: x', assertionResults: [] },
    { name: '/copy/test/c.test.js', status: 'passed', assertionResults: [] },
  ],
};

test('a report of jest or vitest', () => {
  assert.deepEqual(readReport('vitest', JSON.stringify(JEST), '/copy'), {
    passed: 2,
    skipped: 2,
    failures: [
      { path: 'test/a.test.js', name: 'suite adds', message: 'expected 3\nat line 4' },
      { path: 'test/b.test.js', message: 'SyntaxError: x' },
    ],
  });
});

test('a report of mocha', () => {
  const report = {
    stats: { tests: 3, passes: 1, pending: 1 },
    failures: [
      { fullTitle: 'adds', file: '/copy/a.js', err: { message: 'no' } },
      { fullTitle: 'odd', err: {} },
    ],
  };
  assert.deepEqual(readReport('mocha', JSON.stringify(report), '/copy'), {
    passed: 1,
    skipped: 1,
    failures: [
      { path: 'a.js', name: 'adds', message: 'no' },
      { path: '', name: 'odd', message: '' },
    ],
  });
});

test('a report that is none is a failure', () => {
  for (const text of ['', '{}', '{"stats":', '[1]']) {
    assert.deepEqual(readReport('jest', text, '/copy').failures, [
      { path: '', message: 'The report of jest cannot be read.' },
    ]);
  }
});

/** Runs with a package that stands where the runner would, and does what `script` says with its arguments. */
async function runWith(
  runner: TestRunner,
  script: string,
  bin: unknown = { [runner]: 'cli.cjs' },
): Promise<TestReport> {
  return inTemporaryFolder('logline-runner', async (folder) => {
    await writeFiles(folder, [
      { path: `node_modules/${runner}/package.json`, bytes: toUtf8(JSON.stringify({ name: runner, bin })) },
      { path: `node_modules/${runner}/cli.cjs`, bytes: toUtf8(script) },
    ]);
    const tree = treeOf({ 'a.test.js': '', 'node_modules/x.js': 'not copied' });
    return runTests(tree, { runner, packagesFrom: folder, limits: { timeoutMs: 20_000 } });
  });
}

const OUT =
  "const args = process.argv.slice(2); const out = args.find((one) => one.includes('=') && /json$/.test(one)).split('=')[1];";
const write = (report: unknown): string =>
  `${OUT} require('node:fs').writeFileSync(out, ${JSON.stringify(JSON.stringify(report))});`;

test('the runner is asked for a report on the files', async () => {
  const seen = `${OUT} const found = { args: args.map((one) => one.replace(/=.*/, '=')), cwd: require('node:fs').readdirSync('.') };
require('node:fs').writeFileSync(out, JSON.stringify({ stats: { passes: 0, pending: 0 }, failures: [{ fullTitle: JSON.stringify(found), err: {} }] }));`;
  const report = await runWith('mocha', seen, 'cli.cjs');
  assert.deepEqual(JSON.parse(report.failures[0]!.name!), {
    args: ['--reporter', 'json', '--reporter-option', 'output=', 'a.test.js'],
    cwd: ['a.test.js', 'node_modules'],
  });
});

test('what passes is a yes; a runner that says no without a failed test is not passed over', async () => {
  const passed = { ...JEST, testResults: [] };
  assert.equal((await runWith('jest', write(passed))).ok, true);
  const odd = await runWith('vitest', `${write(passed)} console.error('coverage too low'); process.exitCode = 1;`);
  assert.deepEqual([odd.ok, odd.failures[0]?.message], [false, 'coverage too low']);
});

test('a runner without a report, or without an end of its own, has failed', async () => {
  assert.deepEqual((await runWith('jest', 'process.exit(0)')).failures, [
    { path: 'a.test.js', message: 'It wrote no report.' },
  ]);
  assert.deepEqual((await runWith('jest', 'process.exit(9)')).failures, [
    { path: 'a.test.js', message: 'It ended with status 9.' },
  ]);
  assert.match((await runWith('jest', 'process.kill(process.pid)')).failures[0]!.message, /was ended by SIGTERM/);
});

test('a package without a program is not the runner', async () => {
  assert.equal((await runWith('jest', '', {})).findings[0]?.code, 'NOT_CHECKED');
});
