/** Whether texts still parse after edits, without a program. */
import type { Finding } from '../../base/report.ts';
import { editsByPath } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import { findingAt } from '../finding-at.ts';
import { placesBefore } from '../place-before.ts';
import type { TypeScriptProject } from './project.ts';
import { ts } from './ts.ts';

/** Answers where edited files no longer parse, or did not parse before: an edit of such a text cannot be trusted. @param edits - sorted */
export function syntaxFaults(project: TypeScriptProject, edits: readonly TextEdit[]): Finding[] {
  const paths = [...new Set(edits.map(({ path }) => path))];
  const before = paths.flatMap((path) => faultsOf(project, path, 'does not parse before the change'));
  if (before.length > 0) return before;
  const risky = [...editsByPath(edits)].filter(
    ([path, own]) => !own.every((edit) => isPlain(project.parsed(path)!, edit)),
  );
  const back = placesBefore(edits);
  const after = project.trial(
    risky.flatMap(([, own]) => own),
    () => risky.flatMap(([path]) => errorsOf(project.parsed(path)!).map((error) => ({ path, ...error }))),
  );
  return after.map(({ path, start, length, message }) =>
    fault(project, path, back(path, start), length, `would not parse after the change: ${message}`),
  );
}

/** What means nothing but itself in any string. */
const PLAIN = /^[^'"`\\\r\n\u2028\u2029]*$/;

/** Whether an edit stands within the quotes of a string and is spelled plainly, so that the text still parses. */
function isPlain(file: ts.SourceFile, { start, end, text }: TextEdit): boolean {
  if (!PLAIN.test(text) || !PLAIN.test(file.text.slice(start, end))) return false;
  let node: ts.Node | undefined = file;
  while (node !== undefined && !ts.isStringLiteral(node))
    node = ts.forEachChild(node, (child) => (child.pos < start && end < child.end ? child : undefined));
  return node !== undefined && node.getStart(file) < start;
}

const faultsOf = (project: TypeScriptProject, path: string, says: string): Finding[] =>
  errorsOf(project.parsed(path)!).map(({ start, length, message }) =>
    fault(project, path, start, length, `${says}: ${message}`),
  );

interface SyntaxError {
  readonly start: number;
  readonly length: number;
  readonly message: string;
}

/** The parser keeps its errors with the file, which its types do not tell. */
const errorsOf = (file: ts.SourceFile): SyntaxError[] =>
  (file as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics.map(
    ({ start, length, messageText }) => ({
      start,
      length,
      message: ts.flattenDiagnosticMessageText(messageText, ' '),
    }),
  );

function fault(project: TypeScriptProject, path: string, start: number, length: number, message: string): Finding {
  const { text } = project.source(path)!;
  return findingAt('SYNTAX_BROKEN', `${path} ${message}`, { path, text, start, end: start + length });
}
