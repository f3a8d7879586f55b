import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { LoglineError } from '../../../src/base/errors.ts';
import { applyPlan } from '../../../src/dte/apply/apply.ts';
import { appliedState } from '../../../src/dte/apply/receipts.ts';
import { revertSpec } from '../../../src/dte/apply/revert.ts';
import type { Plan } from '../../../src/dte/plan.ts';
import { openWorkTree } from '../../../src/dte/tree/work-tree.ts';
import { Folder, failsWith } from '../git-fixture.ts';
import type { Files } from '../git-fixture.ts';
import { heldTree, planOf, specOf } from '../plans.ts';
import type { Step } from '../plans.ts';

const FILES: Files = {
  'src/a.ts': '\ufeffconst one = 1;\r\nconst two = 2;',
  'src/deep/b.ts': 'import { one } from "../a";\n',
  'bin/tool.ts': { run: '#!/usr/bin/env node\none;\n' },
  'other.md': 'one',
};
const STEPS: Readonly<Record<string, Step>> = {
  'src/a.ts': { replace: [['one', 'first']] },
  'src/deep/b.ts': {
    replace: [
      ['one', 'first'],
      ['../a', '../src/a'],
    ],
    to: 'lib/b.ts',
  },
  'bin/tool.ts': { replace: [['one', 'first']] },
};
const spec = specOf(1);
const options = { spec, engine: '0.0.0' };

async function plan(folder: Folder, steps = STEPS, of = spec): Promise<Plan> {
  return planOf(of, heldTree(await openWorkTree(folder.path)), steps);
}

const setup = (t: TestContext, files = FILES): Folder => new Folder(t, files).init();
const own = (folder: Folder): string[] => readdirSync(folder.at('.jsonatomic/dte')).sort();

/** Demands that applying is refused, and that the tree stays as it is. */
async function refused(folder: Folder, of: Plan, code: Parameters<typeof failsWith>[0]): Promise<LoglineError> {
  const before = folder.digest();
  const error = await failsWith(code, applyPlan(folder.path, of, options));
  assert.equal(folder.digest(), before, 'the tree was changed');
  assert.deepEqual(own(folder), ['.gitignore'], 'something was left behind');
  return error;
}

describe('applying', () => {
  test('changes all files, keeps permissions, moves, and removes folders that are empty then', async (t) => {
    const folder = setup(t);
    chmodSync(folder.at('src/a.ts'), 0o640);
    folder.commit();
    const result = await applyPlan(folder.path, await plan(folder), options);
    assert.equal(result.state, 'applied');
    assert.equal(folder.read('src/a.ts'), '\ufeffconst first = 1;\r\nconst two = 2;');
    assert.equal(folder.read('lib/b.ts'), 'import { first } from "../src/a";\n');
    assert.equal(existsSync(folder.at('src/deep')), false);
    assert.equal(lstatSync(folder.at('src/a.ts')).mode & 0o777, 0o640);
    assert.equal(lstatSync(folder.at('bin/tool.ts')).mode & 0o777, 0o755);
    const status = folder
      .git('status', '--porcelain', '--untracked-files=all')
      .split('\n')
      .map((row) => row.trim());
    assert.deepEqual(status, ['M bin/tool.ts', 'M src/a.ts', 'D src/deep/b.ts', '?? lib/b.ts']);
  });

  test('leaves a receipt that says what was done, the same each time', async (t) => {
    const receipts: string[] = [];
    for (let i = 0; i < 2; i++) {
      const folder = setup(t);
      const { receiptPath } = await applyPlan(folder.path, await plan(folder), options);
      assert.deepEqual(own(folder), ['.gitignore', receiptPath!.split('/').at(-1)]);
      receipts.push(readFileSync(receiptPath!, 'utf8'));
    }
    assert.equal(receipts[0], receipts[1]);
    const receipt = JSON.parse(receipts[0]!) as Record<string, unknown>;
    assert.equal(receipt['engine'], '0.0.0');
    assert.equal(receipt['sequence'], 1);
    assert.equal('appliedAt' in receipt, false);
  });

  test('twice does nothing the second time', async (t) => {
    const folder = setup(t);
    const of = await plan(folder);
    await applyPlan(folder.path, of, { ...options, appliedAt: '2026-03-01T00:00:00Z' });
    const { ino } = lstatSync(folder.at('src/a.ts'));
    assert.equal(appliedState(folder.path, spec).state, 'applied');
    assert.equal(appliedState(folder.path, spec).receipt!.appliedAt, '2026-03-01T00:00:00Z');
    assert.equal((await applyPlan(folder.path, of, options)).state, 'already-applied');
    assert.equal(lstatSync(folder.at('src/a.ts')).ino, ino);
  });

  test('again after the files were brought back by other means', async (t) => {
    const folder = setup(t);
    folder.commit();
    const of = await plan(folder);
    await applyPlan(folder.path, of, options);
    folder.git('checkout', '--quiet', '.');
    rmSync(folder.at('lib'), { recursive: true });
    assert.equal(appliedState(folder.path, spec).state, 'not-applied');
    assert.equal((await applyPlan(folder.path, of, options)).state, 'applied');
    assert.equal(appliedState(folder.path, spec).receipt!.sequence, 2);
  });

  test('is refused when a file is neither as before nor as after', async (t) => {
    const folder = setup(t);
    const of = await plan(folder);
    await applyPlan(folder.path, of, options);
    folder.write({ 'src/a.ts': 'something else' });
    const { state, modified } = appliedState(folder.path, spec);
    assert.equal(state, 'modified');
    assert.deepEqual(modified, ['src/a.ts']);
    await failsWith('MODIFIED_SINCE', applyPlan(folder.path, of, options));
    assert.equal(folder.read('src/a.ts'), 'something else');
  });

  test('is refused when some files are as before and others as after', async (t) => {
    const folder = setup(t);
    await applyPlan(folder.path, await plan(folder), options);
    folder.write({ 'src/a.ts': FILES['src/a.ts']! });
    assert.equal(appliedState(folder.path, spec).state, 'modified');
  });

  test('counts as done when later specs went on with its files', async (t) => {
    const folder = setup(t);
    await applyPlan(folder.path, await plan(folder), options);
    const second = specOf(2);
    const next = await plan(folder, { 'src/a.ts': { replace: [['first', 'third']], to: 'src/c.ts' } }, second);
    await applyPlan(folder.path, next, { ...options, spec: second });
    assert.equal(appliedState(folder.path, spec).state, 'applied');
    assert.equal(appliedState(folder.path, second).state, 'applied');
  });

  test('files may swap their names', async (t) => {
    const folder = setup(t, { 'a.ts': 'a', 'b.ts': { run: 'b' } });
    const before = folder.digest();
    await applyPlan(folder.path, await plan(folder, { 'a.ts': { to: 'b.ts' }, 'b.ts': { to: 'a.ts' } }), options);
    assert.deepEqual([folder.read('a.ts'), folder.read('b.ts')], ['b', 'a']);
    assert.equal(lstatSync(folder.at('a.ts')).mode & 0o777, 0o755);
    await revertSpec(folder.path, spec);
    assert.equal(folder.digest(), before);
  });

  test('works in a folder below the top of a repository, and where there is no repository', async (t) => {
    const files = { 'packages/one/a.ts': 'one', 'packages/two/b.ts': 'two' };
    const inner = setup(t, files);
    const outside = new Folder(t, files);
    for (const folder of [inner, outside]) {
      const of = planOf(spec, await openWorkTree(folder.at('packages/one')), { 'a.ts': { replace: [['one', '1']] } });
      assert.equal((await applyPlan(folder.at('packages/one'), of, options)).state, 'applied');
      assert.equal(folder.read('packages/one/a.ts'), '1');
    }
  });

  test('a plan without changes changes nothing, and one with findings is refused', async (t) => {
    const folder = setup(t);
    const of = await plan(folder, {});
    assert.equal((await applyPlan(folder.path, of, options)).state, 'unchanged');
    await refused(
      folder,
      { ...of, findings: [{ code: 'TARGET_MISSING', message: 'nothing there' }] },
      'TARGET_MISSING',
    );
    await refused(folder, { ...of, specDigest: '0'.repeat(64) }, 'INTERNAL');
  });

  test('edits that do not lead back are a fault, and nothing is written', async (t) => {
    const folder = setup(t);
    const of = await plan(folder);
    const [first, ...rest] = of.files;
    const wrong = { ...first!, edits: first!.edits.map((edit) => ({ ...edit, old: 'else' })) };
    await refused(folder, { ...of, files: [wrong, ...rest] }, 'INTERNAL');
  });
});

describe('applying is refused, and nothing is changed,', () => {
  test('when a file is not as planned', async (t) => {
    for (const [what, change] of Object.entries<(folder: Folder) => void>({
      content: (folder) => folder.write({ 'src/deep/b.ts': 'changed' }),
      mode: (folder) => chmodSync(folder.at('src/deep/b.ts'), 0o755),
      gone: (folder) => unlinkSync(folder.at('src/deep/b.ts')),
      'gone with its folder': (folder) => rmSync(folder.at('src/deep'), { recursive: true }),
    })) {
      const folder = setup(t);
      const of = await plan(folder);
      change(folder);
      const error = await refused(folder, of, 'MODIFIED_SINCE');
      assert.match(error.message, /^Nothing was changed: src\/deep\/b\.ts /, what);
    }
  });

  test('and everything that stands in the way is told', async (t) => {
    const files = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`f${i}.ts`, 'x']));
    const folder = setup(t, files);
    const of = await plan(
      folder,
      Object.fromEntries(Object.keys(files).map((path) => [path, { replace: [['x', 'y']] }])),
    );
    for (const path of Object.keys(files)) folder.write({ [path]: 'z' });
    const error = await refused(folder, of, 'MODIFIED_SINCE');
    assert.match(error.message, /f4\.ts was changed meanwhile; and 3 more\.$/);
    assert.equal((error.details['problems'] as unknown[]).length, 8);
  });

  test('when a file is a link, or a folder on the way is one', async (t) => {
    const outside = new Folder(t, { 'b.ts': FILES['src/deep/b.ts']! });
    const byFile = setup(t);
    const of = await plan(byFile);
    unlinkSync(byFile.at('src/deep/b.ts'));
    symlinkSync(outside.at('b.ts'), byFile.at('src/deep/b.ts'));
    assert.match((await refused(byFile, of, 'PATH_UNSAFE')).message, /src\/deep\/b\.ts is no plain file, but a link/);

    const byFolder = setup(t);
    rmSync(byFolder.at('src/deep'), { recursive: true });
    symlinkSync(outside.path, byFolder.at('src/deep'));
    assert.match((await refused(byFolder, of, 'PATH_UNSAFE')).message, /src\/deep is a symbolic link/);
    assert.equal(outside.read('b.ts'), FILES['src/deep/b.ts']);
  });

  test("when a path leads out of the tree, into git or into the engine's own folder", async (t) => {
    const folder = setup(t);
    for (const to of [
      '../b.ts',
      '/tmp/b.ts',
      '.git/hooks/pre-commit',
      'src/../../b.ts',
      '.jsonatomic/dte/x.json',
      '.GIT/x',
    ])
      await refused(folder, await plan(folder, { 'src/deep/b.ts': { to } }), 'PATH_UNSAFE');
  });

  test('when a new path is taken, by a file, a folder, or in other letters', async (t) => {
    const folder = setup(t);
    for (const [to, message] of [
      ['other.md', /other\.md exists already/],
      ['bin', /bin exists already/],
      ['other.md/b.ts', /other\.md is a file where a folder is needed/],
      ['OTHER.md', /OTHER\.md and other\.md differ in nothing but case/],
      ['SRC/c.ts', /SRC\/c\.ts and src differ in nothing but case/],
    ] as const) {
      const error = await refused(folder, await plan(folder, { 'src/deep/b.ts': { to } }), 'TARGET_EXISTS');
      assert.match(error.message, message);
    }
    const both = await plan(folder, { 'src/deep/b.ts': { to: 'New.ts' }, 'src/a.ts': { to: 'new.ts' } });
    await refused(folder, both, 'TARGET_EXISTS');
  });

  test('when two files go to one path', async (t) => {
    const folder = setup(t);
    await refused(
      folder,
      await plan(folder, { 'src/deep/b.ts': { to: 'n.ts' }, 'src/a.ts': { to: 'n.ts' } }),
      'EDIT_CONFLICT',
    );
    const of = await plan(folder);
    await refused(folder, { ...of, files: [of.files[0]!, of.files[0]!] }, 'EDIT_CONFLICT');
  });

  test('when git ignores a file, or would ignore its new path', async (t) => {
    const folder = setup(t, { ...FILES, '.gitignore': 'made/\n*.gen.ts\n', 'made/x.ts': 'one' });
    const tree = heldTree(await openWorkTree(folder.path));
    const whole = planOf(spec, tree, { 'src/a.ts': { to: 'src/a.gen.ts' } });
    assert.match((await refused(folder, whole, 'PATH_UNSAFE')).message, /src\/a\.gen\.ts is ignored by git/);
    folder.write({ 'src/made/x.ts': 'one' });
    const outside = new Folder(t, { 'made/x.ts': 'one' });
    const foreign = await plan(outside, { 'made/x.ts': { replace: [['one', 'two']] } });
    assert.match((await refused(folder, foreign, 'PATH_UNSAFE')).message, /made\/x\.ts is ignored by git/);
  });

  test('when a file belongs to a submodule or to a repository inside', async (t) => {
    const folder = setup(t, { 'sub/x.ts': 'one', 'a.ts': 'one' });
    const of = await plan(folder, { 'sub/x.ts': { replace: [['one', 'two']] } });
    folder.gitWith({ cwd: folder.at('sub') }, 'init', '--quiet');
    assert.match((await refused(folder, of, 'PATH_UNSAFE')).message, /sub is a submodule or a repository of its own/);
    await refused(folder, await plan(folder, { 'a.ts': { to: 'sub/a.ts' } }), 'PATH_UNSAFE');
  });

  test('when a file or a folder is read-only', async (t) => {
    const folder = setup(t);
    const of = await plan(folder);
    chmodSync(folder.at('src/a.ts'), 0o444);
    assert.match((await refused(folder, of, 'OUTPUT_UNWRITABLE')).message, /src\/a\.ts is read-only/);
    chmodSync(folder.at('src/a.ts'), 0o644);
    chmodSync(folder.at('src/deep'), 0o555);
    assert.match((await refused(folder, of, 'OUTPUT_UNWRITABLE')).message, /src\/deep is read-only/);
  });

  test("when the engine's own folder is a link or a file", async (t) => {
    const outside = new Folder(t);
    const folder = setup(t);
    const of = await plan(folder);
    symlinkSync(outside.path, folder.at('.jsonatomic'));
    await failsWith('PATH_UNSAFE', applyPlan(folder.path, of, options));
    await failsWith('PATH_UNSAFE', revertSpec(folder.path, spec));
    assert.deepEqual(readdirSync(outside.path), []);
    unlinkSync(folder.at('.jsonatomic'));
    folder.write({ '.jsonatomic/dte': 'a file' });
    await failsWith('PATH_UNSAFE', applyPlan(folder.path, of, options));
  });

  test('when it was cancelled', async (t) => {
    const folder = setup(t);
    const of = await plan(folder);
    const before = folder.digest();
    const signal = AbortSignal.abort(new Error('stop'));
    await failsWith('CANCELLED', applyPlan(folder.path, of, { ...options, signal }));
    assert.equal(folder.digest(), before);
    assert.deepEqual(own(folder), ['.gitignore']);
  });
});

describe('reverting', () => {
  test('brings every byte, mode and folder back', async (t) => {
    const folder = setup(t);
    const before = folder.digest();
    await applyPlan(folder.path, await plan(folder), options);
    const { paths } = await revertSpec(folder.path, spec);
    assert.deepEqual(paths, ['bin/tool.ts', 'src/a.ts', 'src/deep/b.ts']);
    assert.equal(folder.digest(), before);
    assert.deepEqual(own(folder), ['.gitignore']);
    await failsWith('NOT_APPLIED', revertSpec(folder.path, spec));
    await failsWith('NOT_APPLIED', revertSpec(setup(t).path, spec));
  });

  test('is refused when a file was changed, moved or removed since', async (t) => {
    for (const change of [
      (folder: Folder) => folder.write({ 'lib/b.ts': 'changed' }),
      (folder: Folder) => renameSync(folder.at('lib/b.ts'), folder.at('lib/c.ts')),
      (folder: Folder) => folder.write({ 'src/deep/b.ts': 'somebody needs this path' }),
    ]) {
      const folder = setup(t);
      await applyPlan(folder.path, await plan(folder), options);
      change(folder);
      const now = folder.digest();
      await assert.rejects(revertSpec(folder.path, spec), (error: LoglineError) => {
        return ['MODIFIED_SINCE', 'TARGET_EXISTS'].includes(error.code);
      });
      assert.equal(folder.digest(), now);
    }
  });

  test('is refused while later specs stand on it, which are named', async (t) => {
    const folder = setup(t);
    const before = folder.digest();
    const specs = [spec, specOf(2), specOf(3), specOf(4)] as const;
    const steps = [
      STEPS,
      { 'lib/b.ts': { replace: [['first', 'second']] } },
      { 'lib/b.ts': { replace: [['second', 'third']] } },
      { 'other.md': { replace: [['one', 'two']] } },
    ] as const;
    for (const [i, of] of specs.entries())
      await applyPlan(folder.path, await plan(folder, steps[i], of), { ...options, spec: of });
    const error = await failsWith('MODIFIED_SINCE', revertSpec(folder.path, spec));
    assert.match(error.message, /Revert CS-3, then CS-2 first\.$/);
    for (const of of [specs[2], specs[1], specs[0], specs[3]]) await revertSpec(folder.path, of);
    assert.equal(folder.digest(), before);
  });

  test('by a receipt that somebody changed is refused', async (t) => {
    const folder = setup(t);
    const { receiptPath } = await applyPlan(folder.path, await plan(folder), options);
    const text = readFileSync(receiptPath!, 'utf8');
    const now = folder.digest();
    for (const [from, to] of [
      ['"text":"one"', '"text":"two"'],
      ['"sequence":1', '"sequence":-1'],
      ['"path":"src/a.ts"', '"path":"../src/a.ts"'],
      ['"undo":[{', '"undo":[null,{'],
      ['"undo":[{"start":9', '"undo":[{"start":99'],
      ['"files"', '"file"'],
      ['{', '['],
    ] as const) {
      assert.ok(text.includes(from), from);
      writeFileSync(receiptPath!, text.replace(from, to));
      await failsWith('INPUT_UNREADABLE', revertSpec(folder.path, spec));
    }
    writeFileSync(receiptPath!, text);
    renameSync(receiptPath!, receiptPath!.replace('CS-1-', 'CS-2-'));
    await failsWith('INPUT_UNREADABLE', revertSpec(folder.path, spec));
    assert.equal(folder.digest(), now);
  });

  test('does not follow a folder that became a link', async (t) => {
    const folder = setup(t);
    await applyPlan(folder.path, await plan(folder), options);
    const outside = new Folder(t);
    renameSync(folder.at('lib'), outside.at('lib'));
    symlinkSync(outside.at('lib'), folder.at('lib'));
    await failsWith('PATH_UNSAFE', revertSpec(folder.path, spec));
    assert.equal(outside.read('lib/b.ts'), 'import { first } from "../src/a";\n');
    mkdirSync(folder.at('src/deep'));
  });
});
