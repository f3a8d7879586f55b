/** JSON for people. */

/** A text that is longer is shown as it stands: laying it out would take longer than anybody reads. */
const MOST_CHARS = 2_000_000;

/** Answers JSON with indentation; another text as it is. Numbers and names stay as they are written, as it lays out the text and no value. Pure. */
export function indented(text: string): string {
  if (text.length > MOST_CHARS || !isJson(text)) return text;
  let out = '';
  let depth = 0;
  const feed = (): string => `\n${'  '.repeat(depth)}`;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') {
      const end = stringEnd(text, at);
      out += text.slice(at, end);
      at = end - 1;
    } else if (OPENS.test(char)) {
      const close = CLOSED_AT_ONCE.exec(text.slice(at + 1, at + 64))?.[0];
      if (close === undefined) depth++;
      out += close === undefined ? char + feed() : char + close.trim();
      at += close?.length ?? 0;
    } else if (CLOSES.test(char)) {
      depth--;
      out += feed() + char;
    } else if (char === ',') out += char + feed();
    else if (char === ':') out += ': ';
    else if (!SPACE.test(char)) out += char;
  }
  return out;
}

const OPENS = /[[{]/;
const CLOSES = /[\]}]/;
const CLOSED_AT_ONCE = /^\s*[\]}]/;
const SPACE = /\s/;

function stringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  return text.length;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
