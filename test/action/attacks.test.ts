/** What a change could bring along to lead the Action elsewhere: links, submodules, settings, names. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { runStep } from './runner.ts';
import type { StepResult } from './runner.ts';
import { LEDGER, Scene, keyring, ledgerOf, pullPayload } from './scene.ts';
import type { Changes, Pull } from './scene.ts';
import '../uncounted.ts';

const KEYRING = '.jsonatomic/keyring.json';

async function begun(t: TestContext, more: Changes = {}): Promise<Scene> {
  const scene = new Scene(t);
  scene.commit({ [LEDGER]: await ledgerOf([1, 2]), [KEYRING]: keyring(1), ...more });
  return scene;
}

function judge(
  t: TestContext,
  scene: Scene,
  pull: Pull,
  inputs: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  const step = { workspace: scene.folder.path, event: 'pull_request', payload: pullPayload(pull), sha: pull.merge };
  return runStep(t, { ...step, inputs: { fetch: 'never', comment: 'never', ...inputs } });
}

const rulesOf = ({ annotations }: StepResult): string[] => annotations.map(({ properties }) => properties['title']!);

describe('a change that puts something else in the place of', () => {
  test('the folder of the ledger, a link to one with another history, fails', async (t) => {
    const scene = await begun(t);
    const other = { 'other/main.jsonl': await ledgerOf([3, 4, 5]), [LEDGER]: null };
    const result = await judge(t, scene, scene.pull({ ...other, '.jsonatomic/ledger': { link: '../other' } }));
    assert.deepEqual([result.status, rulesOf(result)[0]], [1, 'ledger/NOT_APPEND_ONLY'], result.log);
  });

  test('the folder of the ledger, a submodule, fails', async (t) => {
    const scene = await begun(t);
    const { folder } = scene;
    folder.git('switch', '--quiet', '--create', 'topic');
    folder.git('rm', '--quiet', LEDGER);
    folder.git('update-index', '--add', '--cacheinfo', `160000,${folder.git('rev-parse', 'HEAD')},.jsonatomic/ledger`);
    folder.git('commit', '--quiet', '--message', 'a submodule');
    const [base, head] = ['main', 'HEAD'].map((rev) => folder.git('rev-parse', rev)) as [string, string];
    const result = await judge(t, scene, { base, head, merge: head });
    assert.deepEqual([result.status, rulesOf(result)[0]], [1, 'ledger/NOT_APPEND_ONLY'], result.log);
  });

  test('keyring, policy and those who review them, is listed with each of them', async (t) => {
    const config = { gatewayPolicy: 'policy/gateway.json', gatewayRules: '.gitleaks.toml' };
    const scene = await begun(t, {
      '.jsonatomic/config.json': JSON.stringify(config),
      'policy/gateway.json': '{}\n',
      '.gitleaks.toml': '\n',
      CODEOWNERS: '/.jsonatomic @kim\n',
    });
    const pull = scene.pull({
      [KEYRING]: null,
      'policy/gateway.json': '{ }\n',
      '.gitleaks.toml': '# none\n',
      CODEOWNERS: null,
      'docs/CODEOWNERS': '* @mallory\n',
    });
    const result = await judge(t, scene, pull);
    const listed = ['.gitleaks.toml', KEYRING, 'CODEOWNERS', 'docs/CODEOWNERS', 'policy/gateway.json'];
    assert.deepEqual(JSON.parse(result.outputs['rules-changed']!), listed);
    assert.equal(result.outputs['verdict'], 'warn');
  });
});

test('a config that names a database is none, and nothing connects to it', async (t) => {
  let connections = 0;
  const server = createServer(() => connections++).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const address = `postgres://127.0.0.1:${String((server.address() as AddressInfo).port)}/db`;
  const scene = await begun(t, { '.jsonatomic/config.json': JSON.stringify({ ledger: address }) });
  const result = await judge(t, scene, scene.pull({ 'a.txt': 'a\n' }));
  assert.equal(result.status, 2);
  assert.match(result.annotations[0]!.message, /^\.jsonatomic\/config\.json: ledger: .*no addresses to connect to/);
  assert.equal(connections, 0);
});

describe('a report as a file', () => {
  for (const [what, changes, path] of [
    ['that is a link of the change', { 'report.json': { link: '../victim' } }, 'report.json'],
    ['that is a link to nothing yet', { 'report.json': { link: '../victim-2' } }, 'report.json'],
    ['in a folder that is a link of the change', { out: { link: '..' } }, 'out/victim'],
    ['in a new folder behind a link of the change', { out: { link: '..' } }, 'out/new/victim'],
    ['in a folder that is a link to nothing yet', { out: { link: '../victim-2' } }, 'out/report.json'],
  ] as const)
    test(`${what} is not written, and the verdict stands`, async (t) => {
      const scene = await begun(t);
      const pull = scene.pull({ ...changes, [LEDGER]: await ledgerOf([1, 2, 3]) });
      scene.folder.git('clone', '--quiet', '.', 'work/clone');
      scene.folder.gitWith({ cwd: scene.folder.at('work/clone') }, 'checkout', '--quiet', '--detach', pull.merge);
      scene.folder.write({ 'work/victim': 'mine\n' });
      for (const input of ['report-file', 'sarif-file']) {
        const step = { event: 'pull_request', payload: pullPayload(pull), sha: pull.merge };
        const inputs = { fetch: 'never', comment: 'never', [input]: path };
        const result = await runStep(t, { ...step, workspace: scene.folder.at('work/clone'), inputs });
        assert.deepEqual([result.status, result.outputs['degraded']], [0, `["${input}"]`], result.log);
        assert.match(result.log + JSON.stringify(result.annotations), /is behind a link/);
      }
      assert.equal(scene.folder.read('work/victim'), 'mine\n');
      assert.ok(!existsSync(scene.folder.at('work/victim-2')));
    });

  test('goes where it is wanted, in the workspace and outside of it', async (t) => {
    const scene = await begun(t);
    const pull = scene.pull({ 'out/a.txt': 'a\n' });
    const outside = new Scene(t).folder.at('report.json');
    for (const path of ['report.json', 'out/report.json', 'new/folder/report.json', outside])
      assert.equal((await judge(t, scene, pull, { 'report-file': path })).outputs['degraded'], '[]');
    for (const path of ['out', 'new/folder']) assert.ok(existsSync(scene.folder.at(`${path}/report.json`)));
    assert.ok(existsSync(outside));
  });
});

test('what nobody has thought of is no verdict, and no "no"', async (t) => {
  const scene = await begun(t);
  const pull = scene.pull({ 'a.txt': 'a\n' });
  const late = `data:text/javascript,const timer = setInterval(() => {
    if (process.listenerCount('uncaughtException') > 0) { clearInterval(timer); throw new TypeError('late'); }
  }, 1)`.replaceAll(/\s+/g, '%20');
  const result = await runStep(t, {
    workspace: scene.folder.path,
    event: 'pull_request',
    payload: pullPayload(pull),
    sha: pull.merge,
    env: { NODE_OPTIONS: `--import "${late}"` },
  });
  assert.deepEqual([result.status, result.outputs['verdict']], [3, undefined]);
  assert.match(result.annotations[0]!.message, /TypeError: late/);
});
