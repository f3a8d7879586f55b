/** Which words of a sentence are names in the code: help for whoever writes the patches. */
import type { ChangeSpec } from '../generated/types.ts';
import { declarationsIn } from '../invariants/declared-names.ts';
import type { DeclaredName } from '../invariants/declared-name.ts';
import { isTextOf, textsOf } from '../invariants/looked-at.ts';
import { pathFilter } from '../path-filter.ts';
import type { Projects } from '../projects.ts';
import type { SourceTree } from '../source-tree.ts';
import { describeDeclaration } from './declarations.ts';

const COMMON = new Set(
  'src lib test tests index main to in of the a an and or from with all js ts py java json md'.split(' '),
);
const MAX_WORDS = 50;
const MAX_PLACES = 5;

/** Answers a note for each word that files in scope declare or are called, with the places. */
export async function namesNote(
  { intent, scope, language }: ChangeSpec,
  tree: SourceTree,
  projects: Projects,
): Promise<string[]> {
  const words = [...new Set(intent.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [])].slice(0, MAX_WORDS);
  const inScope = pathFilter(scope);
  const { texts } = textsOf(tree, (path) => inScope(path) && isTextOf(language, path));
  const suspects = texts.filter(({ text }) => words.some((word) => text.includes(word)));
  const declared = await declarationsIn({ language, tree, projects }, suspects);
  return words.flatMap((word) => [...declaredNote(word, declared), ...pathsNote(word, tree, inScope)]);
}

function declaredNote(word: string, declared: readonly DeclaredName[]): string[] {
  const places = [...new Set(declared.filter(({ name }) => name === word).map(describeDeclaration))];
  return places.length === 0 ? [] : [`${word} is declared: ${listed(places)}`];
}

/** A file or folder that has the word as its name. Common words would be noise. */
function pathsNote(word: string, { modes }: SourceTree, inScope: (path: string) => boolean): string[] {
  if (COMMON.has(word.toLowerCase())) return [];
  const wanted = word.toLowerCase();
  const paths = [...modes.keys()].filter((path) => inScope(path) && path.toLowerCase().split(/[/.]/).includes(wanted));
  return paths.length === 0 ? [] : [`${word} is a file or folder: ${listed(paths)}`];
}

const listed = (all: readonly string[]): string =>
  all.length > MAX_PLACES
    ? `${all.slice(0, MAX_PLACES).join(', ')} and ${all.length - MAX_PLACES} more`
    : all.join(', ');
