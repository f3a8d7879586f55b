/** Code that nests deeper than the compiler can follow is a finding of every operation, and spoils nothing for what comes after it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Invariant, Patch } from '../../../src/dte/generated/types.ts';
import { checkInvariant } from '../../../src/dte/invariants/check.ts';
import { openProjects } from '../../../src/dte/projects.ts';
import { treeOf } from '../trees.ts';
import { runCase } from './operation-case.ts';

const LEVELS = 20_000;
const nested = (open: string, inner: string, close: string): string =>
  open.repeat(LEVELS) + inner + close.repeat(LEVELS);

const DEEP: Readonly<Record<string, string>> = {
  brackets: `export const deep = ${nested('[', 'a', ']')};\n`,
  calls: `export const deep = ${nested('f(', 'a', ')')};\n`,
  blocks: `export function deep() ${nested('{', 'a;', '}')}\n`,
  types: `export type Deep = ${nested('A<', 'A', '>')};\n`,
};

const A = "export const a = 1;\nexport function f(x: unknown) { return x; }\nf('old');\n";

const PATCHES: readonly Patch[] = [
  { path: '**', astOp: 'renameSymbol', selector: "Identifier[name='a']", details: { newName: 'b' } },
  { path: '**', astOp: 'replaceAPI', selector: "CallExpression[callee.name='f']", details: { newFunction: 'g' } },
  { path: '**', astOp: 'insertNode', selector: 'Program', details: { position: 'last', text: 'export const z = 1;' } },
  { path: '**', astOp: 'deleteNode', selector: "ExportNamedDeclaration:has(Identifier[name='a'])" },
  { path: '**', astOp: 'editRegex', selector: 'Program', details: { pattern: '(old|deep)', replacement: 'new' } },
  { path: 'a.ts', astOp: 'moveModule', details: { to: 'x/a.ts' } },
];

for (const [what, text] of Object.entries(DEEP)) {
  describe(what, () => {
    for (const patch of PATCHES) {
      test(patch.astOp, () => {
        const deep = patch.astOp === 'moveModule' ? `import './a';\n${text}` : text;
        const { findings, changed } = runCase(
          treeOf({ 'a.ts': A, 'b.ts': `import { a } from './a';\n${deep}` }),
          patch,
        );
        assert.deepEqual(
          findings.map(({ code, path }) => [code, path]),
          [['LIMIT_EXCEEDED', 'b.ts']],
        );
        assert.deepEqual(changed, {});
      });
    }
  });
}

test('afterwards the same project answers as ever', () => {
  const { findings, changed } = runCase(treeOf({ 'a.ts': A }), PATCHES[0]!);
  assert.deepEqual(findings, []);
  assert.deepEqual(changed, { 'a.ts': A.replace('const a', 'const b') });
});

describe('invariants', () => {
  const check = async (type: Invariant['type'], spec: string): Promise<(string | undefined)[]> => {
    const before = treeOf({ 'a.ts': A });
    const after = treeOf({ 'a.ts': A, 'b.ts': DEEP['calls']! });
    const context = {
      spec: { scope: ['**'], language: 'typescript' as const },
      before,
      after,
      projects: openProjects(),
    };
    const { findings } = await checkInvariant({ name: 'n', type, spec }, context);
    return findings.map(({ code }) => code);
  };
  test('of types', async () => assert.deepEqual(await check('typecheck', 'tsc --noEmit'), ['LIMIT_EXCEEDED']));
  test('of selectors', async () =>
    assert.deepEqual(await check('semanticRule', 'No matches of `Identifier[name="zz"]` remain'), []));
  test('of nodes', async () =>
    assert.deepEqual(await check('semanticRule', 'No matches of `DebuggerStatement` remain'), ['LIMIT_EXCEEDED']));
});
