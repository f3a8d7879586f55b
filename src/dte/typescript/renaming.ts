/** A rename under way: what is renamed, what all names mean before it, and the edits. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import type { Occurrence } from './meaning.ts';
import type { TypeScriptProject } from './project.ts';
import type { RenameTarget } from './rename-targets.ts';
import type { ts } from './ts.ts';

/** What the checks of a rename look at. */
export interface Renaming {
  readonly project: TypeScriptProject;
  readonly targets: readonly RenameTarget[];
  readonly newName: string;
  /** The old names and the new one. */
  readonly names: readonly string[];
  /** The files in which they may occur. */
  readonly paths: readonly string[];
  /** Occurrences of the names in the whole tree, before the edits. */
  readonly before: readonly Occurrence[];
  /** Sorted. */
  readonly edits: readonly TextEdit[];
  /** Those of the edits that are in comments and strings. */
  readonly words: readonly TextEdit[];
  /** What stood in the way of an edit. */
  readonly faults: readonly Finding[];
}

/** Whether a symbol is one of those that are renamed. */
export function isRenamed({ targets }: Renaming, symbol: ts.Symbol | undefined): boolean {
  return symbol?.declarations?.some((declaration) => targets.some(({ owns }) => owns.has(declaration))) ?? false;
}

/** Answers the places that get a new name: path and offset before the edits. */
export const editedPlaces = ({ edits }: Renaming): ReadonlySet<string> =>
  new Set(edits.map(({ path, start }) => `${path}:${start}`));
