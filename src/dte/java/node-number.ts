/** Numbers of nodes: the same in two trees that differ in names alone. */
import { nodesOf } from '../tree-sitter/syntax.ts';
import type { SyntaxFile, SyntaxNode } from '../tree-sitter/syntax.ts';

const known = new WeakMap<SyntaxFile, ReadonlyMap<SyntaxNode, number>>();

/** Answers the number of a node in its file, from the top. */
export function numberOf(file: SyntaxFile, node: SyntaxNode): number {
  let numbers = known.get(file);
  if (numbers === undefined) {
    numbers = new Map([...nodesOf(file.root)].map((one, index) => [one, index]));
    known.set(file, numbers);
  }
  return numbers.get(node)!;
}
