/** `:symbol(...)`: whether a node stands for a symbol, by where that is declared. */
import type { SymbolName } from '../selector/symbol-name.ts';
import type { EsNode } from './estree/es-node.ts';
import { aliased } from './meaning.ts';
import { pathOf } from './tree-files.ts';
import { ts } from './ts.ts';

/** Parts of declarations and calls that have their TypeScript node: they stand for nothing themselves. */
const PARTS: ReadonlySet<string> = new Set([
  'AssignmentPattern',
  'ChainExpression',
  'ClassBody',
  'ExportDefaultDeclaration',
  'ExportNamedDeclaration',
  'JSXElement',
  'TSEmptyBodyFunctionExpression',
  'TSEnumBody',
  'TSInterfaceBody',
  'TSTypeAnnotation',
  'TSTypeParameterDeclaration',
  'TSTypeParameterInstantiation',
]);

/**
 * Answers whether a node stands for a symbol: a name for what it means, a declaration for what it declares, and a call, access, type
 * or element for what it calls, reads, names or makes. Aliases are followed to the declaration.
 */
export function standsFor(checker: ts.TypeChecker, view: EsNode, symbol: SymbolName): boolean {
  const name = nameOf(view);
  return name !== undefined && symbolsAt(checker, name).some((found) => isNamed(checker, found, symbol));
}

function nameOf({ type, node }: EsNode): ts.Node | undefined {
  if (PARTS.has(type) || (type === 'FunctionExpression' && !ts.isFunctionExpression(node))) return undefined;
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return node;
  return nameWithin(node);
}

/** The name by which a node says what it is about. */
function nameWithin(node: ts.Node): ts.Node | undefined {
  if (ts.isElementAccessExpression(node)) {
    return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression : undefined;
  }
  if (ts.isPropertyAccessExpression(node)) return node.name;
  if (ts.isQualifiedName(node)) return node.right;
  const inner = innerOf(node);
  if (inner !== undefined) return ts.isIdentifier(inner) ? inner : nameWithin(inner);
  const { name } = node as ts.NamedDeclaration;
  return name !== undefined && ts.isMemberName(name) ? name : undefined;
}

/** What is called, named, made or wrapped by a node. */
function innerOf(node: ts.Node): ts.Node | undefined {
  if (ts.isCallOrNewExpression(node) || ts.isDecorator(node) || ts.isExpressionWithTypeArguments(node)) {
    return node.expression;
  }
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node)) {
    return node.expression;
  }
  if (ts.isTaggedTemplateExpression(node)) return node.tag;
  if (ts.isTypeReferenceNode(node)) return node.typeName;
  if (ts.isTypeQueryNode(node)) return node.exprName;
  return ts.isJsxOpeningLikeElement(node) || ts.isJsxClosingElement(node) ? node.tagName : undefined;
}

/** In `{ a }` a name means a property and a variable. */
function symbolsAt(checker: ts.TypeChecker, name: ts.Node): ts.Symbol[] {
  const { parent } = name;
  const found = [checker.getSymbolAtLocation(name)];
  if (ts.isShorthandPropertyAssignment(parent)) found.push(checker.getShorthandAssignmentValueSymbol(parent));
  if (ts.isExportSpecifier(parent)) found.push(checker.getExportSpecifierLocalTargetSymbol(parent));
  if (ts.isBindingElement(parent) && ts.isIdentifier(name) && ts.isObjectBindingPattern(parent.parent)) {
    if ((parent.propertyName ?? parent.name) === name) {
      found.push(checker.getTypeAtLocation(parent.parent).getProperty(name.text));
    }
  }
  return found.filter((symbol) => symbol !== undefined);
}

function isNamed(checker: ts.TypeChecker, found: ts.Symbol, { path, names }: SymbolName): boolean {
  const target = aliased(checker, found);
  const declarations = target.declarations ?? found.declarations ?? [];
  return declarations.some((declaration) => {
    const around = namesAround(declaration);
    if (path !== undefined && pathOf(declaration.getSourceFile().fileName) !== path.replace(/^\.\//, '')) return false;
    if (path !== undefined ? around.length !== names.length : around.length < names.length) return false;
    return names.every((name, index) => around[around.length - names.length + index] === name);
  });
}

/** Answers the name of a declaration, behind those of what it is declared in. */
export function namesAround(declaration: ts.Node): string[] {
  const names = [ownName(declaration)];
  for (let at = declaration.parent as ts.Node | undefined; at !== undefined; at = at.parent) {
    if (isContainer(at)) names.unshift(textOf(at.name));
  }
  return names.filter((name) => name !== undefined);
}

function ownName(node: ts.Node): string | undefined {
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) return (node.propertyName ?? node.name).text;
  const name = ts.getNameOfDeclaration(node as ts.Declaration);
  return name === undefined && isDefault(node) ? 'default' : textOf(name);
}

const isDefault = (node: ts.Node): boolean =>
  ts.isExportAssignment(node) || ts.isClassDeclaration(node) || ts.isFunctionDeclaration(node);

const isContainer = (node: ts.Node): node is ts.NamedDeclaration =>
  ts.isClassLike(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isEnumDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isModuleDeclaration(node) ||
  ts.isFunctionLike(node) ||
  ts.isVariableDeclaration(node) ||
  ts.isPropertyAssignment(node) ||
  ts.isPropertyDeclaration(node);

function textOf(name: ts.Node | undefined): string | undefined {
  if (name === undefined) return undefined;
  return ts.isMemberName(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : undefined;
}
