/**
 * The short proof of a rename: the program is the same but for one name. Where the new name stands nowhere in the tree, nothing can
 * take it for something else; where every use of the old one that means what is renamed gets the new one, and no other does, every name
 * still finds its declaration. So there is no need to read the edited files.
 */
import type { Occurrence } from './meaning.ts';
import { startOfWord } from './names.ts';
import { declarationPath } from './rename-targets.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Whether the short proof holds. Where it does not, that says nothing: then the edited program is looked at. */
export function isSameProgram(renaming: Renaming): boolean {
  const { targets, newName, before, words, edits } = renaming;
  const [target] = targets;
  if (targets.length !== 1 || target!.isMember || words.length > 0 || !isPlainWord(newName)) return false;
  if (before.some(({ name }) => name === newName) || isGlobal(renaming)) return false;
  const texts = new Map(edits.map(({ path, start, text }) => [`${path}:${start}`, text]));
  const places = byPlace(before);
  const declared = new Set(target!.declarations.map((node) => `${declarationPath(node)}:${startOfWord(node)}`));
  const isExpected = [...places].every(([place, roles]) => {
    const expected = textAt(roles, declared, newName);
    return expected !== undefined && texts.get(place) === (expected === '' ? undefined : expected);
  });
  return isExpected && edits.every(({ path, start }) => places.has(`${path}:${start}`));
}

function byPlace(occurrences: readonly Occurrence[]): ReadonlyMap<string, readonly Occurrence[]> {
  const places = new Map<string, Occurrence[]>();
  for (const occurrence of occurrences) {
    const place = `${occurrence.path}:${occurrence.start}`;
    const of = places.get(place);
    if (of === undefined) places.set(place, [occurrence]);
    else of.push(occurrence);
  }
  return places;
}

/** Words with a meaning in some places, such as `async`, are read otherwise there. */
function isPlainWord(name: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, name);
  return scanner.scan() === ts.SyntaxKind.Identifier;
}

/** Whether the compiler may look for the name by itself. */
const isGlobal = ({ project, newName }: Renaming): boolean =>
  project.checker.resolveName(
    newName,
    undefined,
    ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace,
    false,
  ) !== undefined;

/** Answers the text that a place must get: `''` for none, `undefined` where that is not clear. */
function textAt(roles: readonly Occurrence[], declared: ReadonlySet<string>, newName: string): string | undefined {
  const [{ name }] = roles as [Occurrence];
  const means = roles.filter(({ role }) => role !== 'base').map(({ meaning }) => isMeant(meaning, declared));
  if (means.includes(undefined)) return undefined;
  if (!means.includes(true)) return '';
  if (!means.includes(false)) return newName;
  const isName = roles.find(({ role }) => role === 'name')?.meaning;
  return isName !== undefined && isMeant(isName, declared) === true ? `${name}: ${newName}` : `${newName}: ${name}`;
}

/** Whether a meaning is what is renamed; `undefined` where it is that and something else. */
function isMeant(meaning: string, declared: ReadonlySet<string>): boolean | undefined {
  const places = meaning.split(' ');
  const count = places.filter((place) => declared.has(place)).length;
  return count === 0 ? false : count === places.length ? true : undefined;
}
