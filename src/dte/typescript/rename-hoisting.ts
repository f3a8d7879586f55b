/** `var` belongs to the function around it, past all blocks: on its way out it must not meet another declaration of its name. */
import type { Finding } from '../../base/report.ts';
import { atNode } from './finding-at-node.ts';
import { isNameNode, nameAt } from './names.ts';
import type { NameNode } from './names.ts';
import { editedPlaces } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers the declarations in blocks that a `var` of the new name would pass, which no engine allows or which take its value. */
export function hoistingFaults(renaming: Renaming): Finding[] {
  const { project, before, newName } = renaming;
  const edited = editedPlaces(renaming);
  const nodes = before.flatMap(({ path, start, name, role }) => {
    const isNow = edited.has(`${path}:${start}`);
    const node = role === 'name' && (isNow || name === newName) ? nameAt(project.sourceFile(path)!, start) : undefined;
    return node === undefined ? [] : [{ node, isNow }];
  });
  const vars = nodes.filter(({ node }) => isVar(node));
  return nodes.flatMap(({ node, isNow }) => {
    const block = blockOf(node);
    const isMet = block !== undefined && vars.some((other) => other.isNow !== isNow && isPassed(other.node, block));
    return isMet
      ? [atNode('NAME_COLLISION', `A var called ${newName} would pass this declaration of the same name.`, node)]
      : [];
  });
}

const listOf = ({ parent }: NameNode): ts.VariableDeclarationList | undefined => {
  let at: ts.Node = parent;
  while (ts.isBindingElement(at) || ts.isObjectBindingPattern(at) || ts.isArrayBindingPattern(at)) at = at.parent;
  return ts.isVariableDeclaration(at) && ts.isVariableDeclarationList(at.parent) ? at.parent : undefined;
};

const isDeclared = (node: NameNode): boolean => (node.parent as { name?: ts.Node }).name === node;

function isVar(node: NameNode): boolean {
  const list = isDeclared(node) ? listOf(node) : undefined;
  return list !== undefined && (list.flags & ts.NodeFlags.BlockScoped) === 0;
}

/** The block or clause that a declaration belongs to, if it is not that of a function or a file. */
function blockOf(node: NameNode): ts.Node | undefined {
  const { parent } = node;
  if (!isDeclared(node) || isVar(node)) return undefined;
  if (ts.isVariableDeclaration(parent) && ts.isCatchClause(parent.parent)) return parent.parent;
  const isInBlock = listOf(node) !== undefined || ts.isClassDeclaration(parent) || ts.isFunctionDeclaration(parent);
  if (!isInBlock || !isNameNode(node)) return undefined;
  let at: ts.Node = parent.parent;
  while (!ts.isBlock(at) && !ts.isCaseBlock(at) && !ts.isIterationStatement(at, false) && !ts.isSourceFile(at))
    at = at.parent;
  return ts.isSourceFile(at) || ts.isFunctionLike(at.parent) ? undefined : at;
}

function isPassed(node: ts.Node, block: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at) && !ts.isFunctionLike(at); at = at.parent) {
    if (at === block) return true;
  }
  return false;
}
