/** `npm test` runs every check even where one fails, names the failed ones, and ends with the totals and status 1. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { linkPackages, plant, projectRoot } from './scratch.ts';
import '../uncounted.ts';

/** A project in which every check has something to find. */
const faulty = {
  'src/base/errors.ts': "import './bytes.ts';\nexport const CODES = {};\nexport const first: string = ['a'][0];\n",
  'src/base/bytes.ts': "import './errors.ts';\nexport const bytes  =  [1];\nconsole.log(bytes);\n",
  'src/base/unused.ts': 'export const unused = 1;\n',
  'src/base/floating.ts': 'export const f = (): void => {\n  Promise.resolve();\n};\n',
  'src/cli/logline.ts': 'export const one = 1;\n',
  'src/playground/main.ts': "export const seven: number = 'seven';\n",
  'test/some.test.ts':
    "import { test } from 'node:test';\ntest('good', () => {});\ntest('bad', () => {\n  throw new Error('seven is not eight');\n});\n",
  'test/atomic/some.test.ts': "import { test } from 'node:test';\ntest('good', () => {});\n",
};

const taken = [
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.scripts.json'],
  ...[
    'eslint.config.js',
    '.prettierrc',
    '.prettierignore',
    '.dependency-cruiser.cjs',
    'knip.json',
    '.c8rc.json',
    '.oxlintrc.json',
    '.oxfmtrc.json',
  ],
  ...['scripts', 'test/run.ts', 'test/sources', 'src/playground/tsconfig.json'],
];

test('every check fails by itself', { timeout: 200_000 }, (t) => {
  const folder = plant(t, faulty);
  linkPackages(folder);
  for (const name of taken) cpSync(join(projectRoot, name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'scripts/bench.mjs'), "/** @type {number} */\nexport const text = 'no number';\n");
  const { status, stdout } = run(folder);
  const saidOf = (check: string): string =>
    new RegExp(`^${check}: FAILED [^]*?(?=^[a-z ]+ …$|^[a-z ]+: (?:ok|FAILED) |^failed: )`, 'm').exec(stdout)?.[0] ??
    '';
  assert.equal(status, 1);
  assert.match(saidOf('types'), /src\/base\/errors\.ts\(3,14\): error TS2322/);
  assert.match(saidOf('types of the playground'), /main\.ts\(1,14\): error TS2322/);
  assert.match(saidOf('types of scripts'), /bench\.mjs\(2,14\): error TS2322/);
  assert.match(saidOf('lint'), /bytes\.ts[^]*no-console/);
  assert.match(saidOf('lint with types'), /no-floating-promises/);
  assert.match(saidOf('format'), /src\/base\/bytes\.ts/);
  assert.match(saidOf('imports'), /no-circular: src\/base\//);
  assert.match(saidOf('unused code'), /src\/base\/unused\.ts/);
  assert.match(saidOf('package'), /pkg\.exports\["\."\]\.types is .* but the file does not exist/);
  assert.match(stdout, /FAILED some\.test\.ts: bad\n[^]*seven is not eight/);
  assert.match(saidOf('coverage'), /src\/base: 0\.00 % of lines are covered/);
  const failed = /^failed: (.*)$/m.exec(stdout)?.[1] ?? '';
  assert.deepEqual(failed.split(', ').sort(), [
    ...[
      'build',
      'bundle of the action is up to date',
      'coverage',
      'demo',
      'format',
      'generated code is up to date',
      'imports',
      'lint',
      'lint with types',
    ],
    ...['package', 'tests', 'types', 'types of scripts', 'types of the playground', 'unused code'],
  ]);
  assert.equal(stdout.trimEnd().split('\n').at(-1), '2 passed, 1 failed, 2 skipped');
});

test('a filter runs the tests that it names and nothing else', (t) => {
  const folder = plant(t, faulty);
  linkPackages(folder);
  for (const name of taken) cpSync(join(projectRoot, name), join(folder, name), { recursive: true });
  const { status, stdout } = run(folder, 'atomic/');
  assert.equal(status, 0);
  assert.equal(stdout.trimEnd().split('\n').at(-1), '1 passed, 0 failed, 0 skipped');
});

/** Without a registry: other versions of Node cannot be had, which is told and counted. */
function run(folder: string, ...filters: string[]) {
  const { NODE_TEST_CONTEXT: _, NODE_V8_COVERAGE: __, CI: ___, ...env } = process.env;
  return spawnSync(process.execPath, ['scripts/test.mjs', ...filters], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...env, npm_config_offline: 'true', npm_config_cache: join(folder, '.cache/npm') },
  });
}
