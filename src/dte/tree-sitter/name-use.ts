/** Identifiers with what they mean. */
import type { SyntaxNode } from './syntax.ts';

/** One identifier of a file. */
export interface NameUse {
  readonly path: string;
  readonly node: SyntaxNode;
  readonly name: string;
  /** What it means, by keys that are the same before and after a renaming but for the name. Several where it depends. */
  readonly keys: readonly string[];
}
