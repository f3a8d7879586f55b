/** Types that are written as texts, such as `x: "Account"`. */
import type { SyntaxFile, SyntaxNode } from '../tree-sitter/syntax.ts';

/** Parses a part of a file on its own. */
export type ParseText = (text: string) => SyntaxFile;

/**
 * Answers the syntax of what stands in a string, at its places in the file, or `undefined` where it is no plain expression.
 */
export function annotationSyntax(
  string: SyntaxNode,
  text: string,
  parse: ParseText,
): readonly SyntaxNode[] | undefined {
  const content = contentOf(string);
  if (content === undefined) return undefined;
  const inside = text.slice(content.start, content.end);
  if (!/^[\w.[\], |"']+$/u.test(inside) || /^\s/.test(inside)) return undefined;
  const file = parse(inside);
  if (file.faults.length > 0 || file.root.children.length !== 1) return undefined;
  return file.root.children.map((child) => shifted(child, content.start, undefined));
}

/** The one part of a string without interpolations and escapes. */
function contentOf(string: SyntaxNode): SyntaxNode | undefined {
  const parts = string.children.filter((child) => child.isNamed);
  const content = parts[1];
  return parts.length === 3 && content?.type === 'string_content' && content.children.length === 0
    ? content
    : undefined;
}

function shifted(node: SyntaxNode, by: number, parent: SyntaxNode | undefined): SyntaxNode {
  const children: SyntaxNode[] = [];
  const copy: SyntaxNode = { ...node, start: node.start + by, end: node.end + by, parent, children };
  for (const child of node.children) children.push(shifted(child, by, copy));
  return copy;
}
