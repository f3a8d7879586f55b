/** What a renameSymbol patch says beside the new name, with selectors as they are written in specs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PatchDetails } from '../../../src/dte/generated/types.ts';
import type { PatchOutcome } from '../../../src/dte/patch.ts';
import { pathFilter } from '../../../src/dte/path-filter.ts';
import { renameSymbol } from '../../../src/dte/typescript/rename-symbol.ts';
import { treeOf } from '../trees.ts';
import { changedTexts, projectOver, renameMarked } from './rename-case.ts';
import { MODULE_CASES } from './rename-modules.ts';
import { SCOPE_CASES } from './rename-scopes.ts';

const FILES = {
  'src/a.ts': 'export class Cart { total() { return 1; } }\n',
  'src/b.ts': 'export class Bill { total() { return 2; } }\nexport const total = 3;\n',
  'lib/c.ts': "import { Cart } from '../src/a';\nexport const sum = new Cart().total();\n",
};

function rename(selector: string, details: PatchDetails, scope = ['**'], path = '**'): [PatchOutcome, object] {
  const project = projectOver(treeOf(FILES));
  const patch = { path, astOp: 'renameSymbol' as const, selector, details: { newName: 'amount', ...details } };
  const outcome = renameSymbol(project, { patch, language: 'typescript', scope: pathFilter(scope) });
  return [outcome, changedTexts(project, outcome)];
}

const TOTAL = "Identifier[name='total']";
const CART = {
  'src/a.ts': FILES['src/a.ts'].replace('total', 'amount'),
  'lib/c.ts': FILES['lib/c.ts'].replace('total', 'amount'),
};

test('several symbols are listed with kind, container and places', () => {
  const [{ findings, edits }] = rename(TOTAL, {});
  assert.equal(findings[0]?.code, 'TARGET_AMBIGUOUS');
  assert.deepEqual(edits, []);
  assert.deepEqual(findings[0].details?.['symbols'], [
    { kind: 'method', name: 'total', container: 'Cart', places: ['src/a.ts:1:21'] },
    { kind: 'method', name: 'total', container: 'Bill', places: ['src/b.ts:1:21'] },
    { kind: 'variable', name: 'total', places: ['src/b.ts:2:14'] },
  ]);
});

test('one of several, by its container or the file that declares it', () => {
  for (const details of [{ container: 'Cart' }, { declaredIn: 'src/a.ts' }]) {
    const [outcome, changed] = rename(TOTAL, details);
    assert.deepEqual(outcome.findings, []);
    assert.deepEqual(changed, CART);
  }
});

test('all of several', () => {
  const [outcome, changed] = rename(TOTAL, { all: true });
  assert.deepEqual(outcome.findings, []);
  assert.deepEqual(changed, { ...CART, 'src/b.ts': FILES['src/b.ts'].replaceAll('total', 'amount') });
});

test('a count that is wrong, and one that is right', () => {
  const [wrong] = rename(TOTAL, { all: true, expectCount: 1 });
  assert.equal(wrong.findings[0]?.code, 'COUNT_MISMATCH');
  const [right] = rename(TOTAL, { all: true, expectCount: 4 });
  assert.deepEqual(right.findings, []);
});

test('nothing is a finding, unless it is optional', () => {
  const selector = "Identifier[name='nowhere']";
  assert.equal(rename(selector, {})[0].findings[0]?.code, 'TARGET_MISSING');
  assert.deepEqual(rename(selector, { optional: true })[0], { matches: [], edits: [], moves: [], findings: [] });
  assert.equal(rename(TOTAL, { container: 'Nobody' })[0].findings[0]?.code, 'TARGET_MISSING');
  assert.equal(rename('ReturnStatement', {})[0].findings[0]?.code, 'TARGET_MISSING');
});

test('declarations can be selected as a whole', () => {
  const [outcome, changed] = rename("MethodDefinition[key.name='total']", {}, ['**'], 'src/a.ts');
  assert.deepEqual(outcome.findings, []);
  assert.deepEqual(changed, CART);
});

test('edits out of scope are listed by file', () => {
  const [{ findings }] = rename(TOTAL, { container: 'Cart' }, ['src/**']);
  assert.deepEqual(
    findings.map(({ code, path, line }) => [code, path, line]),
    [['OUT_OF_SCOPE', 'lib/c.ts', 2]],
  );
});

test('a second run finds nothing to rename', () => {
  const project = projectOver(treeOf({ ...FILES, ...CART }));
  const patch = { path: 'src/a.ts', astOp: 'renameSymbol' as const, selector: TOTAL, details: { newName: 'amount' } };
  const { findings } = renameSymbol(project, { patch, language: 'typescript', scope: () => true });
  assert.equal(findings[0]?.code, 'TARGET_MISSING');
});

test('a part of the program gives what the whole one gives', () => {
  for (const one of [...SCOPE_CASES.slice(0, 8), ...MODULE_CASES.slice(0, 14)]) {
    const part = renameMarked(one, true);
    const whole = renameMarked(one);
    assert.deepEqual(part.changed, whole.changed, one.what);
    assert.equal(part.outcome.findings[0]?.code, whole.outcome.findings[0]?.code, one.what);
  }
});

test('what the compiler misses: a value use, through a namespace, of what is augmented through a re-export', () => {
  const files = {
    'a.ts': 'export interface ¦X { a: number }\nexport const X: { new (): X } = null as any;\n',
    'index.ts': "export * from './a';\n",
    'aug.ts': "import './index';\ndeclare module './index' { interface X { b: number } }\n",
    'b.ts':
      "import * as ns from './a';\nexport const t: ns.X = null as any;\nexport const v = ns.X;\nexport { X } from './a';\nimport { X as Q } from './a';\nexport const w = Q;\n",
  };
  const { outcome, changed } = renameMarked({ what: '', files, to: 'N', want: {} });
  assert.deepEqual(outcome.findings, []);
  assert.equal(changed['b.ts'], files['b.ts'].replaceAll('.X', '.N').replaceAll('{ X', '{ N'));
  assert.equal(changed['aug.ts'], files['aug.ts'].replace('interface X', 'interface N'));
});
