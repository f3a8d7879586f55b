/** The nodes of a TypeScript project that a selector picks. */
import { LoglineError } from '../../base/errors.ts';
import type { PathFilter } from '../path-filter.ts';
import { SelectorMatcher } from '../selector/match-selector.ts';
import { compileSelector } from '../selector/selector.ts';
import type { Selector } from '../selector/selector.ts';
import { esTreeOf } from './estree/convert.ts';
import type { EsNode } from './estree/es-node.ts';
import { mayHold, mayMatch, placesFor } from './literal-places.ts';
import type { Needle } from './literal-places.ts';
import { unreadSource } from './opaque-files.ts';
import type { TypeScriptProject } from './project.ts';
import { standsFor } from './symbol-match.ts';
import type { ts } from './ts.ts';

/**
 * A node that a selector picked.
 *
 * ESTree has nodes for which TypeScript has none: then `node` is the one that they are a part of, and `type` tells them apart. So
 * `ExportNamedDeclaration` and the `ClassDeclaration` in it, and its `ClassBody`, have one `node`; so have a `MethodDefinition` and
 * its `FunctionExpression`, a `ChainExpression` and the call in it, and a `Property` with a default and its `AssignmentPattern`. A
 * `TSTypeAnnotation` has that of its type.
 */
export interface SelectedNode {
  readonly path: string;
  readonly node: ts.Node;
  /** Type of the node in ESTree, such as `CallExpression`. */
  readonly type: string;
}

/** A node that a selector picked, and where it is in the text: what ESTree calls its range. */
export interface SelectedRange extends SelectedNode {
  readonly start: number;
  readonly end: number;
}

/**
 * Answers the nodes that a selector picks in the sources that fit, in the order of paths and places. Only `:symbol(...)` needs a
 * program; for the rest, files are parsed that may hold a match.
 *
 * @param needle - what is looked for in the nodes. @default nothing: all are of use
 * @throws {LoglineError} SELECTOR_INVALID - it cannot be read. LIMIT_EXCEEDED - it takes too long. FILE_UNSUPPORTED - a source that
 *   may hold a match cannot be read.
 */
export function selectNodes(
  project: TypeScriptProject,
  files: PathFilter,
  selector: string,
  needle?: Needle,
): SelectedRange[] {
  const compiled = compileSelector(selector);
  demandRead(project, files, (code) => isOfUse(code, compiled, needle));
  return selectCompiled(project, files, compiled, needle);
}

const isOfUse = (text: string, compiled: Selector, needle: Needle | undefined): boolean =>
  (needle === undefined || mayHold(text, needle)) && mayMatch(text, compiled);

/** Demands that the sources which fit can be read, as far as they matter. @throws {LoglineError} FILE_UNSUPPORTED - one cannot. */
export function demandRead(project: TypeScriptProject, files: PathFilter, matters: (code: string) => boolean): void {
  for (const path of project.paths.filter(files)) {
    for (const { code, fault } of unreadSource(project, path)) {
      if (code !== undefined && !matters(code)) continue;
      throw new LoglineError('FILE_UNSUPPORTED', `${fault} It may hold what is looked for.`, { details: { path } });
    }
  }
}

/** Answers the same for a selector that is compiled already. @throws {LoglineError} LIMIT_EXCEEDED - it takes too long. */
export function selectCompiled(
  project: TypeScriptProject,
  files: PathFilter,
  compiled: Selector,
  needle?: Needle,
): SelectedRange[] {
  const checker = compiled.symbols.length > 0 ? project.checker : undefined;
  const matcher = new SelectorMatcher<EsNode>(compiled, (view, symbol) => standsFor(checker!, view, symbol));
  const mayPick = (path: string): boolean => isOfUse(project.source(path)?.text ?? '', compiled, needle);
  const paths = project.paths.filter((path) => files(path) && mayPick(path));
  return paths.flatMap((path) => {
    const file = checker === undefined ? project.parsed(path) : project.sourceFile(path);
    if (file === undefined) return [];
    return matcher
      .matchesIn(esTreeOf(file), placesFor(compiled, file.text, needle))
      .map((view) => selected(path, view))
      .sort(byPlace);
  });
}

const selected = (path: string, { node, type, start, end }: EsNode): SelectedRange => ({
  path,
  node,
  type,
  start,
  end,
});

const byPlace = (a: SelectedRange, b: SelectedRange): number => a.start - b.start || b.end - a.end;
