/** Sources that hold a whole program, a picture or a font as one string: what stands in it names nothing of the tree. */
import { isStackOverflow } from '../stack-overflow.ts';
import { isEvaluated } from './evaluated-text.ts';
import { ts } from './ts.ts';

/** No name is as long as this, and what is put together of names hardly ever. */
const LONG = 1000;

/** Answers the text of a source with spaces for its long strings; the text as it is where it cannot be parsed. */
export function withoutLongStrings(path: string, text: string): string {
  try {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
    return isWhole(file) ? blanked(text, longStrings(file)) : text;
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    return text;
  }
}

/** Where a parser loses its way, a string may be none. */
const isWhole = (file: ts.SourceFile): boolean =>
  (file as unknown as { parseDiagnostics: readonly unknown[] }).parseDiagnostics.length === 0;

function longStrings(file: ts.SourceFile): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (node.end - node.pos <= LONG) return;
    const isString = ts.isStringLiteralLike(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isTemplateHead(node);
    if (isString && !isEvaluated(node)) found.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function blanked(text: string, nodes: readonly ts.Node[]): string {
  let result = '';
  let at = 0;
  for (const node of nodes) {
    const [start, end] = [node.getStart() + 1, node.end - 1];
    result += text.slice(at, start) + ' '.repeat(end - start);
    at = end;
  }
  return result + text.slice(at);
}
