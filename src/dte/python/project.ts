/** A tree as Python reads it. */
import type { TextEdit } from '../edit.ts';
import type { FileMove, PatchTask } from '../patch.ts';
import { pathFilter } from '../path-filter.ts';
import type { PathFilter } from '../path-filter.ts';
import type { SourceParser } from '../tree-sitter/parser.ts';
import type { SyntaxProject } from '../tree-sitter/project.ts';
import { selectSyntax } from '../tree-sitter/select.ts';
import type { SelectedNode } from '../tree-sitter/selected.ts';
import { indentUnitOf } from '../tree-sitter/indent-unit.ts';
import type { NodePlace } from '../tree-sitter/node-finding.ts';
import type { SyntaxLanguage } from '../tree-sitter/syntax-language.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import { PythonTree } from './python-tree.ts';
import { stringParts } from './string-parts.ts';
import { symbolPlaces } from './symbol-places.ts';
import { usesOutside } from './uses-outside.ts';

/** One state of a tree with everything that is known of it. */
export class PythonProject implements SyntaxLanguage {
  readonly emptyBody = 'pass';
  readonly stringParts = stringParts;
  readonly indentUnit = indentUnitOf;
  readonly syntax: SyntaxProject;
  readonly tree: PythonTree;
  readonly #parse: SourceParser;

  constructor(syntax: SyntaxProject, parse: SourceParser) {
    this.syntax = syntax;
    this.tree = new PythonTree(syntax, parse);
    this.#parse = parse;
  }

  /** Answers the project as it would be with edits and moves. @param edits - sorted */
  after(edits: readonly TextEdit[], moves: readonly FileMove[] = []): PythonProject {
    return new PythonProject(this.syntax.after(edits, moves), this.#parse);
  }

  /** Answers the nodes that a patch's selector picks. @throws {LoglineError} as {@link selectSyntax} */
  select({ patch }: PatchTask): SelectedNode[] {
    return this.selectIn(pathFilter([patch.path]), patch.selector!);
  }

  /** Answers the nodes that a selector picks in the files that fit. @throws {LoglineError} as {@link selectSyntax} */
  selectIn(files: PathFilter, selector: string): SelectedNode[] {
    return selectSyntax(this.syntax, files, selector, (symbol) => symbolPlaces(this.tree, symbol));
  }

  usesOutside(nodes: readonly SelectedNode[]): readonly NodePlace[] {
    return usesOutside(this.tree, nodes);
  }

  isDocumentation(node: SyntaxNode): boolean {
    return node.type === 'expression_statement' && node.children[0]?.type === 'string';
  }
}
