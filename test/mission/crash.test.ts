/**
 * A run and a rollback that are broken off at every step. The next one brings them to their end: the files are as before or as after, no
 * commit and no line stands twice, and nothing is left.
 *
 * Within this process a step throws, which is fast. With LOGLINE_LONG=1 it is every step, and a process is killed at every step; else at some.
 */
import assert from 'node:assert/strict';
import { cpSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { createFileStore } from '../../src/ledger/index.ts';
import { patchContent } from '../../src/mission/contents.ts';
import { rollbackBatch } from '../../src/mission/rollback.ts';
import { runMission } from '../../src/mission/run.ts';
import { Folder, failsWith } from '../dte/git-fixture.ts';
import { bundledArgv, runChild } from '../ledger/store-support.ts';
import { Scene, docPatch, widePatch, workTree } from './scene.ts';
import { isLong } from '../long.ts';

class Broken extends Error {}

type Work = 'run' | 'rollback';

const does = (work: Work, scene: Scene, onStep?: (step: string) => void): Promise<unknown> => {
  const options = onStep === undefined ? {} : { onStep };
  return work === 'run'
    ? runMission(scene.folder.path, scene.record(), 'M-1', options)
    : rollbackBatch(scene.folder.path, scene.record(), { mission: 'M-1', batch: 'batch-1' }, options);
};

/** A mission as the work finds it, with a ledger in a file: made once, and copied. */
async function stage(t: Pick<TestContext, 'after'>, work: Work): Promise<Scene> {
  const made = (templates[work] ??= makeStage(work));
  const { folder, store, now } = await made;
  const copy = Object.assign(Object.create(Folder.prototype) as Folder, { path: join(new Folder(t).path, 'work') });
  cpSync(folder.path, copy.path, { recursive: true, preserveTimestamps: true });
  const ledger = join(dirname(copy.path), 'ledger.jsonl');
  cpSync(store.name, ledger);
  return Object.assign(new Scene(copy, createFileStore(ledger)), { now });
}

const templates: Partial<Record<Work, Promise<Scene>>> = {};
const cleanups: (() => void)[] = [];
const atTheEnd: Pick<TestContext, 'after'> = { after: (clean) => void cleanups.push(clean as () => void) };
after(() => {
  for (const clean of cleanups) clean();
});

async function makeStage(work: Work): Promise<Scene> {
  const folder = workTree(atTheEnd);
  const ledger = join(new Folder(atTheEnd).path, 'ledger.jsonl');
  const scene = new Scene(folder, createFileStore(ledger));
  await scene.begin([[widePatch(folder)], ...(work === 'run' ? [[docPatchAfter(folder)]] : [])]);
  if (work === 'rollback') await does('run', scene);
  return scene;
}

/** A patch of what the wide one leaves. */
function docPatchAfter(folder: Folder): ReturnType<typeof docPatch> {
  const patch = docPatch(folder, 'one\n2\nthree\nfour\nfive\nsix\n7\n');
  const text = patch.text
    .replace(/index [0-9a-f]+\.\.[0-9a-f]+/, 'index 0000000..0000000')
    .replace('-two\n+2\n', ' 2\n')
    .replace(/@@ .* @@/, '@@ -1,7 +1,7 @@');
  return patchContent(patch.name, text);
}

interface Outcome {
  readonly rows: readonly string[];
  readonly log: readonly string[];
  readonly story: readonly string[];
}

const outcomeOf = async (scene: Scene): Promise<Outcome> => ({
  rows: scene.folder.rows(),
  log: scene.log(),
  story: await scene.story(),
});

/** What the work leads to when nothing breaks it off, and how many steps it has. */
async function whole(t: Pick<TestContext, 'after'>, work: Work): Promise<{ end: Outcome; steps: number }> {
  const scene = await stage(t, work);
  let steps = 0;
  await does(work, scene, () => steps++);
  return { end: await outcomeOf(scene), steps };
}

async function demandEnd(scene: Scene, work: Work, end: Outcome, name: string): Promise<void> {
  await does(work, scene);
  assert.deepEqual(await outcomeOf(scene), end, name);
  assert.equal(scene.folder.git('status', '--porcelain'), '', name);
  assert.deepEqual(readdirSync(scene.folder.at('.jsonatomic/mission')), ['.gitignore'], name);
  assert.equal((await scene.mission()).lease, undefined, name);
}

for (const work of ['run', 'rollback'] as const) {
  describe(work, () => {
    test('broken off at a step', async (t) => {
      const { end, steps } = await whole(t, work);
      assert.ok(steps > 8, `${String(steps)} steps`);
      for (let stop = 1; stop <= steps; stop += isLong ? 1 : 9) {
        const scene = await stage(t, work);
        let step = 0;
        const broken = does(work, scene, () => {
          if (++step === stop) throw new Broken();
        });
        await assert.rejects(broken);
        await demandEnd(scene, work, end, `step ${String(stop)}`);
      }
    });

    test('killed', async (t) => {
      const { end, steps } = await whole(t, work);
      const every = isLong ? 1 : Math.ceil(steps / 2);
      // The last step as well, behind which nothing is left to be done but to let go.
      for (
        let stop = Math.min(4, every);
        stop <= steps;
        stop = stop < steps ? Math.min(stop + every, steps) : stop + 1
      ) {
        const scene = await stage(t, work);
        const argv = bundledArgv(
          '../mission/mission-writer.ts',
          scene.folder.path,
          scene.store.name,
          work,
          String(stop),
        );
        const { killedBy, output } = await runChild(argv, { env: { ...process.env, NODE_V8_COVERAGE: '' } });
        assert.equal(killedBy, 'SIGKILL', output.join());
        assert.ok(readdirSync(scene.folder.at('.jsonatomic/mission')).includes('lock'), 'its lock is left');
        assert.notEqual((await scene.mission()).lease, undefined, 'and its lease');
        await demandEnd(scene, work, end, `killed at step ${String(stop)}`);
      }
    });
  });
}

test('what changed after a crash is named, and nothing more is touched', async (t) => {
  const scene = await stage(t, 'run');
  const broken = runMission(scene.folder.path, scene.record(), 'M-1', {
    onStep: (step) => {
      if (step === 'file doc.txt') throw new Broken();
    },
  });
  await assert.rejects(broken);
  scene.folder.write({ 'doc.txt': 'somebody else\n' });
  const rows = scene.folder.rows();
  const error = await failsWith('MODIFIED_SINCE', does('run', scene));
  assert.deepEqual(error.details['paths'], ['doc.txt']);
  assert.deepEqual(scene.folder.rows(), rows);
});

test('a branch that went elsewhere after a crash is not moved', async (t) => {
  const scene = await stage(t, 'run');
  const broken = runMission(scene.folder.path, scene.record(), 'M-1', {
    onStep: (step) => {
      if (step === 'branch') throw new Broken();
    },
  });
  await assert.rejects(broken);
  scene.folder.git('commit', '--quiet', '--allow-empty', '--message', 'elsewhere');
  await failsWith('MODIFIED_SINCE', does('run', scene));
  scene.folder.git('reset', '--quiet', '--soft', 'HEAD~1');
  await does('run', scene);
  assert.deepEqual(await scene.states(), ['applied', 'applied']);
});
