/** Enums know the names of their members at run time: who looks those up gets other strings. */
import type { Finding } from '../../base/report.ts';
import { atNode } from './finding-at-node.ts';
import { namesIn } from './names.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers where names of the members of an enum are looked up, of which one is renamed. */
export function enumLookups({ project, targets }: Renaming): Finding[] {
  const enums = new Set(
    targets.flatMap(({ declarations }) =>
      declarations.flatMap(({ parent }) => (ts.isEnumMember(parent) ? [parent.parent] : [])),
    ),
  );
  return [...enums].flatMap((declaration) => {
    const symbol = project.checker.getSymbolAtLocation(declaration.name);
    return project.paths.flatMap((path) => {
      const file = project.sourceFile(path);
      const uses = file === undefined ? [] : namesIn(file, [declaration.name.text]);
      return uses
        .filter((node) => isLookup(node, declaration) && project.checker.getSymbolAtLocation(node) === symbol)
        .map((node) =>
          atNode('NEEDS_PERSON', 'The names of the members are looked up here, and one is renamed.', node),
        );
    });
  });
}

/** `E[value]` answers a name where values are numbers; `Object.keys(E)`, `k in E` and `for (k in E)` do so in any case. */
function isLookup(node: ts.Node, { members }: ts.EnumDeclaration): boolean {
  const { parent } = node;
  const hasNumbers = members.some(
    ({ initializer }) => initializer === undefined || !ts.isStringLiteralLike(initializer),
  );
  if (ts.isElementAccessExpression(parent) && parent.expression === node)
    return hasNumbers && !ts.isStringLiteralLike(parent.argumentExpression);
  if (ts.isCallExpression(parent) && parent.expression !== node)
    return (hasNumbers ? /\.(?:keys|values|entries)$/ : /\.(?:keys|entries)$/).test(parent.expression.getText());
  if (ts.isForInStatement(parent)) return parent.expression === node;
  return (
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword && parent.right === node
  );
}
