/** Python as a language of the engine. */
import type { Finding } from '../../base/report.ts';
import type { Patch } from '../generated/types.ts';
import { refusal } from '../outcome.ts';
import type { LanguageProject, PatchOutcome, PatchTask } from '../patch.ts';
import type { SourceTree } from '../source-tree.ts';
import { deleteNode } from '../tree-sitter/delete-node.ts';
import { editRegex } from '../tree-sitter/edit-regex.ts';
import { editString } from '../tree-sitter/edit-string.ts';
import { insertNode } from '../tree-sitter/insert-node.ts';
import { loadParser } from '../tree-sitter/parser.ts';
import { SyntaxProject } from '../tree-sitter/project.ts';
import { matchesOf } from '../tree-sitter/selected.ts';
import { replaceAPI } from './replace-api/python-api.ts';
import { moveModule } from './move/move-module.ts';
import { checkInserted } from './check-inserted.ts';
import { PythonProject } from './project.ts';
import { renameSymbol } from './rename-symbol.ts';

type Operation = (project: PythonProject, task: PatchTask) => PatchOutcome;

const OPERATIONS: Readonly<Partial<Record<Patch['astOp'], Operation>>> = {
  renameSymbol,
  replaceAPI,
  moveModule,
  insertNode: (project, task) => insertNode(project, task, (edits) => checkInserted(project, edits)),
  deleteNode,
  editString,
  editRegex,
};

/** Answers a tree as Python reads it. */
export async function openPython(tree: SourceTree): Promise<LanguageProject> {
  const parse = await loadParser('python');
  const syntax = new SyntaxProject(tree, { parse, isSource: (path) => /\.pyi?$/.test(path) });
  let project = new PythonProject(syntax, parse);
  return {
    update: (next) => {
      syntax.update(next);
      project = new PythonProject(syntax, parse);
    },
    plan: (task) => OPERATIONS[task.patch.astOp]?.(project, task) ?? refusal([unsupported(task)]),
    select: (files, selector) => matchesOf(project.selectIn(files, selector)),
  };
}

const unsupported = ({ patch }: PatchTask): Finding => ({
  code: 'SPEC_INVALID',
  message: `There is no ${patch.astOp} for Python.`,
});
