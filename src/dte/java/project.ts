/** A tree as Java reads it. */
import type { TextEdit } from '../edit.ts';
import type { FileMove, PatchTask } from '../patch.ts';
import { pathFilter } from '../path-filter.ts';
import type { PathFilter } from '../path-filter.ts';
import type { SyntaxProject } from '../tree-sitter/project.ts';
import { selectSyntax } from '../tree-sitter/select.ts';
import type { SelectedNode } from '../tree-sitter/selected.ts';
import { indentUnitOf } from '../tree-sitter/indent-unit.ts';
import type { NodePlace } from '../tree-sitter/node-finding.ts';
import type { SyntaxLanguage } from '../tree-sitter/syntax-language.ts';
import { JavaTree } from './java-tree.ts';
import { stringParts } from './string-parts.ts';
import { symbolPlaces } from './symbol-places.ts';
import { usesOutside } from './uses-outside.ts';

/** One state of a tree with everything that is known of it. */
export class JavaProject implements SyntaxLanguage {
  readonly emptyBody = '';
  readonly stringParts = stringParts;
  readonly indentUnit = indentUnitOf;
  readonly syntax: SyntaxProject;
  readonly #pathOf: ((path: string) => string) | undefined;
  #tree: JavaTree | undefined;

  constructor(syntax: SyntaxProject, pathOf?: (path: string) => string) {
    this.syntax = syntax;
    this.#pathOf = pathOf;
  }

  /** All declarations: read when they are first asked for. */
  get tree(): JavaTree {
    this.#tree ??= new JavaTree(this.syntax, this.#pathOf);
    return this.#tree;
  }

  /** Answers the project as it would be with edits and moves. Moved files are known under their old paths. @param edits - sorted */
  after(edits: readonly TextEdit[], moves: readonly FileMove[]): JavaProject {
    const old = new Map(moves.map(({ from, to }) => [to, from]));
    return new JavaProject(this.syntax.after(edits, moves), (path) => old.get(path) ?? path);
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

  /** Javadoc is a comment. */
  isDocumentation(): boolean {
    return false;
  }
}
