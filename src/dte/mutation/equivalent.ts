/**
 * Mutants that somebody has looked at and that mean the same as the original: `// mutation: equivalent OPERATOR[, OPERATOR…] WHY`, at the
 * end of the line or alone on the line before. They are listed and counted by themselves, and do not weigh in the score.
 */
import { ts } from '../typescript/ts.ts';
import type { MutationOperator } from './mutant.ts';
import { OPERATORS } from './operators/table.ts';

/** Answers why a mutant of this operator at this offset is equivalent, or `undefined` where nobody said so. */
export type EquivalentNotes = (operator: MutationOperator, at: number) => string | undefined;

const NOTE = /^\/[/*]\s*mutation: equivalent ([A-Za-z]+(?:, ?[A-Za-z]+)*)(.*)$/;

/** Answers the notes of a file. A note that names an operator that does not exist says nothing. Pure. */
export function equivalentNotes(file: ts.SourceFile): EquivalentNotes {
  const reasons = new Map<string, string>();
  for (const { text, at } of commentsOf(file)) {
    const { 1: names, 2: why } = NOTE.exec(text) ?? [];
    if (names === undefined) continue;
    const line = file.getLineAndCharacterOfPosition(at).line;
    const isAlone = file.text.slice(file.getLineStarts()[line], at).trim() === '';
    for (const name of names.split(/, ?/).filter((one) => Object.hasOwn(OPERATORS, one))) {
      reasons.set(`${name} ${isAlone ? line + 1 : line}`, reasonOf(why!));
    }
  }
  return (operator, at) => reasons.get(`${operator} ${file.getLineAndCharacterOfPosition(at).line}`);
}

const reasonOf = (why: string): string => why.replace(/\*\/$/, '').trim() || 'said to be equivalent';

/** Found by the scanner, so that a text that looks like a note is none. */
function commentsOf(file: ts.SourceFile): { readonly text: string; readonly at: number }[] {
  if (!file.text.includes('mutation: equivalent')) return [];
  const found = new Map<number, string>();
  const note = (at: number, end: number): void => void found.set(at, file.text.slice(at, end));
  const visit = (node: ts.Node): void => {
    ts.forEachLeadingCommentRange(file.text, node.pos, note);
    ts.forEachTrailingCommentRange(file.text, node.end, note);
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return [...found].map(([at, text]) => ({ at, text }));
}
