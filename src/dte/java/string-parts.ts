/** Strings of Java: literals and text blocks. */
import { piecesOf } from '../tree-sitter/string-parts.ts';
import type { StringPart } from '../tree-sitter/string-parts.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';

const ESCAPE = /\\(?:u+[\da-fA-F]{4}|[0-3]?[0-7]{1,2}|\r\n|[^])|\r\n|[^]/gu;
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({ n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', s: ' ', '\\': '\\', "'": "'", '"': '"' }),
);
const SPELLED: ReadonlyMap<string, string> = new Map(
  Object.entries({ '\n': '\\n', '\t': '\\t', '\r': '\\r', '\b': '\\b', '\f': '\\f', '\\': '\\\\', '"': '\\"' }),
);

/** Answers what stands between the quotes of a string. */
export function stringParts(node: SyntaxNode, text: string): readonly StringPart[] {
  if (/^(?:multiline_)?string_fragment$/.test(node.type)) return stringParts(node.parent!, text);
  if (node.type !== 'string_literal') return [];
  const isBlock = text.startsWith('"""', node.start);
  const width = isBlock ? 3 : 1;
  const span = { start: node.start + width, end: node.end - width };
  return [
    {
      ...span,
      pieces: piecesOf(text, span, ESCAPE, valueOf),
      spell: (value) => spelled(value, isBlock),
      fault: (value) =>
        isBlock && /[\r\n]/.test(value) ? 'the lines of a text block depend on its margin' : undefined,
    },
  ];
}

function valueOf(match: string): string {
  if (!match.startsWith('\\') || match.length === 1) return match === '\r\n' ? '\n' : match;
  const rest = match.slice(1);
  if (/^u+[\da-fA-F]{4}$/.test(rest)) return String.fromCharCode(Number.parseInt(rest.slice(-4), 16));
  if (/^[0-7]/.test(rest)) return String.fromCharCode(Number.parseInt(rest, 8));
  return rest === '\n' || rest === '\r\n' ? '' : (NAMED.get(rest) ?? match);
}

function spelled(value: string, isBlock: boolean): string {
  return Array.from(value, (letter) => (isBlock && letter === '\t' ? letter : (SPELLED.get(letter) ?? letter))).join(
    '',
  );
}
