/** What the processes of the transform engine do, in this one: each kind of job, and what is answered, recorded and told of it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { runJob } from '../../services/src/dte/jobs.ts';
import type { Job } from '../../services/src/dte/jobs.ts';
import { signingSettings } from '../../services/src/ledger/access.ts';
import { readSettings } from '../../services/src/settings.ts';
import type { Environment } from '../../services/src/settings.ts';
import { createMemorySigner } from '../../src/atomic/index.ts';
import { createFileStore } from '../../src/ledger/index.ts';
import { MissionRecord, patchContent } from '../../src/mission/index.ts';
import type { BatchContent } from '../../src/mission/index.ts';
import { plant } from '../checks/scratch.ts';
import { Folder } from '../dte/git-fixture.ts';
import { sharedPostgres } from '../ledger/postgres-shared.ts';
import { docPatch, SPEC, spec, workTree } from '../mission/scene.ts';
import { KEY } from './running.ts';

const context = { actor: 'kim', createdAt: '2026-01-31T12:00:00Z', traceId: '0af76519-16cd-43dd-8448-eb211c80319c' };
const clock = (): Date => new Date(context.createdAt);

/* eslint-disable @typescript-eslint/no-explicit-any -- what leaves a process is JSON of many forms */
interface Left {
  readonly ok: boolean;
  readonly body: any;
  readonly findings: any;
  readonly draft: any;
  readonly score: number | undefined;
}
/* eslint-enable @typescript-eslint/no-explicit-any */

/** The job as its process gets it, and its answer as it leaves. */
async function run(job: Job, signal = new AbortController().signal): Promise<Left> {
  return structuredClone(await runJob(structuredClone(job), signal, clock)) as Left;
}

describe('a plan', () => {
  test('is a spec that can be sent as it is', async (t) => {
    const root = workTree(t).path;
    const job = { kind: 'plan', root, intent: SPEC.intent, scope: SPEC.scope } as const;
    const { ok, body } = await run(job);
    assert.equal(ok, true);
    assert.match(body.id, /^CS-\d+$/);
    const named = (await run({ ...job, id: 'CS-7', language: 'typescript' })).body;
    assert.deepEqual([named.id, named.language, named.patches], ['CS-7', 'typescript', body.patches]);
    assert.equal((await run({ kind: 'apply', root, spec: named, dryRun: false, context })).body.state, 'applied');
  });

  test('of what is not there says so', async (t) => {
    const job = {
      kind: 'plan',
      root: workTree(t).path,
      intent: 'rename Nobody to Somebody',
      scope: ['src/**'],
    } as const;
    const { ok, findings } = await run(job);
    assert.deepEqual([ok, findings[0].code], [false, 'TARGET_MISSING']);
  });
});

describe('a change', () => {
  test('is shown, made once, recorded, and not made again', async (t) => {
    const folder = workTree(t);
    const job = { kind: 'apply', root: folder.path, spec: SPEC, dryRun: false, context } as const;
    const before = folder.digest();
    const shown = await run({ ...job, dryRun: true });
    assert.deepEqual([shown.body.state, shown.draft, folder.digest()], ['planned', undefined, before]);
    const made = await run(job);
    assert.deepEqual([made.body.state, made.body.patches.length], ['applied', 2]);
    assert.deepEqual(made.body.patches, shown.body.patches);
    const { draft } = made;
    assert.deepEqual([draft.intent, draft.did.actor], ['change_applied', 'kim']);
    assert.notEqual(draft.payload.base_tree, draft.payload.result_tree);
    assert.equal(draft.payload.ok, true);
    const again = await run(job);
    assert.deepEqual([again.ok, again.body.state, again.draft], [true, 'already-applied', undefined]);
  });

  test('that does not fit is refused, with nothing touched and nothing recorded', async (t) => {
    const folder = workTree(t);
    const before = folder.digest();
    const patches = [{ ...SPEC.patches[0], selector: "Identifier[name='Nobody']" }];
    const refused = await run({ kind: 'apply', root: folder.path, spec: { ...SPEC, patches }, dryRun: false, context });
    assert.deepEqual([refused.ok, refused.body.success, refused.body.state], [false, false, 'refused']);
    assert.deepEqual(refused.body.errors, refused.findings);
    assert.deepEqual([refused.draft, folder.digest()], [undefined, before]);
  });

  test('that is told to stop stops, with nothing touched', async (t) => {
    const folder = workTree(t);
    const before = folder.digest();
    const job = { kind: 'apply', root: folder.path, spec: SPEC, dryRun: false, context } as const;
    await assert.rejects(run(job, AbortSignal.abort()), { code: 'CANCELLED' });
    assert.equal(folder.digest(), before);
  });
});

describe('a verdict', () => {
  const TESTED = {
    'package.json': '{"type":"module"}',
    'src/greet.ts': "export const greet = (): string => 'Helo';\nexport const part = (): string => 'Helo and bye';\n",
    'test/greet.test.ts':
      "import test from 'node:test';\nimport assert from 'node:assert/strict';\nimport { greet } from '../src/greet.ts';\n" +
      "test('greets', () => assert.equal(greet(), 'Hello'));\n",
  };
  const edit = (value: string, to: string) => ({
    path: 'src/greet.ts',
    astOp: 'editString',
    selector: `Literal[value='${value}']`,
    details: { to },
  });
  const MENDED = {
    id: 'CS-5',
    intent: 'greet well',
    scope: ['src/**/*.ts'],
    language: 'typescript',
    patches: [edit('Helo', 'Hello')],
    invariants: [],
    tests: { strategy: 'augment', targets: ['test'], mutationThreshold: 1 },
  };
  const tested = (t: TestContext): Folder => {
    const folder = new Folder(t, TESTED).init();
    folder.commit();
    return folder;
  };

  test('counts the tests and the mutants that they notice, each by name', async (t) => {
    const folder = tested(t);
    const before = folder.digest();
    const job = { kind: 'verify', root: folder.path, spec: MENDED, detail: false, context } as const;
    const { ok, body, score, draft } = await run(job);
    assert.equal(ok, true, JSON.stringify(body));
    const { mutationReport, tests } = body;
    assert.deepEqual(tests.counts.passed, 1);
    assert.equal(mutationReport.mutantsTotal, mutationReport.details.length);
    assert.equal(mutationReport.score, mutationReport.mutantsKilled / mutationReport.mutantsTotal);
    assert.equal(score, mutationReport.score);
    const detail = mutationReport.details.find(({ mutant }: { mutant: string }) => mutant.includes('StringLiteral'));
    assert.deepEqual([detail.file, detail.line, detail.status], ['src/greet.ts', 1, 'killed']);
    assert.deepEqual([draft.intent, draft.payload.ok], ['change_verified', true]);
    assert.equal(folder.digest(), before);
    assert.equal(body.report, undefined);
  });

  test('says no with the same care, and has the whole report where that is asked for', async (t) => {
    const folder = tested(t);
    const low = { ...MENDED, patches: [...MENDED.patches, edit('Helo and bye', 'Hello and bye')] };
    const { ok, body, draft } = await run({ kind: 'verify', root: folder.path, spec: low, detail: true, context });
    assert.deepEqual([ok, body.success, draft.payload.ok], [false, false, false]);
    const codes = body.errors.map(({ code }: { code: string }) => code);
    assert.ok(codes.includes('MUTATION_SCORE_LOW'), codes.join());
    const { report } = body;
    assert.equal(report.tests.mutation.counts.mutants, body.mutationReport.mutantsTotal);
    // The texts of mutants are whole files.
    assert.equal(report.tests.mutation.elements, undefined);
    assert.deepEqual(report.findings, body.errors);
  });

  test('of what is applied already stands on what was there before', async (t) => {
    const folder = workTree(t);
    const job = { root: folder.path, spec: SPEC, context };
    await run({ kind: 'apply', dryRun: false, ...job });
    const { ok, body } = await run({ kind: 'verify', detail: true, ...job });
    assert.deepEqual([ok, body.state, body.tests, body.report.tests?.mutation ?? null], [true, 'applied', null, null]);
    assert.deepEqual(body.mutationReport, { score: null, mutantsKilled: 0, mutantsTotal: 0, details: [] });
  });
});

/** A mission in a ledger, and the job that runs it. */
async function missionJob(t: TestContext, batches: readonly BatchContent[], env: Environment, folder = workTree(t)) {
  const all = readSettings({ SIGNING_KEY_HEX: KEY, LEDGER_PATH: join(plant(t, {}), 'ledger.jsonl'), ...env });
  const settings = signingSettings(all);
  const store =
    settings.DATABASE_URL === undefined
      ? createFileStore(settings.LEDGER_PATH)
      : (await import('../../src/ledger/store-postgres.ts')).createPostgresStore(settings.DATABASE_URL);
  t.after(() => store.close());
  const record = new MissionRecord(store, { signer: createMemorySigner(KEY), actor: 'kim', clock });
  await record.append(() => ({ intent: 'mission_created', payload: { mission: 'M-1', title: 'One', risk: 'low' } }));
  for (const [i, content] of batches.entries())
    await record.append(() => ({
      intent: 'batch_added',
      payload: { mission: 'M-1', batch: `batch-${String(i + 1)}`, contents: [content] },
    }));
  const job = { kind: 'mission', root: folder.path, mission: 'M-1', actor: 'bot', runsTests: true, settings } as const;
  return { folder, record, job };
}

describe('a mission', () => {
  test('is run batch by batch, in the ledger of the settings, and its tests with it', async (t) => {
    const folder = workTree(t);
    const { job, record } = await missionJob(t, [spec(), docPatch(folder)], {}, folder);
    const { ok, body, findings } = await run(job);
    assert.deepEqual([ok, body.success, body.stopped, findings], [true, true, null, []]);
    assert.deepEqual(body.batches, ['batch-1', 'batch-2']);
    assert.match(folder.read('src/page.ts'), /AccountId/);
    assert.match(folder.read('doc.txt'), /^7$/m);
    const mission = await record.mission('M-1');
    assert.deepEqual(
      mission.batches.map(({ state }) => state),
      ['applied', 'applied'],
    );
    assert.equal(body.mission.missionId, 'M-1');
    assert.deepEqual((await run(job)).body.batches, []);
  });

  test('stops where a verification says no, and says where', async (t) => {
    const wrong = spec({ invariants: [{ name: 'Gone', type: 'symbolExists', spec: 'Nobody' }] });
    const { job } = await missionJob(t, [wrong, spec()], {});
    const { ok, body } = await run({ ...job, runsTests: false });
    assert.deepEqual([ok, body.success, body.stopped.batch, body.stopped.ok], [false, false, 'batch-1', false]);
  });

  test('is run only at the top of a work tree, and only where its ledger can be opened', async (t) => {
    const { job, folder } = await missionJob(t, [spec()], {});
    await assert.rejects(run({ ...job, root: folder.at('src') }), { code: 'INPUT_MISSING', message: /DTE_ROOT/ });
    const settings = { ...job.settings, KEYRING_FILE: folder.at('doc.txt') };
    await assert.rejects(run({ ...job, settings }), { code: 'PARSE_ERROR', message: /^KEYRING_FILE: .*doc\.txt: / });
  });

  test('in a database is run there', async (t) => {
    const server = await sharedPostgres();
    t.after(() => server.remove());
    const patch = patchContent('new.patch', NEW_FILE);
    const { job, record, folder } = await missionJob(t, [patch], { DATABASE_URL: await server.newDatabase() });
    assert.deepEqual((await run(job)).body.batches, ['batch-1']);
    assert.equal(folder.read('src/new.txt'), 'new\n');
    assert.equal((await record.mission('M-1')).batches[0]!.state, 'applied');
  });
});

const NEW_FILE = `diff --git a/src/new.txt b/src/new.txt
new file mode 100644
--- /dev/null
+++ b/src/new.txt
@@ -0,0 +1 @@
+new
`;
