/** replaceAPI in Java: of methods, or of constructors where the selector picks those. */
import type { PatchOutcome, PatchTask } from '../../patch.ts';
import { compileSelector } from '../../selector/selector.ts';
import type { SelectorNode } from '../../selector/selector-node.ts';
import { replaceCalls } from '../../tree-sitter/replace-api/replace-api.ts';
import type { JavaProject } from '../project.ts';
import { ConstructorApi } from './constructor-api.ts';
import { JavaApi } from './java-api.ts';

/** Answers the edits of a replaceAPI patch, or why it cannot be done. */
export function replaceAPI(project: JavaProject, task: PatchTask): PatchOutcome {
  const isOfConstructors = picks(compileSelector(task.patch.selector!).root);
  return replaceCalls(isOfConstructors ? new ConstructorApi(project) : new JavaApi(project), task);
}

/** Whether what is selected can be nothing but `new …`. */
function picks(part: SelectorNode): boolean {
  if (part.kind === 'type') return part.name === 'object_creation_expression';
  if (part.kind === 'all') return part.parts.some(picks);
  if (part.kind === 'some') return part.parts.every(picks);
  return 'right' in part && picks(part.right);
}
