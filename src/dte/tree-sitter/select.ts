/** The nodes of a syntax tree that a selector picks. */
import type { PathFilter } from '../path-filter.ts';
import { SelectorMatcher } from '../selector/match-selector.ts';
import { compileSelector } from '../selector/selector.ts';
import type { Selector } from '../selector/selector.ts';
import type { SymbolName } from '../selector/symbol-name.ts';
import type { SyntaxProject } from './project.ts';
import type { SelectedNode } from './selected.ts';
import { SyntaxView } from './syntax-view.ts';

/** Answers the identifiers that stand for a symbol, each as path, colon and offset. */
export type SymbolPlaces = (symbol: SymbolName) => ReadonlySet<string>;

/**
 * Answers the nodes that a selector picks in the sources that fit, in the order of paths and places, from the outside to the inside.
 *
 * @throws {LoglineError} SELECTOR_INVALID - it cannot be read. LIMIT_EXCEEDED - it takes too long.
 */
export function selectSyntax(
  project: SyntaxProject,
  files: PathFilter,
  selector: string,
  symbolPlaces: SymbolPlaces,
): SelectedNode[] {
  return selectCompiled(project, files, compileSelector(selector), symbolPlaces);
}

/** Answers the same for a selector that is compiled already. @throws {LoglineError} LIMIT_EXCEEDED - it takes too long. */
export function selectCompiled(
  project: SyntaxProject,
  files: PathFilter,
  compiled: Selector,
  symbolPlaces: SymbolPlaces,
): SelectedNode[] {
  const places = new Map(compiled.symbols.map((symbol) => [symbol, symbolPlaces(symbol)]));
  let path = '';
  const matcher = new SelectorMatcher<SyntaxView>(
    compiled,
    ({ node }, symbol) => places.get(symbol)!.has(`${path}:${node.start}`) && node.children.length === 0,
  );
  const mayMatch = (text: string): boolean =>
    compiled.required.every((literals) => literals.some(({ text: literal }) => text.includes(literal)));
  return project.paths.filter(files).flatMap((at) => {
    if (!mayMatch(project.source(at)?.text ?? '')) return [];
    const file = project.file(at);
    if (file === undefined) return [];
    path = at;
    const found = matcher.matchesIn(new SyntaxView(file.root, file.text));
    return found
      .map(({ node }) => ({ path: at, node }))
      .sort((a, b) => a.node.start - b.node.start || b.node.end - a.node.end);
  });
}
