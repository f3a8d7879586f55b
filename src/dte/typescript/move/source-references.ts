/** The references in a TypeScript or JavaScript source. */
import { ts } from '../ts.ts';
import { callReferences, isPathlike, looseReference, referenceAt } from './call-references.ts';
import type { Reference, ReferenceKind } from './reference.ts';

/** Answers all references of a parsed file, in the order of their places. Pure. */
export function sourceReferences(file: ts.SourceFile): Reference[] {
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
    for (const [literal, kind] of specifiersOf(node)) add(referenceAt(literal, kind));
    for (const reference of callReferences(node)) add(reference);
    if (ts.isStringLiteralLike(node)) for (const reference of looseReference(node, isSettings)) add(reference);
  });
  return [...found.values()].sort((a, b) => a.start - b.start);
}

const triple = (start: number, end: number, text: string, kind: ReferenceKind): Reference => ({
  start,
  end,
  text,
  quote: '',
  kind,
});

/** The texts that the language itself reads as names of modules. */
function* specifiersOf(node: ts.Node): Iterable<[ts.StringLiteralLike, ReferenceKind]> {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isJSDocImportTag(node)) {
    if (node.moduleSpecifier !== undefined && ts.isStringLiteralLike(node.moduleSpecifier))
      yield [node.moduleSpecifier, 'import'];
  } else if (ts.isExternalModuleReference(node)) {
    if (ts.isStringLiteralLike(node.expression)) yield [node.expression, 'require'];
  } else if (ts.isImportTypeNode(node)) {
    if (ts.isLiteralTypeNode(node.argument) && ts.isStringLiteralLike(node.argument.literal))
      yield [node.argument.literal, 'import'];
  } else if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) yield [node.name, 'import'];
}

/** Visits all nodes, those in documentation comments as well. */
export function visitWithDocs(root: ts.Node, look: (node: ts.Node) => void): void {
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    look(node);
    for (const comment of (node as { jsDoc?: readonly ts.Node[] }).jsDoc ?? []) open.push(comment);
    ts.forEachChild(node, (child) => void open.push(child));
  }
}
