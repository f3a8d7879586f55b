/** What an identifier of a Java file is for. */
import { ancestorOf, childOf, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';

export type Role =
  | 'type'
  | 'typeVariable'
  | 'local'
  | 'label'
  | 'field'
  | 'method'
  /** `m()` */
  | 'call'
  /** `x::m` */
  | 'reference'
  /** `x.f` */
  | 'access'
  | 'import'
  | 'package'
  /** `@Ann(NAME = 1)` */
  | 'element'
  /** `case NAME` */
  | 'case'
  | 'variable';

/** Answers the role of an identifier. */
export function roleOf(node: SyntaxNode): Role {
  const parent = node.parent!;
  if (ancestorOf(node, ['import_declaration']) !== undefined) return 'import';
  if (ancestorOf(node, ['package_declaration']) !== undefined) return 'package';
  const declared = node.field === 'name' ? DECLARED.get(parent.type) : undefined;
  if (declared !== undefined) return declared;
  if (parent.type === 'variable_declarator' && node.field === 'name') {
    return /^(?:field|constant)_declaration$/.test(parent.parent!.type) ? 'field' : ofParameter(parent.parent!);
  }
  if (parent.type === 'formal_parameter' && node.field === 'name') return ofParameter(parent);
  if (node.type === 'type_identifier')
    return parent.type === 'type_parameter' && isFirst(node, parent) ? 'typeVariable' : 'type';
  return ofIdentifier(node, parent);
}

const DECLARED: ReadonlyMap<string, Role> = new Map<string, Role>([
  ['class_declaration', 'type'],
  ['interface_declaration', 'type'],
  ['enum_declaration', 'type'],
  ['record_declaration', 'type'],
  ['annotation_type_declaration', 'type'],
  ['constructor_declaration', 'type'],
  ['compact_constructor_declaration', 'type'],
  ['annotation', 'type'],
  ['marker_annotation', 'type'],
  ['method_declaration', 'method'],
  ['annotation_type_element_declaration', 'method'],
  ['enum_constant', 'field'],
  ['catch_formal_parameter', 'local'],
  ['resource', 'local'],
  ['enhanced_for_statement', 'local'],
  ['instanceof_expression', 'local'],
  ['method_invocation', 'call'],
]);

/** The parameters of a record are its fields. */
function ofParameter(parameter: SyntaxNode): Role {
  const isRecord = parameter.parent?.parent?.type === 'record_declaration';
  return isRecord && parameter.type !== 'local_variable_declaration' ? 'field' : 'local';
}

/** Of the first identifier and of the others, where the place alone tells. */
const BY_PLACE: ReadonlyMap<string, readonly [Role, Role]> = new Map<string, readonly [Role, Role]>([
  ['inferred_parameters', ['local', 'local']],
  ['type_pattern', ['type', 'local']],
  ['record_pattern_component', ['type', 'local']],
  ['record_pattern', ['type', 'type']],
  ['labeled_statement', ['label', 'variable']],
  ['break_statement', ['label', 'label']],
  ['continue_statement', ['label', 'label']],
  ['method_reference', ['variable', 'reference']],
  ['switch_label', ['case', 'case']],
  ['type_parameter', ['typeVariable', 'typeVariable']],
]);

/** Of an identifier with one of these fields. */
const BY_FIELD: ReadonlyMap<string, Role> = new Map<string, Role>([
  ['lambda_expression.parameters', 'local'],
  ['field_access.field', 'access'],
  ['scoped_identifier.name', 'access'],
  ['element_value_pair.key', 'element'],
]);

function ofIdentifier(node: SyntaxNode, parent: SyntaxNode): Role {
  const byPlace = BY_PLACE.get(parent.type);
  if (byPlace !== undefined) return byPlace[isFirst(node, parent) ? 0 : 1];
  return BY_FIELD.get(`${parent.type}.${node.field ?? ''}`) ?? 'variable';
}

const isFirst = (node: SyntaxNode, parent: SyntaxNode): boolean =>
  namedChildren(parent).find(({ type }) => !type.includes('annotation') && type !== 'modifiers') === node ||
  childOf(parent, 'object') === node;

const TYPES = /^(?:class|interface|enum|record|annotation_type)_declaration$/;

/** Whether an identifier declares what it names. */
export function isDeclaration(node: SyntaxNode): boolean {
  const role = roleOf(node);
  if (role === 'type') return node.field === 'name' && TYPES.test(node.parent!.type);
  return (
    role === 'local' ||
    role === 'field' ||
    role === 'method' ||
    role === 'typeVariable' ||
    (role === 'label' && node.parent!.type === 'labeled_statement')
  );
}
