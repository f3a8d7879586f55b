/** Small Java programs in which one name is renamed. */
import { applyEdits, editsByPath } from '../../../src/dte/edit.ts';
import { JavaProject } from '../../../src/dte/java/project.ts';
import { renameSelected } from '../../../src/dte/java/rename-symbol.ts';
import type { PatchOutcome } from '../../../src/dte/patch.ts';
import { pathFilter } from '../../../src/dte/path-filter.ts';
import { loadParser } from '../../../src/dte/tree-sitter/parser.ts';
import { SyntaxProject } from '../../../src/dte/tree-sitter/project.ts';
import { nodesOf } from '../../../src/dte/tree-sitter/syntax.ts';
import { treeOf } from '../trees.ts';
import type { CaseResult, RenameCase } from './rename-case.ts';

const parse = await loadParser('java');

/** Renames what `¦` stands before. Files that move are answered under their new paths. */
export function renameJava({ files, to, details }: RenameCase): CaseResult {
  const [path, marked] = Object.entries(files).find(([, text]) => text.includes('¦'))!;
  const start = marked.replace(/^\ufeff/, '').indexOf('¦');
  const clean = Object.fromEntries(Object.entries(files).map(([at, text]) => [at, text.replace('¦', '')]));
  const syntax = new SyntaxProject(treeOf(clean), { parse, isSource: (at) => at.endsWith('.java') });
  const node = [...nodesOf(syntax.file(path)!.root)].findLast((one) => one.start === start && one.isNamed)!;
  const patch = { path, astOp: 'renameSymbol', selector: 'identifier', details: { newName: to, ...details } } as const;
  const task = { patch, language: 'java', scope: pathFilter(['**']) } as const;
  const outcome = renameSelected(new JavaProject(syntax), task, [{ path, node }]);
  return { outcome, changed: outcome.findings.length > 0 ? {} : changedTexts(syntax, outcome) };
}

function changedTexts(syntax: SyntaxProject, { edits, moves }: PatchOutcome): Record<string, string> {
  const paths = new Map(moves.map(({ from, to }) => [from, to]));
  return Object.fromEntries(
    [...editsByPath(edits)].map(([path, own]) => {
      const { text, hasBom } = syntax.source(path)!;
      return [paths.get(path) ?? path, `${hasBom ? '\ufeff' : ''}${applyEdits(text, own)}`];
    }),
  );
}
