/** A clone that belongs to another user than the one who runs the Action, as in containers. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { geteuid } from 'node:process';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { runStep } from './runner.ts';
import type { StepResult } from './runner.ts';
import { LEDGER, PAGE, Scene, keyring, ledgerOf, pullPayload, specText } from './scene.ts';
import '../uncounted.ts';

/** Only root can give a folder away. */
const skip = geteuid?.() === 0 ? false : 'needs to be run as root';
const SOMEBODY = '12345:12345';

async function foreign(
  t: TestContext,
  config: readonly string[] = [],
): Promise<{ scene: Scene; run: () => Promise<StepResult> }> {
  const scene = new Scene(t);
  scene.commit({ [LEDGER]: await ledgerOf([1]), '.jsonatomic/keyring.json': keyring(1), 'src/page.ts': PAGE });
  const pull = scene.pull({
    [LEDGER]: await ledgerOf([1, 2]),
    'specs/1.json': specText(),
    'src/page.ts': PAGE.replace('Welcome', 'Hello'),
  });
  for (const setting of config) scene.folder.git('config', ...setting.split(' '));
  assert.equal(spawnSync('chown', ['-R', SOMEBODY, scene.folder.path]).status, 0);
  const step = { workspace: scene.folder.path, event: 'pull_request', payload: pullPayload(pull), sha: pull.merge };
  return { scene, run: () => runStep(t, { ...step, inputs: { fetch: 'never', comment: 'never' } }) };
}

describe('a clone of another user', { skip }, () => {
  test('is refused by git, and read by the Action all the same: ledgers and change specs', async (t) => {
    const { scene, run } = await foreign(t);
    const env = { PATH: process.env['PATH'], HOME: scene.folder.path, LC_ALL: 'C' };
    const git = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: scene.folder.path, env, encoding: 'utf8' });
    assert.match(git.stderr, /dubious ownership/);
    const result = await run();
    assert.deepEqual([result.status, result.stderr, result.outputs['entries-added']], [0, '', '1'], result.log);
    assert.equal(result.outputs['changespecs'], '[{"id":"CS-1","edits":1,"ok":true}]');
  });

  test('has no programs of its settings run', async (t) => {
    const { scene, run } = await foreign(t, ['core.fsmonitor touch\tinto-the-trap', 'core.hooksPath .']);
    assert.equal((await run()).status, 0);
    assert.ok(!readdirSync(scene.folder.path).includes('into-the-trap'));
  });

  test('is trusted alone: no other folder is, and what was said of it is gone afterwards', async (t) => {
    const { trustClone } = await import('../../action/src/git/safe-directory.ts');
    const { scene } = await foreign(t);
    const other = new Scene(t);
    other.commit({ 'a.txt': 'a\n' });
    spawnSync('chown', ['-R', SOMEBODY, other.folder.path]);
    const env: Record<string, string | undefined> = { PATH: process.env['PATH'], HOME: other.folder.at('home') };
    other.folder.write({ 'home/.gitconfig': '[user]\n\tname = kept\n' });
    const ask = (cwd: string, ...args: string[]): { status: number | null; stdout: string } =>
      spawnSync('git', args, { cwd, env, encoding: 'utf8' });
    const distrust = trustClone(scene.folder.path, env);
    assert.equal(ask(scene.folder.path, 'rev-parse', 'HEAD').status, 0);
    assert.equal(ask(scene.folder.path, 'config', 'user.name').stdout, 'kept\n');
    assert.equal(ask(other.folder.path, 'rev-parse', 'HEAD').status, 128);
    distrust();
    assert.equal(env['GIT_CONFIG_GLOBAL'], undefined);
    assert.equal(ask(scene.folder.path, 'rev-parse', 'HEAD').status, 128);
  });
});

test('a clone of the same user changes nothing', async (t) => {
  const { trustClone } = await import('../../action/src/git/safe-directory.ts');
  const env: Record<string, string | undefined> = {};
  trustClone(new Scene(t).folder.path, env)();
  assert.deepEqual(env, {});
});
