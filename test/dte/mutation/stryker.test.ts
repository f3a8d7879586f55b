/** Mutants that StrykerJS runs: what it is asked for, how its report is read, and, where it is installed, StrykerJS itself. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { toUtf8 } from '../../../src/base/bytes.ts';
import { inTemporaryFolder, writeFiles } from '../../../src/base/folders.ts';
import { mutationTest } from '../../../src/dte/mutation/mutation-test.ts';
import type { MutationOptions } from '../../../src/dte/mutation/options.ts';
import type { MutationReport } from '../../../src/dte/mutation/report.ts';
import { peersFolder } from '../../bench/peers/installed.ts';
import { root } from '../../bench/root.ts';
import { treeOf } from '../trees.ts';
import { isLong } from '../../long.ts';

const FILES = {
  'package.json': '{ "type": "module" }',
  'src/a.js': '// first\r\nexport const add = (a, b) => a + b;\r\nexport const more = (a) => a > 1;\r\n',
  'src/[odd].js': 'export const x = 1 + 2;\n',
  'test/a.test.js':
    "import assert from 'node:assert/strict';\nimport { add, more } from '../src/a.js';\n" +
    "it('adds', () => assert.equal(add(1, 2), 3));\nit('more', () => assert.equal(more(1), false));\n",
};
const CHANGED: MutationOptions['changed'] = new Map([
  ['src/a.js', [{ first: 2, last: 3 }]],
  ['src/[odd].js', [{ first: 1, last: 1 }]],
]);

const place = (line: number, from: number, to: number): object => ({
  start: { line, column: from },
  end: { line, column: to },
});

const REPORT = {
  files: {
    'src/a.js': {
      mutants: [
        {
          id: '2',
          mutatorName: 'EqualityOperator',
          replacement: 'a >= 1',
          location: place(3, 28, 33),
          status: 'Survived',
          coveredBy: ['b'],
        },
        {
          id: '1',
          mutatorName: 'ArithmeticOperator',
          replacement: 'a - b',
          location: place(2, 30, 35),
          status: 'Killed',
          coveredBy: ['a', 'gone'],
        },
        {
          id: '3',
          mutatorName: 'Other',
          location: place(2, 1, 3),
          status: 'CompileError',
          statusReason: 'no',
          static: true,
        },
        { id: '4', mutatorName: 'Other', location: place(9, 1, 3), status: 'Pending' },
      ],
    },
  },
  testFiles: {
    'test/a.test.js': {
      tests: [
        { id: 'a', name: 'adds' },
        { id: 'b', name: 'more' },
      ],
    },
  },
};

/** Runs with packages that stand where StrykerJS would, the first of which does what `script` says. */
async function runWith(script: string | undefined, options: Partial<MutationOptions> = {}): Promise<MutationReport> {
  return inTemporaryFolder('logline-stryker', async (packagesFrom) => {
    const own = { name: '@stryker-mutator/core', bin: { stryker: 'cli.cjs' } };
    const packages = {
      'node_modules/x/package.json': '{}',
      ...(script !== undefined && {
        'node_modules/@stryker-mutator/core/package.json': JSON.stringify(own),
        'node_modules/@stryker-mutator/core/cli.cjs': script,
        'node_modules/@stryker-mutator/mocha-runner/package.json': '{}',
      }),
    };
    await writeFiles(
      packagesFrom,
      Object.entries(packages).map(([path, text]) => ({ path, bytes: toUtf8(text) })),
    );
    return mutationTest(treeOf(FILES), { changed: CHANGED, runner: 'mocha', packagesFrom, ...options });
  });
}

const SETTINGS =
  "const fs = require('node:fs'); const settings = JSON.parse(fs.readFileSync(process.argv[3], 'utf8'));";
const write = (report: unknown): string =>
  `${SETTINGS} fs.writeFileSync(settings.jsonReporter.fileName, ${JSON.stringify(JSON.stringify(report))});`;

test('it is asked for the changed lines, with settings of ours', async () => {
  const told = `${SETTINGS} settings.jsonReporter = Object.keys(settings.jsonReporter); console.error(JSON.stringify([process.argv[2], fs.readdirSync('.'), settings]));`;
  const { findings, score, ok } = await runWith(told, { workers: 3, targets: ['test'] });
  assert.deepEqual([ok, score, findings[0]?.code], [false, undefined, 'NOT_CHECKED']);
  const { message } = findings[0]!;
  assert.match(message, /^StrykerJS wrote no report\. It said: /);
  const settings = {
    testRunner: 'mocha',
    plugins: ['@stryker-mutator/mocha-runner'],
    reporters: ['json'],
    jsonReporter: ['fileName'],
    mutate: ['src/\\[odd\\].js:1-1', 'src/a.js:2-3'],
    mochaOptions: { spec: ['test/a.test.js'] },
    coverageAnalysis: 'perTest',
    inPlace: true,
    concurrency: 3,
    dryRunTimeoutMinutes: 5,
    allowConsoleColors: false,
    logLevel: 'error',
  };
  const wanted = JSON.stringify(['run', ['node_modules', 'package.json', 'src', 'test'], settings]);
  assert.equal(message.slice(message.indexOf('It said: ') + 9), wanted.slice(-500));
});

test('its report is read as one of ours', async () => {
  const report = await runWith(write(REPORT), { threshold: 0.6 });
  assert.deepEqual(report.counts, {
    mutants: 4,
    killed: 1,
    timeout: 0,
    survived: 1,
    noCoverage: 0,
    equivalent: 1,
    runtimeErrors: 1,
    reused: 0,
    tests: 2,
  });
  assert.equal(report.score, 0.5);
  assert.deepEqual(
    report.findings.map(({ code }) => code),
    ['NOT_CHECKED', 'MUTATION_SCORE_LOW'],
  );
  const [{ path, line, column, operator, replacement, frame }] = report.survivors as [
    (typeof report.survivors)[number],
  ];
  assert.deepEqual([path, line, column, operator, replacement], ['src/a.js', 3, 28, 'EqualityOperator', 'a >= 1']);
  assert.match(frame, /export const more/);
  const { framework, files, testFiles } = report.elements!;
  assert.equal(framework.name, 'StrykerJS');
  assert.deepEqual(
    files['src/a.js']!.mutants.map((mutant) => [mutant.location.start.line, mutant.status, mutant.coveredBy]),
    [
      [2, 'Ignored', []],
      [2, 'Killed', ['0']],
      [3, 'Survived', ['1']],
      [4, 'RuntimeError', []],
    ],
  );
  assert.deepEqual(Object.keys(testFiles), ['test/a.test.js']);
});

test('where it is missing, breaks, or says what nobody can read, there is no score', async () => {
  const cases: readonly (readonly [string | undefined, RegExp])[] = [
    [undefined, /npm install --save-dev @stryker-mutator\/core @stryker-mutator\/mocha-runner$/],
    ["console.error('broken'); process.exit(1)", /wrote no report\. It said: broken$/],
    [write({}), /cannot be read/],
    [write({ files: { 'src/other.js': { mutants: REPORT.files['src/a.js'].mutants } } }), /cannot be read/],
    ['setInterval(() => {}, 1000)', /longer than 800 ms/],
  ];
  for (const [script, message] of cases) {
    const { ok, score, findings } = await runWith(script, { limits: { totalMs: 800 } });
    assert.deepEqual([ok, score, findings[0]?.code], [false, undefined, 'NOT_CHECKED'], String(message));
    assert.match(findings[0]!.message, message);
  }
});

const packages = stryker();

test(
  'a project with mocha',
  { skip: packages === undefined && 'needs StrykerJS: `npm run bench` or `npm run test:long` fetches it' },
  async () => {
    const { counts, survivors, score } = await mutationTest(treeOf(FILES), {
      changed: CHANGED,
      runner: 'mocha',
      targets: ['test'],
      packagesFrom: packages!,
    });
    assert.deepEqual([counts.killed, counts.survived, counts.noCoverage, counts.runtimeErrors], [6, 1, 0, 0]);
    assert.deepEqual(
      survivors.map(({ operator, replacement }) => [operator, replacement]),
      [['ConditionalExpression', 'false']],
    );
    assert.equal(score, 6 / 7);
  },
);

/** Where StrykerJS and mocha are: with the peers of the benches, or in a folder of their own, in the long form installed if need be. */
function stryker(): string | undefined {
  const own = join(root, '.cache/stryker');
  const there = [peersFolder, own].find((folder) =>
    existsSync(join(folder, 'node_modules/@stryker-mutator/mocha-runner/package.json')),
  );
  return there ?? (isLong ? installed(own) : undefined);
}

function installed(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const wanted = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/mocha-runner@9.6.1', 'mocha@11.7.5'];
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...wanted];
  const { status, stderr } = spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return folder;
}
