import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { isBuilt } from '../../scripts/setup.mjs';
import type { createMemorySigner } from '../../src/atomic/index.ts';
import { toHex, toUtf8 } from '../../src/base/bytes.ts';
import { withoutNode } from '../atomic/samples.ts';
import { plant } from '../checks/scratch.ts';
import { bundlePage } from './bundle.ts';
import '../uncounted.ts';

/** Bundles a page that re-exports some names, and loads it. */
async function load(folder: string, names: string): Promise<{ readonly module: unknown; readonly sizeBytes: number }> {
  const { code, imports, warnings } = await bundlePage(join(folder, `${names}.ts`));
  assert.deepEqual([imports, warnings], [[], []]);
  return { module: await import(`data:text/javascript,${encodeURIComponent(code)}`), sizeBytes: code.length };
}

test('what a page does not use is left out, and what it uses still works', async (t) => {
  assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
  const folder = plant(t, {
    'createMemorySigner.ts': "export { createMemorySigner } from 'logline-core/atomic';",
    'verifyAtomic.ts': "export { verifyAtomic } from 'logline-core/atomic';",
    'canonicalize.ts': "export { canonicalize } from 'logline-core/atomic';",
  });
  const signer = await load(folder, 'createMemorySigner');
  const verifier = await load(folder, 'verifyAtomic');
  const canonical = await load(folder, 'canonicalize');
  assert.ok(canonical.sizeBytes < signer.sizeBytes && signer.sizeBytes < verifier.sizeBytes);
  t.after(withoutNode());
  const { createMemorySigner: create } = signer.module as { readonly createMemorySigner: typeof createMemorySigner };
  const made = create('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
  assert.equal(made.publicKey, 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  assert.match(toHex(await made.sign(toUtf8(''))), /^e5564300c360ac72/);
});
