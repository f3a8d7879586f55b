/** Text out of a ledger, where somebody reads it: whatever was signed must not steer a terminal, a page or a diagram. */

/** Control characters, marks that turn the direction of text, and other characters without a shape. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** Answers one line of text in which every character that could be obeyed, or hide something, is written as `\u{…}`. Pure. */
export const inertText = (text: string): string =>
  text.replaceAll(UNSAFE, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);

/** Answers text for HTML, between tags and in attributes in double quotes. Pure. */
export const htmlText = (text: string): string =>
  inertText(text).replaceAll(/[&<>"'`]/g, (char) => `&#${String(char.charCodeAt(0))};`);

/** Answers text that is inert, and cut after so many characters. Pure. */
export function shortText(text: string, maxChars: number): string {
  const characters = Array.from(inertText(text));
  return characters.length > maxChars ? `${characters.slice(0, maxChars).join('')}…` : characters.join('');
}
