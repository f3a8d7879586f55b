/**
 * Every route of every service, asked by what its own OpenAPI document allows, nearly allows, and does not: no fault ever, and every answer is
 * as the document says.
 *
 * A few requests for each route; with LOGLINE_LONG=1 a thousand, and the routes whose work takes long a hundred times.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { SPEC } from '../mission/scene.ts';
import { operationsOf } from './operations.ts';
import type { Known, Operation, Sent } from './operations.ts';
import { startServices } from './running.ts';
import type { Running } from './running.ts';

const IS_LONG = process.env['LOGLINE_LONG'] === '1';
const RUNS = IS_LONG ? 1000 : 25;
/** Work in processes of its own takes long. */
const RUNS_OF_CHANGES = IS_LONG ? 100 : 6;
const NAMES = ['ledger', 'gateway', 'orchestrator', 'dte', 'finops', 'evidence', 'metrics'];
const PATCH =
  '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@\n-export type UserId = string;\n+export type UserId = number;\n';

const KNOWN: Known = {
  id: ['M-1', 'M-2', 'M-3', 'M-99'],
  name: ['plan', 'execute', 'verify', 'finalize'],
  batchId: ['batch-1', 'batch-2', 'batch-9'],
  workingDir: ['.', 'src', 'src/a.ts', 'src/../..', '../..', '/etc', 'out'],
  'urn:logline-core:change-spec:1.1.0': [SPEC],
  'ledger POST /append': [
    { entity_type: 'file', this: '/a', did: { action: 'create' }, metadata: { created_at: '2026-01-31T12:00:00Z' } },
  ],
  'gateway POST /gateway/preflight': [{ content: 'mail me at kim@example.com', provider: 'copilot', metadata: {} }],
  'orchestrator POST /missions/{id}/batches': [
    { contents: [{ spec: SPEC }] },
    { contents: [{ name: 'p', patch: PATCH }] },
    {},
  ],
  'dte POST /dte/plan': [{ intent: 'rename UserId to AccountId', scope: 'src/**/*.ts' }],
  'dte POST /dte/apply': [SPEC],
  'dte POST /dte/verify': [{ spec: SPEC, workingDir: '.' }],
  'finops POST /finops/forecast': [{ changeSpec: SPEC }, { changeSpec: SPEC, provider: 'openai', record: true }],
  'evidence POST /evidence/events': [{ type: 'BatchExecuted', missionId: 'M-1', data: { files: 3 } }],
  'evidence POST /evidence/export': [{ missionId: 'M-1' }],
};

/** Files are changed, tests are run, packs are made. */
const TAKES_LONG =
  /^(?:orchestrator .*\/(?:run|rollback\/.*|approve|reject|batches)|dte .*\/verify|evidence .*\/export)$/;

let services: Running;
let operations: readonly Operation[];
before(async () => {
  services = await startServices(NAMES, {
    DTE_WORKERS: '1',
    DTE_TIMEOUT_MS: '20000',
    RATE_LIMIT_MAX: '100000000',
    LOG_LEVEL: 'warn',
  });
  mkdirSync(join(services.folder, 'src'));
  writeFileSync(join(services.folder, 'src/a.ts'), 'export type UserId = string;\n');
  for (const args of [
    ['init', '--quiet'],
    ['add', 'src'],
    ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '-m', 'base'],
  ])
    assert.equal(spawnSync('git', args, { cwd: services.folder }).status, 0);
  for (const title of ['One', 'Two', 'Three'])
    assert.equal((await services.ask('orchestrator', 'POST /missions', { body: { title } })).status, 201);
  const all = await operationsOf(services, KNOWN);
  operations = IS_LONG ? all : all.filter(({ name }) => !TAKES_LONG.test(name));
});
after(() => services.close());

for (const service of NAMES.filter((name) => name !== 'metrics')) {
  test(`${service}: no request is a fault, and every answer is as it is described`, async (t) => {
    const own = operations.filter((one) => one.service === service);
    for (const operation of own) {
      const statuses = await fuzz(
        operation,
        service === 'dte' || TAKES_LONG.test(operation.name) ? RUNS_OF_CHANGES : RUNS,
      );
      t.diagnostic(`${operation.name}: ${[...statuses].sort().join(' ')}`);
      // That a mission is not ready, or something not for this one to do, is told by its rules, behind everything that looks at requests: keys are not set here.
      const isThrough = [...statuses].some((status) => status < 300 || status === 409 || status === 403);
      assert.ok(isThrough, `${operation.name}: nothing got through`);
    }
    assert.ok(own.length > 0);
  });
}

/** Who follows the ledger is answered for as long as it is there; test/client/services.test.ts does that. */
const isAnswered = ({ path }: Sent): boolean => !path.includes('follow=true');

async function fuzz(operation: Operation, numRuns: number): Promise<ReadonlySet<number>> {
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(operation.requests().filter(isAnswered), async ({ path, headers, text }) => {
      const more = text === undefined ? {} : { text };
      const reply = await services.ask(operation.service, `${operation.method} ${path}`, {
        headers: { ...headers },
        ...more,
      });
      statuses.add(reply.status);
      operation.check(reply);
    }),
    { seed: 20260101, numRuns, endOnFailure: true, examples: operation.examples().map((each) => [each] as [Sent]) },
  );
  return statuses;
}

test('afterwards all services are well, nothing was a fault, and the ledger verifies', async () => {
  for (const service of NAMES) assert.equal((await services.ask(service, 'GET /health')).status, 200, service);
  const faults = services.lines.filter(({ level }) => level === 'error');
  assert.deepEqual(faults, []);
  const report = (await services.ask('ledger', 'GET /verify')).json();
  assert.deepEqual([report.ok, report.findings], [true, []]);
  assert.ok(report.counts.valid > 10);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});
