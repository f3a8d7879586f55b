/** Strings of Python: prefixes, quotes, escapes and expressions. */
import { piecesOf } from '../tree-sitter/string-parts.ts';
import type { StringPart } from '../tree-sitter/string-parts.ts';
import { childrenOfType, firstOfType } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';

const ESCAPE = /\\(?:\r\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}]*\}|[^])|\{\{|\}\}|\r\n|[^]/gu;
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({ n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\', "'": "'", '"': '"' }),
);
const SPELLED: ReadonlyMap<string, string> = new Map([...NAMED].map(([letter, value]) => [value, `\\${letter}`]));

interface Form {
  readonly isRaw: boolean;
  readonly isFormat: boolean;
  readonly isBytes: boolean;
  readonly quote: string;
}

/** Answers the parts of a string between its quotes and expressions; of strings in a row those of each. */
export function stringParts(node: SyntaxNode, text: string): readonly StringPart[] {
  if (node.type === 'concatenated_string') return node.children.flatMap((child) => stringParts(child, text));
  if (node.type === 'string_content')
    return node.parent === undefined ? [] : [partOf(node, text, formOf(node.parent, text))];
  if (node.type !== 'string') return [];
  const form = formOf(node, text);
  const start = firstOfType(node, 'string_start')!.end;
  const end = firstOfType(node, 'string_end')!.start;
  const cuts = childrenOfType(node, 'interpolation');
  const starts = [start, ...cuts.map((cut) => cut.end)];
  const ends = [...cuts.map((cut) => cut.start), end];
  const spans = starts.map((from, index) => ({ start: from, end: ends[index]! }));
  return spans.filter((span) => cuts.length === 0 || span.start < span.end).map((span) => partOf(span, text, form));
}

function formOf(node: SyntaxNode, text: string): Form {
  const opening = firstOfType(node, 'string_start')!;
  const start = text.slice(opening.start, opening.end).toLowerCase();
  const quote = start.replace(/^[a-z]*/, '');
  return { isRaw: start.includes('r'), isFormat: /^[a-z]*[ft]/.test(start), isBytes: start.includes('b'), quote };
}

function partOf(span: { readonly start: number; readonly end: number }, text: string, form: Form): StringPart {
  return {
    start: span.start,
    end: span.end,
    pieces: piecesOf(text, span, form.isRaw ? /\{\{|\}\}|[^]/gu : ESCAPE, (match) => valueOf(match, form)),
    spell: (value) => spelled(value, form),
    fault: (value) => faultOf(value, form),
  };
}

function valueOf(match: string, { isFormat }: Form): string {
  if (match === '{{' || match === '}}') return isFormat ? match[0]! : match;
  if (!match.startsWith('\\') || match.length === 1) return match === '\r\n' ? '\n' : match;
  const rest = match.slice(1);
  if (rest === '\n' || rest === '\r\n') return '';
  if (/^[xuU]/.test(rest) && rest.length > 1)
    return String.fromCodePoint(Math.min(Number.parseInt(rest.slice(1), 16), 0x10ffff));
  if (/^[0-7]/.test(rest)) return String.fromCodePoint(Number.parseInt(rest, 8));
  return NAMED.get(rest) ?? match;
}

function spelled(value: string, { isRaw, isFormat, quote }: Form): string {
  const braced = isFormat ? value.replaceAll(/[{}]/g, '$&$&') : value;
  if (isRaw) return braced;
  const isLong = quote.length === 3;
  return Array.from(braced, (letter) => {
    if (letter === '\\' || letter === quote[0]) return `\\${letter}`;
    const isKept = letter === '"' || letter === "'" || letter === '\t' || (isLong && letter === '\n');
    return isKept ? letter : (SPELLED.get(letter) ?? letter);
  }).join('');
}

function faultOf(value: string, { isRaw, isBytes, quote }: Form): string | undefined {
  if (isBytes && /[^\0-\x7f]/.test(value)) return 'bytes have no letters but those of ASCII';
  if (!isRaw) return undefined;
  const isBroken = value.includes(quote[0]!) || value.endsWith('\\') || (quote.length === 1 && /[\r\n]/.test(value));
  return isBroken ? 'a raw string has no escapes' : undefined;
}
