/** How many specs are proven together: more are refused as a whole, and none is passed over. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specsOfBranch } from '../../../src/dte/proof/branch-specs.ts';
import { proveSides } from '../../../src/dte/proof/prove.ts';
import type { DiffProof } from '../../../src/dte/proof/prove.ts';
import type { ProofSpec } from '../../../src/dte/proof/replay.ts';
import { treeSide } from '../../../src/dte/proof/side.ts';
import { Folder } from '../git-fixture.ts';
import { specOf } from '../plans.ts';
import { treeOf } from '../trees.ts';
import { FAILING } from './proof-fixture.ts';

const SIDE = treeSide('base', treeOf({ 'a.ts': 'export {};\n' }));
const pathOf = (number: number): string => `specs/${String(number).padStart(3, '0')}.json`;
const specs = (count: number, of: Partial<ProofSpec['spec']> = {}): ProofSpec[] =>
  Array.from({ length: count }, (_, i) => ({ spec: { ...specOf(i + 1), patches: [], ...of }, path: pathOf(i + 1) }));
const prove = (some: readonly ProofSpec[]): Promise<DiffProof> =>
  proveSides(SIDE, SIDE, { specs: some, engine: '0.0.0' });

test('a hundred specs are proven, and none of one more', async () => {
  assert.equal((await prove(specs(100))).specs.length, 100);
  await assert.rejects(prove(specs(101)), {
    code: 'LIMIT_EXCEEDED',
    message: /^specs\/101\.json: .*more than 100 specs .*Nothing was proven: split the change/,
  });
});

test('specs with a thousand patches and invariants in all are proven, and none with more', async () => {
  const invariants = Array.from({ length: 200 }, () => ({ name: 'No', type: 'regex', spec: 'x' }) as const);
  const most = specs(5, { invariants });
  assert.equal((await prove(most)).specs.length, 5);
  await assert.rejects(prove([...most, { spec: FAILING }]), { code: 'LIMIT_EXCEEDED', message: /^CS-3: / });
});

test('the specs of a branch are not read any further than that', async (t) => {
  const folder = new Folder(t, { 'a.ts': 'export {};\n' }).init();
  folder.commit('base');
  folder.git('branch', 'base');
  folder.write(Object.fromEntries(specs(101).map(({ spec, path }) => [path!, JSON.stringify(spec)])));
  folder.write({ 'specs/999.json': '{ "id": "CS-999", "patches": "none" }' });
  folder.commit('specs');
  const details = { id: 'CS-101', path: pathOf(101) };
  await assert.rejects(specsOfBranch(folder.path, { base: 'base', head: 'HEAD' }), { code: 'LIMIT_EXCEEDED', details });
});
