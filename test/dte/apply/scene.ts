/** One change of a small tree with everything in it, for those who break it off. */
import { applyPlan } from '../../../src/dte/apply/apply.ts';
import { recoverTree } from '../../../src/dte/apply/recovery.ts';
import { revertSpec } from '../../../src/dte/apply/revert.ts';
import { openWorkTree } from '../../../src/dte/tree/work-tree.ts';
import type { Files } from '../git-fixture.ts';
import { heldTree, planOf, specOf } from '../plans.ts';

export const SCENE_FILES: Files = {
  'src/a.ts': 'const one = 1;\r\n',
  'src/deep/er/b.ts': 'one;',
  'bin/tool.ts': { run: 'one;\n' },
  'x.ts': 'x',
  'y.ts': 'y',
  'same.ts': 'one',
};

export const SCENE_SPEC = specOf(7);

/** Applies the change to a folder. */
export async function applyScene(folder: string): Promise<void> {
  await recoverTree(folder, { lockTimeoutMs: 2000 });
  const plan = planOf(SCENE_SPEC, heldTree(await openWorkTree(folder)), {
    'src/a.ts': { replace: [['one', 'first']] },
    'src/deep/er/b.ts': { replace: [['one', 'first']], to: 'lib/new/b.ts' },
    'bin/tool.ts': { replace: [['one', 'first']] },
    'x.ts': { to: 'y.ts' },
    'y.ts': { to: 'x.ts' },
  });
  await applyPlan(folder, plan, { spec: SCENE_SPEC, engine: '0.0.0', lockTimeoutMs: 2000 });
}

/** Undoes it. */
export async function revertScene(folder: string): Promise<void> {
  await revertSpec(folder, SCENE_SPEC, { lockTimeoutMs: 2000 });
}
