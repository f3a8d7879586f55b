/** Clones of every depth, as checkout steps leave them, and what the Action fetches by itself over git's own protocol. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { GitHub, TOKEN, demandSound } from './github.ts';
import { payloadOf } from './payloads.ts';
import { runStep } from './runner.ts';
import type { StepResult } from './runner.ts';
import { LEDGER, Scene, keyring, ledgerOf, pullPayload } from './scene.ts';
import type { Pull } from './scene.ts';

interface Stage {
  readonly scene: Scene;
  readonly pull: Pull;
  readonly github: GitHub;
}

/** What main has got meanwhile is not in the branch, and not in a checkout of its head. */
async function stage(t: TestContext): Promise<Stage> {
  const scene = new Scene(t);
  scene.commit({ [LEDGER]: await ledgerOf([1]), '.jsonatomic/keyring.json': keyring(1) });
  scene.commit({ [LEDGER]: await ledgerOf([1, 2]) });
  const pull = scene.pull(
    { '.jsonatomic/ledger/topic.jsonl': await ledgerOf([8]) },
    { [LEDGER]: await ledgerOf([1, 2, 3]) },
  );
  scene.folder.git('update-ref', 'refs/pull/7/merge', pull.merge);
  scene.folder.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  return { scene, pull, github: await GitHub.start(t, { repository: scene.folder.path }) };
}

/** As actions/checkout does it. */
function checkout({ scene: { folder } }: Stage, ref: string, ...depth: string[]): string {
  folder.git('init', '--quiet', 'clone');
  const cwd = folder.at('clone');
  folder.gitWith({ cwd }, 'fetch', '--quiet', '--no-tags', ...depth, `file://${folder.path}`, ref);
  folder.gitWith({ cwd }, 'checkout', '--quiet', '--detach', 'FETCH_HEAD');
  return cwd;
}

function run(
  t: TestContext,
  { pull, github }: Stage,
  workspace: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  return runStep(t, {
    workspace,
    event: 'pull_request',
    payload: pullPayload(pull),
    sha: pull.merge,
    token: TOKEN,
    server: github.server,
    inputs: { comment: 'never', ...inputs },
  });
}

describe('a clone', () => {
  test('one commit deep gets the others one by one, and asks the API where the branches parted', async (t) => {
    const all = await stage(t);
    const result = await run(t, all, checkout(all, 'refs/pull/7/merge', '--depth=1'));
    assert.deepEqual(
      [result.status, result.outputs['entries-added'], result.outputs['entries-total']],
      [0, '1', '4'],
      result.log,
    );
    const api = all.github.requests.filter((request) => !request.startsWith('git '));
    assert.deepEqual(
      api.map((request) => request.replace(/[0-9a-f]{40}/g, 'ID')),
      ['GET /repos/octo/ledgers/compare/ID...ID?per_page=1'],
    );
    assert.ok(all.github.requests.includes('git /git-upload-pack'));
    demandSound(all.github);
  });

  test('one commit deep, without the API, fetches commits alone into a place of its own, and stays as deep as it is', async (t) => {
    const all = await stage(t);
    all.scene.folder.git('config', 'uploadpack.allowFilter', 'true');
    const cwd = checkout(all, 'refs/pull/7/merge', '--depth=1');
    const result = await run(t, all, cwd, { fetch: 'git' });
    assert.deepEqual([result.status, result.outputs['entries-added']], [0, '1'], result.log);
    assert.ok(all.github.requests.every((request) => request.startsWith('git ')));
    assert.equal(all.scene.folder.gitWith({ cwd }, 'rev-parse', '--is-shallow-repository'), 'true');
  });

  test('one commit deep that may not fetch cannot tell where the branches parted', async (t) => {
    const all = await stage(t);
    const result = await run(t, all, checkout(all, 'refs/pull/7/merge', '--depth=1'), { fetch: 'never' });
    assert.equal(result.status, 3, result.log);
  });

  test('that is whole needs nobody', async (t) => {
    const all = await stage(t);
    const result = await run(t, all, checkout(all, 'refs/pull/7/merge'));
    assert.equal(result.status, 0, result.log);
    assert.deepEqual(all.github.requests, []);
  });

  test('of the head alone fetches the rest, and keeps its history', async (t) => {
    const all = await stage(t);
    const cwd = checkout(all, all.pull.head);
    const count = (): string => all.scene.folder.gitWith({ cwd }, 'rev-list', '--count', 'HEAD');
    const before = count();
    const result = await run(t, all, cwd, { fetch: 'git' });
    assert.equal(result.status, 0, result.log);
    assert.equal(count(), before);
    assert.equal(all.scene.folder.gitWith({ cwd }, 'rev-parse', '--is-shallow-repository'), 'false');
  });

  test('whose checkout left its credentials behind sends one header', async (t) => {
    const all = await stage(t);
    const cwd = checkout(all, 'refs/pull/7/merge', '--depth=1');
    all.scene.folder.gitWith(
      { cwd },
      'config',
      `http.${all.github.server.url}/.extraheader`,
      'AUTHORIZATION: basic b2xkOm9sZA==',
    );
    assert.equal((await run(t, all, cwd)).status, 0);
  });

  test('with hooks, monitors and filters of somebody else runs none of them', async (t) => {
    const all = await stage(t);
    const cwd = checkout(all, all.pull.head);
    const trap = all.scene.folder.at('trap');
    for (const name of [
      'core.fsmonitor',
      'core.sshCommand',
      'core.pager',
      'filter.x.smudge',
      'uploadpack.packObjectsHook',
    ])
      all.scene.folder.gitWith({ cwd }, 'config', name, `touch ${trap}`);
    assert.equal((await run(t, all, cwd)).status, 0);
    assert.throws(() => all.scene.folder.read('trap'), { code: 'ENOENT' });
  });

  test('in whose settings programs and other servers stand runs none, and is not led to them', async (t) => {
    const all = await stage(t);
    const cwd = checkout(all, 'refs/pull/7/merge', '--depth=1');
    const trap = all.scene.folder.at('trap');
    for (const [name, value] of [
      ['credential.helper', `!touch ${trap}`],
      ['core.askPass', `touch ${trap}`],
      ['protocol.ext.allow', 'always'],
      [`url.ext::sh -c touch% ${trap} .insteadOf`, all.github.server.url],
    ] as const)
      all.scene.folder.gitWith({ cwd }, 'config', name, value);
    const result = await run(t, all, cwd, { fetch: 'git' });
    assert.equal(result.status, 3, result.log);
    assert.throws(() => all.scene.folder.read('trap'), { code: 'ENOENT' });
  });

  test('is asked by a git that gets nothing of the secrets of the job', async (t) => {
    const all = await stage(t);
    const cwd = checkout(all, 'refs/pull/7/merge', '--depth=1');
    const { folder } = all.scene;
    const shown = folder.at('shown');
    folder.write({
      'bin/git': { run: `#!/bin/sh\nenv >> '${shown}'\nPATH='${process.env['PATH']!}' exec git "$@"\n` },
    });
    const secrets = { NPM_TOKEN: 'hidden-1', ACTIONS_RUNTIME_TOKEN: 'hidden-2', AWS_SECRET_ACCESS_KEY: 'hidden-3' };
    const env = { ...secrets, 'INPUT_SIGNING-KEY': 'hidden-4', PATH: `${folder.at('bin')}:${process.env['PATH']!}` };
    const step = { workspace: cwd, event: 'pull_request', payload: pullPayload(all.pull), sha: all.pull.merge };
    const { status, log } = await runStep(t, { ...step, token: TOKEN, server: all.github.server, env });
    assert.equal(status, 0, log);
    assert.match(folder.read('shown'), /^GIT_CONFIG_VALUE_1=AUTHORIZATION: basic /m, 'a fetch has its header');
    assert.doesNotMatch(folder.read('shown'), /hidden-/);
  });

  test('without all contents is asked for none, and the API is; without that nothing is decided', async (t) => {
    const scene = new Scene(t);
    scene.commit({ [LEDGER]: await ledgerOf([1, 2]), '.jsonatomic/keyring.json': keyring(1) });
    const pull = scene.pull({ [LEDGER]: await ledgerOf([3, 4, 5]) });
    scene.folder.git('update-ref', 'refs/pull/7/merge', pull.merge);
    for (const name of ['allowAnySHA1InWant', 'allowFilter']) scene.folder.git('config', `uploadpack.${name}`, 'true');
    const all = { scene, pull, github: await GitHub.start(t, { repository: scene.folder.path }) };
    scene.folder.git('clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${scene.folder.path}`, 'clone');
    const cwd = scene.folder.at('clone');
    scene.folder.gitWith({ cwd }, 'fetch', '--quiet', 'origin', 'refs/pull/7/merge');
    scene.folder.gitWith({ cwd }, 'checkout', '--quiet', '--detach', 'FETCH_HEAD');
    assert.equal((await run(t, all, cwd, { fetch: 'git' })).status, 3);
    const asked = await run(t, all, cwd);
    assert.deepEqual(
      [asked.status, asked.annotations[0]?.properties['title']],
      [1, 'ledger/NOT_APPEND_ONLY'],
      asked.log,
    );
  });

  test('a merge queue compares the group with its base', async (t) => {
    const all = await stage(t);
    const group = { head_sha: all.pull.merge, base_sha: all.pull.base };
    const payload = payloadOf('merge_group checks_requested', { merge_group: group });
    const step = {
      workspace: checkout(all, all.pull.merge, '--depth=1'),
      event: 'merge_group',
      payload,
      sha: all.pull.merge,
    };
    const result = await runStep(t, { ...step, token: TOKEN, server: all.github.server });
    assert.deepEqual([result.status, result.outputs['entries-added']], [0, '1'], result.log);
    demandSound(all.github);
  });
});
