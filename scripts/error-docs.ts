/** The part of docs/errors.md that tells about each code, written from the table in src/base/errors.ts. */
import { CODES } from '../src/base/errors.ts';
import type { CodeEntry } from '../src/base/errors.ts';

const BEGIN = '<!-- codes: written by `npm run gen` from src/base/errors.ts -->';
const END = '<!-- end of codes -->';

/** Answers the page with its codes as the table has them; the prose around them stays. */
export function withErrorCodes(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`docs/errors.md lacks the lines "${BEGIN}" and "${END}"`);
  const codes = Object.entries<CodeEntry>(CODES).map(([code, entry]) => section(code, entry));
  return `${page.slice(0, begin)}${BEGIN}\n\n${codes.join('\n')}\n${page.slice(end)}`;
}

function section(code: string, { title, fix, exit, http }: CodeEntry): string {
  return `### ${code}\n\n${title} ${fix}\n\nExit status ${exit}, HTTP status ${http}.\n`;
}
