/** TypeScript and JavaScript as a language of the engine. */
import { LoglineError } from '../../base/errors.ts';
import type { Patch } from '../generated/types.ts';
import { refusal } from '../outcome.ts';
import type { LanguageProject, PatchOutcome, PatchTask } from '../patch.ts';
import type { SourceTree } from '../source-tree.ts';
import { replaceAPI } from './replace-api/replace-api.ts';
import { followed } from './deep-nesting.ts';
import { moveModule } from './move/move-module.ts';
import { deleteNode } from './nodes/delete-node.ts';
import { insertNode } from './nodes/insert-node.ts';
import { TypeScriptProject } from './project.ts';
import { renameSymbol } from './rename-symbol.ts';
import { selectNodes } from './select.ts';
import { editRegex } from './strings/edit-regex.ts';
import { editString } from './strings/edit-string.ts';

type Operation = (project: TypeScriptProject, task: PatchTask) => PatchOutcome;

const OPERATIONS: Readonly<Record<Patch['astOp'], Operation>> = {
  deleteNode,
  editRegex,
  editString,
  insertNode,
  moveModule,
  renameSymbol,
  replaceAPI,
};

const projects = new WeakMap<LanguageProject, TypeScriptProject>();

/** Answers the program behind a language project, for checks that ask the compiler itself. */
export const typeScriptOf = (language: LanguageProject): TypeScriptProject => projects.get(language)!;

/** Makes a project read its tree anew, after a failure in the middle of that. */
export const forgetProgram = (language: LanguageProject): void => projects.get(language)?.reset();

/** Answers a tree as TypeScript reads it. */
export function openTypeScript(tree: SourceTree): LanguageProject {
  const project = new TypeScriptProject(tree);
  const language: LanguageProject = {
    update: (next) => project.update(next),
    plan: (task) =>
      followed(
        project,
        () => OPERATIONS[task.patch.astOp](project, task),
        (finding) => refusal([finding]),
      ),
    select: (files, selector) =>
      followed(
        project,
        () => selectNodes(project, files, selector).map(({ path, start, end, type }) => ({ path, start, end, type })),
        ({ code, message, path }) => {
          throw new LoglineError(code, message, { details: { path } });
        },
      ),
  };
  projects.set(language, project);
  return language;
}
