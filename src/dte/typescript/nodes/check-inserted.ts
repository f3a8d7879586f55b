/** The proof of an insertion. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import { findingAt } from '../../finding-at.ts';
import { filesNaming } from '../binding-proof.ts';
import { newSyntaxErrors } from '../diagnostics.ts';
import { placesBefore } from '../../place-before.ts';
import type { TypeScriptProject } from '../project.ts';
import { ts } from '../ts.ts';
import { checkNewNames } from './check-new-names.ts';
import { isInserted } from '../../inserted-ranges.ts';
import { namedMeanings } from './named-meanings.ts';
import type { NamedMeaning } from './named-meanings.ts';
import { checkLengths } from './list-lengths.ts';
import type { NodeList } from './node-list.ts';
import type { PlacedSnippet } from './places.ts';
import { checkPlacesTaken } from './positions.ts';

/** Answers why an insertion is not what it should be: of the first check that finds something. */
export function checkInserted(
  project: TypeScriptProject,
  placed: readonly PlacedSnippet[],
  edits: readonly TextEdit[],
): Finding[] {
  const checks = [
    () => newSyntaxErrors(project, edits),
    () => checkLists(project, placed, edits),
    () => checkPlacesTaken(project, placed),
    () => checkMeanings(project, placed, edits),
    () => checkModules(project, edits),
    () => checkNewNames(project, edits),
  ];
  for (const check of checks) {
    const findings = check();
    if (findings.length > 0) return findings;
  }
  return [];
}

/** Each list has the new elements more. */
function checkLists(
  project: TypeScriptProject,
  placed: readonly PlacedSnippet[],
  edits: readonly TextEdit[],
): Finding[] {
  const wanted = new Map<string, { readonly path: string; readonly list: NodeList; count: number }>();
  for (const { path, place, snippet } of placed) {
    const { list } = place;
    const key = `${path}:${list.kind}:${list.open}`;
    const known = wanted.get(key) ?? { path, list, count: list.nodes.length };
    known.count += snippet.nodes.length;
    wanted.set(key, known);
  }
  return checkLengths(project, [...wanted.values()], edits);
}

/** Names that the text declares must not take over uses of others, nor become one with them. */
function checkMeanings(
  project: TypeScriptProject,
  placed: readonly PlacedSnippet[],
  edits: readonly TextEdit[],
): Finding[] {
  const names = [...new Set(placed.flatMap(({ snippet }) => snippet.nodes.flatMap(declaredNames)))];
  if (names.length === 0) return [];
  const paths = filesNaming(project, names);
  const before = namedMeanings(project, paths, names, (_, offset) => offset);
  const isNew = isInserted(edits);
  const after = project.trial(edits, () => namedMeanings(project, paths, names, placesBefore(edits), isNew));
  return [...before].flatMap(([key, was]) => {
    const is = after.get(key)?.meaning ?? '';
    return was.meaning === '' || was.meaning === is || isOverload(was, is) ? [] : [captured(project, was, is)];
  });
}

function declaredNames(root: ts.Node): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isIdentifier(node) &&
      (node.parent as Partial<ts.NamedDeclaration>).name === node &&
      !ts.isPropertyAccessExpression(node.parent)
    )
      names.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return names;
}

/** A signature more makes a function mean one declaration more; whether they go together the compiler says. */
const isOverload = ({ isFunction, meaning }: NamedMeaning, is: string): boolean =>
  isFunction && meaning.split(' ').every((place) => is.split(' ').includes(place));

/** With its first import or export, a file is a module: its names are no longer those of all files. */
function checkModules(project: TypeScriptProject, edits: readonly TextEdit[]): Finding[] {
  const isModule = (path: string): boolean => ts.isExternalModule(project.parsed(path)!);
  const scripts = [...new Set(edits.map(({ path }) => path))].filter((path) => !isModule(path));
  const turned = project.trial(edits, () => scripts.filter(isModule));
  const names = [...new Set(turned.flatMap((path) => project.parsed(path)!.statements.flatMap(declaredNames)))];
  if (names.length === 0) return [];
  const paths = filesNaming(project, names);
  const before = namedMeanings(project, paths, names, (_, offset) => offset);
  const after = project.trial(edits, () => namedMeanings(project, paths, names, placesBefore(edits)));
  return [...before].flatMap(([key, was]) => {
    if (was.meaning === '' || after.get(key)?.meaning === was.meaning) return [];
    const message = `${was.name} would mean something else here, since the file that declares it would be a module.`;
    const { path, start, name } = was;
    const range = { path, text: project.source(path)!.text, start, end: start + name.length };
    return [findingAt('BINDING_CHANGED', message, range)];
  });
}

function captured(project: TypeScriptProject, { path, start, name }: NamedMeaning, is: string): Finding {
  const message = `${name} would mean ${is === '' ? 'nothing' : 'something else'} here: the new text declares the name as well.`;
  return findingAt('NAME_COLLISION', message, {
    path,
    text: project.source(path)!.text,
    start,
    end: start + name.length,
  });
}
