/** Paths as git writes them into patches. */
import { toUtf8 } from '../../base/bytes.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '"': '"',
  '\\': '\\',
};

/** Answers a path as git quotes it: as it is, or in quotation marks, with every byte outside of ASCII in octal. Pure. */
export function quotePath(path: string): string {
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  return /^[^\x00-\x1f"\\\x7f-\uffff]*$/.test(path) ? path : `"${Array.from(toUtf8(path), quoteByte).join('')}"`;
}

function quoteByte(byte: number): string {
  const char = String.fromCharCode(byte);
  if (ESCAPES[char] !== undefined) return `\\${ESCAPES[char]}`;
  return byte >= 0x20 && byte < 0x7f ? char : `\\${byte.toString(8).padStart(3, '0')}`;
}

/** Answers a path for the `---` and `+++` lines, where one with a space ends with a tab. Pure. */
export function headPath(path: string): string {
  const quoted = quotePath(path);
  return quoted === path && path.includes(' ') ? `${path}\t` : quoted;
}
