/** What of a text is not what it was. */

/** One stretch that differs. */
export interface Change {
  /** Characters before it, which both have. */
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

/** Answers the stretch between what both texts begin and end with; `undefined` where they are the same. Pure. */
export function changeBetween(before: string, after: string): Change | undefined {
  if (before === after) return undefined;
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  let end = 0;
  while (end < before.length - at && end < after.length - at && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { at, before: before.slice(at, before.length - end), after: after.slice(at, after.length - end) };
}

/** Answers the text with one letter of its content changed, as somebody would who hopes that nobody looks. Pure. */
export function changeOneCharacter(text: string): string {
  const member = /"(?:payload|did|this)":/.exec(text);
  const from = member === null ? 0 : member.index + member[0].length;
  const rest = text.slice(from);
  const digit = /[0-9](?=[0-9]*[,}])/.exec(rest);
  const letter = /[a-y](?=[a-z]*")/.exec(rest);
  const found = digit ?? letter;
  if (found === null) return `${text} `;
  const at = from + found.index;
  const char = text[at]!;
  return text.slice(0, at) + (char === '9' ? '8' : String.fromCharCode(char.charCodeAt(0) + 1)) + text.slice(at + 1);
}
