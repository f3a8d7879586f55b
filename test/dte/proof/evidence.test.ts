/** The files of specs themselves: they may come with a change, but not in the place of something else. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { proveSides } from '../../../src/dte/proof/prove.ts';
import type { DiffProof } from '../../../src/dte/proof/prove.ts';
import { treeSide } from '../../../src/dte/proof/side.ts';
import { specOf } from '../plans.ts';
import { treeOf } from '../trees.ts';

const SPEC = specOf(9);

/** A change that brings the file of a spec which does nothing, and nothing else. */
function judged(
  path: string,
  before: Readonly<Record<string, string>>,
  evidencePaths: string[] = [],
): Promise<DiffProof> {
  const files = { 'src/a.ts': 'export {};\n', 'specs/1.json': '{}', ...before };
  const base = treeSide('base', treeOf(files));
  const head = treeSide('head', treeOf({ ...files, [path]: JSON.stringify(SPEC) }));
  return proveSides(base, head, { specs: [{ spec: SPEC, path }], engine: '0.0.0', evidencePaths });
}

describe('a spec is no evidence', () => {
  const settings = '{"name":"shop","type":"module"}';
  const was = 'was no spec before, and is one now';
  const isSetting = 'holds a spec under a name that programs take settings from';
  const cases: readonly (readonly [what: string, path: string, reason: string, before?: Record<string, string>])[] = [
    ['in the place of settings', 'package.json', was, { 'package.json': settings }],
    ['in the place of any other file', 'data/prices.json', was, { 'data/prices.json': '{}' }],
    ['in the place of what is no JSON', 'data/prices.json', was, { 'data/prices.json': '{' }],
    ...[
      'src/package.json',
      'npm-shrinkwrap.json',
      'src/tsconfig.json',
      'src/TSCONFIG.build.json',
      'jest.config.json',
      'src/.eslintrc.json',
      'biomerc.json',
      '.vscode/settings.json',
      '.jsonatomic/config.json',
      '.jsonatomic/dte/1.json',
    ].map((path) => [`as ${path}`, path, isSetting] as const),
    [
      'as a file in other letters',
      'Data.json',
      'holds a spec under a name that is not its own: Data.json and data.json differ in nothing but case or Unicode normalisation, and are one name on many systems',
      { 'data.json': '{}' },
    ],
    [
      'in a folder in other letters',
      'cafe\u0301/1.json',
      'holds a spec under a name that is not its own: cafe\u0301/1.json and caf\u00e9 differ in nothing but case or Unicode normalisation, and are one name on many systems',
      { 'caf\u00e9/a.ts': '' },
    ],
    [
      'by the name of a folder that is loaded by it',
      'lib/tax.json',
      'holds a spec under a name by which a folder is loaded',
      { 'lib/tax/index.js': '' },
    ],
  ];
  for (const [what, path, reason, before = {}] of cases)
    test(what, async () => {
      const proof = await judged(path, before);
      assert.equal(proof.ok, false);
      assert.deepEqual(
        proof.findings.map(({ code, message }) => [code, message]),
        [['DIFF_UNEXPLAINED', `${path} ${reason}.`]],
      );
      assert.equal(proof.files[0]?.verdict, 'unexplained');
    });

  test('unless whoever judges the change says so', async () => {
    assert.equal((await judged('src/package.json', {}, ['src/*.json'])).ok, true);
  });
});

describe('a spec is evidence', () => {
  const cases: readonly (readonly [what: string, path: string, before?: Record<string, string>])[] = [
    ['anywhere else', 'changespec.json'],
    ['beside a folder of its name', 'specs.json'],
    ['in the place of an older one', '.changes/CS-9.json', { '.changes/CS-9.json': JSON.stringify(specOf(8)) }],
    ['in the place of a faulty one', 'CS-9.json', { 'CS-9.json': '{"id":"CS-9","patches":7}' }],
  ];
  for (const [what, path, before = {}] of cases)
    test(what, async () => {
      const proof = await judged(path, before);
      assert.deepEqual([proof.ok, proof.findings], [true, []]);
      assert.equal(proof.files[0]?.verdict, 'evidence');
    });
});
