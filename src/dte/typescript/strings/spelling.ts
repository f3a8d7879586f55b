/** How a text is spelled within a literal. */
import type { Spell } from '../../string-content.ts';
import type { LiteralKind } from './literal-content.ts';

const NAMED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

/** Control characters, and what ends a line without looking like it. */
// eslint-disable-next-line no-control-regex -- those are what is looked for
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029]/g;

/** Answers how a kind of literal spells texts. @param quote - what is around it */
export function spellingOf(kind: LiteralKind, quote: string): Spell {
  switch (kind) {
    case '`':
      return spellTemplate;
    case 'raw template':
      return (text) => text;
    case 'attribute':
      return (text) => text.replaceAll('&', '&amp;').replaceAll(quote, quote === '"' ? '&quot;' : '&#39;');
    case 'text':
      return spellJsxText;
    default:
      return (text, before) => quoted(text, kind, before);
  }
}

/** Answers whether a text can stand in a template whose tag sees how it is spelled. Pure. */
export const isPlainInTemplate = (text: string): boolean => !/[\\`\r]|\$\{/.test(text) && !text.endsWith('$');

function quoted(text: string, quote: "'" | '"', before: string): string {
  return behindOctal(escaped(text).replaceAll(quote, `\\${quote}`), before);
}

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll(CONTROL, (letter) => NAMED[letter] ?? unicode(letter));

const unicode = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** `\0` and a digit behind it would be another character. */
const behindOctal = (spelled: string, before: string): string =>
  /^\\[0-7]{1,3}$/.test(before) && /^\d/.test(spelled)
    ? `\\x${spelled.charCodeAt(0).toString(16)}${spelled.slice(1)}`
    : spelled;

/** A dollar sign before a brace would begin an expression. */
function spellTemplate(text: string, before: string, after: string): string {
  const spelled = behindOctal(escaped(text), before).replaceAll('`', '\\`').replaceAll('${', '\\${');
  const isOpening = before === '$' && spelled.startsWith('{');
  const isOpened = spelled.endsWith('$') && after === '{';
  return (isOpening ? `\\${spelled}` : spelled).replace(/\$$/, () => (isOpened ? '\\$' : '$'));
}

/** Line ends and outer spaces would be taken as layout. */
function spellJsxText(text: string): string {
  return text
    .replaceAll(/[&<>{}]/g, (letter) => `&#${letter.charCodeAt(0)};`)
    .replaceAll(/^[ \t]+|[ \t]+$|[\r\n]/g, (space) =>
      Array.from(space, (letter) => `&#${letter.charCodeAt(0)};`).join(''),
    );
}
