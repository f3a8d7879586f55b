/** Local variables, parameters, pattern variables, labels, type parameters and local classes: what a place sees within its method. */
import { childOf, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import { parameterName } from './declarations.ts';

/** A name that is declared in a body. */
export interface LocalDecl {
  readonly nameNode: SyntaxNode;
  /** Undefined where it is inferred. */
  readonly typeNode: SyntaxNode | undefined;
  /** What an inferred type comes from. */
  readonly value: SyntaxNode | undefined;
}

/** Names are looked for outwards up to here. */
export const TYPE_BODIES: ReadonlySet<string> = new Set([
  'class_body',
  'interface_body',
  'enum_body',
  'annotation_type_body',
]);

/**
 * Answers what an earlier part of a construct declares for the later ones.
 *
 * @param node - the earlier part. @param parent - the construct.
 */
export function declaredBy(node: SyntaxNode): readonly LocalDecl[] {
  switch (node.type) {
    case 'local_variable_declaration':
      return node.children.filter(({ field }) => field === 'declarator').flatMap(declaredBy);
    case 'variable_declarator':
      return [declaratorOf(node)];
    case 'formal_parameters':
    case 'inferred_parameters':
      return namedChildren(node).flatMap(parameterOf);
    case 'catch_formal_parameter':
      return parameterOf(node);
    case 'resource_specification':
      return namedChildren(node).flatMap(declaredBy);
    case 'resource':
      return childOf(node, 'name') === undefined ? [] : [typed(node)];
    case 'switch_block_statement_group':
      return node.children.filter(({ type }) => type === 'local_variable_declaration').flatMap(declaredBy);
    case 'if_statement':
    case 'while_statement':
      return patternsIn(childOf(node, 'condition')!);
    default:
      return patternsIn(node);
  }
}

/** Answers what stands in front of a part of a construct, nearest first. */
export function partsBefore(part: SyntaxNode): readonly SyntaxNode[] {
  const siblings = part.parent!.children;
  return siblings.slice(0, siblings.indexOf(part)).reverse();
}

function declaratorOf(node: SyntaxNode): LocalDecl {
  const nameNode = childOf(node, 'name')!;
  const isArray = childOf(node, 'dimensions') !== undefined;
  return { nameNode, typeNode: isArray ? node : childOf(node.parent, 'type'), value: childOf(node, 'value') };
}

const typed = (node: SyntaxNode): LocalDecl => ({
  nameNode: childOf(node, 'name')!,
  typeNode: childOf(node, 'type'),
  value: childOf(node, 'value'),
});

function parameterOf(node: SyntaxNode): LocalDecl[] {
  const nameNode = parameterName(node);
  if (nameNode === undefined) return [];
  const isRest = node.type === 'spread_parameter';
  return [{ nameNode, typeNode: isRest ? node : childOf(node, 'type'), value: undefined }];
}

/** Bodies of their own, whose patterns are not seen outside. */
const CLOSED: ReadonlySet<string> = new Set([
  'block',
  'lambda_expression',
  'class_body',
  'switch_block',
  'expression_statement',
  'return_statement',
  'for_statement',
  'enhanced_for_statement',
  'try_statement',
  'do_statement',
  'throw_statement',
]);

function patternsIn(node: SyntaxNode): LocalDecl[] {
  if (CLOSED.has(node.type)) return [];
  if (node.type === 'instanceof_expression' && childOf(node, 'name') !== undefined) {
    return [
      { nameNode: childOf(node, 'name')!, typeNode: childOf(node, 'right'), value: undefined },
      ...patternsIn(childOf(node, 'left')!),
    ];
  }
  if (node.type === 'type_pattern' || node.type === 'record_pattern_component') {
    const [typeNode, nameNode] = namedChildren(node);
    if (nameNode?.type === 'identifier') return [{ nameNode, typeNode, value: undefined }];
  }
  return node.children.flatMap(patternsIn);
}
