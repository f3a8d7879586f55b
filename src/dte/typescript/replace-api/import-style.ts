/** How a file writes its imports, so that a new one looks like the others. */
import { dominantEol } from '../../source-text.ts';
import { allNodes } from '../declarations.ts';
import { ts } from '../ts.ts';

/** What a new import has to look like. */
export interface ImportStyle {
  readonly quote: string;
  readonly semicolon: string;
  /** What stands inside of braces. */
  readonly space: string;
  readonly eol: string;
  readonly isCommonJs: boolean;
}

/** Answers the style of a file: that of its imports or, where there are none, of its strings and statements. */
export function importStyle(file: ts.SourceFile): ImportStyle {
  const imports = file.statements.filter(ts.isImportDeclaration);
  const model = imports[0] ?? file.statements.find((statement) => !ts.isFunctionDeclaration(statement));
  const braces = imports
    .map(({ importClause }) => importClause?.namedBindings)
    .find((node) => node !== undefined && ts.isNamedImports(node));
  return {
    quote: imports[0]?.moduleSpecifier.getText(file)[0] ?? commonQuote(file),
    semicolon: model === undefined || model.getText(file).endsWith(';') || model.getText(file).endsWith('}') ? ';' : '',
    space:
      braces === undefined || braces.getText(file).startsWith('{ ') || braces.getText(file).startsWith('{\n')
        ? ' '
        : '',
    eol: dominantEol(file.text),
    isCommonJs: imports.length === 0 && !file.statements.some(isModuleSyntax) && /\brequire\s*\(/.test(file.text),
  };
}

const isModuleSyntax = (node: ts.Node): boolean =>
  ts.isExportDeclaration(node) ||
  ts.isExportAssignment(node) ||
  (ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false));

function commonQuote(file: ts.SourceFile): string {
  const quotes = [...allNodes(file)].filter(ts.isStringLiteral).map((node) => node.getText(file)[0]);
  return quotes.filter((quote) => quote === "'").length > quotes.length / 2 ? "'" : '"';
}

/** Answers the offset at which a file's first import goes: behind what heads the file, before what belongs to its first statement. */
export function firstImportPlace(file: ts.SourceFile): number {
  const { text, statements } = file;
  const directives = statements.filter((node) => ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression));
  const last = directives.at(-1);
  if (last !== undefined && statements[directives.length - 1] === last) return lineBehind(text, last.end);
  const from = ts.getShebang(text) === undefined ? 0 : lineBehind(text, ts.getShebang(text)!.length);
  // From the line break on: what stands on the same line belongs to what is before it.
  const comments = ts.getLeadingCommentRanges(text, Math.max(0, from - 1)) ?? [];
  const head = comments.filter(({ end }) => /^[ \t]*(?:\r?\n[ \t]*){2}/.test(text.slice(end))).at(-1);
  return head === undefined ? from : lineBehind(text, head.end);
}

/** Answers the offset behind the end of the line. Pure. */
export function lineBehind(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}
