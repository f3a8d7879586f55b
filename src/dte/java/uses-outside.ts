/** Uses of what some nodes declare. */
import type { NodePlace } from '../tree-sitter/node-finding.ts';
import { holderAmong } from '../tree-sitter/outermost.ts';
import type { SelectedNode } from '../tree-sitter/selected.ts';
import { nodesOf } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { JavaTree } from './java-tree.ts';
import { JavaNames } from './name-uses.ts';
import { isDeclaration } from './roles.ts';

/** Answers where what nodes declare is, or may be, used outside of them. An import is used where its name stands in the file. */
export function usesOutside(tree: JavaTree, nodes: readonly SelectedNode[]): NodePlace[] {
  const holderOf = holderAmong(nodes);
  const isInside = (use: NodePlace): boolean => holderOf(use) !== undefined;
  const declared = new Set(
    nodes.flatMap(({ path, node }) =>
      [...nodesOf(node)]
        .filter((inner) => isName(inner) && isDeclaration(inner))
        .map((inner) => tree.textOf(path, inner)),
    ),
  );
  const imported = new Map(
    [...new Set(nodes.map(({ path }) => path))].map((path) => [path, importedBy(tree, path, nodes)]),
  );
  const names = [...new Set([...declared, ...[...imported.values()].flatMap((own) => [...own])])];
  if (names.length === 0) return [];
  const uses = new JavaNames(tree, names).all();
  const keys = new Set(uses.filter((use) => isInside(use) && isDeclaration(use.node)).flatMap((use) => use.keys));
  const hasMember = [...keys].some((key) => /^(?:method|field):/.test(key));
  return uses.filter((use) => {
    if (isInside(use)) return false;
    if (imported.get(use.path)?.has(use.name) === true && !/^(?:local|field|method):/.test(use.keys[0]!)) return true;
    return (
      use.keys.some((key) => keys.has(key)) ||
      (hasMember && declared.has(use.name) && use.keys[0]!.startsWith('unknown'))
    );
  });
}

const isName = ({ type }: SyntaxNode): boolean => type === 'identifier' || type === 'type_identifier';

/** The names that some of a file's imports among the nodes bring. */
function importedBy(tree: JavaTree, path: string, nodes: readonly SelectedNode[]): ReadonlySet<string> {
  const own = new Set(nodes.filter((one) => one.path === path).map(({ node }) => node));
  const imports = tree.files.get(path)!.imports.filter((one) => own.has(one.node) && !one.isStar);
  return new Set(imports.map(({ names }) => names.at(-1)!));
}
