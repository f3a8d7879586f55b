/**
 * Text that others wrote (paths, actors, messages), on its way into Markdown. It shows what it is, and does nothing: no markup, no
 * mention, no reference, no link, no image.
 */

/** Answers text for running prose. Pure. */
export function prose(text: string, maxChars = 400): string {
  return shorten(visible(text), maxChars)
    .replaceAll(/[!-/:-@[-`{-~]/g, '\\$&')
    .replaceAll(/\\[@#]|\\:(?=\\\/)/g, `$&${JOINER}`)
    .replaceAll(/\bGH\\-/gi, `$&${JOINER}`);
}

/** Answers one line that is plain text wherever it is shown, in mails as well: what would be markup there is left out. Pure. */
export function plain(text: string, maxChars: number): string {
  return shorten(visible(text), maxChars)
    .replaceAll(/[<>`@#[\]\\*~|]|&(?=\w)/g, ' ')
    .replaceAll(/:(?=\/\/)|\bwww(?=\.)|\bGH(?=-)/gi, `$&${JOINER}`);
}

/** Answers text as code, which is also right within a table. Pure. */
export function code(text: string, maxChars = 120): string {
  const shown = shorten(visible(text), maxChars).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || shown === '' || shown.startsWith(' ') ? ' ' : '';
  return fence + pad + shown + pad + fence;
}

/** Answers several lines as a block of code. Pure. */
export function block(text: string, language = ''): string {
  const shown = text.split('\n').map(visible).join('\n');
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** Answers one line in which nothing is hidden: what has no shape of its own, or turns the direction of others, is written out. Pure. */
export function visible(text: string): string {
  return text.replaceAll(HIDDEN, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
}

/** Answers the beginning of a long text; no half of a surrogate pair is left. Pure. */
export function shorten(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Keeps apart what would be read together. */
const JOINER = '\u2060';

const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u{e0000}-\u{e0fff}]/gu;
