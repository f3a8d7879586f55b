/** New text that names what a module or a class of the tree does not have. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import { isInserted } from '../inserted-ranges.ts';
import { placesBefore } from '../place-before.ts';
import { nodeFinding } from '../tree-sitter/node-finding.ts';
import { ancestorOf, childOf } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import { NameUses } from './name-uses.ts';
import type { PythonUse } from './name-uses.ts';
import type { PythonProject } from './project.ts';

/** Answers the names in new text that the tree can tell to be none of what they are taken from. @param edits - sorted */
export function missingMembers(project: PythonProject, after: PythonProject, edits: readonly TextEdit[]): Finding[] {
  const isNew = isInserted(edits);
  const back = placesBefore(edits);
  const paths = [...new Set(edits.map(({ path }) => path))];
  const found = paths.flatMap((path) =>
    (after.tree.scopes(path)?.occurrences ?? [])
      .filter(({ node }) => isNew(path, node.start))
      .map((one) => ({ path, one })),
  );
  const names = new NameUses(after.tree, [...new Set(found.map(({ one }) => one.name))]);
  return found.flatMap(({ path, one }) => {
    const why = faultOf(after, names, names.useOf(path, one));
    if (why === undefined) return [];
    const start = back(path, one.node.start);
    return [nodeFinding(project.syntax, 'BINDING_CHANGED', why, { path, node: { start, end: start } })];
  });
}

function faultOf(after: PythonProject, names: NameUses, use: PythonUse): string | undefined {
  const { role } = use.occurrence;
  if (role === 'imported') return importedFault(after, use);
  if (role === 'module') return moduleFault(after, use);
  return role === 'attribute' ? attributeFault(after, names, use) : undefined;
}

const importedFault = (_: PythonProject, { name, keys }: PythonUse): string | undefined =>
  keys[0]!.startsWith('unsure:') ? `The tree has no ${name} where it is imported from.` : undefined;

/** The name of a module, where its last part is. */
function moduleFault({ tree }: PythonProject, { path, node }: PythonUse): string | undefined {
  const name = moduleName(node);
  if (name === undefined || tree.moduleNamed(path, name) !== 'unsure') return undefined;
  return `Which module ${tree.textOf(path, name)} is cannot be told from the tree, or there is none.`;
}

function moduleName(node: SyntaxNode): SyntaxNode | undefined {
  const name = node.parent!;
  if (name.children.at(-1) !== node) return undefined;
  return name.parent?.type === 'relative_import' ? name.parent : name;
}

function attributeFault(
  after: PythonProject,
  names: NameUses,
  { path, node, name, occurrence }: PythonUse,
): string | undefined {
  if (node.parent?.type !== 'attribute') return undefined;
  const value = names.values.of(childOf(node.parent, 'object'), occurrence.scope);
  if (value.kind === 'module') {
    const member = after.tree.memberOf(value.module, name);
    return member.kind === 'unsure' && !hasHook(after, value.module.path)
      ? `The module ${after.tree.textOf(path, childOf(node.parent, 'object')!)} has no ${name}.`
      : undefined;
  }
  if (value.kind !== 'class' && value.kind !== 'instance') return undefined;
  const family = names.families.keyOf(value.scope);
  const members = names.families.membersOf(family);
  const isKnown = members.some(({ bindings }) =>
    [name, '__getattr__', '__getattribute__'].some((own) => bindings.has(own)),
  );
  const mayBe = isKnown || names.families.outsideOf(family, name).length > 0 || isSet(after, name);
  return mayBe ? undefined : `The class of this object has no ${name}.`;
}

/** Whether some code of the tree sets an attribute of this name: `self.NAME = 1`. */
const isSet = ({ tree, syntax }: PythonProject, name: string): boolean =>
  syntax
    .mentioning([name])
    .some((path) =>
      (tree.scopes(path)?.occurrences ?? []).some(
        (one) =>
          one.name === name &&
          one.role === 'attribute' &&
          ancestorOf(one.node, [
            'assignment',
            'augmented_assignment',
            'for_statement',
            'block',
            'module',
          ])?.children.some(
            (left) => left.field === 'left' && left.start <= one.node.start && one.node.end <= left.end,
          ) === true,
      ),
    );

/** `def __getattr__(name)` in a module. */
const hasHook = ({ tree }: PythonProject, path: string | undefined): boolean =>
  path !== undefined && tree.scopes(path)?.module.bindings.has('__getattr__') === true;
