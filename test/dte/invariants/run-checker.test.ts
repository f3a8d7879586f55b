/** Checkers that are programs: run for real where they are installed, and within limits whatever they do. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { LoglineError } from '../../../src/base/errors.ts';
import { installedCheckers } from '../../../src/dte/invariants/run-checker.ts';
import type { CheckerOptions } from '../../../src/dte/invariants/run-checker.ts';
import { treeOf } from '../trees.ts';
import { check, contextOf, shown } from './contexts.ts';
import type { Files } from './contexts.ts';

const folder = mkdtempSync(join(tmpdir(), 'logline-checkers-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with one program, which is a script of Node. */
function programs(name: string, script: string, parent = folder): string {
  const bin = mkdtempSync(join(parent, 'bin-'));
  writeFileSync(join(bin, name), `#!${process.execPath}\n${script}`);
  writeFileSync(join(bin, 'package.json'), '{}');
  chmodSync(join(bin, name), 0o755);
  return bin;
}

const runner = (path: string, more: Partial<CheckerOptions> = {}): ReturnType<typeof installedCheckers> =>
  installedCheckers({ path, root: '/nowhere', ...more });

const isInstalled = (program: string): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;

test('a program sees the copy of the tree, its arguments, and nothing of the environment', async () => {
  process.env['LOGLINE_SECRET'] = 'x';
  const script = `const { readdirSync, writeFileSync } = require('node:fs');
    writeFileSync('left.txt', '');
    console.log(JSON.stringify({ files: readdirSync('.'), args: process.argv.slice(2), names: Object.keys(process.env).sort() }));
    console.error(process.cwd()); process.exitCode = 3;`;
  const output = await runner(programs('mypy', script))(treeOf({ 'a.py': '', 'b/c.py': '' }), ['mypy', '$HOME; x']);
  delete process.env['LOGLINE_SECRET'];
  const { files, args, names } = JSON.parse(output.stdout) as Record<string, string[]>;
  assert.deepEqual([files, args], [['a.py', 'b', 'left.txt'], ['$HOME; x']]);
  assert.ok(!names!.includes('LOGLINE_SECRET') && names!.includes('HOME'), names!.join());
  assert.equal(output.status, 3);
  assert.equal(output.stderr.trim(), output.root);
  assert.ok(!existsSync(output.root));
});

test('a program that is not there, takes too long or writes too much is no answer', async () => {
  const tree = treeOf({ 'a.py': '' });
  const fails = async (running: Promise<unknown>, code: string, says: RegExp): Promise<void> => {
    await assert.rejects(
      running,
      (error) => error instanceof LoglineError && error.code === code && says.test(error.message),
    );
  };
  await fails(runner(folder)(tree, ['pyright']), 'COMMAND_FAILED', /pyright is not installed/);
  await fails(
    runner(programs('mypy', 'setInterval(() => {}, 1000)'), { timeoutMs: 500 })(tree, ['mypy']),
    'COMMAND_FAILED',
    /longer than 500 ms/,
  );
  const loud = runner(programs('mypy', "for (;;) require('node:fs').writeSync(1, 'x'.repeat(1e5))"), {
    maxOutputBytes: 1e6,
  });
  await fails(loud(tree, ['mypy']), 'COMMAND_FAILED', /more than 1000000 bytes/);
  await fails(runner(folder, { signal: AbortSignal.abort() })(tree, ['mypy']), 'CANCELLED', /cancelled/);
});

test('a program of the project itself is not run', async () => {
  const root = mkdtempSync(join(folder, 'project-'));
  const inside = programs('mypy', "console.log('mine')", root);
  const tree = treeOf({ 'a.py': '' });
  await assert.rejects(runner(`${inside}:.:bin`, { root })(tree, ['mypy']), /mypy is not installed/);
  const outside = programs('mypy', "console.log('theirs')");
  assert.equal((await runner(`${inside}:${outside}`, { root })(tree, ['mypy'])).stdout, 'theirs\n');
});

test('a check by a program that is not installed is NOT_CHECKED', async () => {
  const result = await check('typecheck', 'mypy', inLanguage('python', { 'a.py': 'x = 1\n' }, folder));
  assert.match(shown(result).join(), /^NOT_CHECKED mypy is not installed/);
});

test('javac finds what a change breaks, and no more', { skip: !isInstalled('javac') }, async () => {
  const before = { 'a/A.java': 'package a;\npublic class A { int old = "x"; public int size() { return 1; } }\n' };
  const user = 'package a;\nclass B { int n = new A().size(); }\n';
  const run = { ...before, 'a/B.java': user };
  const broken = { ...run, 'a/B.java': user.replace('size', 'length') };
  const context = (after: Files): ReturnType<typeof contextOf> =>
    contextOf(run, after, { spec: { scope: ['**'], language: 'java' }, runChecker: runner(process.env['PATH']!) });
  const held = await check('typecheck', 'javac', context({ ...run, 'a/B.java': `${user}\n` }));
  assert.deepEqual([held.ok, held.notes.length], [true, 1]);
  assert.match(
    shown(await check('typecheck', 'javac', context(broken))).join(),
    /^TYPE_ERROR a\/B\.java:2:\d+ cannot find symbol/,
  );
});

test(
  'mypy finds what a change breaks, and no more',
  { skip: !isInstalled('mypy') && 'mypy is not installed' },
  async () => {
    const before = {
      'a.py': 'old: int = "x"\n\ndef size(of: str) -> int:\n    return len(of)\n',
      'b.py': 'from a import size\nn: int = size("x")\n',
    };
    const context = (after: Files): ReturnType<typeof contextOf> =>
      contextOf(before, after, {
        spec: { scope: ['**'], language: 'python' },
        runChecker: runner(process.env['PATH']!),
      });
    const held = await check('typecheck', 'mypy', context({ ...before, 'b.py': `${before['b.py']}\n` }));
    assert.deepEqual([held.ok, held.notes.length], [true, 1]);
    const broken = { ...before, 'b.py': before['b.py'].replace('"x"', '1') };
    assert.match(
      shown(await check('typecheck', 'mypy', context(broken))).join(),
      /^TYPE_ERROR b\.py:2:\d+ Argument 1 to "size" has incompatible type/,
    );
  },
);

function inLanguage(language: 'python', files: Files, path = process.env['PATH']!): ReturnType<typeof contextOf> {
  return contextOf(files, { ...files }, { spec: { scope: ['**'], language }, runChecker: runner(path) });
}
