/** Applies on media that fail for real, and several at once. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, symlinkSync } from 'node:fs';
import { test } from 'node:test';
import { applyPlan } from '../../../src/dte/apply/apply.ts';
import { describeProcess, formatOwner } from '../../../src/base/lock-owner.ts';
import { openWorkTree } from '../../../src/dte/tree/work-tree.ts';
import { needs, nodeArgv, runChild } from '../../ledger/store-support.ts';
import { Folder, failsWith } from '../git-fixture.ts';
import { heldTree, planOf, specOf } from '../plans.ts';
import { SCENE_FILES, applyScene } from './scene.ts';

/** Makes mounts that this process does not see and that are gone with the child. */
const isolation = [['-m'], ['-rm']].find((flags) => {
  return spawnSync('unshare', [...flags, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
});

test('a full disk leaves the tree as it was, and nothing else', async (t) => {
  if (!needs(t, isolation !== undefined, 'the right to mount')) return;
  const folder = new Folder(t);
  const script = `
    mount -t tmpfs -o size=64k tmpfs "$1"; cd "$1"; folder="$1"; shift
    mkdir -p src/deep/er bin; printf 'const one = 1;\\r\\n' > src/a.ts; printf 'one;' > src/deep/er/b.ts
    printf 'one;\\n' > bin/tool.ts; chmod 755 bin/tool.ts; printf x > x.ts; printf y > y.ts
    find . -type f -exec sha256sum {} + | sort > /tmp/before.$$
    for free in 0 12; do
      head -c 100000 /dev/zero > filler 2>/dev/null || true
      truncate -s "$(( $(stat -c %s filler) - 1024 * free ))" filler
      "$@" "$folder" apply 0 2>&1 | grep -o "code: '[A-Z_]*'" | head -1 || true
      rm filler; find . -type f -not -path './.jsonatomic/*' -exec sha256sum {} + | sort > /tmp/after.$$
      cmp /tmp/before.$$ /tmp/after.$$ && echo same; ls -A .jsonatomic/dte
    done
    rm /tmp/before.$$ /tmp/after.$$
    "$@" "$folder" apply 0 > /dev/null && cat lib/new/b.ts && echo`;
  const argv = ['unshare', ...isolation!, 'sh', '-ec', script, 'sh', folder.path] as const;
  const { output } = await runChild([...argv, ...nodeArgv('../dte/apply/tree-writer.ts')], {
    env: { ...process.env, NODE_V8_COVERAGE: '' },
  });
  const refused = ["code: 'OUTPUT_UNWRITABLE'", 'same'];
  assert.deepEqual(output, [...refused, ...refused, '.gitignore', 'first;'], output.join('\n'));
});

test('of several at once one changes the tree, and the others find it done', async (t) => {
  const folder = new Folder(t, SCENE_FILES);
  const plan = planOf(specOf(1), heldTree(await openWorkTree(folder.path)), {
    'src/a.ts': { replace: [['one', 'two']] },
  });
  const options = { spec: specOf(1), engine: '0.0.0' };
  const results = await Promise.all(Array.from({ length: 4 }, () => applyPlan(folder.path, plan, options)));
  assert.deepEqual(results.map(({ state }) => state).sort(), [...Array<string>(3).fill('already-applied'), 'applied']);
});

test('a process that has the lock is waited for, and named when it takes too long', async (t) => {
  const folder = new Folder(t, { ...SCENE_FILES, '.jsonatomic/dte/.gitignore': '*\n' });
  symlinkSync(formatOwner(await describeProcess()), folder.at('.jsonatomic/dte/lock'));
  const error = await failsWith('TREE_LOCKED', applyScene(folder.path));
  assert.match(error.message, /it is held by process \d+/);
  assert.ok(readdirSync(folder.at('.jsonatomic/dte')).includes('lock'));
});

test('the lock of a process that ended is taken over, and that is told', async (t) => {
  const folder = new Folder(t, { ...SCENE_FILES, '.jsonatomic/dte/.gitignore': '*\n' });
  const gone = { ...(await describeProcess()), pid: 9_999_999 };
  symlinkSync(formatOwner(gone), folder.at('.jsonatomic/dte/lock'));
  const plan = planOf(specOf(1), heldTree(await openWorkTree(folder.path)), { 'x.ts': { replace: [['x', 'z']] } });
  const kinds: string[] = [];
  const onNotice = ({ kind }: { kind: string }): void => void kinds.push(kind);
  await applyPlan(folder.path, plan, { spec: specOf(1), engine: '0.0.0', onNotice });
  assert.deepEqual(kinds, ['lock-taken-over']);
});
