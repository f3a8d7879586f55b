/** The test runner fails where nothing was tested, and says what did not hold. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { plant, projectRoot } from './scratch.ts';
import { ON_SOURCE } from '../sources/arguments.ts';
import '../uncounted.ts';

const good = "import { test } from 'node:test';\ntest('good', () => {});\n";

test('a good file passes, and the last line tells the totals', (t) => {
  const { status, lines } = run(t, { 'a/good.test.ts': good, 'not-a-test.ts': 'throw 1;' });
  assert.equal(status, 0);
  assert.equal(lines.at(-1), '1 passed, 0 failed, 0 skipped');
});

test('no file is a failure', (t) => {
  const { status, lines } = run(t, {});
  assert.equal(status, 1);
  assert.match(lines.join('\n'), /no test file below/);
});

test('a filter that no file matches is a failure', (t) => {
  const { status, lines } = run(t, { 'good.test.ts': good }, ['nothing-like-it']);
  assert.equal(status, 1);
  assert.match(lines.join('\n'), /no test file matches nothing-like-it/);
});

test('a filter narrows to the files whose path holds it', (t) => {
  const bad = "import { test } from 'node:test';\ntest('bad', () => { throw new Error('no'); });\n";
  const { status, lines } = run(t, { 'a/good.test.ts': good, 'b/bad.test.ts': bad }, ['a/']);
  assert.equal(status, 0);
  assert.equal(lines.at(-1), '1 passed, 0 failed, 0 skipped');
});

test('an exception leaves out the files whose path holds it', (t) => {
  const bad = "import { test } from 'node:test';\ntest('bad', () => { throw new Error('no'); });\n";
  const { status, lines } = run(t, { 'a/good.test.ts': good, 'a/bad.prop.test.ts': bad }, ['a/', '--except', '.prop.']);
  assert.equal(status, 0);
  assert.equal(lines.at(-1), '1 passed, 0 failed, 0 skipped');
});

/** Files that look well to Node's own runner, and what has to be said about each. */
const silent: Record<string, readonly [text: string, said: RegExp]> = {
  'a file without a test': ["console.log('nothing');\n", /the file ran no test/],
  'a process that ends with status 0 before its tests do': [
    "import { test } from 'node:test';\ntest('ends', () => process.exit(0));\ntest('never', () => {});\n",
    /the file ran no test|the file ended before/,
  ],
  'a test marked as to do': ["import { test } from 'node:test';\ntest.todo('later');\n", /marked as to do/],
  'an error after the test ended': [
    "import { test } from 'node:test';\ntest('late', () => { setTimeout(() => { throw new Error('too late'); }, 10); });\n",
    /too late/,
  ],
};

test('files that look well to Node are failures', (t) => {
  const names = Object.keys(silent).map((_, i) => `silent-${String(i)}.test.ts`);
  const { status, lines } = run(t, Object.fromEntries(Object.values(silent).map(([text], i) => [names[i]!, text])));
  assert.equal(status, 1);
  for (const [i, [name, [, said]]] of Object.entries(silent).entries()) {
    assert.ok(
      lines.some((line) => line.startsWith(`FAILED ${names[i]!}: `)),
      name,
    );
    assert.match(lines.join('\n'), said, name);
  }
});

test('tests that are all skipped are a failure', (t) => {
  const { status, lines } = run(t, { 'a.test.ts': "import { test } from 'node:test';\ntest.skip('later');\n" });
  assert.equal(status, 1);
  assert.match(lines.join('\n'), /no test was executed/);
});

test('files that share a process are counted by themselves, and so are those that cannot be loaded or end it', (t) => {
  const importing = "import { test } from 'node:test';\n";
  const bad = `${importing}test('bad', () => { throw new Error('no'); });\n`;
  const { status, lines } = run(t, {
    'a/1.test.ts': good,
    'a/2.test.ts': `${importing}throw new Error('not loaded');\n`,
    'a/3.test.ts': bad,
    'a/4.test.ts': 'export const nothing = 1;\n',
    'b/1.test.ts': good,
    'b/2.test.ts': `${importing}import { exit } from 'node:process';\ntest('ends', () => exit(0));\n`,
    'b/3.test.ts': good,
  });
  assert.equal(status, 1);
  const failed = lines.filter((line) => line.startsWith('FAILED '));
  assert.deepEqual(failed.slice(0, 2), ['FAILED a/2.test.ts: the file can be loaded', 'FAILED a/3.test.ts: bad']);
  // The process of the files below b/ ended in the second of them, and never came to the third.
  assert.deepEqual(
    failed.slice(2).map((line) => line.split(':')[0]),
    ['FAILED a/4.test.ts', 'FAILED b/2.test.ts', 'FAILED b/3.test.ts'],
  );
  assert.match(lines.join('\n'), /not loaded/);
});

test('tests that a module beside a test file declares count as those of the file', (t) => {
  const suite =
    "import { test } from 'node:test';\ntest('holds', () => {});\ntest('fails', () => { throw new Error('seven is not eight'); });\n";
  const { status, lines } = run(t, { 'suite.ts': suite, 'a.test.ts': "import './suite.ts';\n" });
  assert.equal(status, 1);
  assert.match(lines.join('\n'), /FAILED a.test.ts: fails\n[^]*seven is not eight/);
  assert.equal(lines.at(-1), '1 passed, 1 failed, 0 skipped');
});

test('failed and skipped tests are named and counted', (t) => {
  const text = `import { describe, it } from 'node:test';
    describe('suite', () => {
      it('holds', () => {});
      it('fails', () => { throw new Error('seven is not eight'); });
      it('waits', { skip: 'no vectors' }, () => {});
    });`;
  const { status, lines, totals } = run(t, { 'mixed.test.ts': text });
  assert.equal(status, 1);
  assert.match(lines.join('\n'), /FAILED mixed.test.ts: fails\n[^]*seven is not eight/);
  assert.ok(lines.includes('SKIPPED mixed.test.ts: waits: no vectors'));
  assert.equal(lines.at(-1), '1 passed, 1 failed, 1 skipped');
  assert.deepEqual(totals, { passed: 1, failed: 1, skipped: 1 });
});

test('a test runs with the flags of its runner, and can hand them to its children', (t) => {
  const text =
    "import { test } from 'node:test';\ntest('x', () => { console.log(process.execArgv.join(' ')); throw 1; });\n";
  const { lines } = run(t, { 'flags.test.ts': text });
  assert.match(lines.join('\n'), /--import file:.*register\.mjs --conditions=logline:src/);
});

function run(t: TestContext, files: Record<string, string>, filters: string[] = []) {
  const folder = plant(t, files);
  const totalsFile = join(folder, 'totals.json');
  const args = [...ON_SOURCE, join(projectRoot, 'test/run.ts'), '--root', folder, '--totals', totalsFile, ...filters];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env: withoutTestContext() });
  return {
    status,
    lines: stdout.trimEnd().split('\n'),
    get totals(): unknown {
      return JSON.parse(readFileSync(totalsFile, 'utf8')) as unknown;
    },
  };
}

/** Node's runner refuses to run inside a test of its own. */
function withoutTestContext(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return env;
}
