/** The comment that each state gets, and the summary where there is no comment, as they were reviewed. verify.test.ts and changes.test.ts hold more of them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { GitHub, TOKEN, demandSound } from './github.ts';
import { demandGolden } from './golden.ts';
import { runStep } from './runner.ts';
import type { StepResult } from './runner.ts';
import { LEDGER, Scene, keyring, ledgerOf, pullPayload } from './scene.ts';
import type { Changes } from './scene.ts';
import { basics, sign, stage } from './sign-stage.ts';

const KEYRING = '.jsonatomic/keyring.json';

interface Told {
  readonly result: StepResult;
  readonly comment: string;
}

async function tell(t: TestContext, base: Changes, changes: Changes, meanwhile?: Changes): Promise<Told> {
  const scene = new Scene(t);
  scene.commit(base);
  const pull = scene.pull(changes, meanwhile);
  const github = await GitHub.start(t, { repository: scene.folder.path });
  const step = { workspace: scene.folder.path, event: 'pull_request', payload: pullPayload(pull), sha: pull.merge };
  const result = await runStep(t, { ...step, token: TOKEN, server: github.server });
  assert.deepEqual([result.stderr, result.outputs['degraded'], github.comments.length], ['', '[]', 1], result.log);
  demandSound(github);
  return { result, comment: `${github.comments[0]!.body}\n` };
}

const begun = async (): Promise<Changes> => ({ [LEDGER]: await ledgerOf([1, 2]), [KEYRING]: keyring(1) });

describe('the comment of a pull request', () => {
  for (const [name, verdict, base, changes] of [
    ['passed', 'pass', begun, async () => ({ [LEDGER]: await ledgerOf([1, 2, 3]) })],
    ['no-change-of-ledgers', 'pass', begun, async () => ({ 'a.txt': 'a\n' })],
    ['first-ledger', 'pass', async () => ({ [KEYRING]: keyring(1) }), async () => ({ [LEDGER]: await ledgerOf([1]) })],
    [
      'many-faults',
      'fail',
      begun,
      async () => ({ [LEDGER]: (await ledgerOf([1, 2])) + '{"not":"an atomic"}\n'.repeat(60) }),
    ],
    [
      'two-ledgers',
      'fail',
      async () => ({ ...(await begun()), 'data/ledger.jsonl': await ledgerOf([5]) }),
      async () => ({ 'data/ledger.jsonl': await ledgerOf([6]) }),
    ],
  ] as const) {
    test(name, async (t) => {
      const { result, comment } = await tell(t, await base(), await changes());
      assert.equal(result.outputs['verdict'], verdict);
      demandGolden(`comment-${name}`, comment);
    });
  }

  test('of a branch that lacks what main has got meanwhile', async (t) => {
    const meanwhile = { '.jsonatomic/ledger/other.jsonl': await ledgerOf([7]) };
    const { comment } = await tell(t, await begun(), { [LEDGER]: await ledgerOf([1, 2, 3]) }, meanwhile);
    demandGolden('comment-meanwhile', comment);
  });
});

describe('the summary', () => {
  test('of a commit that cannot be had', async (t) => {
    const scene = new Scene(t);
    scene.commit(await begun());
    const pull = scene.pull({ 'a.txt': 'a\n' });
    const payload = pullPayload({ ...pull, base: 'a'.repeat(40) });
    const step = { workspace: scene.folder.path, event: 'pull_request_target', payload, sha: pull.base };
    const { summary, status } = await runStep(t, { ...step, inputs: { fetch: 'never', comment: 'never' } });
    assert.equal(status, 3);
    demandGolden('summary-missing', summary);
  });

  test('of a pull request that is closed', async (t) => {
    const scene = new Scene(t);
    scene.commit(await begun());
    const pull = scene.pull({ 'a.txt': 'a\n' });
    const payload = pullPayload(pull, { action: 'closed' });
    const step = { workspace: scene.folder.path, event: 'pull_request', payload, sha: pull.merge };
    const { summary } = await runStep(t, { ...step, inputs: { fetch: 'never' } });
    demandGolden('summary-closed', summary);
  });

  test('of a fork, whose token may only read', async (t) => {
    const scene = new Scene(t);
    scene.commit(await begun());
    const pull = scene.pull({ [LEDGER]: await ledgerOf([1, 2, 3]) });
    const github = await GitHub.start(t, { repository: scene.folder.path });
    const payload = pullPayload(pull, { fork: true });
    const step = { workspace: scene.folder.path, event: 'pull_request', payload, sha: pull.merge };
    const { summary } = await runStep(t, { ...step, token: TOKEN, server: github.server });
    demandGolden('summary-fork', summary);
  });

  /** The time is in what is signed, and so in the id of the commit. */
  const withoutIds = (text: string): string => text.replace(/recorded in `[0-9a-f]{7}`/, 'recorded in `0123456`');

  test('of a push that is signed, that is proposed, and that is not signed', async (t) => {
    const all = await stage(t, { 'a.txt': 'a\n' });
    demandGolden('summary-signed', withoutIds((await sign(t, all)).summary));
    demandGolden('summary-recorded', (await sign(t, all)).summary);
    const other = await stage(t, { 'a.txt': 'a\n' });
    const inputs = { 'signing-key': '3'.repeat(64), 'sign-by': 'pull-request' };
    demandGolden('summary-proposed', withoutIds((await sign(t, other, { inputs })).summary));
    demandGolden('summary-unprotected', (await sign(t, other, { env: {} })).summary);
    const untrusted = await stage(t, { 'a.txt': 'a\n' }, { more: { ...(await basics()), [KEYRING]: keyring(1) } });
    demandGolden('summary-untrusted', (await sign(t, untrusted)).summary);
  });
});
