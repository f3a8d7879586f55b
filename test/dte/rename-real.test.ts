/** Random symbols of real projects, renamed: what is not refused brings no error of types, and taking its edits back gives the text of before. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { applyEdits } from '../../src/dte/edit.ts';
import type { TextEdit } from '../../src/dte/edit.ts';
import type { SourceTree } from '../../src/dte/source-tree.ts';
import { newTypeErrors } from '../../src/dte/typescript/diagnostics.ts';
import type { NameNode } from '../../src/dte/typescript/names.ts';
import { TypeScriptProject } from '../../src/dte/typescript/project.ts';
import { renameSelected } from '../../src/dte/typescript/rename-symbol.ts';
import { ts } from '../../src/dte/typescript/ts.ts';
import { root } from '../bench/root.ts';
import { changedTexts } from './matrix/rename-case.ts';
import { REAL_PROJECTS, realTree, sourceTree } from './real-projects.ts';

const isLong = process.env['LOGLINE_LONG'] === '1';

test('symbols of @noble/hashes', (context) => {
  const counts = renameMany(context, sourceTree(join(root, 'node_modules/@noble/hashes/src')), 10);
  assert.ok(counts['renamed']! >= 5, JSON.stringify(counts));
});

for (const project of REAL_PROJECTS) {
  test(`symbols of ${project.name} ${project.version}`, { skip: !isLong }, (context) => {
    const counts = renameMany(context, realTree(project), 100);
    assert.ok(counts['renamed']! >= 50, JSON.stringify(counts));
  });
}

/** Answers how many were renamed, and how many refused, by code. */
function renameMany(context: TestContext, tree: SourceTree, wanted: number): Record<string, number> {
  const project = new TypeScriptProject(tree);
  const names = declaredNames(project);
  assert.ok(names.length > wanted);
  const next = numbers(7);
  const counts: Record<string, number> = { renamed: 0 };
  for (let n = 0; n < wanted; n++) {
    project.update(tree);
    const code = renameOne(project, names[next() % names.length]!, `Renamed${n}`);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  context.diagnostic(JSON.stringify(counts));
  return counts;
}

function renameOne(project: TypeScriptProject, { path, start }: DeclaredName, newName: string): string {
  const rename = (to: string): ReturnType<typeof renameSelected> => {
    const node = nameIn(project.parsed(path)!, start);
    const patch = { path, astOp: 'renameSymbol' as const, selector: 'Identifier', details: { newName: to } };
    return renameSelected(project, { patch, language: 'typescript', scope: () => true }, [{ path, node, type: '' }]);
  };
  const old = nameIn(project.parsed(path)!, start).text;
  const outcome = rename(newName);
  if (outcome.findings.length > 0) return outcome.findings[0]!.code;
  const edited = [...new Set(outcome.edits.map((edit) => edit.path))];
  const checked = isLong ? project.paths : edited;
  assert.deepEqual(newTypeErrors(project, checked, outcome.edits), [], `${old} of ${path}`);
  for (const [at, text] of Object.entries(changedTexts(project, outcome))) {
    const { text: before } = project.source(at)!;
    assert.notEqual(text, before);
    assert.equal(
      undone(
        text,
        before,
        outcome.edits.filter((edit) => edit.path === at),
      ),
      before,
    );
  }
  return 'renamed';
}

/** The text with its edits taken back, each at the place that it has by now. */
function undone(text: string, before: string, edits: readonly TextEdit[]): string {
  let shift = 0;
  const back = edits.map(({ path, start, end, text: put }) => {
    const from = start + shift;
    shift += put.length - (end - start);
    return { path, start: from, end: from + put.length, text: before.slice(start, end) };
  });
  return applyEdits(text, back);
}

interface DeclaredName {
  readonly path: string;
  readonly start: number;
}

function declaredNames(project: TypeScriptProject): DeclaredName[] {
  return project.paths.flatMap((path) => {
    const found: DeclaredName[] = [];
    const visit = (node: ts.Node): void => {
      const { name } = node as { name?: ts.Node };
      const isDeclared = name !== undefined && ts.isIdentifier(name) && !ts.isExpression(node) && name.text !== 'this';
      if (isDeclared && !ts.isImportSpecifier(node) && !ts.isExportSpecifier(node))
        found.push({ path, start: name.getStart() });
      ts.forEachChild(node, visit);
    };
    visit(project.parsed(path)!);
    return found;
  });
}

function nameIn(file: ts.SourceFile, start: number): NameNode {
  let found: NameNode | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.getStart(file) === start) found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found!;
}

/** The same numbers at every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) & 0x7fffffff);
}
