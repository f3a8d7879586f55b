/** Every event, with its payload as GitHub describes it: which commits are judged, by which, and where the report goes. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { GitHub, TOKEN, demandSound } from './github.ts';
import { payloadOf } from './payloads.ts';
import { runStep } from './runner.ts';
import type { Step, StepResult } from './runner.ts';
import { LEDGER, Scene, keyring, ledgerOf, pullPayload, pushPayload } from './scene.ts';
import type { Pull } from './scene.ts';

interface Stage {
  readonly scene: Scene;
  readonly pull: Pull;
  readonly github: GitHub;
}

async function stage(t: TestContext, prefix?: string): Promise<Stage> {
  const scene = new Scene(t);
  scene.commit({ [LEDGER]: await ledgerOf([1, 2]), '.jsonatomic/keyring.json': keyring(1) });
  const pull = scene.pull({ [LEDGER]: await ledgerOf([1, 2, 3]) });
  const github = await GitHub.start(t, {
    repository: scene.folder.path,
    ...(prefix !== undefined && { prefix }),
  });
  return { scene, pull, github };
}

function run(
  t: TestContext,
  { scene, github }: Stage,
  step: Pick<Step, 'event' | 'payload' | 'sha'>,
): Promise<StepResult> {
  return runStep(t, { workspace: scene.folder.path, token: TOKEN, server: github.server, ...step });
}

/** What is judged as a change has one new line; what is judged as a whole has three, all of them new. */
const CHANGE = { added: '1', total: '3' };
const WHOLE = { added: '3', total: '3' };

describe('the event', () => {
  for (const [what, event, payload, expected, comments] of [
    ['pull_request', 'pull_request', (pull: Pull) => pullPayload(pull), CHANGE, 1],
    ['pull_request, edited', 'pull_request', (pull: Pull) => pullPayload(pull, { action: 'edited' }), CHANGE, 1],
    ['pull_request from a fork', 'pull_request', (pull: Pull) => pullPayload(pull, { fork: true }), CHANGE, 0],
    [
      'pull_request from a fork that is gone',
      'pull_request',
      (pull: Pull) => pullPayload(pull, { gone: true }),
      CHANGE,
      0,
    ],
    ['pull_request_target', 'pull_request_target', (pull: Pull) => pullPayload(pull, { fork: true }), CHANGE, 1],
    ['workflow_run', 'workflow_run', workflowRun, CHANGE, 1],
    [
      'merge_group',
      'merge_group',
      ({ base, merge }: Pull) =>
        payloadOf('merge_group checks_requested', { merge_group: { base_sha: base, head_sha: merge } }),
      CHANGE,
      0,
    ],
    ['push', 'push', ({ base, merge }: Pull) => pushPayload(base, merge), CHANGE, 0],
    ['push of a new branch', 'push', ({ merge }: Pull) => pushPayload('0'.repeat(40), merge), WHOLE, 0],
    ['schedule', 'schedule', () => ({ schedule: '17 4 * * *', workflow: '.github/workflows/ledger.yml' }), WHOLE, 0],
    [
      'workflow_dispatch',
      'workflow_dispatch',
      () => payloadOf('workflow_dispatch ', { ref: 'refs/heads/main' }),
      WHOLE,
      0,
    ],
  ] as const) {
    test(what, async (t) => {
      const all = await stage(t);
      const result = await run(t, all, { event, payload: payload(all.pull), sha: all.pull.merge });
      assert.deepEqual([result.status, result.stderr, result.outputs['verdict']], [0, '', 'pass'], result.log);
      const { 'entries-added': added, 'entries-total': total } = result.outputs;
      assert.deepEqual({ added, total }, expected);
      assert.equal(all.github.comments.length, comments);
      demandSound(all.github);
    });
  }

  test('pull_request on an Enterprise Server, whose paths are its own', async (t) => {
    const all = await stage(t, '/api/v3');
    const result = await run(t, all, { event: 'pull_request', payload: pullPayload(all.pull), sha: all.pull.merge });
    assert.deepEqual([result.status, result.outputs['degraded'], all.github.comments.length], [0, '[]', 1]);
    assert.ok(all.github.requests.includes('POST /api/graphql'), all.github.requests.join());
    demandSound(all.github);
  });

  test('workflow_run of a fork names no pull request, and is refused', async (t) => {
    const all = await stage(t);
    const payload = workflowRun(all.pull, []);
    const result = await run(t, all, { event: 'workflow_run', payload, sha: all.pull.merge });
    assert.equal(result.status, 2);
    assert.match(result.annotations[0]!.message, /pull_request_target/);
  });
});

function workflowRun({ base, head }: Pull, pulls?: readonly object[]): object {
  const pull = { number: 7, base: { sha: base, ref: 'main' }, head: { sha: head, ref: 'topic' } };
  const repo = { id: 1, name: 'ledgers', url: 'https://api.github.com/repos/octo/ledgers' };
  const whole = { ...pull, id: 1, url: 'x', base: { ...pull.base, repo }, head: { ...pull.head, repo } };
  return payloadOf('workflow_run completed', { workflow_run: { head_sha: head, pull_requests: pulls ?? [whole] } });
}
