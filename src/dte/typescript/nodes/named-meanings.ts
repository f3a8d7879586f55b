/** What names mean where they stand, by place: to compare a tree with what edits make of it. */
import { Meanings } from '../meaning.ts';
import type { PlaceBefore } from '../../place-before.ts';
import { nameAt, namesIn } from '../names.ts';
import type { TypeScriptProject } from '../project.ts';
import { ts } from '../ts.ts';

/** One name at one place. */
export interface NamedMeaning {
  readonly path: string;
  /** Offset in the text before the edits. */
  readonly start: number;
  readonly name: string;
  /** Places of declarations; `''` where it means nothing. */
  readonly meaning: string;
  /** Whether all of them are functions or methods. */
  readonly isFunction: boolean;
}

/** Answers all meanings of some names in some files, by place and role. @param isLeftOut - of a place in the program as it is */
export function namedMeanings(
  project: TypeScriptProject,
  paths: readonly string[],
  names: readonly string[],
  placeBefore: PlaceBefore,
  isLeftOut: (path: string, offset: number) => boolean = () => false,
): ReadonlyMap<string, NamedMeaning> {
  const { checker } = project;
  const meanings = new Meanings(checker, placeBefore);
  const found = new Map<string, NamedMeaning>();
  for (const path of paths) {
    const file = project.sourceFile(path);
    for (const node of file === undefined ? [] : namesIn(file, names)) {
      const at = node.getStart(file);
      if (isLeftOut(path, at)) continue;
      const start = placeBefore(path, at);
      const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
      const isFunction = declarations.length > 0 && declarations.every(ts.isFunctionLike);
      for (const [role, meaning] of meanings.of(node)) {
        found.set(`${path}:${start}:${role}`, { path, start, name: node.text, meaning, isFunction });
      }
    }
  }
  return found;
}

/** Answers the name, or the string that is one, at a place of a file as it is. */
export function namedAt(project: TypeScriptProject, path: string, start: number): ts.Node {
  const file = project.parsed(path)!;
  return nameAt(file, start) ?? nameAt(file, start + 1)!; // a word begins behind the quote
}
