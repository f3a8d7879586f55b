/** Scripts that are not strict find names where the compiler finds none: beyond the block of a function, and in `with`. */
import type { Finding } from '../../base/report.ts';
import { atNode } from './finding-at-node.ts';
import { nameAt } from './names.ts';
import type { NameNode } from './names.ts';
import { declarationPath } from './rename-targets.ts';
import type { RenameTarget } from './rename-targets.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers the plain names that mean nothing to the compiler, and may mean what is renamed, or would mean it. */
export function sloppyUses({ project, targets, before, names }: Renaming): Finding[] {
  const paths = new Set(targets.filter(isInBlock).flatMap(({ declarations }) => declarations.map(declarationPath)));
  return before.flatMap(({ path, start, name, meaning }) => {
    if (meaning !== '' || !names.includes(name)) return [];
    const node = nameAt(project.sourceFile(path)!, start);
    if (node === undefined || !isPlain(node)) return [];
    if (!paths.has(path) && !isWithin(node, ts.isWithStatement)) return [];
    return [atNode('NEEDS_PERSON', `What ${name} means here is seen only when this runs, and may be renamed.`, node)];
  });
}

/** Whether something is a function in a block, which the function around it may know as well. */
const isInBlock = ({ declarations }: RenameTarget): boolean =>
  declarations.some(
    ({ parent }) =>
      ts.isFunctionDeclaration(parent) &&
      (ts.isCaseOrDefaultClause(parent.parent) ||
        (ts.isBlock(parent.parent) && !ts.isFunctionLike(parent.parent.parent))) &&
      !ts.isExternalModule(parent.getSourceFile()),
  );

/** Whether a name stands by itself in an expression. */
const isPlain = (node: NameNode): boolean =>
  ts.isIdentifier(node) &&
  !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) &&
  (node.parent as { name?: ts.Node }).name !== node;

function isWithin(node: ts.Node, is: (node: ts.Node) => boolean): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) if (is(at)) return true;
  return false;
}
