/** A verdict that is signed: what is recorded, when, and when it is not. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { draft, publicKey, signer } from '../ledger/fixtures.ts';
import { TOKEN, demandSound } from './github.ts';
import type { StepResult } from './runner.ts';
import { LEDGER, ledgerOf, pullPayload, pushPayload } from './scene.ts';
import { KEY, STREAM, basics, pushMeanwhile, sign, stage, tip, trunkAt } from './sign-stage.ts';
import type { Stage } from './sign-stage.ts';

const usage = {
  draft: draft(4, {
    intent: 'usage_recorded',
    payload: {
      usage: 'call-4',
      scope: {},
      cost: '1.25',
      currency: 'USD',
      attestation: 'signed',
      tokens: { input: 10 },
    },
  }),
};
const grown = async (): Promise<Record<string, string>> => ({ [STREAM]: await ledgerOf([2, 3, usage]) });

function demandSecret({ log, summary, outputs, stderr, annotations }: StepResult): void {
  const said = JSON.stringify([log, summary, outputs, stderr, annotations]);
  assert.ok(!said.includes(KEY), said);
  assert.ok(!said.includes(TOKEN), said);
}

function demandNothing(all: Stage, result: StepResult): void {
  assert.equal(tip(all), all.after);
  assert.equal(result.outputs['signed'], 'none');
  assert.deepEqual(
    all.github.requests.filter((request) => /^(?:POST|PATCH|DELETE) |receive-pack/.test(request)),
    [],
  );
  demandSecret(result);
}

describe('a push to a protected branch', () => {
  test('is recorded in one commit on top of it: what was verified, what was spent, and a seal over all streams', async (t) => {
    const all = await stage(t, await grown());
    const result = await sign(t, all, { inputs: { 'report-file': all.scene.folder.at('.git/report.json') } });
    assert.deepEqual([result.status, result.outputs['signed'], result.stderr], [0, 'committed', ''], result.log);
    assert.equal(result.outputs['signed-commit'], tip(all));
    assert.equal(tip(all, 'main^'), all.after);
    assert.equal(all.scene.folder.git('diff', '--name-only', 'main^', 'main'), LEDGER);
    const [, verification, seal] = trunkAt(all);
    assert.deepEqual(verification!['payload'], {
      commit: all.after,
      tree: tip(all, 'main^^{tree}'),
      base: all.before,
      branch: 'main',
      verdict: 'pass',
      report_sha256: createHash('sha256')
        .update(readFileSync(all.scene.folder.at('.git/report.json')))
        .digest('hex'),
      ledgers: [{ path: '.jsonatomic/ledger/', lines: 4 }],
      spending: {
        calls: 1,
        tokens: 10,
        unread: 0,
        sums: [{ currency: 'USD', amount: '1.25', signed: '1.25' }],
      },
    });
    assert.deepEqual(
      [verification!['intent'], verification!['did']],
      ['ci_verification', { actor: 'ci@ledgers', action: 'verify' }],
    );
    assert.equal((verification!['signature'] as { public_key: string }).public_key, publicKey(3));
    const [stream] = (seal!['payload'] as { streams: { path: string; lines: number }[] }).streams;
    assert.deepEqual([seal!['intent'], stream!.path, stream!.lines], ['ledger_seal', 'agent.jsonl', 3]);
    assert.match(
      all.scene.folder.git('log', '-1', '--format=%B', 'main'),
      /^Verified [0-9a-f]{7}: pass\n[^]*\nLedger-Head: \.jsonatomic\/ledger\/main\.jsonl [0-9a-f]{64}$/,
    );
    assert.match(result.summary, /🔏 Signed and recorded in `[0-9a-f]{7}`\./);
    demandSecret(result);
    demandSound(all.github);
  });

  test('is verified by the next run, which does not sign what this one has written', async (t) => {
    const all = await stage(t, await grown());
    await sign(t, all);
    const signed = tip(all);
    const echo = { ...all, before: all.after, after: signed };
    const result = await sign(t, echo);
    assert.deepEqual([result.status, result.outputs['signed'], result.outputs['entries-added']], [0, 'none', '2']);
    assert.equal(tip(all), signed);
  });

  test('is recorded once, however often the run is run', async (t) => {
    const all = await stage(t, await grown());
    await sign(t, all);
    const signed = tip(all);
    const again = await sign(t, all, { attempt: 2 });
    assert.deepEqual([again.status, again.outputs['signed']], [0, 'none']);
    assert.equal(tip(all), signed);
  });

  test('of a ledger in one file needs no seal', async (t) => {
    const all = await stage(
      t,
      { 'data/ledger.jsonl': await ledgerOf([1, 2]) },
      {
        more: {
          [LEDGER]: null,
          [STREAM]: null,
          'data/ledger.jsonl': await ledgerOf([1]),
          '.jsonatomic/config.json': '{"ledger":"data/ledger.jsonl"}',
        },
      },
    );
    const result = await sign(t, all);
    assert.equal(result.outputs['signed'], 'committed', result.log);
    const lines = all.scene.folder.git('show', 'main:data/ledger.jsonl').split('\n');
    assert.deepEqual([lines.length, lines.at(-1)!.includes('"intent":"ci_verification"')], [3, true]);
  });

  test('is pushed by git from a clone one commit deep, under the name of the account of workflows', async (t) => {
    const all = await stage(t, await grown());
    all.scene.folder.git(
      'clone',
      '--quiet',
      '--depth=1',
      '--branch=main',
      `file://${all.scene.folder.path}`,
      '.git/clone',
    );
    const workspace = all.scene.folder.at('.git/clone');
    const result = await sign(t, all, { workspace, inputs: { 'signing-key': KEY, 'sign-by': 'git', fetch: 'git' } });
    assert.deepEqual([result.status, result.outputs['signed']], [0, 'committed'], result.log);
    assert.equal(tip(all, 'main^'), all.after);
    assert.match(
      all.scene.folder.git('log', '-1', '--format=%an %cn', 'main'),
      /^github-actions\[bot\] github-actions\[bot\]$/,
    );
    assert.equal(all.scene.folder.gitWith({ cwd: workspace }, 'status', '--porcelain'), '');
    demandSecret(result);
  });
});

describe('a race that is lost', () => {
  const others = async (): Promise<Record<string, string>> => ({ 'b.txt': 'b\n', [LEDGER]: await ledgerOf([1, 5]) });

  test('is run again on top of what the others have pushed, by the API', async (t) => {
    let meanwhile = '';
    const all: Stage = await stage(t, await grown(), {
      fault: (method, path) => {
        if (method === 'PATCH' && path.includes('/git/refs/') && meanwhile === '')
          meanwhile = pushMeanwhile(all, files);
        return undefined;
      },
    });
    const files = await others();
    const result = await sign(t, all);
    assert.deepEqual([result.status, result.outputs['signed']], [0, 'committed'], result.log);
    assert.equal(tip(all, 'main^'), meanwhile);
    assert.deepEqual(
      trunkAt(all).map(({ intent }) => intent),
      ['run_code', 'run_code', 'ci_verification', 'ledger_seal'],
    );
    assert.equal((trunkAt(all)[2]!['payload'] as { commit: string }).commit, all.after);
    demandSound(all.github);
  });

  test('is run again on top of what the others have pushed, by git', async (t) => {
    let meanwhile = '';
    const all: Stage = await stage(t, await grown(), {
      onGit: (path) => {
        if (path === '/git-receive-pack' && meanwhile === '') meanwhile = pushMeanwhile(all, files);
      },
    });
    const files = await others();
    const result = await sign(t, all, { inputs: { 'signing-key': KEY, 'sign-by': 'git' } });
    assert.deepEqual([result.status, result.outputs['signed']], [0, 'committed'], result.log);
    assert.equal(tip(all, 'main^'), meanwhile);
  });

  test('against a push that does not verify signs nothing', async (t) => {
    let meanwhile = '';
    const all: Stage = await stage(t, await grown(), {
      fault: (method, path) => {
        if (method === 'PATCH' && path.includes('/git/refs/') && meanwhile === '')
          meanwhile = pushMeanwhile(all, { [LEDGER]: bad });
        return undefined;
      },
    });
    const bad = await ledgerOf([1, { draft: draft(5), by: signer(7) }]);
    const result = await sign(t, all);
    assert.deepEqual([result.status, result.outputs['verdict'], result.outputs['signed']], [3, 'undecided', 'none']);
    assert.equal(result.annotations[0]?.properties['title'], 'sign/moved-on');
    assert.equal(tip(all), meanwhile);
  });

  test('again and again ends', async (t) => {
    const all: Stage = await stage(t, await grown(), {
      fault: (method, path, count) => {
        if (method === 'PATCH' && path.includes('/git/refs/')) pushMeanwhile(all, { 'b.txt': String(count) });
        return undefined;
      },
    });
    const result = await sign(t, all);
    assert.deepEqual([result.status, result.annotations[0]?.properties['title']], [3, 'sign/outrun']);
  });
});

describe('a branch that takes no pushes', () => {
  const protectedBranch = { status: 422, body: { message: 'Changes must be made through a pull request.' } };

  async function demandProposal(t: TestContext, all: Stage, inputs: Readonly<Record<string, string>>): Promise<void> {
    const result = await sign(t, all, { inputs: { 'signing-key': KEY, ...inputs } });
    assert.deepEqual([result.status, result.outputs['signed']], [0, 'proposed'], result.log);
    assert.equal(tip(all), all.after);
    const [pull, ...others] = all.github.pulls;
    assert.deepEqual([pull?.head, pull?.base, others.length], ['jsonatomic/verified/main', 'main', 0]);
    assert.match(pull!.title, /^Verified [0-9a-f]{7}: pass$/);
    assert.equal(result.outputs['signed-url'], pull!.html_url);
    assert.equal(result.outputs['signed-commit'], tip(all, 'jsonatomic/verified/main'));
    assert.deepEqual(
      trunkAt(all, 'jsonatomic/verified/main').map(({ intent }) => intent),
      ['run_code', 'ci_verification', 'ledger_seal'],
    );
    demandSecret(result);
    demandSound(all.github);
  }

  test('gets a pull request by the API; the next verification writes the same one anew', async (t) => {
    const all = await stage(t, await grown(), {
      fault: (method, path) =>
        method === 'PATCH' && path.endsWith('/git/refs/heads%2Fmain') ? protectedBranch : undefined,
    });
    await demandProposal(t, all, {});
    const after = pushMeanwhile(all, { 'b.txt': 'b\n' });
    await demandProposal(t, { ...all, before: all.after, after }, {});
  });

  test('gets a pull request although git was to push', async (t) => {
    const all = await stage(t, await grown());
    const hook =
      '#!/bin/sh\nread old new ref\n[ "$ref" != refs/heads/main ] || { echo "error: GH006: Protected branch update failed for $ref." >&2; exit 1; }\n';
    all.scene.folder.write({ '.git/hooks/pre-receive': { run: hook } });
    await demandProposal(t, all, { 'sign-by': 'git' });
  });

  test('may have slashes and letters of any script in its name', async (t) => {
    const name = 'release/1.x/\u00fc';
    for (const by of ['api', 'git', 'pull-request']) {
      const all = await stage(t, await grown());
      all.scene.folder.git('branch', name, all.after);
      const payload = pushPayload(all.before, all.after, `refs/heads/${name}`);
      const { outputs, log } = await sign(t, all, { payload, inputs: { 'signing-key': KEY, 'sign-by': by } });
      assert.equal(outputs['signed'], by === 'pull-request' ? 'proposed' : 'committed', log);
      const signed = by === 'pull-request' ? `jsonatomic/verified/${name}` : name;
      assert.equal(trunkAt(all, signed).at(-1)!['intent'], 'ledger_seal');
      demandSound(all.github);
    }
  });

  test('gets a pull request where that is what is wanted', async (t) => {
    await demandProposal(t, await stage(t, await grown()), { 'sign-by': 'pull-request' });
  });
});

test('folders of streams without a trunk get one, also behind a line that lacks its end', async (t) => {
  for (const [more, push] of [
    [{ [LEDGER]: null }, { 'a.txt': 'a\n' }],
    [{ [LEDGER]: (await ledgerOf([1])).trimEnd() }, { 'a.txt': 'b\n' }],
  ] as const) {
    const all = await stage(t, push, { more });
    const { outputs, log } = await sign(t, all);
    assert.equal(outputs['signed'], 'committed', log);
    assert.equal(trunkAt(all).at(-1)!['intent'], 'ledger_seal');
  }
});

describe('nothing is signed', () => {
  test('on a pull request, whoever gives the key', async (t) => {
    const all = await stage(t, await grown());
    const pull = { base: all.before, head: all.after, merge: all.after };
    for (const event of ['pull_request', 'pull_request_target']) {
      const result = await sign(t, all, {
        event,
        payload: pullPayload(pull),
        inputs: { 'signing-key': KEY, comment: 'never' },
      });
      assert.equal(result.status, 0);
      demandNothing(all, result);
    }
  });

  test('on a schedule, on a tag, of a new branch', async (t) => {
    const all = await stage(t, await grown());
    const zero = '0'.repeat(40);
    const { before, after } = all;
    for (const [event, payload] of [
      ['schedule', {}],
      ['push', pushPayload(before, after, 'refs/tags/v1')],
      ['push', pushPayload(zero, after)],
    ] as const)
      demandNothing(all, await sign(t, all, { event, payload }));
  });

  test('on a branch that nothing protects, and that is said', async (t) => {
    const all = await stage(t, await grown());
    const result = await sign(t, all, { env: {} });
    assert.deepEqual([result.status, result.annotations[0]?.properties['title']], [0, 'sign/unprotected']);
    demandNothing(all, result);
  });

  test('of a push that does not verify, and be it let through', async (t) => {
    const all = await stage(t, { [LEDGER]: await ledgerOf([9]) });
    for (const failOn of ['error', 'never'])
      demandNothing(all, await sign(t, all, { inputs: { 'signing-key': KEY, 'fail-on': failOn } }));
  });

  test('of a push with warnings, where those are failures', async (t) => {
    const all = await stage(t, { '.jsonatomic/config.json': '{}' });
    const strict = await sign(t, all, { inputs: { 'signing-key': KEY, 'fail-on': 'warning' } });
    assert.equal(strict.status, 1);
    demandNothing(all, strict);
    assert.equal((await sign(t, all)).outputs['signed'], 'committed');
    assert.equal((trunkAt(all)[1]!['payload'] as { verdict: string }).verdict, 'warn');
  });

  test('of what was not verified in whole', async (t) => {
    const all = await stage(t, await grown());
    demandNothing(all, await sign(t, all, { inputs: { 'signing-key': KEY, 'full-verify': 'never' } }));
  });

  test('with a key that the keyring does not accept', async (t) => {
    const keyring = JSON.stringify({ keys: [{ public_key: publicKey(1) }] });
    const all = await stage(t, await grown(), { more: { ...(await basics()), '.jsonatomic/keyring.json': keyring } });
    const result = await sign(t, all);
    assert.deepEqual([result.status, result.annotations[0]?.properties['title']], [1, 'sign/UNTRUSTED_KEY']);
    demandNothing(all, result);
  });

  test('with a text that is no key, which is not repeated', async (t) => {
    const all = await stage(t, await grown());
    const text = `${KEY.slice(1)}X`;
    const result = await sign(t, all, { inputs: { 'signing-key': text } });
    assert.equal(result.status, 2);
    assert.ok(!JSON.stringify(result).includes(text));
  });
});

describe('a record that cannot be written', () => {
  for (const [what, status] of [
    ['for want of a permission', 403],
    ['since the server is down', 503],
  ] as const) {
    test(`${what} leaves the step undecided`, async (t) => {
      const all = await stage(t, await grown(), {
        fault: (method, path) =>
          method === 'POST' && path.endsWith('/git/blobs')
            ? { status, body: { message: 'Resource not accessible by integration' } }
            : undefined,
      });
      const result = await sign(t, all);
      assert.deepEqual([result.status, result.annotations[0]?.properties['title']], [3, 'sign/not-written']);
      assert.match(result.annotations[0]!.message, /contents: write/);
      assert.equal(tip(all), all.after);
      demandSecret(result);
    });
  }

  test('where there is no ledger', async (t) => {
    const none = { [LEDGER]: null, [STREAM]: null };
    const all = await stage(t, { 'a.txt': 'a\n' }, { more: none });
    const { status, outputs, summary } = await sign(t, all);
    assert.deepEqual([status, outputs['signed']], [0, 'none']);
    assert.match(summary, /There is no ledger to sign in/);
  });

  test('where a protected branch refuses, and nobody can ask the API for a pull request', async (t) => {
    const all = await stage(t, await grown());
    all.scene.folder.write({ '.git/hooks/pre-receive': { run: '#!/bin/sh\necho "error: GH006: No." >&2\nexit 1\n' } });
    const url = `file://${all.scene.folder.path}`;
    const server = { ...all.github.server, url };
    const { status, annotations } = await sign(t, all, { inputs: { 'sign-by': 'git' }, server });
    assert.deepEqual([status, annotations[0]?.properties['title']], [3, 'sign/not-written']);
  });

  test('for want of a way', async (t) => {
    const all = await stage(t, await grown());
    const result = await sign(t, all, { token: '', inputs: { 'signing-key': KEY, fetch: 'never' } });
    assert.deepEqual([result.status, result.annotations[0]?.properties['title']], [3, 'sign/no-way']);
  });

  test('but was: a reply that got lost is no reason for a second one', async (t) => {
    const all: Stage = await stage(t, await grown(), {
      fault: (method, path, count) => {
        if (method !== 'PATCH' || !path.includes('/git/refs/') || count > 1) return undefined;
        const made = all.scene.folder.git('for-each-ref', '--format=%(objectname)', 'refs/heads/main');
        const [commit] = all.scene.folder
          .git('cat-file', '--batch-all-objects', '--batch-check')
          .split('\n')
          .flatMap((row) => (row.includes(' commit ') ? [row.slice(0, 40)] : []))
          .filter((id) => all.scene.folder.git('log', '-1', '--format=%s', id).startsWith('Verified'));
        assert.equal(made, all.after);
        all.scene.folder.git('update-ref', 'refs/heads/main', commit!);
        return { status: 502, body: {} };
      },
    });
    const result = await sign(t, all);
    assert.deepEqual([result.status, result.outputs['signed']], [0, 'committed'], result.log);
    assert.equal(trunkAt(all).length, 3);
  });
});
