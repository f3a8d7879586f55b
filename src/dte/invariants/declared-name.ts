/** A name that a source declares, in every language of the engine. */
import type { SourceText } from '../source-text.ts';

/** One declaration of a name. */
export interface DeclaredName {
  readonly name: string;
  /** Names of what it stands in, outermost first. */
  readonly containers: readonly string[];
  /** `member` of a class, interface, enum or object; `local` to a body; `module`: neither. */
  readonly level: 'module' | 'member' | 'local';
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}
