/**
 * Text out of a ledger, as people see it. What has no shape of its own or turns the direction of text is shown as its number, marked, so that
 * two texts that differ look different; and a text that is too long to read is cut, with its length.
 */
import { element } from './element.ts';

/** Control characters, marks that turn the direction of text, and other characters without a shape. */
const SHAPELESS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}]/u;
/** A line of text may have these. */
const LAYOUT = new Set(['\n', '\t']);

/** How text is shown. */
export interface InertOptions {
  /** Characters after which it is cut. @default 2000 */
  readonly most?: number;
  /** Whether line feeds and tabs stay as they are. @default false */
  readonly keepLayout?: boolean;
}

/** Answers a piece of the page with the text in it, isolated from the direction of what stands around it. */
export function inert(text: string, { most = 2000, keepLayout = false }: InertOptions = {}): HTMLElement {
  const made = element('bdi', { class: 'inert' });
  const shown = text.length > most ? wholeCharacters(text, most) : text;
  let plain = '';
  const flush = (): void => {
    if (plain !== '') made.append(plain);
    plain = '';
  };
  for (const char of shown) {
    if (!SHAPELESS.test(char) || (keepLayout && LAYOUT.has(char))) plain += char;
    else {
      flush();
      made.append(mark(char));
    }
  }
  flush();
  if (shown.length < text.length)
    made.append(element('span', { class: 'cut' }, `… ${text.length.toLocaleString('en')} characters`));
  return made;
}

/** Answers the text of {@link inert} for places that take no elements, such as titles. Pure. */
export function inertText(text: string, most = 200): string {
  const shown = text.length > most ? `${wholeCharacters(text, most)}…` : text;
  return Array.from(shown, (char) => (SHAPELESS.test(char) ? codeOf(char) : char)).join('');
}

function mark(char: string): HTMLElement {
  return element('span', { class: 'shapeless', title: 'A character without a shape of its own' }, codeOf(char));
}

const codeOf = (char: string): string => `\\u{${char.codePointAt(0)!.toString(16)}}`;

/** Not half of a pair. */
function wholeCharacters(text: string, most: number): string {
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}
