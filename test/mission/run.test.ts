/** Running a mission's batches on a real repository, and what stops it. */
import assert from 'node:assert/strict';
import { chmodSync, statSync, symlinkSync, unlinkSync } from 'node:fs';
import { describe, test } from 'node:test';
import { createMemoryStore } from '../../src/ledger/index.ts';
import { patchContent } from '../../src/mission/contents.ts';
import { runMission, verifyMission } from '../../src/mission/run.ts';
import { Folder, failsWith } from '../dte/git-fixture.ts';
import { Scene, docPatch, patchOf, spec, widePatch, workTree } from './scene.ts';

test('batches of specs and patches are applied, committed and verified', async (t) => {
  const folder = workTree(t);
  const scene = await new Scene(folder).begin([[spec()], [widePatch(folder), docPatch(folder, 'x\n')].slice(0, 1)]);
  const head = (await scene.store.head()).hash!;
  const steps: string[] = [];
  const run = await runMission(folder.path, scene.record(), 'M-1', { onStep: (step) => steps.push(step) });
  assert.deepEqual(run, { ok: true, batches: ['batch-1', 'batch-2'], stopped: undefined });
  assert.deepEqual(await scene.states(), ['applied', 'applied']);
  assert.equal(folder.read('src/page.ts').includes('AccountId'), true);
  assert.equal(folder.read('new/deep/file.txt'), 'made\n');
  assert.throws(() => folder.read('only/here.txt'), { code: 'ENOENT' });
  assert.throws(() => statSync(folder.at('only')), { code: 'ENOENT' }, 'its folder goes with it');
  assert.equal(statSync(folder.at('doc.txt')).mode & 0o777, 0o640, 'permissions stay');
  assert.equal(statSync(folder.at('tool.sh')).mode & 0o777, 0o644);
  assert.equal(folder.git('status', '--porcelain'), '');
  assert.deepEqual(scene.log(), ['A mission: batch-2', 'A mission: batch-1', 'base']);
  const message = folder.git('log', '-1', '--format=%B%n%an <%ae>', 'HEAD~1');
  assert.match(
    message,
    /^A mission: batch-1\n\n- spec CS-1\n\nMission: M-1\nBatch: batch-1\nLedger-Head: [0-9a-f]{64}\n\nbot <work@example.com>$/,
  );
  assert.equal(message.includes(head), false, 'the lease came after it');
  const { batches } = await scene.mission();
  assert.equal(batches[1]!.change!.commit, folder.git('rev-parse', 'HEAD'));
  assert.deepEqual(
    batches[1]!.change!.files.map(({ path, before, after }) => [path, before?.permissions, after?.permissions]),
    [
      ['data.bin', '0644', '0644'],
      ['doc.txt', '0640', '0640'],
      ['new/deep/file.txt', undefined, '0644'],
      ['only/here.txt', '0644', undefined],
      ['tool.sh', '0755', '0644'],
    ],
  );
  assert.deepEqual((await scene.mission()).lease, undefined);
  assert.ok(steps.length > 10);
  assert.deepEqual(await runMission(folder.path, scene.record(), 'M-1'), { ok: true, batches: [], stopped: undefined });
  const reports = await verifyMission(folder.path, scene.record(), 'M-1');
  assert.deepEqual(
    reports.map(({ ok }) => ok),
    [true, true],
  );
});

test('a title adds no line to a commit, and commands no terminal', async (t) => {
  const folder = workTree(t);
  const title = 'A\n\nMission: M-9\nSigned-off-by: kim \u001b[31m\u202e';
  const scene = await new Scene(folder).begin([[docPatch(folder, 'x\n')]], 'low', title);
  await runMission(folder.path, scene.record(), 'M-1');
  const [subject, ...rest] = folder.git('log', '-1', '--format=%B').split('\n');
  assert.equal(subject, 'A Mission: M-9 Signed-off-by: kim \ufffd[31m\ufffd: batch-1');
  assert.deepEqual(
    rest.filter((line) => line.includes(': ')).map((line) => line.split(': ')[0]),
    ['Mission', 'Batch', 'Ledger-Head'],
  );
});

test('a batch without contents makes no commit', async (t) => {
  const folder = workTree(t);
  const scene = await new Scene(folder).begin([[]]);
  assert.equal((await runMission(folder.path, scene.record(), 'M-1')).ok, true);
  assert.deepEqual(scene.log(), ['base']);
});

test('without a branch, HEAD is moved on', async (t) => {
  const folder = workTree(t);
  folder.git('checkout', '--quiet', '--detach');
  const scene = await new Scene(folder).begin([[docPatch(folder)]]);
  assert.equal((await runMission(folder.path, scene.record(), 'M-1')).ok, true);
  assert.equal(folder.git('rev-parse', 'HEAD~1'), folder.git('rev-parse', 'main'));
});

test('a spec and a patch in one batch build on each other', async (t) => {
  const folder = workTree(t);
  const scene = await new Scene(folder).begin([[spec(), docPatch(folder)]]);
  assert.equal((await runMission(folder.path, scene.record(), 'M-1')).ok, true);
  const { report } = (await scene.mission()).batches[0]!;
  assert.deepEqual(
    report?.checks.map(({ name, kind, ok }) => [name, kind, ok]),
    [
      ['CS-1', 'spec', true],
      ['doc.patch', 'patch', true],
      ['tree', 'images', true],
    ],
  );
});

describe('a run stops', () => {
  test('at a verification that says no, and goes on when it says yes', async (t) => {
    const folder = workTree(t);
    const failing = spec({ invariants: [{ name: 'Missing', type: 'symbolExists', spec: 'Nowhere' }] });
    const scene = await new Scene(folder).begin([[failing], [docPatch(folder)]]);
    for (let i = 0; i < 2; i++) {
      const { ok, batches, stopped } = await runMission(folder.path, scene.record(), 'M-1');
      assert.deepEqual([ok, batches], [false, ['batch-1']]);
      assert.equal(stopped?.checks[0]?.findings[0]?.code, 'INVARIANT_FAILED');
    }
    assert.deepEqual(await scene.states(), ['applied', 'pending']);
    assert.deepEqual(scene.log(), ['A mission: batch-1', 'base']);
  });

  test('with high risk where the spec has no mutants to notice', async (t) => {
    const folder = workTree(t);
    const scene = await new Scene(folder).begin([[spec()]], 'high');
    await scene.approve('kim', 'plan');
    await scene.approve('lee', 'plan');
    const { ok, stopped } = await runMission(folder.path, scene.record(), 'M-1');
    assert.deepEqual([ok, stopped?.ok], [false, true]);
  });

  test('where a file was changed after the batch', async (t) => {
    const folder = workTree(t);
    const scene = await new Scene(folder).begin([[docPatch(folder)]]);
    const onStep = (step: string): void => {
      if (step === 'verify batch-1') folder.write({ 'doc.txt': 'somebody else\n' });
    };
    const { stopped } = await runMission(folder.path, scene.record(), 'M-1', { onStep });
    assert.deepEqual(
      stopped?.checks.at(-1)?.findings.map(({ code }) => code),
      ['MODIFIED_SINCE'],
    );
  });

  test('before the plan is approved', async (t) => {
    const folder = workTree(t);
    const scene = await new Scene(folder).begin([[docPatch(folder)]], 'medium');
    const error = await failsWith('TRANSITION_REFUSED', runMission(folder.path, scene.record(), 'M-1'));
    assert.equal(error.details['rule'], 'plan-approved');
    assert.deepEqual(scene.log(), ['base']);
    assert.equal((await scene.mission()).lease, undefined, 'the lease is let go');
    await scene.approve('kim', 'plan');
    assert.equal((await runMission(folder.path, scene.record(), 'M-1')).ok, true);
  });
});

describe('a batch is not begun', () => {
  const refusals: [string, (folder: Folder) => void, Parameters<typeof failsWith>[0]][] = [
    [
      'where a file has changes that are not committed',
      (folder) => folder.write({ 'doc.txt': 'mine\n' }),
      'MODIFIED_SINCE',
    ],
    ['where a file is gone', (folder) => unlinkSync(folder.at('doc.txt')), 'MODIFIED_SINCE'],
    [
      'where a file has staged changes',
      (folder) => {
        folder.write({ 'doc.txt': 'mine\n' }).git('add', 'doc.txt');
        folder.git('show', 'HEAD:doc.txt');
        folder.write({ 'doc.txt': 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n' });
      },
      'MODIFIED_SINCE',
    ],
    ['where a new path is taken', (folder) => folder.write({ 'new/deep/file.txt': 'mine\n' }), 'TARGET_EXISTS'],
    [
      'where a folder is a link',
      (folder) => {
        folder.write({ 'elsewhere/x': '' });
        symlinkSync('elsewhere', folder.at('new'));
      },
      'PATH_UNSAFE',
    ],
    ['where the mode is another one', (folder) => chmodSync(folder.at('tool.sh'), 0o644), 'MODIFIED_SINCE'],
    ['where the patch does not apply', (folder) => folder.write({ 'doc.txt': 'x\n' }).commit(), 'EDIT_CONFLICT'],
  ];
  for (const [name, spoil, code] of refusals) {
    test(name, async (t) => {
      const folder = workTree(t);
      const scene = await new Scene(folder).begin([[widePatch(folder)]]);
      spoil(folder);
      const before = [folder.digest(), folder.git('rev-parse', 'HEAD')];
      await failsWith(code, runMission(folder.path, scene.record(), 'M-1'));
      assert.deepEqual([folder.digest(), folder.git('rev-parse', 'HEAD')], before);
      assert.deepEqual(await scene.states(), ['pending']);
    });
  }

  test('where it makes links, or writes where nothing may be written', async (t) => {
    const folder = workTree(t);
    const link = patchOf(folder, 'link.patch', () => symlinkSync('doc.txt', folder.at('link')));
    const own = patchContent(
      'own.patch',
      'diff --git a/.jsonatomic/keyring.json b/.jsonatomic/keyring.json\nnew file mode 100644\n--- /dev/null\n+++ b/.jsonatomic/keyring.json\n@@ -0,0 +1 @@\n+{}\n',
    );
    const outside = patchContent('out.patch', own.text.replaceAll('.jsonatomic/keyring.json', '../outside'));
    for (const [content, code] of [
      [link, 'FILE_UNSUPPORTED'],
      [own, 'PATH_UNSAFE'],
      [outside, 'EDIT_CONFLICT'],
      [
        spec({
          patches: [
            { path: 'src', astOp: 'renameSymbol', selector: "Identifier[name='Nobody']", details: { newName: 'X' } },
          ],
        }),
        'TARGET_MISSING',
      ],
      [{ ...docPatch(folder), digest: 'f'.repeat(64) }, 'HASH_MISMATCH'],
      [{ ...spec(), digest: 'f'.repeat(64) }, 'HASH_MISMATCH'],
    ] as const) {
      const scene = await new Scene(folder, createMemoryStore()).begin([[content]]);
      await failsWith(code, runMission(folder.path, scene.record(), 'M-1'));
    }
    assert.throws(() => patchContent('empty', ' \n'), { code: 'USAGE' });
  });

  test('where there is no commit, no work tree, or the folder is inside of one', async (t) => {
    const empty = new Folder(t).init();
    const scene = await new Scene(empty).begin([[]]);
    await failsWith('INPUT_MISSING', runMission(empty.path, scene.record(), 'M-1'));
    await failsWith('USAGE', runMission(workTree(t).at('src'), scene.record(), 'M-1'));
    await failsWith('COMMAND_FAILED', runMission(new Folder(t).path, scene.record(), 'M-1'));
    await failsWith('MISSION_UNKNOWN', runMission(empty.path, scene.record(), 'M-2'));
    const odd = new Folder(t, { '.jsonatomic': 'a file' }).init();
    await failsWith('PATH_UNSAFE', runMission(odd.path, scene.record(), 'M-1'));
  });
});

test('the contents are made again: a tree that they do not make is not verified', async (t) => {
  const folder = workTree(t);
  const scene = await new Scene(folder).begin([[docPatch(folder)]]);
  await runMission(folder.path, scene.record(), 'M-1');
  const { batches } = await scene.mission();
  const { verifyBatch } = await import('../../src/mission/verification.ts');
  const other = { ...batches[0]!, contents: [widePatch(folder)] };
  const { report } = await verifyBatch(folder.path, 'M-1', other);
  assert.equal(report.ok, false);
  const [finding] = report.checks[0]!.findings;
  assert.equal(finding?.code, 'EDIT_CONFLICT');
  assert.match(finding.message, /^The patch wide\.patch does not apply: .+; .+$/, 'what git says is one line');
  const none = await verifyBatch(folder.path, 'M-1', { ...batches[0]!, contents: [] });
  assert.equal(none.report.checks[0]?.findings[0]?.code, 'DIFF_UNEXPLAINED');
  const signal = AbortSignal.abort();
  await failsWith('CANCELLED', verifyBatch(folder.path, 'M-1', { ...batches[0]!, contents: [spec()] }, { signal }));
});
