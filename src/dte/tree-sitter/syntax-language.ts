/** What the operations on syntax alone need of a language. */
import type { PatchTask } from '../patch.ts';
import type { NodePlace } from './node-finding.ts';
import type { SyntaxProject } from './project.ts';
import type { SelectedNode } from './selected.ts';
import type { StringPart } from './string-parts.ts';
import type { SyntaxNode } from './syntax.ts';

/** A language's project, as far as these operations look at it. */
export interface SyntaxLanguage {
  readonly syntax: SyntaxProject;
  select(task: PatchTask): SelectedNode[];
  /** Answers the parts of a string between its quotes and expressions; none of anything else. */
  stringParts(node: SyntaxNode, text: string): readonly StringPart[];
  /** Answers where what nodes declare is, or may be, used outside of them. */
  usesOutside(nodes: readonly SelectedNode[]): readonly NodePlace[];
  /** What a body must have in it that would be empty otherwise. Empty where it may be empty. */
  readonly emptyBody: string;
  /** Whether a statement is the text that explains what it is in. */
  isDocumentation(node: SyntaxNode): boolean;
  /** Answers by what a text is indented one level. */
  indentUnit(text: string): string;
}
