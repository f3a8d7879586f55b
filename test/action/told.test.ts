/** What goes wrong around the Action, told in words that lead to the way out: limits, permissions, addresses, names that fit nothing. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { ApiError, openApi } from '../../action/src/github/client.ts';
import { GitHub, TOKEN } from './github.ts';
import type { Fault } from './github.ts';
import { runStep } from './runner.ts';
import type { StepResult } from './runner.ts';
import { LEDGER, PAGE, Scene, keyring, ledgerOf, pullPayload, specText } from './scene.ts';
import type { Changes } from './scene.ts';

interface Case {
  readonly changes?: Changes;
  readonly base?: Changes;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly fault?: Fault;
  readonly token?: string;
  readonly workspace?: string;
}

async function judge(t: TestContext, { changes, base, inputs, fault, token, workspace }: Case): Promise<StepResult> {
  const scene = new Scene(t);
  scene.commit({ [LEDGER]: await ledgerOf([1]), '.jsonatomic/keyring.json': keyring(1), 'src/page.ts': PAGE, ...base });
  const pull = scene.pull(changes ?? { [LEDGER]: await ledgerOf([1, 2]) });
  const github = await GitHub.start(t, { repository: scene.folder.path, ...(fault && { fault }) });
  return runStep(t, {
    workspace: workspace ?? scene.folder.path,
    event: 'pull_request',
    payload: pullPayload(pull),
    sha: pull.merge,
    token: token ?? TOKEN,
    server: github.server,
    inputs: { comment: 'never', ...inputs },
  });
}

const refusal =
  (headers: Readonly<Record<string, string>>): Fault =>
  (_method, path) =>
    path.includes('/comments') ? { status: 403, headers, body: { message: 'No.' } } : undefined;

describe('what keeps a comment from being written', () => {
  test('a limit by the hour is no missing permission', async (t) => {
    const reset = String(Math.ceil(Date.now() / 1000) + 1800);
    const fault = refusal({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset });
    const { status, annotations } = await judge(t, { fault, inputs: { comment: 'on-change' } });
    const [{ message } = { message: '' }] = annotations;
    assert.equal(status, 0);
    assert.match(message, /The limit of calls is reached, and calls are taken again in 1(?:79\d|80\d) seconds\.$/);
  });

  test('a missing permission is named as a workflow has it', async (t) => {
    const { status, annotations } = await judge(t, { fault: refusal({}), inputs: { comment: 'on-change' } });
    assert.equal(status, 0);
    assert.match(
      annotations[0]!.message,
      /status 403, "No\."\..* "permissions: \{ contents: read, pull-requests: write \}"/,
    );
  });
});

describe('the client of the API', () => {
  async function serve(t: TestContext, answer: (response: ServerResponse, count: number) => void): Promise<string> {
    let count = 0;
    const server = createServer((_request, response) => {
      answer(response, ++count);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  }

  const ask = (url: string, more: object = {}): Promise<unknown> =>
    openApi({ url, graphqlUrl: `${url}/graphql`, repository: 'o/r', token: 'ghs_secret', ...more }).json('/x');

  async function failureOf(asked: Promise<unknown>): Promise<ApiError> {
    const error: unknown = await asked.then(
      () => assert.fail('it was answered'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ApiError && !error.message.includes('ghs_secret'));
    return error;
  }

  test('waits no longer in all than a run may', async (t) => {
    const url = await serve(t, (response) => response.writeHead(429, { 'retry-after': '1' }).end());
    const { message, isLimit, status } = await failureOf(ask(url, { maxWaitMs: 1500 }));
    assert.deepEqual([isLimit, status], [true, 429]);
    assert.equal(message, 'GET /x: status 429. The limit of calls is reached, and calls are taken again in 1 second.');
  });

  for (const [what, headers] of [
    ['a wait that is no number', { 'retry-after': 'Thu, 01 Jan 2026 00:00:00 GMT' }],
    ['a limit whose end is not told', { 'x-ratelimit-remaining': '0' }],
    ['a wait into the past', { 'retry-after': '-5' }],
  ] as const)
    test(`${what} is not waited for`, async (t) => {
      let calls = 0;
      const url = await serve(t, (response, count) => {
        calls = count;
        response.writeHead(403, headers).end('{}');
      });
      const { message } = await failureOf(ask(url));
      assert.deepEqual([calls, message], [1, 'GET /x: status 403. The limit of calls is reached.']);
    });

  test('a limit that has just ended is tried again', async (t) => {
    const url = await serve(t, (response, count) =>
      count === 1
        ? response.writeHead(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }).end()
        : response.end('{"a":1}'),
    );
    assert.deepEqual(await ask(url), { a: 1 });
  });

  test('says why a server cannot be reached', async (t) => {
    const away = await serve(t, (response) => response.writeHead(301, { location: 'http://127.0.0.1:1/' }).end());
    const slow = await serve(t, () => undefined);
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const { message } = await failureOf(ask(`http://127.0.0.1:${String(port)}`));
    assert.match(message, /could not be reached \(ECONNREFUSED\)\.$/);
    assert.match((await failureOf(ask(away))).message, /sends the question elsewhere, where the token is not taken\.$/);
    assert.match((await failureOf(ask(slow, { timeoutMs: 50 }))).message, /could not be reached in time\.$/);
  });
});

describe('what would switch a check off is refused', () => {
  for (const check of ['spending', 'evidence'])
    test(`${check} without the ledger that it is read from`, async (t) => {
      const { status, annotations } = await judge(t, { inputs: { checks: `${check},rules` } });
      assert.equal(status, 2);
      assert.match(annotations[0]!.message, new RegExp(`^\`${check}\` is read from lines .* \\(CONFIG_INVALID\\)$`));
    });

  test('a name of a ledger that fits nothing, and be it one of several', async (t) => {
    const { status, outputs, log } = await judge(t, { inputs: { ledger: `${LEDGER}\ndata/leger.jsonl` } });
    assert.deepEqual([status, outputs['verdict'], outputs['entries-added']], [3, 'undecided', '1']);
    assert.match(log, /There is no ledger "data\/leger\.jsonl"/);
  });

  test('a folder of the project that is none; in one that is, its own ledger and keyring count alone', async (t) => {
    const base = {
      'pkg/a/.jsonatomic/keyring.json': keyring(1),
      'pkg/a/.jsonatomic/ledger/main.jsonl': await ledgerOf([1]),
    };
    const changes = { 'pkg/a/.jsonatomic/ledger/main.jsonl': await ledgerOf([1, 2]), [LEDGER]: 'x\n' };
    const inside = await judge(t, { base, changes, inputs: { 'working-directory': './pkg/a/' } });
    assert.deepEqual([inside.status, inside.outputs['verdict'], inside.outputs['entries-total']], [0, 'pass', '2']);
    const nowhere = await judge(t, { base, changes, inputs: { 'working-directory': 'pkg/b' } });
    assert.deepEqual([nowhere.status, nowhere.outputs['verdict']], [3, 'undecided']);
    assert.match(nowhere.log, /There is no folder "pkg\/b"/);
  });

  test('a folder of streams by its name without a slash is one', async (t) => {
    const { status } = await judge(t, { inputs: { ledger: '.jsonatomic/ledger' } });
    assert.equal(status, 0);
  });
});

describe('a runner', () => {
  test('that gives no event, or none that can be read, is told', async (t) => {
    const scene = new Scene(t);
    const step = { workspace: scene.folder.path, event: 'push', payload: {}, sha: '' };
    for (const path of ['', scene.folder.at('none.json')]) {
      const { status, annotations } = await runStep(t, { ...step, token: TOKEN, env: { GITHUB_EVENT_PATH: path } });
      assert.deepEqual([status, annotations[0]?.level], [2, 'error']);
    }
  });

  test('that takes no outputs and no summary gets its log', async (t) => {
    const scene = new Scene(t);
    const id = scene.commit({ [LEDGER]: await ledgerOf([1]) });
    const env = { GITHUB_OUTPUT: '', GITHUB_STEP_SUMMARY: '' };
    const { status, log, outputs } = await runStep(t, {
      workspace: scene.folder.path,
      event: 'schedule',
      payload: {},
      sha: id,
      env,
    });
    assert.deepEqual([status, outputs], [0, {}]);
    assert.match(log, /^Passed with remarks: 1 ledger intact/);
  });
});

describe('a commit that cannot be fetched', () => {
  test('comes with what git was told', async (t) => {
    const scene = new Scene(t);
    const { log, status } = await judge(t, {
      workspace: scene.folder.path,
      token: 'ghs_old',
      inputs: { fetch: 'git' },
    });
    assert.equal(status, 3);
    assert.match(
      log,
      /could not be fetched from http:\/\/127\.0\.0\.1:\d+\/octo\/ledgers: the server takes no such token, or none for this repository\./,
    );
    assert.ok(!log.includes('ghs_old'));
  });
});

describe('hostile names', () => {
  const rule = { action: { changes: [{ paths: ['src/**'], allow: 'explained' }] } };
  const base = { '.jsonatomic/config.json': JSON.stringify(rule) };

  test('a line feed leads out of no folder of the policy', async (t) => {
    const { status, log } = await judge(t, { base, changes: { 'src/a\n::error::b.ts': 'x\n' } });
    assert.equal(status, 1);
    assert.match(log, /changes\/unexplained src\/a\\u\{a\}::error::b\.ts/);
  });

  test('what hides text in a log is shown', async (t) => {
    const { log } = await judge(t, { base, changes: { 'src/\u001b[2K\u202ea.ts': 'x\n' } });
    assert.match(log, /src\/\\u\{1b\}\[2K\\u\{202e\}a\.ts is unexplained/);
  });

  test('a character that is written out as HTML is none in the headline', async (t) => {
    const { summary } = await judge(t, { base, changes: { 'src/&commat;octocat.ts': 'x\n' } });
    assert.match(summary, /^❌ Failed: src\/ commat;octocat\.ts is unexplained/);
  });

  for (const [path, code] of [
    ['../../etc/passwd', 'PATH_UNSAFE'],
    ['/etc/passwd', 'PATH_UNSAFE'],
    ['.git/config', 'PATH_UNSAFE'],
  ] as const)
    test(`a spec that reaches for ${path} is a fault of the change`, async (t) => {
      const { status, annotations } = await judge(t, { changes: { 'specs/1.json': specText({ path }) } });
      assert.deepEqual([status, annotations[0]!.properties['title']], [1, `changes/${code}`]);
    });

  test('a selector of many lines is told in one', async (t) => {
    const selector = `${':has('.repeat(40)}Literal${')'.repeat(40)}`;
    const { status, log } = await judge(t, { changes: { 'specs/1.json': specText({ selector }) } });
    assert.equal(status, 1);
    assert.match(log, /^Failed: specs\/1\.json: The selector cannot be read at column \d+: [^\n\\]* levels\.\n/);
  });
});
