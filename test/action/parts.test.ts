/** Parts of the Action that a whole run seldom comes to: what inputs, events, files and servers may be like besides what they mostly are. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { LoglineError } from 'logline-core';
import { checkEvidence } from '../../action/src/checks/evidence-check.ts';
import { wholePrefix } from '../../action/src/checks/ledger-check.ts';
import { checkRules } from '../../action/src/checks/rule-check.ts';
import { firstOf } from '../../action/src/first-of.ts';
import { credentials, openGitHistory, whyNot } from '../../action/src/git/git-history.ts';
import { ownClone } from '../../action/src/git/own-clone.ts';
import { runGit } from '../../action/src/git/run-git.ts';
import { openApiHistory } from '../../action/src/github/api-history.ts';
import { openApi } from '../../action/src/github/client.ts';
import { readSmall } from '../../action/src/history.ts';
import type { History, Snapshot } from '../../action/src/history.ts';
import { readInputs } from '../../action/src/inputs.ts';
import { inProject, readProject } from '../../action/src/project.ts';
import { subjectOf } from '../../action/src/subject.ts';
import { Folder } from '../dte/git-fixture.ts';
import type { Files } from '../dte/git-fixture.ts';

const ID = 'a'.repeat(40);
const inputs = readInputs({});

describe('inputs', () => {
  test('that the runner does not set are those of action.yml', () => {
    const { fetch, failOn, full, comment, commentId, summary, signBy, folder, checks } = inputs;
    assert.deepEqual(
      { fetch, failOn, full, comment, commentId, summary, signBy, folder, checks: checks.size },
      {
        fetch: 'auto',
        failOn: 'error',
        full: 'auto',
        comment: 'on-change',
        commentId: '/',
        summary: true,
        signBy: 'auto',
        folder: '',
        checks: 5,
      },
    );
    assert.equal(readInputs({ INPUT_SUMMARY: 'FALSE' }).summary, false);
  });

  test('that name no check are refused, since nothing could fail then', () => {
    for (const none of [',', ' , ,'])
      assert.throws(() => readInputs({ INPUT_CHECKS: none }), { code: 'CONFIG_INVALID', message: /names nothing of/ });
  });
});

describe('an event', () => {
  const fails = (event: string, payload: unknown, said: RegExp): void =>
    assert.throws(() => subjectOf(inputs, { GITHUB_EVENT_NAME: event }, payload), {
      code: 'CONFIG_INVALID',
      message: said,
    });

  test('that the inputs name the commits for needs no payload', () => {
    const named = readInputs({ INPUT_BASE: ID, INPUT_HEAD: ID });
    assert.deepEqual(subjectOf(named, {}, undefined), { kind: 'change', event: '', base: ID, head: ID });
  });

  test('without what it is about is refused', () => {
    assert.throws(() => subjectOf(inputs, {}, undefined), /The event "" names no commits/);
    fails('pull_request', null, /no commit id in `sha`/);
    fails('pull_request_target', { pull_request: { base: { sha: ID }, head: { sha: ID }, number: 0 } }, /no number/);
    fails('push', { before: 'main', after: ID }, /no commit id in `before`/);
    fails('schedule', {}, /no commit id in `GITHUB_SHA`/);
    for (const run of [{}, { pull_requests: [] }])
      fails('workflow_run', { workflow_run: run }, /names no pull request, as for forks/);
  });

  test('of a pull request that is closed has nothing to check', () => {
    const { kind } = subjectOf(inputs, { GITHUB_EVENT_NAME: 'pull_request' }, { action: 'closed' });
    assert.equal(kind, 'nothing');
  });
});

async function historyOf(t: TestContext, files: Files): Promise<{ history: History; snapshot: Snapshot }> {
  const folder = new Folder(t).init().write(files);
  const id = folder.commit('c');
  const history = (await openGitHistory(folder.path, undefined))!;
  return { history, snapshot: await history.snapshot(id) };
}

describe('the project of a commit', () => {
  test('is in a folder, with what its config names', async (t) => {
    const config = { keyring: 'keys/ring.json', gatewayPolicy: '../policy.json' };
    const { history, snapshot } = await historyOf(t, {
      'sub/.jsonatomic/config.json': JSON.stringify(config),
      'sub/keys/ring.json': '{"keys":[]}',
    });
    const { prefix, files, keyring } = await readProject(history, snapshot, 'sub');
    assert.deepEqual([prefix, keyring?.keys], ['sub/', []]);
    assert.deepEqual(files.slice(0, 3), ['sub/.jsonatomic/config.json', 'sub/keys/ring.json', 'policy.json']);
  });

  test('needs the keyring that its config names, as a file', async (t) => {
    const config = { '.jsonatomic/config.json': '{"keyring":"ring.json"}' };
    const none = await historyOf(t, config);
    await assert.rejects(readProject(none.history, none.snapshot, ''), { code: 'INPUT_MISSING' });
    const link = await historyOf(t, { ...config, 'ring.json': { link: 'b.json' } });
    await assert.rejects(readProject(link.history, link.snapshot, ''), { code: 'INPUT_UNREADABLE' });
  });

  test('does not lead out of the repository', () => {
    assert.throws(() => inProject('a/', '../../b'), { code: 'PATH_UNSAFE' });
  });
});

describe('contents', () => {
  test('that are larger than what they are for are not read', async (t) => {
    const { history, snapshot } = await historyOf(t, { a: 'aaaa' });
    await assert.rejects(readSmall(history, 'a', snapshot.files.get('a')!, 3), { code: 'INPUT_UNREADABLE' });
  });

  test('that git has not are told', async (t) => {
    const { history } = await historyOf(t, { a: 'aaaa' });
    const read = readSmall(history, 'b', { mode: '100644', id: ID, sizeBytes: 4 }, 10);
    await assert.rejects(read, { code: 'INPUT_UNREADABLE', message: /git could not read b/ });
  });

  test('without a line feed at their end end with a line', async (t) => {
    const { history, snapshot } = await historyOf(t, { a: '1\n2', empty: '' });
    const prefixOf = (path: string): ReturnType<typeof wholePrefix> =>
      wholePrefix(history.open(path, snapshot.files.get(path)!));
    assert.deepEqual(
      [await prefixOf('a'), await prefixOf('empty')],
      [
        { sizeBytes: 3, lines: 2 },
        { sizeBytes: 0, lines: 0 },
      ],
    );
  });
});

describe('a clone', () => {
  test('has submodules as entries without a size, and no commits by name', async (t) => {
    const folder = new Folder(t).init().write({ a: 'a\n' });
    folder.git('update-index', '--add', '--cacheinfo', `160000,${ID},module`);
    folder.git('commit', '--quiet', '--message', 'c');
    const id = folder.git('rev-parse', 'HEAD');
    const history = (await openGitHistory(folder.path, { url: 'file:///nowhere', token: undefined }))!;
    const { files } = await history.snapshot(id);
    assert.deepEqual(files.get('module'), { mode: '160000', id: ID, sizeBytes: 0 });
    await assert.rejects(history.commit('HEAD'), { code: 'INPUT_MISSING' });
  });

  test('of our own tells what it could not fetch', async (t) => {
    const folder = new Folder(t).init();
    const own = ownClone({ url: `file://${folder.path}`, token: undefined }, folder.path);
    await assert.rejects(own.with([ID]), { code: 'INPUT_MISSING', message: /could not be fetched from file:/ });
    own.remove();
  });

  test('asks without credentials where there is no token', () => {
    assert.deepEqual(credentials('https://github.com/o/r', undefined), {});
  });
});

describe('git', () => {
  test('that says too much, that is ended, and that is not there', async (t) => {
    const folder = new Folder(t).init().write({ a: 'a'.repeat(100) });
    const id = folder.commit('c');
    const ask = (args: string[], more: object): Promise<unknown> => runGit(folder.path, args, more);
    await assert.rejects(ask(['cat-file', 'blob', `${id}:a`], { maxBytes: 10 }), /wrote more than 10 bytes/);
    await assert.rejects(ask(['-c', 'alias.end=!kill -9 $PPID', 'end'], {}), /was ended by SIGKILL/);
    await assert.rejects(runGit(folder.at('gone'), ['status']), { code: 'COMMAND_FAILED', message: /not be started/ });
  });

  test('is told in a sentence', () => {
    const failure = (message: string, said?: string): LoglineError =>
      new LoglineError('COMMAND_FAILED', message, { details: said === undefined ? {} : { said } });
    for (const [error, told] of [
      [failure('git fetch took more than 120 s'), 'git fetch took more than 120 s.'],
      [failure('x', 'remote: Repository not found.\nhint: no\n'), 'remote: Repository not found.'],
      [failure('x', 'error: one\nfatal: unable to access'), 'fatal: unable to access.'],
    ] as const)
      assert.equal(whyNot(error), told);
  });
});

test('the first way that leads there is taken, and what is no failure of a way is none', async () => {
  const bad = (error: Error): History => ({
    way: 'bad',
    commit: () => Promise.reject(error),
    snapshot: () => Promise.reject(error),
    mergeBase: () => Promise.reject(error),
    open: () => assert.fail(),
  });
  const missing = new LoglineError('INPUT_MISSING', 'Not here.');
  await assert.rejects(firstOf([bad(missing), bad(missing)]).commit(ID), { message: 'Not here. Not here.' });
  await assert.rejects(firstOf([bad(new RangeError('ours'))]).commit(ID), RangeError);
});

describe('the API', () => {
  async function history(t: TestContext, answer: (path: string) => unknown): Promise<History> {
    const server = createServer((request, response) => {
      const reply = answer(request.url!);
      if (reply instanceof Uint8Array || typeof reply === 'string') response.end(reply);
      else if (reply === undefined) response.writeHead(404).end('{"message":"Not Found"}');
      else response.end(JSON.stringify(reply));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    return openApiHistory(openApi({ url, graphqlUrl: url, repository: 'o/r', token: 't' }));
  }

  const commit = { sha: ID, tree: { sha: ID }, parents: [] };
  const row = { path: 'a', mode: '100644', type: 'blob', sha: ID };

  for (const [what, tree, code] of [
    ['more files than it lists', { tree: [], truncated: true }, 'LIMIT_EXCEEDED'],
    ['two files of one name', { tree: [row, { ...row, sha: 'b'.repeat(40) }], truncated: false }, 'INPUT_UNREADABLE'],
    ['no JSON', '<html>', 'INPUT_MISSING'],
  ] as const)
    test(`that gives ${what} does not say what there is`, async (t) => {
      const api = await history(t, (path) => (path.includes('/commits/') ? commit : tree));
      await assert.rejects(api.snapshot(ID), { code });
    });

  test('that gives no content, or another one, by SHA-256 as well', async (t) => {
    const api = await history(t, (path) => (path.endsWith('b'.repeat(64)) ? Buffer.from('x') : undefined));
    for (const id of [ID, 'b'.repeat(64)]) {
      const read = readSmall(api, 'a', { mode: '100644', id, sizeBytes: 1 }, 10);
      await assert.rejects(read, { code: 'INPUT_UNREADABLE' });
    }
  });
});

describe('checks', () => {
  test('a rule that is taken away is told', () => {
    const side = (...paths: string[]): Snapshot => ({
      name: 'aaaaaaa',
      files: new Map(paths.map((path) => [path, { mode: '100644', id: ID, sizeBytes: 1 }])),
    });
    const comparison = { head: side(), base: side('CODEOWNERS'), branch: undefined, commits: undefined, remarks: [] };
    const project = { from: 'a', prefix: '', config: {}, keyring: undefined, files: ['CODEOWNERS'] };
    assert.match(checkRules(comparison, project)[0]!.message, /^CODEOWNERS is removed\./);
  });

  test('evidence without counts is no bad one', () => {
    const record = { evidence: 'E-1', mission: 'M-1', kind: 'other', name: 'notes' } as const;
    assert.deepEqual(checkEvidence({ records: [record], unread: 0 }), []);
  });
});
