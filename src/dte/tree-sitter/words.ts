/** Whole words in comments and strings. */
import type { TextEdit } from '../edit.ts';
import type { SyntaxFile, SyntaxNode } from './syntax.ts';

const isWordPart = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}_$]/u.test(char);

/** Answers the offsets in a text at which a word stands as a whole. Pure. */
export function wordsIn(text: string, word: string, start = 0, end: number = text.length): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(word, start); at !== -1 && at + word.length <= end; at = text.indexOf(word, at + 1)) {
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + word.length])) found.push(at);
  }
  return found;
}

/** Answers edits that replace a word in some nodes of a file. Pure. */
export function wordEdits(
  file: SyntaxFile,
  nodes: readonly SyntaxNode[],
  [word, text]: readonly [string, string],
): TextEdit[] {
  return nodes.flatMap((node) =>
    wordsIn(file.text, word, node.start, node.end).map((start) => ({
      path: file.path,
      start,
      end: start + word.length,
      text,
    })),
  );
}

/** Answers the nodes of some types, in order of their places; what lies within one is not looked at. */
export function nodesOfTypes(node: SyntaxNode, types: readonly string[]): SyntaxNode[] {
  return types.includes(node.type) ? [node] : node.children.flatMap((child) => nodesOfTypes(child, types));
}
