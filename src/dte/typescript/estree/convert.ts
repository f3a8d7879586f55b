/** Which shape a TypeScript node has in ESTree. */
import { ts } from '../ts.ts';
import { EsNode, shape } from './es-node.ts';
import type { Shape } from './es-node.ts';
import { binaryShape, EXPRESSIONS, isAssignment, link, unaryShape } from './expressions.ts';
import {
  constructorShapeOf,
  functionDeclarationShape,
  FUNCTIONS,
  memberFunctionShape,
  PARAMETER_PROPERTY,
  propertyShapeOf,
} from './functions.ts';
import { importTypeShape } from './import-type.ts';
import { JSX, jsxExpressionShape } from './jsx.ts';
import { LITERALS } from './literals.ts';
import { modifiersOf } from './modifiers.ts';
import { exportAssignmentShape, exportShape, MODULES, namespaceShape, withExport } from './modules.ts';
import { ASSIGNED, ASSIGNED_DEFAULT, bindingElement, identifierShape, PATTERNS, plainParameter } from './patterns.ts';
import { PROPERTY_ASSIGNMENT, shorthandShape } from './properties.ts';
import { STATEMENTS } from './statements.ts';
import {
  accessorSignatureShape,
  heritageShapeOf,
  literalTypeShape,
  namedMemberShape,
  TYPE_DECLARATIONS,
  TYPES,
} from './types.ts';

const SHAPES: Readonly<Partial<Record<ts.SyntaxKind, Shape>>> = {
  ...STATEMENTS,
  ...EXPRESSIONS,
  ...LITERALS,
  ...PATTERNS,
  ...FUNCTIONS,
  ...MODULES,
  ...TYPE_DECLARATIONS,
  ...TYPES,
  ...JSX,
  [ts.SyntaxKind.PropertyAssignment]: PROPERTY_ASSIGNMENT,
};

/** Shapes that depend on more than the kind. */
const CHOICES: Readonly<Partial<Record<ts.SyntaxKind, (node: never) => Shape>>> = {
  [ts.SyntaxKind.Identifier]: identifierShape,
  [ts.SyntaxKind.PrefixUnaryExpression]: unaryShape,
  [ts.SyntaxKind.PostfixUnaryExpression]: unaryShape,
  [ts.SyntaxKind.BinaryExpression]: binaryShape,
  [ts.SyntaxKind.ShorthandPropertyAssignment]: shorthandShape,
  [ts.SyntaxKind.PropertyDeclaration]: propertyShapeOf,
  [ts.SyntaxKind.MethodDeclaration]: memberFunctionShape,
  [ts.SyntaxKind.Constructor]: constructorShapeOf,
  [ts.SyntaxKind.ExportDeclaration]: exportShape,
  [ts.SyntaxKind.ExportAssignment]: exportAssignmentShape,
  [ts.SyntaxKind.ExpressionWithTypeArguments]: heritageShapeOf,
  [ts.SyntaxKind.LiteralType]: literalTypeShape,
  [ts.SyntaxKind.NamedTupleMember]: namedMemberShape,
  [ts.SyntaxKind.ImportType]: importTypeShape,
  [ts.SyntaxKind.JsxExpression]: jsxExpressionShape,
};

/** Declarations that `export` may stand in front of. */
const EXPORTABLE: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.VariableStatement,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.EnumDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.ImportEqualsDeclaration,
]);

/** What TypeScript reads in files with errors, and nothing else: its own name, and what is below it. */
const UNKNOWN = new Map<ts.SyntaxKind, Shape>();

/** Answers the view of a node, or `null` for a gap in a list such as `[, a]`. */
export function convert(node: ts.Node, parent: EsNode, isPattern: boolean): EsNode | null {
  if (ts.isOmittedExpression(node)) return null;
  if (ts.isParenthesizedExpression(node) || ts.isComputedPropertyName(node)) return parent.child(node.expression);
  if (ts.isParenthesizedTypeNode(node)) return parent.child(node.type);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return link(node, parent);
  if (ts.isNonNullExpression(node)) return link(node, parent);
  if (ts.isCallExpression(node)) return link(node, parent);
  if (ts.isBindingElement(node)) return bindingElement(node, parent);
  if (ts.isParameter(node)) return parameter(node, parent);
  return new EsNode(parent.tree, shapeOf(node, isPattern), node, parent, isPattern);
}

function parameter(node: ts.ParameterDeclaration, parent: EsNode): EsNode | null {
  return modifiersOf(node).length > 0 ? parent.part(PARAMETER_PROPERTY, node) : plainParameter(node, parent);
}

function shapeOf(node: ts.Node, isPattern: boolean): Shape {
  if (isPattern) {
    const assigned = ASSIGNED[node.kind] ?? defaultOf(node);
    if (assigned !== undefined) return assigned;
  }
  if (ts.isAccessor(node)) return isInType(node) ? accessorSignatureShape(node) : memberFunctionShape(node);
  if (ts.isFunctionDeclaration(node)) return withExport(node, functionDeclarationShape(node));
  if (ts.isModuleDeclaration(node)) return namespaceShape(node);
  const choice = CHOICES[node.kind] as ((node: ts.Node) => Shape) | undefined;
  const known = choice?.(node) ?? SHAPES[node.kind];
  if (known === undefined) return unknownShape(node.kind);
  return EXPORTABLE.has(node.kind) ? withExport(node, known) : known;
}

const defaultOf = (node: ts.Node): Shape | undefined =>
  ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind) ? ASSIGNED_DEFAULT : undefined;

const isInType = ({ parent }: ts.Node): boolean => ts.isInterfaceDeclaration(parent) || ts.isTypeLiteralNode(parent);

function unknownShape(kind: ts.SyntaxKind): Shape {
  const known =
    UNKNOWN.get(kind) ??
    shape(`TS${ts.SyntaxKind[kind]}`, {
      children: (node, view) => {
        const below: ts.Node[] = [];
        ts.forEachChild(node, (child) => void below.push(child));
        return view.children(below);
      },
    });
  UNKNOWN.set(kind, known);
  return known;
}

/** Answers the view of a file: its `Program`. */
export function esTreeOf(file: ts.SourceFile): EsNode {
  return new EsNode({ file, convert }, SHAPES[ts.SyntaxKind.SourceFile]!, file, undefined);
}
