/** The content of strings, templates and JSX, piece by piece. */
import type { ContentPiece } from '../../string-content.ts';
import { withoutEntities } from '../estree/entities.ts';

/** How a literal is written, which decides how its content is spelled. */
export type LiteralKind = "'" | '"' | '`' | 'raw template' | 'attribute' | 'text';

const ESCAPE = /\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([0-3]?[0-7]{1,2})|(\r\n|[^]))|\r\n|[^]/gu;
const ENTITY = /&(?:#\d+|#x[\da-fA-F]+|[0-9a-zA-Z]+);|[^]/gu;
const LETTER = /[^]/gu;

const NAMED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v' };

/** Answers the pieces of a range of a text. Pure. */
export function contentPieces(text: string, start: number, end: number, kind: LiteralKind): ContentPiece[] {
  const isJsx = kind === 'attribute' || kind === 'text';
  const pattern = isJsx ? ENTITY : kind === 'raw template' ? LETTER : ESCAPE;
  return [...text.slice(start, end).matchAll(pattern)].map((match) => {
    const at = start + match.index;
    return { value: isJsx ? withoutEntities(match[0]) : valueOf(match), start: at, end: at + match[0].length };
  });
}

function valueOf([whole, braced, four, two, octal, other]: RegExpMatchArray): string {
  const hex = braced ?? four ?? two;
  if (hex !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff));
  if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
  if (other === undefined) return whole === '\r\n' ? '\n' : whole;
  if (/^[\r\n\u2028\u2029]/.test(other)) return '';
  return Object.hasOwn(NAMED, other) ? NAMED[other]! : other;
}
