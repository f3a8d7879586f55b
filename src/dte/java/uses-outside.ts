/** Uses of what some nodes declare. */
import type { NodePlace } from '../tree-sitter/node-finding.ts';
import type { SelectedNode } from '../tree-sitter/selected.ts';
import { isWithin, nodesOf } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { JavaTree } from './java-tree.ts';
import { JavaNames } from './name-uses.ts';
import { isDeclaration } from './roles.ts';

/** Answers where what nodes declare is, or may be, used outside of them. An import is used where its name stands in the file. */
export function usesOutside(tree: JavaTree, nodes: readonly SelectedNode[]): NodePlace[] {
  const isInside = (path: string, inner: SyntaxNode): boolean =>
    nodes.some((one) => one.path === path && isWithin(inner, one.node));
  const declared = nodes.flatMap(({ path, node }) =>
    [...nodesOf(node)]
      .filter((inner) => isName(inner) && isDeclaration(inner))
      .map((inner) => tree.textOf(path, inner)),
  );
  const imported = nodes.flatMap(({ path, node }) =>
    tree.files
      .get(path)!
      .imports.filter((one) => one.node === node && !one.isStar)
      .map((one) => ({ path, name: one.names.at(-1)! })),
  );
  const names = [...new Set([...declared, ...imported.map(({ name }) => name)])];
  if (names.length === 0) return [];
  const uses = new JavaNames(tree, names).all();
  const keys = new Set(
    uses.filter((use) => isInside(use.path, use.node) && isDeclaration(use.node)).flatMap((use) => use.keys),
  );
  const hasMember = [...keys].some((key) => /^(?:method|field):/.test(key));
  return uses.filter((use) => {
    if (isInside(use.path, use.node)) return false;
    if (
      imported.some(
        ({ path, name }) => path === use.path && name === use.name && !/^(?:local|field|method):/.test(use.keys[0]!),
      )
    )
      return true;
    return (
      use.keys.some((key) => keys.has(key)) ||
      (hasMember && declared.includes(use.name) && use.keys[0]!.startsWith('unknown'))
    );
  });
}

const isName = ({ type }: SyntaxNode): boolean => type === 'identifier' || type === 'type_identifier';
