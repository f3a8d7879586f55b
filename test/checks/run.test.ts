/** The test runner fails where nothing was tested, and says what did not hold. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { plant, projectRoot } from './scratch.ts';
import '../unmeasured.ts';

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
  'a file whose tests are all skipped': [
    "import { test } from 'node:test';\ntest.skip('later');\n",
    /no test was executed/,
  ],
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

for (const [name, [text, said]] of Object.entries(silent)) {
  test(`${name} is a failure`, (t) => {
    const { status, lines } = run(t, { 'silent.test.ts': text });
    assert.equal(status, 1);
    assert.match(lines.join('\n'), said);
  });
}

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
  assert.match(lines.join('\n'), /--import file:.*tsx.* --conditions=logline:src/);
});

function run(t: TestContext, files: Record<string, string>, filters: string[] = []) {
  const folder = plant(t, files);
  const totalsFile = join(folder, 'totals.json');
  const flags = ['--import', import.meta.resolve('tsx'), '--conditions=logline:src'];
  const args = [...flags, join(projectRoot, 'test/run.ts'), '--root', folder, '--totals', totalsFile, ...filters];
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
