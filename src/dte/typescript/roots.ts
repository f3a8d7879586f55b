/**
 * Which files of a tree can matter to some names. A file in which no name occurs cannot use what they name; it matters only for its types,
 * to those who import it, or where it declares something for files that do not.
 */
import type { SourceText } from '../source-text.ts';
import { mayName } from './names.ts';
import { ts } from './ts.ts';

/** What is asked of a project. */
interface Sources {
  readonly paths: readonly string[];
  source(path: string): SourceText | undefined;
}

/** Answers the sources that a program must be made from, so that it has all that can matter to the names. */
export function rootsFor(sources: Sources, names: readonly string[]): string[] {
  return sources.paths.filter((path) => {
    const text = sources.source(path);
    return text !== undefined && (mayName(text.text, names) || isForAll(text));
  });
}

const known = new WeakMap<SourceText, boolean>();

/** Whether a file may do something for files that do not import it, or hands modules on as a whole. */
function isForAll(source: SourceText): boolean {
  let answer = known.get(source);
  if (answer === undefined) known.set(source, (answer = !isPlainModule(source.text)));
  return answer;
}

/** Words of what reaches beyond a module. Where they stand in a comment, a file is read that need not be. */
const DECLARES = /\bdeclare\b[^;{]*\b(?:global|module)\b|\bas\s+namespace\b/;
const HANDS_ON = /\*[^;'"]{0,200}?\bas\b|\bexport\b[^;{'"]{0,200}?\*/;

/** Whether a file surely is a module that concerns nobody but its importers. */
function isPlainModule(text: string): boolean {
  if (DECLARES.test(text) || HANDS_ON.test(text)) return false;
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, text);
  let token = scanner.scan();
  while (token === ts.SyntaxKind.StringLiteral || token === ts.SyntaxKind.SemicolonToken) token = scanner.scan();
  if (token === ts.SyntaxKind.ExportKeyword) return true;
  if (token !== ts.SyntaxKind.ImportKeyword) return false;
  const next = scanner.scan(); // `import x = N` is no sign of a module, and neither are import() and import.meta
  return (
    next === ts.SyntaxKind.OpenBraceToken ||
    next === ts.SyntaxKind.AsteriskToken ||
    next === ts.SyntaxKind.StringLiteral ||
    (next === ts.SyntaxKind.TypeKeyword && scanner.scan() === ts.SyntaxKind.OpenBraceToken) ||
    (next === ts.SyntaxKind.Identifier && scanner.scan() !== ts.SyntaxKind.EqualsToken)
  );
}
