/** The comment of a pull request, and runs without a clone, against a server that keeps comments and gives contents. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { draft, signer } from '../ledger/fixtures.ts';
import { GitHub, TOKEN, demandSound } from './github.ts';
import type { Fault, GitHubOptions } from './github.ts';
import { graphqlFaults } from './openapi.ts';
import { runStep } from './runner.ts';
import type { Step, StepResult } from './runner.ts';
import { LEDGER, PAGE, Scene, keyring, ledgerOf, pullPayload, specText } from './scene.ts';
import type { Pull } from './scene.ts';

interface Stage {
  readonly scene: Scene;
  readonly pull: Pull;
  readonly github: GitHub;
}

async function stage(t: TestContext, more: Partial<GitHubOptions> = {}, added = 1): Promise<Stage> {
  const scene = new Scene(t);
  scene.commit({ [LEDGER]: await ledgerOf([1, 2]), '.jsonatomic/keyring.json': keyring(1) });
  const facts = [1, 2, 3, 4].slice(0, 2 + added);
  const pull = scene.pull({ [LEDGER]: await ledgerOf(facts) });
  return { scene, pull, github: await GitHub.start(t, { repository: scene.folder.path, ...more }) };
}

function run(t: TestContext, { scene, pull, github }: Stage, more: Partial<Step> = {}): Promise<StepResult> {
  return runStep(t, {
    workspace: scene.folder.path,
    event: 'pull_request',
    payload: pullPayload(pull),
    sha: pull.merge,
    token: TOKEN,
    server: github.server,
    ...more,
  });
}

const bodies = ({ comments }: GitHub): string[] => comments.map(({ body }) => body);

describe('the comment', () => {
  test('is written once, and not again where it would say the same', async (t) => {
    const all = await stage(t);
    const first = await run(t, all);
    assert.deepEqual([first.status, first.outputs['degraded']], [0, '[]']);
    assert.match(
      bodies(all.github)[0]!,
      /^✅ Passed: 1 ledger intact, 1 new entry of 3\n[^]*\n<!-- jsonatomic:v1 run=812\.1 id=ledger\/verify -->$/,
    );
    assert.equal(first.outputs['comment-id'], '100');
    const before = all.github.requests.length;
    await run(t, all, { runId: 813, payload: { ...pullPayload(all.pull) } });
    assert.equal(all.github.comments.length, 1);
    assert.ok(all.github.requests.slice(before).every((request) => !/^(PATCH|DELETE|POST \/repos)/.test(request)));
    demandSound(all.github);
  });

  test("is edited where it changes; a planted marker is nobody's comment of ours", async (t) => {
    const all = await stage(t);
    const planted = all.github.add('mallory', '✅ fine\n\n<!-- jsonatomic:v1 run=9999999.1 id=ledger/verify -->');
    const ours = all.github.add('github-actions[bot]', 'old\n\n<!-- jsonatomic:v1 run=1.1 id=ledger/verify -->');
    all.github.add('github-actions[bot]', 'another job\n\n<!-- jsonatomic:v1 run=1.1 id=ledger/other -->');
    const result = await run(t, all);
    assert.equal(result.outputs['comment-id'], String(ours.id));
    assert.match(ours.body, /^✅ Passed/);
    assert.match(planted.body, /^✅ fine/);
    assert.equal(all.github.comments.length, 3);
    demandSound(all.github);
  });

  test('of a newer run stands where it judged another head; a marker that only says so keeps nobody out', async (t) => {
    const all = await stage(t);
    all.github.pullHead = 'f'.repeat(40);
    const newer = all.github.add('github-actions[bot]', 'newer\n\n<!-- jsonatomic:v1 run=900.2 id=ledger/verify -->');
    await run(t, all);
    assert.match(newer.body, /^newer/);
    await run(t, all, { runId: 900, attempt: 3 });
    assert.match(newer.body, /^✅/);
    const quoted = 'they say:\n\n<!-- jsonatomic:v1 run=999999999999999.1 id=ledger/verify -->';
    for (const comment of all.github.comments) comment.body = quoted;
    all.github.pullHead = all.pull.head;
    await run(t, all);
    assert.match(newer.body, /^✅/);
    demandSound(all.github);
  });

  test('that two runs wrote at once is one in the end', async (t) => {
    const all = await stage(t);
    await Promise.all([run(t, all), run(t, all, { runId: 813 })]);
    await run(t, all, { runId: 814 });
    assert.equal(all.github.comments.length, 1);
  });

  test('that another run wrote first is written anew, and the copies go, and be they gone', async (t) => {
    const fault: Fault = (method, path) => {
      if (method === 'POST' && path.endsWith('/comments'))
        all.github.add('github-actions[bot]', 'first\n\n<!-- jsonatomic:v1 run=1.1 id=ledger/verify -->');
      return method === 'DELETE' ? { status: 404, body: { message: 'Not Found' } } : undefined;
    };
    const all: Stage = await stage(t, { fault });
    const { outputs } = await run(t, all);
    const [first] = all.github.comments;
    assert.match(first!.body, /^✅/);
    assert.deepEqual([outputs['comment-id'], outputs['degraded']], [String(first!.id), '[]']);
  });

  test('is that of the account of workflows where the server names none; comments without a body are none', async (t) => {
    const all = await stage(t, {
      fault: (_method, path) => (path.endsWith('/graphql') ? { status: 200, body: { data: null } } : undefined),
    });
    Object.assign(all.github.add('github-actions[bot]', ''), { body: null });
    Object.assign(all.github.add('ghost', 'x'), { user: null });
    await run(t, all);
    await run(t, all);
    assert.equal(all.github.comments.length, 3);
  });

  test('is found on the third page', async (t) => {
    const all = await stage(t);
    for (let i = 0; i < 250; i++) all.github.add('octocat', `talk ${String(i)}`);
    const ours = all.github.add('github-actions[bot]', 'old\n\n<!-- jsonatomic:v1 run=1.1 id=ledger/verify -->');
    await run(t, all);
    assert.match(ours.body, /^✅/);
    demandSound(all.github);
  });

  test('begins with a failure, or is not wanted at all', async (t) => {
    const all = await stage(t);
    await run(t, all, { inputs: { comment: 'on-failure' } });
    await run(t, all, { inputs: { comment: 'never' } });
    assert.deepEqual(all.github.comments, []);
  });
});

const status = (code: number, on: RegExp, headers: Readonly<Record<string, string>> = {}): Fault => {
  return (method, path) =>
    on.test(`${method} ${path}`) ? { status: code, body: { message: 'no' }, headers } : undefined;
};

describe('a channel that fails changes nothing of the verdict', () => {
  for (const [what, fault] of [
    ['a token that may only read', status(403, /^POST .*comments/)],
    ['a body that is refused', status(422, /^POST .*comments/)],
    ['a limit of calls that lasts too long', status(429, /comments/, { 'retry-after': '3600' })],
    ['a server that is down for comments', status(502, /comments/)],
  ] as const) {
    test(what, async (t) => {
      const all = await stage(t, { fault });
      const result = await run(t, all);
      assert.deepEqual(
        [result.status, result.outputs['verdict'], result.outputs['degraded']],
        [0, 'pass', '["comment"]'],
      );
      assert.match(result.summary, /Could not be reported/);
    });
  }

  test('a server that fails once is asked again; one that asks to wait is waited for', async (t) => {
    const fault: Fault = (method, path, count) => {
      if (count > 1 || !path.includes('comments')) return undefined;
      return method === 'GET' ? { status: 502 } : { status: 403, headers: { 'retry-after': '1' } };
    };
    const all = await stage(t, { fault });
    const result = await run(t, all);
    assert.deepEqual([result.outputs['degraded'], all.github.comments.length], ['[]', 1]);
  });

  test('a fork is told which workflow comments there', async (t) => {
    const all = await stage(t);
    const result = await run(t, all, { payload: pullPayload(all.pull, { fork: true }) });
    assert.deepEqual([result.status, result.outputs['degraded']], [0, '["comment"]']);
    assert.match(result.summary, /docs\\?\/action\\?\.md/);
    assert.deepEqual(all.github.comments, []);
  });

  test('a token that is over', async (t) => {
    const all = await stage(t);
    const result = await run(t, all, { token: 'ghs_old' });
    assert.deepEqual([result.status, result.outputs['degraded']], [0, '["comment"]']);
    assert.ok(!result.log.includes('ghs_old'));
  });
});

describe('without a clone', () => {
  function nowhere(t: TestContext): string {
    const folder = mkdtempSync(join(tmpdir(), 'logline-empty-'));
    t.after(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    return folder;
  }

  test('a fork is judged and commented on by pull_request_target', async (t) => {
    const all = await stage(t, { prefix: '/api/v3' });
    const step = {
      workspace: nowhere(t),
      event: 'pull_request_target',
      payload: pullPayload(all.pull, { fork: true }),
      sha: all.pull.base,
    };
    const result = await run(t, all, { ...step, inputs: { fetch: 'api' } });
    assert.deepEqual([result.status, result.outputs['verdict'], result.outputs['entries-added']], [0, 'pass', '1']);
    assert.match(bodies(all.github)[0]!, /^✅ Passed/);
    demandSound(all.github);
  });

  test('change specs are proven on two commits that are fetched for it, and not checked out', async (t) => {
    const scene = new Scene(t);
    const policy = { action: { changes: [{ paths: ['src/**'], allow: 'explained' }] } };
    scene.commit({
      [LEDGER]: await ledgerOf([1]),
      '.jsonatomic/keyring.json': keyring(1),
      '.jsonatomic/config.json': JSON.stringify(policy),
      'src/page.ts': PAGE,
    });
    const spec = { 'specs/1.json': specText(), 'src/page.ts': PAGE.replace('Welcome', 'Hello') };
    const pull = scene.pull({ ...spec, 'package.json': '{"scripts":{"prepare":"touch executed"}}\n' });
    scene.folder.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    const github = await GitHub.start(t, { repository: scene.folder.path });
    const [workspace, temporary] = [nowhere(t), nowhere(t)];
    const step = {
      workspace,
      event: 'pull_request_target',
      payload: pullPayload(pull, { fork: true }),
      sha: pull.base,
    };
    const inputs = { fetch: 'api' };
    const result = await run(t, { scene, pull, github }, { ...step, inputs, env: { RUNNER_TEMP: temporary } });
    assert.deepEqual([result.status, result.outputs['verdict']], [0, 'pass'], result.log);
    assert.deepEqual(JSON.parse(result.outputs['changespecs']!), [{ id: 'CS-1', edits: 1, ok: true }]);
    assert.match(bodies(github)[0]!, /✅ explained \| `src\/page\.ts`/);
    assert.deepEqual([readdirSync(workspace), readdirSync(temporary)], [[], []], 'nothing stays');
    const without = { RUNNER_TEMP: temporary, PATH: temporary };
    const refused = await run(t, { scene, pull, github }, { ...step, inputs, env: without });
    assert.deepEqual([refused.status, refused.outputs['verdict']], [3, 'undecided'], 'there is no git');
  });

  test('a branch that lacks entries of main, which it does not touch, is merged by names', async (t) => {
    const scene = new Scene(t);
    scene.commit({ [LEDGER]: await ledgerOf([1]), '.jsonatomic/keyring.json': keyring(1) });
    const pull = scene.pull({ 'a.txt': 'a\n' }, { [LEDGER]: await ledgerOf([1, 2]) });
    const github = await GitHub.start(t, { repository: scene.folder.path });
    const step = { workspace: nowhere(t), event: 'pull_request_target', sha: pull.base };
    const result = await run(t, { scene, pull, github }, step);
    assert.deepEqual([result.status, result.outputs['entries-added'], result.outputs['entries-total']], [0, '0', '2']);
  });

  test('two branches that both append to one file do not pass', async (t) => {
    const scene = new Scene(t);
    scene.commit({ [LEDGER]: await ledgerOf([1]), '.jsonatomic/keyring.json': keyring(1) });
    scene.folder.git('switch', '--quiet', '--create', 'topic');
    const head = scene.commit({ [LEDGER]: await ledgerOf([1, 5]) });
    scene.folder.git('switch', '--quiet', 'main');
    const base = scene.commit({ [LEDGER]: await ledgerOf([1, 2]) });
    const github = await GitHub.start(t, { repository: scene.folder.path });
    const step = { workspace: nowhere(t), event: 'pull_request_target', sha: base };
    const result = await run(t, { scene, pull: { base, head, merge: head }, github }, step);
    assert.equal(result.status, 1);
    assert.match(bodies(github)[0]!, /NOT_APPEND_ONLY/);
  });

  test('contents that are not those of their ids are not believed', async (t) => {
    const lie = await ledgerOf([1, 2, 4]);
    const fault: Fault = (_method, path) =>
      path.includes('/git/blobs/') ? { status: 200, body: new TextEncoder().encode(lie) } : undefined;
    const all = await stage(t, { fault });
    const result = await run(t, all, { workspace: nowhere(t) });
    assert.deepEqual([result.status, result.outputs['verdict']], [3, 'undecided']);
  });

  test('an API that is down leaves it undecided', async (t) => {
    const all = await stage(t, { fault: status(503, /git|compare/) });
    const result = await run(t, all, { workspace: nowhere(t) });
    assert.deepEqual([result.status, result.outputs['verdict']], [3, 'undecided']);
  });
});

test('the server would notice a query that the schema of GitHub has not', () => {
  assert.deepEqual(graphqlFaults({ query: 'query { viewer { login } }' }), []);
  for (const query of ['query { viewer { logn } }', 'query { viewer }', 'mutation { x }', '{', 3])
    assert.equal(graphqlFaults({ query }).length, 1, String(query));
});

test('text of others does nothing, wherever it is shown', async (t) => {
  const evil = '::error::x%0A@octocat #1 <img src=x> ![a](b) http://e.vil \u202e`|';
  const scene = new Scene(t);
  scene.commit({ [LEDGER]: await ledgerOf([1]), '.jsonatomic/keyring.json': keyring(1) });
  const bad = '.jsonatomic/ledger/::error::@octocat <img> `x`.jsonl';
  const pull = scene.pull({
    [bad]: await ledgerOf([{ draft: draft(3, { did: { actor: evil, action: 'a' } }), by: signer(7) }]),
    [LEDGER]: `${await ledgerOf([1])}${evil}\n`,
  });
  const github = await GitHub.start(t, { repository: scene.folder.path });
  const result = await run(t, { scene, pull, github });
  assert.equal(result.status, 1);
  const [body] = bodies(github);
  for (const text of [body!, result.summary]) {
    assert.doesNotMatch(text.replaceAll(/(`+)[^`][^]*?\1/g, ''), /<img|!\[|@octocat|\u202e/);
  }
  assert.ok(result.annotations.every(({ properties }) => properties['title']?.includes('/')));
});
