/** Strings that are no text: directives, and the names of modules and files. They are changed only where a selector says what they are in. */
import type { SelectorNode } from '../../selector/selector-node.ts';
import { callReferences } from '../move/call-references.ts';
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
  'callexpression',
  'newexpression',
  'callee',
  'arguments',
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
  return callReferences(parent).some(({ start }) => start === node.getStart() + 1);
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
