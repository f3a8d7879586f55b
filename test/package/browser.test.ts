/** The door `./atomic` bundles for a browser as it is, and works where there is nothing of Node. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { isBuilt } from '../../scripts/setup.mjs';
import { plant, projectRoot } from '../checks/scratch.ts';

/** Takes from a process of Node what a browser does not have, and keeps a way to speak. */
const page = `
  const { log } = console;
  for (const name of ['process', 'Buffer', 'global', 'require', 'module', 'setImmediate']) delete globalThis[name];
  const { createMemorySigner, defaultEngine, generateKeyPair, signDraft, verifyAtomic } = await import('./bundle.mjs');
  const { privateKey, publicKey } = generateKeyPair();
  const draft = {
    entity_type: 'file', this: '/files/a', did: { actor: 'browser', action: 'create' },
    metadata: { created_at: '2024-01-01T00:00:00Z' },
  };
  const { line } = await signDraft(draft, createMemorySigner(privateKey));
  log(JSON.stringify({
    engine: defaultEngine().name,
    good: verifyAtomic(line, { keys: [publicKey] }).ok,
    bad: verifyAtomic(line.replace('/files/a', '/files/b'), { keys: [publicKey] }).findings.map(({ code }) => code),
  }));
`;

test('the bundle needs no module, and signs and verifies without Node', async (t) => {
  assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
  const folder = plant(t, { 'page.mjs': page });
  const warnings: string[] = [];
  const bundle = await rollup({
    input: join(projectRoot, 'dist/atomic/index.js'),
    plugins: [nodeResolve({ browser: true })],
    onwarn: ({ message }) => warnings.push(message),
  });
  const { output } = await bundle.generate({ format: 'es', inlineDynamicImports: true });
  assert.deepEqual(warnings, []);
  assert.equal(output.length, 1);
  assert.deepEqual(output[0].imports, []);
  writeFileSync(join(folder, 'bundle.mjs'), output[0].code);
  const { stdout, stderr } = spawnSync(process.execPath, ['page.mjs'], { cwd: folder, encoding: 'utf8' });
  assert.equal(stderr, '');
  assert.deepEqual(JSON.parse(stdout), { engine: 'portable', good: true, bad: ['HASH_MISMATCH'] });
});
