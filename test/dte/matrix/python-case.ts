/** Small Python programs in which one name is renamed. */
import { PythonProject } from '../../../src/dte/python/project.ts';
import { renameSelected } from '../../../src/dte/python/rename-symbol.ts';
import { pathFilter } from '../../../src/dte/path-filter.ts';
import { loadParser } from '../../../src/dte/tree-sitter/parser.ts';
import { SyntaxProject } from '../../../src/dte/tree-sitter/project.ts';
import { nodesOf } from '../../../src/dte/tree-sitter/syntax.ts';
import { applyEdits, editsByPath } from '../../../src/dte/edit.ts';
import type { PatchOutcome } from '../../../src/dte/patch.ts';
import { treeOf } from '../trees.ts';
import type { CaseResult, RenameCase } from './rename-case.ts';

const parse = await loadParser('python');

/** Renames what `¦` stands before. */
export function renamePython({ files, to, details }: RenameCase): CaseResult {
  const [path, marked] = Object.entries(files).find(([, text]) => text.includes('¦'))!;
  const start = marked.replace(/^\ufeff/, '').indexOf('¦');
  const clean = Object.fromEntries(Object.entries(files).map(([at, text]) => [at, text.replace('¦', '')]));
  const syntax = new SyntaxProject(treeOf(clean), { parse, isSource: (at) => /\.pyi?$/.test(at) });
  const project = new PythonProject(syntax, parse);
  const node = [...nodesOf(syntax.file(path)!.root)].findLast((one) => one.start === start && one.isNamed)!;
  const details_ = { newName: to, ...details };
  const patch = { path, astOp: 'renameSymbol', selector: 'identifier', details: details_ } as const;
  const outcome = renameSelected(project, { patch, language: 'python', scope: pathFilter(['**']) }, [{ path, node }]);
  return { outcome, changed: outcome.findings.length > 0 ? {} : changedTexts(syntax, outcome) };
}

function changedTexts(syntax: SyntaxProject, { edits }: PatchOutcome): Record<string, string> {
  return Object.fromEntries(
    [...editsByPath(edits)].map(([path, own]) => {
      const { text, hasBom } = syntax.source(path)!;
      return [path, `${hasBom ? '\ufeff' : ''}${applyEdits(text, own)}`];
    }),
  );
}
