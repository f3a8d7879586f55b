/**
 * Changes that are broken off at every step: the process is killed, or a call fails. Afterwards the tree is the old one or the new one,
 * or it is after the next run, and nothing else is left.
 *
 * Most steps are broken off within this process: from a call on, nothing reaches the disk any more. With LOGLINE_LONG=1 a process is
 * really killed at every step, else at some.
 */
import '../../uncounted.ts';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { LoglineError } from '../../../src/base/errors.ts';
import { appliedState } from '../../../src/dte/apply/receipts.ts';
import { recoverTree } from '../../../src/dte/apply/recovery.ts';
import { openWorkTree } from '../../../src/dte/tree/work-tree.ts';
import { bundledArgv, runChild } from '../../ledger/store-support.ts';
import { Folder, failsWith } from '../git-fixture.ts';
import { arm } from './faults.ts';
import type { Fault } from './faults.ts';
import { SCENE_FILES, SCENE_SPEC, applyScene, revertScene } from './scene.ts';
import { isLong } from '../../long.ts';

type Work = 'apply' | 'revert';
type After = Pick<TestContext, 'after'>;
const RUN = { apply: applyScene, revert: revertScene };

/** A folder as the work finds it, and the digests of the tree before and after. */
async function stage(t: After, work: Work): Promise<Folder> {
  const folder = new Folder(t, SCENE_FILES);
  if (work === 'revert') await applyScene(folder.path);
  return folder;
}

async function sides(t: After, work: Work): Promise<{ old: string; new: string; steps: number }> {
  const folder = await stage(t, work);
  const old = folder.digest();
  const disarm = arm('none', 0);
  await RUN[work](folder.path);
  const steps = disarm().length;
  assert.ok(steps > 30, `${steps} steps`);
  return { old, new: folder.digest(), steps };
}

/** What the next run has to make of what was left. */
async function demandWhole(
  folder: Folder,
  { old, new: changed }: { old: string; new: string },
  name: string,
): Promise<string> {
  rmSync(folder.at('.jsonatomic/dte/lock'), { force: true });
  const left = folder.digest();
  const isOpen = existsSync(folder.at('.jsonatomic/dte/journal/open.json'));
  if (isOpen) await failsWith('TREE_LOCKED', openWorkTree(folder.path));
  else assert.ok([old, changed].includes(left), `${name}: the tree is neither old nor new`);
  await recoverTree(folder.path);
  const now = folder.digest();
  assert.ok([old, changed].includes(now), `${name}: the tree is neither old nor new: ${folder.rows().join('\n')}`);
  if (!isOpen) assert.equal(now, left, `${name}: a whole tree was changed`);
  const names = existsSync(folder.at('.jsonatomic/dte')) ? readdirSync(folder.at('.jsonatomic/dte')) : [];
  for (const own of names) assert.match(own, /^(\.gitignore(\.new)?|CS-7-.*\.json)$/, name);
  return now === changed ? 'new' : 'old';
}

for (const work of ['apply', 'revert'] as const) {
  const state = {
    old: work === 'apply' ? 'not-applied' : 'applied',
    new: work === 'apply' ? 'applied' : 'not-applied',
  };
  const other = work === 'apply' ? 'revert' : 'apply';

  describe(work, () => {
    test('whose process ends at any step', async (t) => {
      const both = await sides(t, work);
      const outcomes = new Set<string>();
      for (let step = 1; step <= both.steps; step++) {
        const folder = await stage(t, work);
        const disarm = arm('dead', step);
        await RUN[work](folder.path).catch(() => undefined);
        disarm();
        const name = `step ${step}`;
        const outcome = (await demandWhole(folder, both, name)) as 'old' | 'new';
        outcomes.add(outcome);
        assert.equal(appliedState(folder.path, SCENE_SPEC).state, state[outcome], name);
        await RUN[outcome === 'old' ? work : other](folder.path);
        assert.equal(folder.digest(), outcome === 'old' ? both.new : both.old, `${name}: the next run`);
      }
      assert.deepEqual([...outcomes].sort(), ['new', 'old']);
    });

    for (const [fault, stride] of [
      ['EIO', 5],
      ['ENOSPC', 11],
    ] as const) {
      test(`of which one call fails with ${fault}`, async (t) => {
        const both = await sides(t, work);
        for (let step = 1; step <= both.steps; step += isLong ? 1 : stride) {
          const folder = await stage(t, work);
          const disarm = arm(fault, step);
          const error: unknown = await RUN[work](folder.path).catch((cause: unknown) => cause);
          disarm();
          const name = `${fault} at step ${step}`;
          if (error !== undefined) assert.ok(error instanceof LoglineError, `${name}: another kind of error`);
          const left = folder.digest();
          assert.ok([both.old, both.new].includes(left), `${name}: the tree is neither old nor new`);
          if (error === undefined) assert.equal(left, both.new, name);
          await demandWhole(folder, both, name);
        }
      });
    }

    test('whose process is killed', async (t) => {
      const both = await sides(t, work);
      const every = isLong ? 1 : Math.ceil(both.steps / 3);
      let early = 0;
      for (let step = Math.min(every, 12); step <= both.steps; step += every) {
        const folder = await stage(t, work);
        const argv = bundledArgv('../dte/apply/tree-writer.ts', folder.path, work, String(step));
        const { killedBy, output } = await runChild(argv, { env: { ...process.env, NODE_V8_COVERAGE: '' } });
        assert.equal(killedBy, 'SIGKILL', output.join());
        await recoverTree(folder.path);
        // Killed late, it had done its work, and nobody needs its lock any more.
        if (appliedState(folder.path, SCENE_SPEC).state === state.old) {
          await RUN[work](folder.path);
          assert.equal(existsSync(folder.at('.jsonatomic/dte/lock')), false);
          early += 1;
        }
        const outcome = await demandWhole(folder, both, `killed at step ${step}`);
        assert.equal(outcome, 'new', 'the next run did it, after what was left was brought to an end');
      }
      assert.ok(early > 0);
    });
  });
}

function meanwhile(folder: Folder, path: string, text: string): Fault {
  return { once: () => folder.write({ [path]: text }) };
}

test('a file that is changed while the change is made: all others are put back, and the new content stays', async (t) => {
  const { steps } = await sides(t, 'apply');
  const untouched = new Folder(t, SCENE_FILES).digest();
  let refusals = 0;
  for (let step = 1; step <= steps; step++) {
    const folder = new Folder(t, SCENE_FILES);
    const disarm = arm(meanwhile(folder, 'src/a.ts', 'by somebody else'), step);
    const error: unknown = await applyScene(folder.path).catch((cause: unknown) => cause);
    disarm();
    assert.equal(folder.read('src/a.ts'), 'by somebody else', `step ${step}`);
    if (error === undefined) continue; // it was changed after its turn, as anybody may do
    refusals++;
    assert.ok(error instanceof LoglineError && error.code === 'MODIFIED_SINCE', `step ${step}`);
    folder.write({ 'src/a.ts': SCENE_FILES['src/a.ts']! });
    assert.equal(folder.digest(), untouched, `step ${step}`);
    assert.equal(existsSync(folder.at('.jsonatomic/dte/journal')), false);
  }
  assert.ok(refusals > 5, `${refusals} refusals`);
});

test('a file that was changed after a crash is not overwritten: the way out is told', async (t) => {
  const { steps } = await sides(t, 'apply');
  for (let step = steps; step > 0; step--) {
    const folder = new Folder(t, SCENE_FILES);
    const disarm = arm('dead', step);
    await applyScene(folder.path).catch(() => undefined);
    disarm();
    rmSync(folder.at('.jsonatomic/dte/lock'), { force: true });
    const isHalf = existsSync(folder.at('.jsonatomic/dte/journal/open.json')) && existsSync(folder.at('lib/new/b.ts'));
    if (!isHalf) continue;
    folder.write({ 'lib/new/b.ts': 'by somebody else' });
    const now = folder.digest();
    const error = await failsWith('MODIFIED_SINCE', recoverTree(folder.path));
    assert.match(
      error.message,
      /lib\/new\/b\.ts changed since\. Bring the files back .* or remove that folder to keep/,
    );
    assert.equal(folder.digest(), now);
    rmSync(folder.at('.jsonatomic/dte/journal'), { recursive: true });
    assert.equal(await recoverTree(folder.path), 'nothing');
    return;
  }
  assert.fail('no step leaves half of a change');
});

test('journals that a repository brings along change nothing outside of it', async (t) => {
  const outside = new Folder(t, { victim: 'after' });
  const journal = (path: string): string =>
    JSON.stringify({
      version: 1,
      rows: [{ path, before: null, after: '39ffb1929f03b8a52e0ceb4c3c6eb72a41eb8fa9f6cbd5bc7e0e4ab7b4b3ff9b' }],
      made: [],
      left: [],
      receipt: { name: `CS-1-${'0'.repeat(16)}.json`, comes: true },
    });
  for (const [path, code] of [
    ['../victim', 'INPUT_UNREADABLE'],
    [outside.at('victim'), 'INPUT_UNREADABLE'],
    ['.git/config', 'INPUT_UNREADABLE'],
    ['link/victim', 'MODIFIED_SINCE'],
  ] as const) {
    const folder = new Folder(t, { '.jsonatomic/dte/journal/open.json': journal(path), link: { link: outside.path } });
    await failsWith(code, recoverTree(folder.path));
    assert.equal(outside.read('victim'), 'after', path);
  }
  for (const text of ['', '{}', 'null', journal('a').replace('CS-1', '../CS-1')]) {
    const folder = new Folder(t, { '.jsonatomic/dte/journal/done.json': text });
    await failsWith('INPUT_UNREADABLE', recoverTree(folder.path));
  }
  const linked = new Folder(t, { '.jsonatomic/dte/journal': { link: outside.path } });
  await failsWith('PATH_UNSAFE', recoverTree(linked.path));
});

test('a journal without a list is thrown away', async (t) => {
  const folder = new Folder(t, { ...SCENE_FILES, '.jsonatomic/dte/journal/old-0': 'x' });
  const before = folder.digest();
  assert.equal(await recoverTree(folder.path), 'nothing');
  assert.equal(folder.digest(), before);
  assert.deepEqual(readdirSync(folder.at('.jsonatomic/dte')), ['.gitignore']);
  writeFileSync(folder.at('.jsonatomic/dte/CS-1-note'), '');
  assert.equal(readFileSync(folder.at('.jsonatomic/dte/.gitignore'), 'utf8'), '*\n');
});
