/** Missions that are run over HTTP, on a real work tree: applied, verified, taken back, and never anywhere else. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Folder } from '../dte/git-fixture.ts';
import { SPEC, workTree } from '../mission/scene.ts';
import '../uncounted.ts';
import { assertError, startServices } from './running.ts';
import type { Reply, Running } from './running.ts';

const PATCH = (path: string): string => `diff --git a/${path} b/${path}
new file mode 100644
--- /dev/null
+++ b/${path}
@@ -0,0 +1 @@
+owned
`;

let folder: Folder;
let services: Running;
const ends: (() => unknown)[] = [];
before(async () => {
  folder = workTree({ after: (end) => void ends.push(end as () => unknown) });
  services = await startServices(['orchestrator', 'ledger'], { DTE_ROOT: folder.path });
});
after(async () => {
  await services.close();
  for (const end of ends) end();
});

const send = (request: string, body?: object): Promise<Reply> =>
  services.ask('orchestrator', request, { ...(body && { body }) });

async function begin(...batches: readonly (readonly object[])[]): Promise<string> {
  const { missionId } = (await send('POST /missions', { title: 'A mission', risk: 'low' })).json();
  for (const contents of batches)
    assert.equal((await send(`POST /missions/${String(missionId)}/batches`, { contents })).status, 201);
  return missionId as string;
}

describe('a mission that is run', () => {
  test('changes the files, verifies them, and takes them back', async () => {
    const before = folder.read('src/page.ts');
    const id = await begin([{ spec: SPEC }], [{ name: 'new.patch', patch: PATCH('src/new.txt') }]);
    const run = await send(`POST /missions/${id}/run`, { runTests: false });
    assert.equal(run.status, 200, run.text);
    const { success, batches, stopped, mission } = run.json();
    assert.deepEqual([success, batches, stopped], [true, ['batch-1', 'batch-2'], null]);
    assert.equal(mission.missionId, id);
    assert.match(folder.read('src/page.ts'), /AccountId/);
    assert.equal(folder.read('src/new.txt'), 'owned\n');
    const again = (await send(`POST /missions/${id}/run`)).json();
    assert.deepEqual([again.success, again.batches], [true, []]);
    for (const batch of ['batch-2', 'batch-1']) {
      const back = await send(`POST /missions/${id}/rollback/${batch}`);
      assert.equal(back.json().success, true, back.text);
    }
    assert.equal(folder.read('src/page.ts'), before);
    assert.ok(!existsSync(folder.at('src/new.txt')));
    assert.equal((await services.ask('ledger', 'GET /verify')).json().ok, true);
  });

  for (const path of ['../out.txt', 'src/../../out.txt', '/tmp/out.txt', '.git/hooks/pre-commit', '.jsonatomic/x'])
    test(`does not touch ${path}`, async () => {
      const contents = [{ name: 'out.patch', patch: PATCH(path) }];
      const id = await begin();
      const added = await send(`POST /missions/${id}/batches`, { contents });
      const refused = added.status === 201 ? await send(`POST /missions/${id}/run`, { runTests: false }) : added;
      assert.ok(refused.status >= 400 && refused.status < 500, refused.text);
      assert.match(refused.json().code as string, /^(PATH_UNSAFE|EDIT_CONFLICT)$/);
      assert.ok(!existsSync(join(folder.path, '../out.txt')));
      assert.ok(!existsSync(folder.at('.git/hooks/pre-commit')));
    });

  test('needs a git work tree', async () => {
    const bare = await startServices(['orchestrator']);
    try {
      await bare.ask('orchestrator', 'POST /missions', { body: { title: 'A mission', risk: 'low' } });
      assertError(await bare.ask('orchestrator', 'POST /missions/M-1/run'), 404, 'INPUT_MISSING');
    } finally {
      await bare.close();
    }
  });

  test('has to be there', async () => {
    assertError(await send('POST /missions/M-99/run'), 404, 'MISSION_UNKNOWN');
    assertError(await send('POST /missions/M-1/run', { root: '/' }), 400, 'REQUEST_INVALID');
  });
});
