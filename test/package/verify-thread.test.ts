/** The thread of a large ledger, as users get it: beside the library and beside the bundled program. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { isBuilt } from '../../scripts/setup.mjs';
import { createNativeEngine } from '../../src/atomic/index.ts';
import type * as workers from '../../src/ledger/verify-workers.ts';
import { projectRoot } from '../checks/scratch.ts';
import { simpleChain } from '../ledger/fixtures.ts';
import { pieceOf } from '../ledger/line-pieces.ts';

const dist = join(projectRoot, 'dist');

for (const [what, program] of [
  ['the library', 'ledger/verify-worker.js'],
  ['the bundled program', 'cli/verify-worker.js'],
] as const) {
  test(`${what} finds it and it judges`, async () => {
    assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
    assert.ok(existsSync(join(dist, program)));
    const file = pathToFileURL(join(dist, 'ledger/verify-workers.js')).href;
    const { VerifyWorkers } = (await import(file)) as typeof workers;
    const engine = { ...createNativeEngine()!, verifyMany: () => assert.fail('this thread was asked') };
    const rules = { limits: {}, vouchedLines: 0, isLarge: false };
    const threads = new VerifyWorkers(1, engine, rules, pathToFileURL(join(dist, program)));
    const { facts, unverified } = await threads.check(pieceOf((await simpleChain(50)).map(({ line }) => line)));
    assert.deepEqual([facts.length, unverified.size], [50, 0]);
    threads.close();
  });
}
