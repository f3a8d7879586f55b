/** Java as a language of the engine. */
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
import { replaceAPI } from './replace-api/replace-api.ts';
import { checkInserted } from './check-inserted.ts';
import { JavaProject } from './project.ts';
import { renameSymbol } from './rename-symbol.ts';

type Operation = (project: JavaProject, task: PatchTask) => PatchOutcome;

const OPERATIONS: Readonly<Partial<Record<Patch['astOp'], Operation>>> = {
  renameSymbol,
  replaceAPI,
  insertNode: (project, task) => insertNode(project, task, (edits) => checkInserted(project, edits)),
  deleteNode,
  editString,
  editRegex,
};

/** Answers a tree as Java reads it. */
export async function openJava(tree: SourceTree): Promise<LanguageProject> {
  const parse = await loadParser('java');
  const syntax = new SyntaxProject(tree, { parse, isSource: (path) => path.endsWith('.java') });
  let project = new JavaProject(syntax);
  return {
    update: (next) => {
      syntax.update(next);
      project = new JavaProject(syntax);
    },
    plan: (task) => OPERATIONS[task.patch.astOp]?.(project, task) ?? refusal([unsupported(task)]),
    select: (files, selector) => matchesOf(project.selectIn(files, selector)),
  };
}

const unsupported = ({ patch }: PatchTask): Finding => ({
  code: 'SPEC_INVALID',
  message: `There is no ${patch.astOp} for Java.`,
});
