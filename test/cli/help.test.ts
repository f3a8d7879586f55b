import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LOGLINE } from '../../src/cli/program.ts';
import { ROOT, cli, read } from './cli-runner.ts';

const GOLDEN = join(ROOT, 'test', 'golden', 'help');
const topics = ['', 'keys', ...LOGLINE.commands.map(({ spec }) => spec.name)];
const fileOf = (topic: string): string => `${(topic || 'logline-cli').replaceAll(' ', '-')}.txt`;

for (const topic of topics) {
  test(`help: ${topic || 'the program'}`, async () => {
    const path = join(GOLDEN, fileOf(topic));
    const { status, stdout, stderr } = await cli([...topic.split(' ').filter(Boolean), '--help']);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    if (process.env['UPDATE_GOLDEN'] === '1') {
      mkdirSync(GOLDEN, { recursive: true });
      writeFileSync(path, stdout);
    }
    assert.ok(existsSync(path), `${path} is missing: run this test with UPDATE_GOLDEN=1 and read what it writes`);
    assert.equal(stdout, read(path));
  });
}

test('there is no golden text of a command that is gone', () => {
  assert.deepEqual(readdirSync(GOLDEN).sort(), topics.map(fileOf).sort());
});

test('-h is --help, whatever else stands there', async () => {
  assert.deepEqual(await cli(['sign', 'a', 'b', '-h']), await cli(['sign', '--help']));
});

test('no line of help is too wide for a screen, but for examples', async () => {
  for (const topic of topics) {
    const { stdout } = await cli([...topic.split(' ').filter(Boolean), '--help']);
    const wide = stdout
      .split('\n')
      .filter((line) => line.length > 100 && !/^ {2}(logline-cli|head|my-program)/.test(line));
    assert.deepEqual(wide, []);
  }
});

test('every example begins with this program or pipes into it, and uses flags that there are', async () => {
  for (const { spec } of LOGLINE.commands) {
    for (const { line } of spec.examples) {
      assert.match(line, new RegExp(`logline-cli ${spec.name}( |$)`), line);
      const flags = [...line.matchAll(/(?<= )--([a-z-]+)/g)].map(([, flag]) => flag!);
      const known = [...Object.keys(spec.flags), ...Object.keys(spec.flags).map((name) => `no-${name}`), 'output'];
      assert.deepEqual(
        flags.filter((flag) => !known.includes(flag)),
        [],
        line,
      );
    }
  }
});

test('the version is that of the package', async () => {
  const { version } = JSON.parse(read(join(ROOT, 'package.json'))) as { version: string };
  assert.deepEqual(await cli(['--version']), { status: 0, stdout: `${version}\n`, stderr: '' });
});
