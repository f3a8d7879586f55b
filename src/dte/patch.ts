/** What an operation works on and answers. Every language has its own operations behind the same shape. */
import type { Finding } from '../base/report.ts';
import type { TextEdit } from './edit.ts';
import type { ChangeSpec, Patch } from './generated/types.ts';
import type { PathFilter } from './path-filter.ts';
import type { SourceTree } from './source-tree.ts';

/** One of a spec's patches, with what it has to know of the spec. */
export interface PatchTask {
  readonly patch: Patch;
  readonly language: ChangeSpec['language'];
  /** The files that may change. */
  readonly scope: PathFilter;
}

/** A file that gets another path. Its text may be edited as well, by edits that name the old path. */
export interface FileMove {
  readonly from: string;
  readonly to: string;
}

/** A place that a selector picked. */
export interface MatchedNode {
  readonly path: string;
  /** UTF-16 units of the text without its byte order mark. */
  readonly start: number;
  readonly end: number;
  /** Type of the node, such as `Identifier`. */
  readonly type: string;
}

/** What a patch would do. With findings it does nothing: edits and moves are of no use then. */
export interface PatchOutcome {
  readonly matches: readonly MatchedNode[];
  readonly edits: readonly TextEdit[];
  readonly moves: readonly FileMove[];
  readonly findings: readonly Finding[];
}

/** A tree as one language reads it. Kept from patch to patch, since reading it takes most of the time. */
export interface LanguageProject {
  /** Goes over to another tree, most of which is the same. */
  update(tree: SourceTree): void;
  /** Answers what a patch would do to the tree as it is now. Changes nothing. Never throws on content. */
  plan(task: PatchTask): PatchOutcome;
  /** Answers the nodes that a selector picks in the files that fit. @throws {LoglineError} SELECTOR_INVALID, LIMIT_EXCEEDED */
  select(files: PathFilter, selector: string): readonly MatchedNode[];
}
