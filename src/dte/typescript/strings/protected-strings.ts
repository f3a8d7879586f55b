/** Strings that are no text: directives, and the names of modules. They are changed only where a selector names them. */
import type { SelectorNode } from '../../selector/selector-node.ts';
import { ts } from '../ts.ts';

/** Types of what module specifiers are in, and fields that they are. */
const MODULE_WORDS = [
  'importdeclaration',
  'exportnameddeclaration',
  'exportalldeclaration',
  'importexpression',
  'tsexternalmodulereference',
  'tsimporttype',
  'tsmoduledeclaration',
  'importattribute',
  'source',
  'require',
];

/** Answers whether a string is left alone, since a selector does not say that it is meant. Pure. */
export function isProtected(node: ts.Node, selector: SelectorNode): boolean {
  if (!ts.isStringLiteralLike(node)) return false;
  if (isDirective(node)) return !names(selector, ['directive']);
  return isModuleSpecifier(node) && !names(selector, MODULE_WORDS);
}

/** A statement that is nothing but a string does nothing but direct. */
const isDirective = (node: ts.Node): boolean => ts.isExpressionStatement(node.parent) && ts.isStringLiteral(node);

function isModuleSpecifier(node: ts.StringLiteralLike): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent))
    return true;
  if (ts.isModuleDeclaration(parent) || ts.isImportAttribute(parent)) return true;
  if (ts.isLiteralTypeNode(parent)) return ts.isImportTypeNode(parent.parent);
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return false;
  const { expression } = parent;
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  return (ts.isIdentifier(expression) && expression.text === 'require') || expression.getText() === 'require.resolve';
}

function names(selector: SelectorNode, words: readonly string[]): boolean {
  switch (selector.kind) {
    case 'type':
      return words.includes(selector.name);
    case 'field':
      return selector.path.some((step) => words.includes(step));
    case 'attribute':
      return selector.path.some((step) => words.includes(step)) || words.includes(selector.literal ?? '');
    case 'all':
    case 'some':
    case 'has':
      return selector.parts.some((part) => names(part, words));
    case 'child':
    case 'descendant':
    case 'sibling':
    case 'adjacent':
      return names(selector.left, words) || names(selector.right, words);
    default:
      return false;
  }
}
