/** New text, written as the file around it is: with its line ends and its indentation. */
import { dominantEol } from '../../source-text.ts';
import { ts } from '../ts.ts';
import { indentUnit } from './layout.ts';
import type { Snippet } from './snippet.ts';

/** Answers the text of a snippet for a place with this indentation. What stands in template literals stays as it is, but for line ends. Pure. */
export function formattedSnippet(snippet: Snippet, fileText: string, indent: string): string {
  const lines = snippet.text.split(/\r\n|\r|\n/);
  const fixed = linesInTemplates(snippet);
  const own = indentUnit(snippet.text);
  const unit = indentUnit(fileText);
  const last = lines.at(-1)!;
  // what closes the text stands where the text began
  const common = /^\s*(?:[)\]}]|<\/|\/>)/.test(last) && lines.length > 1 ? levelsOf(last, own) : 0;
  const written = lines.map((line, i) => {
    if (i === 0 || fixed.has(i)) return line;
    if (line.trim() === '') return '';
    const { levels, rest } = split(line, own);
    return indent + unit.repeat(Math.max(0, levels - common)) + rest;
  });
  return written.join(dominantEol(fileText));
}

/** Lines that begin within a template literal. */
function linesInTemplates({ text, nodes, offset }: Snippet): ReadonlySet<number> {
  const fixed = new Set<number>();
  const lineOf = (at: number): number => text.slice(0, Math.max(0, at - offset)).split(/\r\n|\r|\n/).length - 1;
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateLiteralToken(node)) {
      for (let line = lineOf(node.getStart()) + 1; line <= lineOf(node.end); line++) fixed.add(line);
    }
    ts.forEachChild(node, visit);
  };
  nodes.forEach(visit);
  return fixed;
}

const levelsOf = (line: string, unit: string): number => split(line, unit).levels;

function split(line: string, unit: string): { levels: number; rest: string } {
  let levels = 0;
  let at = 0;
  for (; line.startsWith(unit, at); at += unit.length) levels++;
  return { levels, rest: line.slice(at) };
}
