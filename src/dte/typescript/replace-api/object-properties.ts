/** Properties of object arguments get other names, or go. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import { atNode } from '../finding-at-node.ts';
import { ts } from '../ts.ts';
import type { ApiCall } from './api-uses.ts';
import { losesComment, rangesWithout } from './list-ranges.ts';
import { isPure } from './purity.ts';

type Properties = ReadonlyMap<string, string | null>;

/** What is to be done, and why it cannot be. */
export interface Rewrite {
  readonly edits: readonly TextEdit[];
  readonly findings: readonly Finding[];
}

/** Answers the edits of the object arguments of a call. */
export function propertyEdits(checker: ts.TypeChecker, call: ApiCall, properties: Properties): Rewrite {
  if (properties.size === 0) return { edits: [], findings: [] };
  const parts = (call.node.arguments ?? []).map((argument) => ofArgument(checker, call.path, argument, properties));
  return joined(parts);
}

/** Answers several rewrites as one. */
export const joined = (parts: readonly Rewrite[]): Rewrite => ({
  edits: parts.flatMap(({ edits }) => edits),
  findings: parts.flatMap(({ findings }) => findings),
});

const refused = (message: string, node: ts.Node, code: Finding['code'] = 'NEEDS_PERSON'): Rewrite => ({
  edits: [],
  findings: [atNode(code, message, node)],
});

function ofArgument(checker: ts.TypeChecker, path: string, argument: ts.Expression, properties: Properties): Rewrite {
  if (ts.isObjectLiteralExpression(argument)) return ofObject(checker, path, argument, properties);
  const held = heldNames(checker, argument, properties);
  if (held.length === 0) return { edits: [], findings: [] };
  return refused(
    `The object with ${held.join(', ')} is not written here: its properties cannot be renamed in this place.`,
    argument,
  );
}

/** The names that an argument may hold which is no object literal. */
function heldNames(checker: ts.TypeChecker, argument: ts.Expression, properties: Properties): string[] {
  const type = checker.getTypeAtLocation(ts.isSpreadElement(argument) ? argument.expression : argument);
  if (ts.isSpreadElement(argument)) return [...properties.keys()];
  const isUnknown = (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) !== 0;
  return [...properties.keys()].filter(
    (name) =>
      isUnknown ||
      checker.getPropertyOfType(checker.getNonNullableType(type), name) !== undefined ||
      isHeldByPart(checker, type, name),
  );
}

const isHeldByPart = (checker: ts.TypeChecker, type: ts.Type, name: string): boolean =>
  type.isUnion() && type.types.some((part) => checker.getPropertyOfType(part, name) !== undefined);

function ofObject(
  checker: ts.TypeChecker,
  path: string,
  object: ts.ObjectLiteralExpression,
  properties: Properties,
): Rewrite {
  const gone = new Set<ts.Node>(object.properties.filter((property) => isDropped(property, properties)));
  const kept = object.properties.filter((property) => !gone.has(property));
  const renamings = kept.map((property) => ofProperty(checker, path, object, property, properties));
  return joined([...renamings, dropped(checker, path, object, gone)]);
}

function isDropped({ name }: ts.ObjectLiteralElementLike, properties: Properties): boolean {
  return name !== undefined && properties.get(nameText(name) ?? '') === null;
}

function ofProperty(
  checker: ts.TypeChecker,
  path: string,
  object: ts.ObjectLiteralExpression,
  property: ts.ObjectLiteralElementLike,
  properties: Properties,
): Rewrite {
  if (ts.isSpreadAssignment(property)) return ofSpread(checker, property, properties);
  const { name } = property;
  if (ts.isComputedPropertyName(name) && !ts.isStringLiteralLike(name.expression)) {
    return refused('The name of this property is computed, so that it may be one of those that are renamed.', property);
  }
  const named = ts.isComputedPropertyName(name) ? name.expression : name;
  const newName = properties.get((named as ts.Identifier).text);
  if (newName === undefined || newName === null) return { edits: [], findings: [] };
  if (
    object.properties.some(
      (other) => other !== property && other.name !== undefined && nameText(other.name) === newName,
    )
  ) {
    return refused(`The object has a property ${newName} already.`, property, 'NAME_COLLISION');
  }
  return { edits: [{ path, ...renamed(property, named, newName) }], findings: [] };
}

function ofSpread(checker: ts.TypeChecker, spread: ts.SpreadAssignment, properties: Properties): Rewrite {
  const held = heldNames(checker, spread.expression, properties);
  if (held.length === 0) return { edits: [], findings: [] };
  return refused(`What is spread here may hold ${held.join(', ')}.`, spread);
}

const nameText = (name: ts.PropertyName): string | undefined =>
  ts.isComputedPropertyName(name)
    ? ts.isStringLiteralLike(name.expression)
      ? name.expression.text
      : undefined
    : name.text;

function renamed(property: ts.ObjectLiteralElementLike, name: ts.Node, newName: string): Omit<TextEdit, 'path'> {
  const [start, end] = [name.getStart(), name.end];
  const text = spelledKey(name, newName);
  return ts.isShorthandPropertyAssignment(property) ? { start, end: start, text: `${text}: ` } : { start, end, text };
}

/** A name that is quoted stays so, and one that has to be is. */
function spelledKey(name: ts.Node, newName: string): string {
  const quote = ts.isStringLiteralLike(name) ? name.getText()[0]! : "'";
  const isPlain = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(newName);
  if (isPlain && !ts.isStringLiteralLike(name)) return newName;
  return `${quote}${newName.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
}

function dropped(
  checker: ts.TypeChecker,
  path: string,
  { properties: list }: ts.ObjectLiteralExpression,
  gone: ReadonlySet<ts.Node>,
): Rewrite {
  if (gone.size === 0) return { edits: [], findings: [] };
  const tied = list.find((property) => gone.has(property) && !isFree(checker, property));
  if (tied !== undefined) return refused('The value of this property may have effects, which would be lost.', tied);
  if (losesComment(list, gone)) return refused('A comment beside this property would be lost.', [...gone][0]!);
  return { edits: rangesWithout(list, gone).map((range) => ({ path, ...range, text: '' })), findings: [] };
}

const isFree = (checker: ts.TypeChecker, property: ts.ObjectLiteralElementLike): boolean =>
  ts.isPropertyAssignment(property) ? isPure(checker, property.initializer) : !ts.isAccessor(property);
