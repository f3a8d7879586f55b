/** Places and texts of tokens, which TypeScript's tree does not keep. */
import { ts } from '../ts.ts';
import type { EsNode } from './es-node.ts';

const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard);

/** Answers where the next token behind an offset begins and ends. */
export function tokenAfter(view: EsNode, offset: number): { start: number; end: number; kind: ts.SyntaxKind } {
  scanner.setText(view.tree.file.text, offset);
  const kind = scanner.scan();
  const start = scanner.getTokenStart();
  const end = scanner.getTokenEnd();
  scanner.setText('');
  // A list of type parameters ends with one `>`, even where several stand together.
  return { start, end, kind };
}

/** Answers the text of an operator or keyword. */
export const textOf = (kind: ts.SyntaxKind): string => ts.tokenToString(kind)!;

/** Answers the text of a node as it stands in the file. */
export const sourceOf = (node: ts.Node, view: EsNode): string =>
  view.tree.file.text.slice(node.getStart(view.tree.file), node.end);
