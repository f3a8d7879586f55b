/** The references in a TypeScript or JavaScript source. */
import { ts } from '../ts.ts';
import { callReferences, isPathlike, looseReference, referenceAt } from './call-references.ts';
import type { Reference, ReferenceKind } from './reference.ts';

/** References of files that are parsed still, so that a second look at a tree costs little. */
const known = new WeakMap<ts.SourceFile, readonly Reference[]>();

/** Answers all references of a parsed file, in the order of their places. Pure. */
export function sourceReferences(file: ts.SourceFile): readonly Reference[] {
  const before = known.get(file);
  if (before !== undefined) return before;
  const found = new Map<number, Reference>();
  const isSettings = /\.config\.[cm]?[jt]s$/.test(file.fileName);
  const add = (reference: Reference): void => {
    if (!found.has(reference.start)) found.set(reference.start, reference);
  };
  for (const { pos, end, fileName } of file.referencedFiles) add(triple(pos, end, fileName, 'path'));
  for (const { pos, end, fileName } of file.typeReferenceDirectives) {
    if (isPathlike(fileName)) add(triple(pos, end, fileName, 'import'));
  }
  visitWithDocs(file, (node) => {
    if (ts.isIdentifier(node)) return; // most nodes are
    if (ts.isStringLiteralLike(node)) for (const reference of looseReference(node, isSettings)) add(reference);
    else if (ts.isCallExpression(node) || ts.isNewExpression(node))
      for (const reference of callReferences(node)) add(reference);
    else for (const reference of specifierOf(node)) add(reference);
  });
  const all = [...found.values()].sort((a, b) => a.start - b.start);
  known.set(file, all);
  return all;
}

const triple = (start: number, end: number, text: string, kind: ReferenceKind): Reference => ({
  start,
  end,
  text,
  quote: '',
  kind,
});

/** The text of a node that the language itself reads as the name of a module. */
function specifierOf(node: ts.Node): readonly Reference[] {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isJSDocImportTag(node)) {
    return literalAt(node.moduleSpecifier, 'import');
  }
  if (ts.isExternalModuleReference(node)) return literalAt(node.expression, 'require');
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? literalAt(node.argument.literal, 'import') : NONE;
  }
  return ts.isModuleDeclaration(node) ? literalAt(node.name, 'import') : NONE;
}

const NONE: readonly Reference[] = [];

const literalAt = (node: ts.Node | undefined, kind: ReferenceKind): readonly Reference[] =>
  node !== undefined && ts.isStringLiteralLike(node) ? [referenceAt(node, kind)] : NONE;

/** Visits all nodes, those in documentation comments as well. */
export function visitWithDocs(root: ts.Node, look: (node: ts.Node) => void): void {
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    look(node);
    for (const comment of (node as { jsDoc?: readonly ts.Node[] }).jsDoc ?? []) open.push(comment);
    ts.forEachChild(node, (child) => void open.push(child));
  }
}
