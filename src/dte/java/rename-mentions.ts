/** The name of a symbol in strings by which reflection and frameworks may reach it. */
import type { Finding } from '../../base/report.ts';
import type { PatchTask } from '../patch.ts';
import { nodeFinding } from '../tree-sitter/node-finding.ts';
import { ancestorOf, childOf } from '../tree-sitter/syntax.ts';
import type { SyntaxFile, SyntaxNode } from '../tree-sitter/syntax.ts';
import { nodesOfTypes } from '../tree-sitter/words.ts';
import type { JavaProject } from './project.ts';
import type { RenameTarget } from './rename-target.ts';
import { containersOf } from './symbol-places.ts';

const BY_NAME =
  /^(?:forName|loadClass|getMethod|getDeclaredMethod|getField|getDeclaredField|findVirtual|findStatic|findGetter|findSetter|findField|valueOf|invokeMethod|setField)$/;

/** Answers the texts by which the symbol may be reached. */
export function mentionFindings(project: JavaProject, target: RenameTarget, { patch }: PatchTask): Finding[] {
  if ([...target.targets].every((key) => key.startsWith('local:'))) return [];
  return project.syntax.mentioning([target.oldName]).flatMap((path) => {
    const file = project.syntax.file(path)!;
    const isOwn = target.edits.some((edit) => edit.path === path);
    if (isOwn && patch.details?.strings === true) return [];
    const message = `This text may name ${target.oldName}; details.strings renames it in the files that change.`;
    return nodesOfTypes(file.root, ['string_literal'])
      .filter((node) => isNaming(project, target, node, file))
      .map((node) => nodeFinding(project.syntax, 'NEEDS_PERSON', message, { path, node }));
  });
}

function isNaming(project: JavaProject, target: RenameTarget, node: SyntaxNode, file: SyntaxFile): boolean {
  const { oldName } = target;
  const content = file.text.slice(node.start + 1, node.end - 1);
  const steps = content.split(/[.$#]/);
  if (!/^[\w.$#]+$/.test(content) || steps.at(-1) !== oldName) return false;
  if (steps.length > 1) return ownersOf(project, target).has(steps.at(-2)!);
  return isByName(node, file);
}

/** Whether a string is an argument of a method that takes names. */
export function isByName(node: SyntaxNode, file: SyntaxFile): boolean {
  const call = ancestorOf(node, ['method_invocation', 'block']);
  const name = childOf(call, 'name');
  return name !== undefined && BY_NAME.test(file.text.slice(name.start, name.end));
}

/** Answers the names that stand before the symbol's in its full name. */
function ownersOf(project: JavaProject, { declared }: RenameTarget): ReadonlySet<string> {
  return new Set(
    declared.flatMap(({ path, node }) => {
      const containers = containersOf(project.tree, path, node.parent!);
      return containers.at(-1) ?? project.tree.files.get(path)!.packageName.split('.').at(-1)!;
    }),
  );
}
