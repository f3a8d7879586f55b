/** Whether an import is needed by anything but what is replaced. */
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import { ancestorOf, childOf } from '../../tree-sitter/syntax.ts';
import type { PythonProject } from '../project.ts';
import { lookup } from '../scope.ts';
import type { Binding } from '../scope.ts';
import type { Occurrence } from '../scope-walk.ts';
import { Values } from '../values.ts';
import type { ImportOrigin } from './bindings.ts';

/** Answers whether its name is used elsewhere in its file, or taken from its file by another one. @param gone - uses that go */
export function isNeeded(
  { tree, syntax }: PythonProject,
  { name, node: own }: Binding,
  { scope: home }: ImportOrigin,
  gone: ReadonlySet<SyntaxNode>,
): boolean {
  const values = new Values(tree);
  const isOwnUse = ({ node, role, scope }: Occurrence): boolean =>
    role === 'name' &&
    node !== own &&
    !gone.has(node) &&
    lookup(scope, name, node).symbols.some((one) => one.scope === home);
  const isTaken = (path: string, { node, role, scope }: Occurrence): boolean => {
    if (role === 'attribute') {
      const value = values.of(childOf(node.parent, 'object'), scope);
      return value.kind === 'module' && value.module.path === home.path;
    }
    const statement = role === 'imported' ? ancestorOf(node, ['import_from_statement']) : undefined;
    const from = statement === undefined ? undefined : tree.moduleNamed(path, childOf(statement, 'module_name')!);
    return typeof from === 'object' && from.path === home.path;
  };
  return syntax
    .mentioning([name])
    .some((path) =>
      (tree.scopes(path)?.occurrences ?? [])
        .filter((occurrence) => occurrence.name === name)
        .some(
          (occurrence) =>
            (path === home.path && isOwnUse(occurrence)) || (home.kind === 'module' && isTaken(path, occurrence)),
        ),
    );
}
