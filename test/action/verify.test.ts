/** What the Action says of pull requests and pushes, run as the runner runs it, in real clones. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { signer, draft } from '../ledger/fixtures.ts';
import { demandGolden } from './golden.ts';
import { runStep } from './runner.ts';
import type { StepResult } from './runner.ts';
import { LEDGER, Scene, keyring, ledgerOf, pullPayload, pushPayload } from './scene.ts';
import type { Changes, Pull } from './scene.ts';

const KEYRING = '.jsonatomic/keyring.json';

async function begun(t: TestContext, more: Changes = {}): Promise<Scene> {
  const scene = new Scene(t);
  scene.commit({ [LEDGER]: await ledgerOf([1, 2]), [KEYRING]: keyring(1, 2), 'src/a.ts': 'a\n', ...more });
  return scene;
}

function judge(
  t: TestContext,
  scene: Scene,
  pull: Pull,
  inputs: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  return runStep(t, {
    workspace: scene.folder.path,
    event: 'pull_request',
    payload: pullPayload(pull),
    sha: pull.merge,
    inputs: { fetch: 'never', comment: 'never', ...inputs },
  });
}

const rulesOf = ({ annotations }: StepResult): string[] => annotations.map(({ properties }) => properties['title']!);

describe('a pull request', () => {
  test('that appends by a trusted key passes', async (t) => {
    const scene = await begun(t);
    const pull = scene.pull({ [LEDGER]: await ledgerOf([1, 2, 3, 4]) });
    const result = await judge(t, scene, pull);
    assert.deepEqual([result.status, result.stderr], [0, '']);
    demandGolden('passed', result.summary);
    assert.equal(result.outputs['verdict'], 'pass');
    assert.equal(result.outputs['entries-added'], '2');
    assert.equal(result.outputs['entries-total'], '4');
  });

  test('whose branch lacks newer entries of main passes by its merge', async (t) => {
    const scene = await begun(t);
    const other = '.jsonatomic/ledger/topic.jsonl';
    const pull = scene.pull({ [other]: await ledgerOf([9]) }, { [LEDGER]: await ledgerOf([1, 2, 3]) });
    const result = await judge(t, scene, pull);
    assert.equal(result.status, 0);
    assert.equal(result.outputs['entries-added'], '1');
  });

  for (const [name, what, text, rule] of [
    [
      'history-rewritten',
      'edits a line',
      async () => (await ledgerOf([1, 2])).replace('f1', 'f9'),
      'ledger/NOT_APPEND_ONLY',
    ],
    ['tail-cut', 'cuts the tail, which leaves a valid chain', () => ledgerOf([1]), 'ledger/NOT_APPEND_ONLY'],
    [
      'unknown-key',
      'appends by a key that nobody trusts',
      () => ledgerOf([1, 2, { draft: draft(3), by: signer(5) }]),
      'ledger/UNTRUSTED_KEY',
    ],
    ['no-atomic', 'appends what is no atomic', async () => `${await ledgerOf([1, 2])}{}\n`, 'ledger/SCHEMA_INVALID'],
    ['ledger-removed', 'removes the ledger', () => null, 'ledger/NOT_APPEND_ONLY'],
  ] as const) {
    test(`that ${what} fails`, async (t) => {
      const scene = await begun(t);
      const pull = scene.pull({ [LEDGER]: await text() });
      const result = await judge(t, scene, pull);
      assert.equal(result.status, 1, result.log);
      assert.equal(result.outputs['verdict'], 'fail');
      assert.ok(rulesOf(result).includes(rule), rulesOf(result).join());
      demandGolden(name, result.summary);
    });
  }

  test('cannot vouch for itself: its own key is none, and the change is listed', async (t) => {
    const scene = await begun(t);
    const text = await ledgerOf([1, 2, { draft: draft(3), by: signer(5) }]);
    const result = await judge(t, scene, scene.pull({ [LEDGER]: text, [KEYRING]: keyring(1, 2, 5) }));
    assert.equal(result.status, 1);
    assert.deepEqual(rulesOf(result), ['ledger/UNTRUSTED_KEY', 'rules/changed']);
    assert.equal(result.outputs['rules-changed'], `["${KEYRING}"]`);
    demandGolden('own-key', result.summary);
  });

  test('that changes the rules passes with a remark, and fails where remarks do', async (t) => {
    const scene = await begun(t);
    const pull = scene.pull({ [KEYRING]: keyring(1), '.github/workflows/x.yml': 'on: push\n' });
    const result = await judge(t, scene, pull);
    assert.deepEqual([result.status, result.outputs['verdict']], [0, 'warn']);
    demandGolden('rules-changed', result.summary);
    const strict = await judge(t, scene, pull, { 'fail-on': 'warning' });
    assert.equal(strict.status, 1);
    assert.match(strict.summary, /^❌ Failed: \S/);
    assert.equal((await judge(t, scene, pull, { checks: 'ledger' })).outputs['verdict'], 'pass');
  });

  test('that puts a link in the place of the ledger fails', async (t) => {
    const scene = await begun(t);
    const pull = scene.pull({
      [LEDGER]: null,
      'x.jsonl': 'x\n',
      '.jsonatomic/ledger/next.jsonl': { link: '/etc/passwd' },
    });
    const result = await judge(t, scene, pull);
    assert.equal(result.status, 1);
    assert.ok(rulesOf(result).includes('ledger/NOT_A_FILE'));
  });

  test('of a repository without a ledger says that nothing was verified', async (t) => {
    const scene = new Scene(t);
    scene.commit({ 'a.txt': 'a\n' });
    const result = await judge(t, scene, scene.pull({ 'a.txt': 'b\n' }));
    assert.deepEqual([result.status, rulesOf(result)], [0, ['ledger/none']]);
    demandGolden('no-ledger', result.summary);
  });

  test('of a repository without a keyring shows integrity, and says that it shows no more', async (t) => {
    const scene = new Scene(t);
    scene.commit({ [LEDGER]: await ledgerOf([1]) });
    const result = await judge(t, scene, scene.pull({ [LEDGER]: await ledgerOf([1, 2]) }));
    assert.deepEqual([result.status, rulesOf(result)], [0, ['ledger/self-asserted']]);
    demandGolden('nobody-trusted', result.summary);
  });
});

describe('what cannot be checked is no pass', () => {
  test('a shallow clone that may fetch nothing is undecided', async (t) => {
    const scene = await begun(t);
    const pull = scene.pull({ [LEDGER]: await ledgerOf([1, 2, 3]) });
    scene.folder.git('clone', '--quiet', '--depth=1', `file://${scene.folder.path}`, 'shallow');
    const result = await runStep(t, {
      workspace: scene.folder.at('shallow'),
      event: 'pull_request',
      payload: pullPayload(pull),
      sha: pull.merge,
      inputs: { fetch: 'never' },
    });
    assert.deepEqual([result.status, result.outputs['verdict']], [3, 'undecided']);
    demandGolden('undecided-shallow', result.summary);
  });

  test('neither a clone nor a token is a configuration that is none', async (t) => {
    const scene = new Scene(t);
    scene.folder.git('init', '--quiet', '--bare', 'elsewhere');
    const step = { workspace: '/', event: 'schedule', payload: {}, sha: 'a'.repeat(40), inputs: { fetch: 'never' } };
    const result = await runStep(t, step);
    assert.deepEqual([result.status, result.annotations[0]?.level], [2, 'error']);
  });

  for (const [what, inputs, said] of [
    ['an input that there is not', { ledgr: 'x' }, /no input "ledgr"/],
    ['a value that there is not', { 'fail-on': 'errors' }, /one of error, warning, never/],
    ['a name where an id has to be', { base: 'main', head: 'HEAD' }, /full id of a commit/],
    ['half of a pair', { base: 'a'.repeat(40) }, /both `base` and `head`/],
    ['a folder outside', { 'working-directory': '../x' }, /folder of the repository/],
    ['what is neither true nor false', { summary: 'yes' }, /true or false/],
  ] as const) {
    test(`${what} is refused with status 2`, async (t) => {
      const scene = await begun(t);
      const result = await judge(t, scene, scene.pull({ 'b.txt': 'b\n' }), inputs);
      assert.equal(result.status, 2);
      assert.match(result.annotations[0]!.message, said);
    });
  }

  test('an event without commits is refused with status 2', async (t) => {
    const scene = await begun(t);
    const result = await runStep(t, {
      workspace: scene.folder.path,
      event: 'issues',
      payload: {},
      sha: 'a'.repeat(40),
    });
    assert.equal(result.status, 2);
  });
});

describe('a push', () => {
  const push = (t: TestContext, scene: Scene, before: string, after: string): Promise<StepResult> =>
    runStep(t, {
      workspace: scene.folder.path,
      event: 'push',
      payload: pushPayload(before, after),
      sha: after,
      inputs: { fetch: 'never' },
    });

  test('is verified in whole', async (t) => {
    const scene = await begun(t);
    const before = scene.folder.git('rev-parse', 'HEAD');
    const after = scene.commit({ [LEDGER]: await ledgerOf([1, 2, 3]) });
    const result = await push(t, scene, before, after);
    assert.deepEqual([result.status, result.outputs['entries-added'], result.outputs['entries-total']], [0, '1', '3']);
    assert.match(result.summary, /\| 1 \| 3 \| 3 \|/);
  });

  test('that rewrites history fails', async (t) => {
    const scene = await begun(t);
    const before = scene.commit({ [LEDGER]: await ledgerOf([1, 2, 3]) });
    const after = scene.commit({ [LEDGER]: await ledgerOf([1, 2, 4]) });
    assert.equal((await push(t, scene, before, after)).status, 1);
  });

  test('of a new branch has nothing to compare with; one that deletes has nothing to check', async (t) => {
    const scene = await begun(t);
    const head = scene.folder.git('rev-parse', 'HEAD');
    const zero = '0'.repeat(40);
    assert.equal((await push(t, scene, zero, head)).outputs['entries-total'], '2');
    const gone = await push(t, scene, head, zero);
    assert.deepEqual([gone.status, gone.outputs['verdict']], [0, 'pass']);
    demandGolden('branch-deleted', gone.summary);
  });

  test('a schedule looks at the commit as it is, and finds an old line that was never good', async (t) => {
    const scene = await begun(t);
    const text = (await ledgerOf([1, 2, 3])).replace('"/functions/f1"', '"/functions/f8"');
    const sha = scene.commit({ [LEDGER]: text });
    const step = { workspace: scene.folder.path, event: 'schedule', payload: {}, sha, inputs: { fetch: 'never' } };
    const result = await runStep(t, step);
    assert.equal(result.status, 1);
    assert.deepEqual(rulesOf(result), ['ledger/HASH_MISMATCH']);
    assert.equal(result.annotations[0]?.properties['line'], '1');
  });
});
