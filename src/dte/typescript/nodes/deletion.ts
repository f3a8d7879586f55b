/** What goes with a deletion: elements of lists, and what would be left without sense when all of its elements are gone. */
import type { TextEdit } from '../../edit.ts';
import { sortEdits } from '../../edit.ts';
import { ts } from '../ts.ts';
import { tokenFrom } from './node-list.ts';
import { listAround } from './node-list.ts';
import type { NodeList } from './node-list.ts';
import { removalEdits } from './removal.ts';

/** An element that goes. */
export interface Doomed {
  readonly path: string;
  readonly node: ts.Node;
}

/** What a deletion does to the texts. */
export interface Deletion {
  readonly edits: readonly TextEdit[];
  /** What goes, the outermost nodes alone. */
  readonly roots: readonly Doomed[];
  /** Lists that lose elements, with how many they have afterwards. */
  readonly lists: readonly { readonly path: string; readonly list: NodeList; readonly left: number }[];
}

/** Answers the edits of a deletion. Where the last specifier of an import goes, or the last declarator of a statement, that goes as well. Pure. */
export function planDeletion(doomed: readonly Doomed[]): Deletion {
  const roots = outermost(raised(doomed));
  const edits: TextEdit[] = [];
  const groups = new Map<string, { path: string; list: NodeList; gone: Set<ts.Node> }>();
  for (const { path, node } of roots) {
    const list = listAround(node);
    if (list === undefined) {
      edits.push(partEdit(path, node));
      continue;
    }
    const key = `${path}:${list.kind}:${list.open}`;
    const group = groups.get(key) ?? { path, list, gone: new Set() };
    group.gone.add(node);
    groups.set(key, group);
  }
  const lists = [...groups.values()];
  return {
    edits: sortEdits([...edits, ...lists.flatMap(removalEdits)]),
    roots,
    lists: lists.map(({ path, list, gone }) => ({ path, list, left: list.nodes.length - gone.size })),
  };
}

/** Replaces all elements of a list that cannot be empty by what has the list. */
function raised(doomed: readonly Doomed[]): Doomed[] {
  const nodes = new Set(doomed.map(({ node }) => node));
  const lists = new Map(doomed.map(({ node }) => [node, listAround(node)]));
  const emptied = new Set([...new Set(lists.values())].filter((list) => list?.nodes.every((each) => nodes.has(each))));
  const next = doomed.map(({ path, node }) => {
    const list = lists.get(node);
    return { path, node: (list !== undefined && emptied.has(list) ? wholeOf(list) : undefined) ?? node };
  });
  const found = new Map(next.map((each) => [each.node, each]));
  const changed = [...found.values()];
  return changed.every(({ node }) => nodes.has(node)) ? changed : raised(changed);
}

function wholeOf({ kind, owner }: NodeList): ts.Node | undefined {
  if (kind === 'importSpecifiers')
    return (owner.parent as ts.ImportClause).name === undefined ? owner.parent.parent : owner;
  if (kind === 'exportSpecifiers' || (kind === 'declarators' && ts.isVariableStatement(owner.parent)))
    return owner.parent;
  return kind === 'heritage' ? owner : undefined;
}

/** A part of a node that is in no list: the bindings of an import, its default name, a clause of a class. */
function partEdit(path: string, node: ts.Node): TextEdit {
  const text = node.getSourceFile().text;
  const before = text.slice(0, node.getStart()).trimEnd();
  if (ts.isHeritageClause(node)) return { path, start: before.length, end: node.end, text: '' };
  if (ts.isNamedImports(node) || ts.isNamespaceImport(node))
    return { path, start: before.replace(/,$/, '').trimEnd().length, end: node.end, text: '' };
  const comma = tokenFrom(text, node.end);
  return { path, start: node.getStart(), end: tokenFrom(text, comma + 1), text: '' };
}

function outermost(doomed: readonly Doomed[]): Doomed[] {
  const nodes = new Set(doomed.map(({ node }) => node));
  return doomed.filter(({ node }) => {
    for (let above: ts.Node | undefined = node.parent; above !== undefined; above = above.parent as ts.Node | undefined)
      if (nodes.has(above)) return false;
    return true;
  });
}

/**
 * Answers the node that goes where a name of an import or export is to go: its specifier, or for a default import its name or all of the
 * import. `undefined` for any other name. Pure.
 */
export function specifierOf(name: ts.Node): ts.Node | undefined {
  const { parent } = name;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return parent;
  if (ts.isImportClause(parent)) return parent.namedBindings === undefined ? parent.parent : name;
  if (ts.isNamespaceImport(parent)) return parent.parent.name === undefined ? parent.parent.parent : parent;
  return ts.isImportEqualsDeclaration(parent) ? parent : undefined;
}
