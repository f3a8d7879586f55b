/** The transform engine over HTTP, in processes of its own. */
import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Folder } from '../dte/git-fixture.ts';
import { SPEC, workTree } from '../mission/scene.ts';
import { assertError, startServices } from './running.ts';
import type { Running } from './running.ts';
import '../uncounted.ts';

const ends: (() => void)[] = [];
let tree: Folder;
let services: Running;
before(async () => {
  tree = workTree({ after: (end) => void ends.push(end as () => void) });
  services = await startServices(['dte', 'ledger'], { DTE_ROOT: tree.at('.'), DTE_WORKERS: '1' });
});
after(async () => {
  await services.close();
  for (const end of ends) end();
});

const send = (request: string, body: object) => services.ask('dte', request, { body });

describe('the transform engine', () => {
  test('makes a spec of a sentence', async () => {
    const reply = await send('POST /dte/plan', { intent: 'rename UserId to AccountId', scope: 'src/**/*.ts' });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.json().patches[0].astOp, 'renameSymbol');
    assertError(
      await send('POST /dte/plan', { intent: 'rename Nobody to Somebody', scope: ['src/**/*.ts'] }),
      422,
      'TARGET_MISSING',
    );
  });

  test('shows what it would do, and does it, all of it or nothing', async () => {
    const dry = (await send('POST /dte/apply?dryRun=true', SPEC)).json();
    assert.deepEqual([dry.success, dry.state], [true, 'planned']);
    assert.match(dry.patches[0].diff, /^\+.*AccountId/m);
    assert.match(readFileSync(tree.at('src/auth.ts'), 'utf8'), /UserId/);
    const done = (await send('POST /dte/apply', SPEC)).json();
    assert.deepEqual([done.success, done.state, done.patches.length], [true, 'applied', 2]);
    assert.match(readFileSync(tree.at('src/auth.ts'), 'utf8'), /AccountId/);
    assert.equal((await send('POST /dte/apply', SPEC)).json().state, 'already-applied');
  });

  test('verifies, and says no', async () => {
    const good = (await send('POST /dte/verify', { spec: SPEC, workingDir: '.' })).json();
    assert.deepEqual([good.success, good.errors], [true, []]);
    assert.deepEqual(good.mutationReport, { score: null, mutantsKilled: 0, mutantsTotal: 0, details: [] });
    const invariants = [{ name: 'Gone', type: 'symbolExists', spec: 'Nobody' }];
    const bad = (await send('POST /dte/verify', { spec: { ...SPEC, id: 'CS-2', patches: [], invariants } })).json();
    assert.equal(bad.success, false);
    assert.ok(bad.errors.length > 0);
  });

  test('records what was done', async () => {
    const { atomics } = (await services.ask('ledger', 'GET /query?this=/change-specs/CS-1')).json();
    assert.deepEqual(
      atomics.map(({ intent }: { intent: string }) => intent),
      ['change_applied', 'change_verified'],
    );
    const { text } = await services.ask('dte', 'GET /metrics');
    assert.match(text, /^dte_verifications_total\{result="passed"\} 1$/m);
    assert.match(text, /^dte_verifications_total\{result="failed"\} 1$/m);
  });

  test('works nowhere but below its root', async () => {
    symlinkSync('/', tree.at('out'));
    for (const workingDir of ['..', '../..', '/etc', 'out', 'out/etc', 'src/../../..', '../no-such-folder'])
      assertError(await send('POST /dte/verify', { spec: SPEC, workingDir }), 422, 'PATH_UNSAFE');
    assertError(await send('POST /dte/verify', { spec: SPEC, workingDir: 'no-such' }), 404, 'INPUT_MISSING');
    for (const path of ['../x.ts', '/etc/passwd', '.git/config'])
      assertError(
        await send('POST /dte/apply', { ...SPEC, id: 'CS-3', scope: [path], patches: [{ ...SPEC.patches[0], path }] }),
        422,
        'PATH_UNSAFE',
      );
  });

  test('refuses what is no spec', async () => {
    assertError(await send('POST /dte/apply', {}), 400, 'REQUEST_INVALID');
    assertError(await send('POST /dte/apply', { ...SPEC, shell: 'rm -rf /' }), 400, 'REQUEST_INVALID');
    assertError(
      await send('POST /dte/apply', { ...SPEC, patches: [{ ...SPEC.patches[0], selector: '[[[' }] }),
      422,
      'SELECTOR_INVALID',
    );
    assert.deepEqual(
      services.lines.filter(({ level }) => level === 'error'),
      [],
    );
  });
});
