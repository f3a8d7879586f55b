/**
 * The proof that a change keeps what names mean: every occurrence of the names concerned, in all files that have one, resolves to the
 * same declarations before the edits and after them.
 */
import type { Finding } from '../../base/report.ts';
import { findingAt } from '../finding-at.ts';
import { compareText } from '../order.ts';
import { placeOf } from '../source-text.ts';
import { Meanings } from './meaning.ts';
import type { Occurrence } from './meaning.ts';
import { placesBefore } from '../place-before.ts';
import type { PlaceBefore } from '../place-before.ts';
import { mayName, namesIn, startOfWord } from './names.ts';
import type { TypeScriptProject } from './project.ts';
import { declarationPath } from './rename-targets.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers the files in which one of the names may occur. */
export const filesNaming = (project: TypeScriptProject, names: readonly string[]): string[] =>
  project.paths.filter((path) => mayName(project.source(path)?.text ?? '', names));

/** Answers what names mean in some files of the tree as it is. */
export const meaningsBefore = (
  project: TypeScriptProject,
  paths: readonly string[],
  names: readonly string[],
): Occurrence[] => meaningsIn(project, paths, names, (_, offset) => offset);

/** Answers where names mean something else after the edits of a rename. None is the proof. */
export function meaningsChanged(renaming: Renaming): Finding[] {
  const { project, paths, names, before, edits } = renaming;
  const back = placesBefore(edits);
  const after = project.trial(edits, () => meaningsIn(project, paths, names, back));
  return compared(renaming, byPlace(before, renaming), byPlace(after, renaming));
}

/** Answers what names mean in some files, as the program is now. @param placeBefore - the way back to places before the edits */
export function meaningsIn(
  project: TypeScriptProject,
  paths: readonly string[],
  names: readonly string[],
  placeBefore: PlaceBefore,
): Occurrence[] {
  const meanings = new Meanings(project.checker, placeBefore);
  return paths.flatMap((path) => {
    const file = project.sourceFile(path);
    if (file === undefined) return [];
    return namesIn(file, names).flatMap((node) => {
      const start = placeBefore(path, startOfWord(node, file));
      const length = ts.isStringLiteralLike(node) ? node.text.length : node.getWidth(file);
      return meanings.of(node).map(([role, meaning]) => ({ path, start, length, role, name: node.text, meaning }));
    });
  });
}

type ByPlace = ReadonlyMap<string, Occurrence>;

/** Strings that are edited as words name nothing, neither before nor after. */
function byPlace(occurrences: readonly Occurrence[], { words }: Renaming): ByPlace {
  const worded = new Set(words.map(({ path, start }) => `${path}:${start}`));
  return new Map(
    occurrences
      .filter(({ role, path, start }) => role !== 'text' || !worded.has(`${path}:${start}`))
      .map((occurrence) => [`${occurrence.path}:${occurrence.start}:${occurrence.role}`, occurrence]),
  );
}

function compared(renaming: Renaming, before: ByPlace, after: ByPlace): Finding[] {
  const findings: Finding[] = [];
  for (const [place, was] of before) {
    const is = after.get(place);
    if (is?.meaning !== was.meaning) findings.push(changed(renaming, was, was, is));
  }
  for (const [place, is] of after) {
    if (!before.has(place) && !isAdded(renaming, is)) findings.push(changed(renaming, is, undefined, is));
  }
  return findings.sort((a, b) => compareText(a.path!, b.path!) || a.line! - b.line! || a.column! - b.column!);
}

/** Whether an occurrence is new, and means what is renamed. */
function isAdded({ edits, targets }: Renaming, { path, start, meaning }: Occurrence): boolean {
  const isNew = edits.some((edit) => edit.path === path && edit.start === start && edit.end === start);
  const declared = targets.flatMap(({ declarations }) =>
    declarations.map((node) => `${declarationPath(node)}:${startOfWord(node)}`),
  );
  return isNew && meaning.split(' ').every((place) => declared.includes(place));
}

function changed(
  renaming: Renaming,
  { path, start, length }: Occurrence,
  was: Occurrence | undefined,
  is: Occurrence | undefined,
): Finding {
  const { project, newName } = renaming;
  const { text } = project.source(path)!;
  const name = was?.name ?? is!.name;
  const details = { before: placesOf(project, was), after: placesOf(project, is) };
  const isTaken = name === newName || isDeclared(renaming, is);
  const says = `${said(details.before)} before, ${said(details.after)} after`;
  const message = isTaken
    ? `${newName} means something else already where this would be so called: ${says}.`
    : `${name} would not mean the same after the change: ${says}.`;
  const range = { path, text, start, end: start + length };
  return findingAt(isTaken ? 'NAME_COLLISION' : 'BINDING_CHANGED', message, range, details);
}

/** Whether an occurrence resolves to what had the new name before. */
function isDeclared({ before, newName }: Renaming, is: Occurrence | undefined): boolean {
  const places = is?.meaning.split(' ') ?? [];
  return before.some(({ name, path, start }) => name === newName && places.includes(`${path}:${start}`));
}

const said = (places: readonly string[]): string => (places.length === 0 ? 'nothing that is known' : places.join(', '));

/** The declarations that an occurrence resolves to, as people read places. */
function placesOf(project: TypeScriptProject, occurrence: Occurrence | undefined): string[] {
  const places = (occurrence?.meaning ?? '').split(' ').filter((place) => place !== '');
  return places.map((place) => {
    const [, path, offset] = /^(.*):(\d+)$/.exec(place) ?? [];
    const text = path === undefined ? undefined : project.source(path)?.text;
    return text === undefined ? place : `${path!}:${placeOf(text, Number(offset)).line}`;
  });
}
