/** Where a new node can go, seen from a selected one. */
import type { PatchDetails } from '../../generated/types.ts';
import type { SelectedNode } from '../select.ts';
import { ts } from '../ts.ts';
import { listAround, listsOf } from './node-list.ts';
import type { NodeList } from './node-list.ts';
import type { Snippet } from './snippet.ts';

/** A place in a list: beside one of its elements, or anywhere in an empty one. */
export interface Place {
  readonly list: NodeList;
  readonly anchor: ts.Node | undefined;
  readonly side: 'before' | 'after';
}

export type Position = NonNullable<PatchDetails['position']>;

/** A snippet and the place where it goes. */
export interface PlacedSnippet {
  readonly path: string;
  readonly position: Position;
  readonly place: Place;
  readonly snippet: Snippet;
}

/** Answers the lists in which a new node could go, those first that are meant most likely. Pure. */
export function candidateLists({ node, type }: SelectedNode, position: Position): NodeList[] {
  if (position === 'first' || position === 'last') return [...bodiesOf(node).flatMap(listsOf), ...listsOf(node)];
  if (type === 'ClassBody' || type === 'TSInterfaceBody' || type === 'TSEnumBody') return [];
  const element = elementOf(node);
  const around = element === undefined ? undefined : listAround(element);
  return [...(around === undefined ? [] : [around]), ...listsOf(node).filter(({ kind }) => kind === 'decorators')];
}

/** Answers the element of a list that a node is or stands for: `f()` for the statement `f();`. Pure. */
export function elementOf(node: ts.Node): ts.Node | undefined {
  if (listAround(node) !== undefined) return node;
  const { parent } = node as { parent?: ts.Node };
  if (parent === undefined) return undefined;
  const isWhole =
    (ts.isExpressionStatement(parent) && parent.expression === node) ||
    (ts.isVariableStatement(parent) && parent.declarationList === node) ||
    (ts.isJsxElement(parent) && parent.openingElement === node) ||
    ((ts.isParameter(parent) || ts.isBindingElement(parent)) && parent.name === node);
  return isWhole ? elementOf(parent) : undefined;
}

/** The nodes that a node's body consists of. */
function bodiesOf(node: ts.Node): ts.Node[] {
  for (const body of BODIES) {
    const found = body(node);
    if (found !== undefined) return found.filter((each) => each !== undefined);
  }
  const { body } = node as { body?: ts.Node };
  if (body === undefined) return [];
  return ts.isModuleDeclaration(body) ? bodiesOf(body) : [body];
}

/** What has its lists in other nodes than a `body`. */
const BODIES: readonly ((node: ts.Node) => readonly (ts.Node | undefined)[] | undefined)[] = [
  (node) => (ts.isVariableStatement(node) ? [node.declarationList] : undefined),
  (node) => (ts.isTypeAliasDeclaration(node) ? [node.type] : undefined),
  (node) => (ts.isSwitchStatement(node) ? [node.caseBlock] : undefined),
  (node) => (ts.isTryStatement(node) ? [node.tryBlock] : undefined),
  (node) => (ts.isCatchClause(node) ? [node.block] : undefined),
  (node) => (ts.isIfStatement(node) ? [node.thenStatement] : undefined),
  (node) => (ts.isIterationStatement(node, false) ? [node.statement] : undefined),
  (node) => (ts.isImportDeclaration(node) ? [node.importClause?.namedBindings] : undefined),
  (node) => (ts.isExportDeclaration(node) ? [node.exportClause] : undefined),
  (node) => (ts.isJsxElement(node) ? [node, node.openingElement.attributes] : undefined),
  (node) => (ts.isJsxOpeningLikeElement(node) ? [node.attributes] : undefined),
];

/**
 * Answers the place in a list for a position. Directives such as `'use strict'` stay first, and an import at the end of a file goes behind
 * the imports. Pure.
 */
export function placeIn(list: NodeList, { node }: SelectedNode, position: Position, isImport: boolean): Place {
  const { nodes } = list;
  if (position === 'before' || position === 'after') {
    const anchor = nodes.find((each) => each === elementOf(node)) ?? (position === 'before' ? nodes[0] : nodes.at(-1));
    return { list, anchor, side: position };
  }
  const imports = nodes.filter((each) => ts.isImportDeclaration(each) || ts.isImportEqualsDeclaration(each));
  if (position === 'last' && isImport && ts.isSourceFile(list.owner) && imports.length > 0) {
    return { list, anchor: imports.at(-1), side: 'after' };
  }
  if (position === 'last' && !(isImport && ts.isSourceFile(list.owner)))
    return { list, anchor: nodes.at(-1), side: 'after' };
  const directives = list.kind === 'statements' ? countDirectives(nodes) : 0;
  const next = nodes[directives];
  return next === undefined ? { list, anchor: nodes.at(-1), side: 'after' } : { list, anchor: next, side: 'before' };
}

function countDirectives(nodes: readonly ts.Node[]): number {
  const end = nodes.findIndex((node) => !(ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression)));
  return end < 0 ? nodes.length : end;
}
