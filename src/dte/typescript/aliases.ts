/** Other names that sources give to something. */
import { lastName, plainExpression } from './callee-names.ts';
import { allNodes } from './declarations.ts';
import { ts } from './ts.ts';

/** Answers a name, and the names that imports, exports, destructuring and constants give to it in these files, by syntax alone. */
export function aliasesOf(files: readonly ts.SourceFile[], name: string): ReadonlySet<string> {
  const names = new Set([name]);
  const pairs = files.flatMap((file) => [...allNodes(file)].flatMap((node) => aliasPair(node) ?? []));
  for (let before = 0; before < names.size;) {
    before = names.size;
    for (const { from, to } of pairs) if (names.has(from)) names.add(to);
  }
  return names;
}

interface AliasPair {
  readonly from: string;
  readonly to: string;
}

function aliasPair(node: ts.Node): AliasPair | undefined {
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) return pair(node.propertyName?.text, node.name.text);
  if (ts.isImportClause(node)) return pair('default', node.name?.text);
  if (ts.isExportAssignment(node)) return pair(lastName(plainExpression(node.expression)), 'default');
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node))
    return isDefault(node) ? pair(node.name?.text, 'default') : undefined;
  return variablePair(node);
}

/** `const to = a.from` and `const { from: to } = a`. */
function variablePair(node: ts.Node): AliasPair | undefined {
  if (ts.isBindingElement(node) && ts.isIdentifier(node.name)) {
    const { propertyName } = node;
    return pair(propertyName !== undefined && 'text' in propertyName ? propertyName.text : undefined, node.name.text);
  }
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || node.initializer === undefined)
    return undefined;
  return pair(lastName(plainExpression(node.initializer)), node.name.text);
}

const pair = (from: string | undefined, to: string | undefined): AliasPair | undefined =>
  from === undefined || to === undefined || from === to ? undefined : { from, to };

const isDefault = ({ modifiers }: ts.FunctionDeclaration | ts.ClassDeclaration): boolean =>
  modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
