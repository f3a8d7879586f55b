/** What a spec does to a tree: the answer of `planEdits`, and what everything after it works on. */
import type { Finding } from '../base/report.ts';
import type { Patch } from './generated/types.ts';
import type { MatchedNode } from './patch.ts';
import type { FileMode, SourceTree } from './source-tree.ts';

/** One edit of one file, in bytes of the file as it is in the base tree. */
export interface ByteEdit {
  readonly start: number;
  /** Behind the last byte that is replaced; equal to `start` for an insertion. */
  readonly end: number;
  /** What stands there in the base tree. */
  readonly old: string;
  /** What stands there instead. */
  readonly new: string;
}

/** What becomes of one file. */
export interface FileChange {
  /** Path in the base tree. */
  readonly path: string;
  /** Path in the resulting tree: another one where the file moves. */
  readonly newPath: string;
  readonly mode: FileMode;
  /** Sorted, apart from each other; none for a file that only moves. */
  readonly edits: readonly ByteEdit[];
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** What one patch does. */
export interface PatchPlan {
  readonly astOp: Patch['astOp'];
  readonly matches: readonly MatchedNode[];
  readonly editCount: number;
  readonly moveCount: number;
}

/** What a spec does to a tree. */
export interface Plan {
  /** Digest of the spec's canonical text: 64 lower-case hex characters. */
  readonly specDigest: string;
  /** One for each patch that was planned. */
  readonly patches: readonly PatchPlan[];
  /** Sorted by path. Empty where there are findings. */
  readonly files: readonly FileChange[];
  /** Why nothing can be done. Empty where it can. */
  readonly findings: readonly Finding[];
  /** The resulting tree; the base tree where there are findings. */
  readonly after: SourceTree;
}
