/** The names that a source declares, by its syntax alone. */
import { ts } from './ts.ts';

/** One declaration of a name. */
export interface NamedDeclaration {
  readonly name: string;
  readonly nameNode: ts.Node;
  readonly node: ts.Node;
  /** Names of what it stands in, outermost first: classes, functions, namespaces, variables with an object. */
  readonly containers: readonly string[];
  /** `module`: right in a file or namespace. `member`: of a class, interface, enum or object. `local`: within a body. */
  readonly level: 'module' | 'member' | 'local';
}

type Level = NamedDeclaration['level'];

const DECLARATIONS = new Set([
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.BindingElement,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.EnumDeclaration,
  ts.SyntaxKind.ModuleDeclaration,
  ts.SyntaxKind.ImportEqualsDeclaration,
  ts.SyntaxKind.Parameter,
  ts.SyntaxKind.TypeParameter,
]);

const MEMBERS = new Set([
  ts.SyntaxKind.EnumMember,
  ts.SyntaxKind.MethodDeclaration,
  ts.SyntaxKind.MethodSignature,
  ts.SyntaxKind.PropertyDeclaration,
  ts.SyntaxKind.PropertySignature,
  ts.SyntaxKind.GetAccessor,
  ts.SyntaxKind.SetAccessor,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.ShorthandPropertyAssignment,
]);

/** Whether a path is one of a TypeScript or JavaScript source. Pure. */
export const isScriptPath = (path: string): boolean =>
  /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path) && !/(?:^|\/)node_modules\//.test(path);

/** Answers a text as its syntax, without a program around it. Pure. */
export const parseSource = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(`/${path}`, text, ts.ScriptTarget.ESNext, true);

/** Answers the declarations of a source in the order of the text. What it only imports is not declared there. */
export function namedDeclarations(file: ts.SourceFile): NamedDeclaration[] {
  const found: NamedDeclaration[] = [];
  const open: [ts.Node, readonly string[], Level][] = [[file, [], 'module']];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, containers, level] = next;
    const own = declarationOf(node, containers, level);
    if (own !== undefined) found.push(own);
    const inside = own === undefined ? containers : [...containers, own.name];
    const below = levelBelow(node, level);
    for (const child of childrenOf(node).reverse()) open.push([child, inside, below]);
  }
  return found;
}

/** Answers all nodes of a source in the order of the text. Deep nesting takes memory and no stack. */
export function* allNodes(root: ts.Node): Generator<ts.Node> {
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    open.push(...childrenOf(node).reverse());
  }
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}

function declarationOf(node: ts.Node, containers: readonly string[], level: Level): NamedDeclaration | undefined {
  const isMember = MEMBERS.has(node.kind);
  if (!isMember && !DECLARATIONS.has(node.kind)) return undefined;
  const nameNode = (node as ts.NamedDeclaration).name;
  const name = nameNode === undefined ? undefined : nameText(nameNode);
  if (nameNode === undefined || name === undefined) return undefined;
  return { name, nameNode, node, containers, level: isMember ? 'member' : level };
}

function nameText(name: ts.Node): string | undefined {
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) return name.text;
  if (ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
}

function levelBelow(node: ts.Node, level: Level): Level {
  if (ts.isModuleBlock(node)) return level;
  return ts.isFunctionLike(node) || ts.isBlock(node) || ts.isClassStaticBlockDeclaration(node) ? 'local' : level;
}

/** Answers the names that a source exports by its syntax: `export *` of another module is not followed. */
export function exportedNames(file: ts.SourceFile): ReadonlyMap<string, ts.Node> {
  const found = new Map<string, ts.Node>();
  for (const statement of file.statements) for (const [name, node] of exportsOf(statement)) found.set(name, node);
  return found;
}

function exportsOf(statement: ts.Statement): [string, ts.Node][] {
  if (ts.isExportAssignment(statement)) return [[statement.isExportEquals === true ? 'export=' : 'default', statement]];
  if (ts.isExportDeclaration(statement)) return exportedBy(statement);
  if (ts.isExpressionStatement(statement)) return commonJsExports(statement.expression);
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) return [['default', statement]];
  if (!ts.isVariableStatement(statement)) {
    const { name } = statement as ts.DeclarationStatement;
    return name === undefined ? [] : [[name.text, name]];
  }
  return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
}

function exportedBy({ exportClause }: ts.ExportDeclaration): [string, ts.Node][] {
  if (exportClause === undefined) return [];
  if (ts.isNamespaceExport(exportClause)) return [[exportClause.name.text, exportClause.name]];
  return exportClause.elements.map(({ name }) => [name.text, name]);
}

function boundNames(name: ts.BindingName): [string, ts.Node][] {
  if (ts.isIdentifier(name)) return [[name.text, name]];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

/** `exports.x = …`, `module.exports.x = …` and `module.exports = { x }`. */
function commonJsExports(expression: ts.Expression): [string, ts.Node][] {
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return [];
  const { left, right } = expression;
  if (!ts.isPropertyAccessExpression(left)) return [];
  if (/^(?:module\.)?exports$/.test(left.expression.getText()))
    return [[left.name.text, left.name], ...commonJsExports(right)];
  if (left.getText() !== 'module.exports' || !ts.isObjectLiteralExpression(right)) return [];
  return right.properties.flatMap((property): [string, ts.Node][] => {
    const name = property.name === undefined ? undefined : nameText(property.name);
    return name === undefined ? [] : [[name, property]];
  });
}
