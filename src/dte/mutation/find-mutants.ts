/** The mutants of one file. */
import { ts } from '../typescript/ts.ts';
import { equivalentNotes } from './equivalent.ts';
import type { EquivalentNotes } from './equivalent.ts';
import type { LineRange } from './changed-lines.ts';
import type { Mutant, MutationOperator, Mutator } from './mutant.ts';
import { OPERATORS } from './operators/table.ts';

const TABLE = Object.entries(OPERATORS) as readonly (readonly [MutationOperator, Mutator])[];

/**
 * Answers all mutants of a file, in the order of their places; those of one place in the order of the operators' names. With
 * `lines`, only those whose deciding token is on one of them. Pure.
 */
export function findMutants(path: string, file: ts.SourceFile, lines?: readonly LineRange[]): Mutant[] {
  const notes = equivalentNotes(file);
  const found: Mutant[] = [];
  const isWanted = (at: number): boolean => {
    const line = file.getLineAndCharacterOfPosition(at).line + 1;
    return lines === undefined || lines.some(({ first, last }) => first <= line && line <= last);
  };
  const visit = (node: ts.Node): void => {
    if (hasNoCode(node)) return;
    for (const mutant of mutantsOf(path, node, file, notes)) if (isWanted(mutant.at)) found.push(mutant);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

function mutantsOf(path: string, node: ts.Node, file: ts.SourceFile, notes: EquivalentNotes): Mutant[] {
  const start = node.getStart(file);
  return TABLE.flatMap(([operator, mutator]) =>
    mutator(node, file).map((mutation) => {
      const reason = notes(operator, mutation.at);
      const mutant = { ...mutation, path, operator, node, start, end: node.end };
      return reason === undefined ? mutant : { ...mutant, equivalent: reason };
    }),
  );
}

/** Nodes that are gone when the program runs, or whose texts are names of modules; decorators and enums are left alone. */
function hasNoCode(node: ts.Node): boolean {
  if (ts.isExpressionWithTypeArguments(node)) return !ts.isClassLike(node.parent.parent) || isImplements(node);
  if (ts.isTypeNode(node) || ts.isTypeParameterDeclaration(node) || ts.isDecorator(node)) return true;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isImportEqualsDeclaration(node)) return true;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node)) return true;
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false;
}

function isImplements(node: ts.ExpressionWithTypeArguments): boolean {
  return (node.parent as ts.HeritageClause).token === ts.SyntaxKind.ImplementsKeyword;
}
