import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ATOMIC } from '../../src/cli/atomic-program.ts';
import { LOGLINE } from '../../src/cli/program.ts';
import { ROOT, cli, read } from './cli-runner.ts';

const GOLDEN = join(ROOT, 'test', 'golden', 'help');

for (const program of [LOGLINE, ATOMIC]) {
  const names = program.commands.map(({ spec }) => spec.name);
  const groups = [...new Set(names.filter((name) => name.includes(' ')).map((name) => name.split(' ')[0]!))];
  const topics = ['', ...groups, ...names];
  const fileOf = (topic: string): string => `${(topic || program.name).replaceAll(' ', '-')}.txt`;
  const folder = join(GOLDEN, program.name);
  const help = (topic: string) => cli([...topic.split(' ').filter(Boolean), '--help'], { program });

  describe(program.name, () => {
    for (const topic of topics) {
      test(`help: ${topic || 'the program'}`, async () => {
        const path = join(folder, fileOf(topic));
        const { status, stdout, stderr } = await help(topic);
        assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
        if (process.env['UPDATE_GOLDEN'] === '1') {
          mkdirSync(folder, { recursive: true });
          writeFileSync(path, stdout);
        }
        assert.ok(existsSync(path), `${path} is missing: run this test with UPDATE_GOLDEN=1 and read what it writes`);
        assert.equal(stdout, read(path));
      });
    }

    test('there is no golden text of a command that is gone', () => {
      assert.deepEqual(readdirSync(folder).sort(), topics.map(fileOf).sort());
    });

    test('no line of help is too wide for a screen, but for examples', async () => {
      for (const topic of topics) {
        const { stdout } = await help(topic);
        const wide = stdout
          .split('\n')
          .filter((line) => line.length > 100 && !/^ {2}(logline-cli|atomic|head|my-program)/.test(line));
        assert.deepEqual(wide, []);
      }
    });

    test('every example begins with this program or pipes into it, and uses flags that there are', () => {
      for (const { spec } of program.commands) {
        for (const { line } of spec.examples) {
          assert.match(line, new RegExp(`${program.name} ${spec.name}( |$)`), line);
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
      assert.deepEqual(await cli(['--version'], { program }), { status: 0, stdout: `${version}\n`, stderr: '' });
    });
  });
}

test('-h is --help, whatever else stands there', async () => {
  assert.deepEqual(await cli(['sign', 'a', 'b', '-h']), await cli(['sign', '--help']));
});
