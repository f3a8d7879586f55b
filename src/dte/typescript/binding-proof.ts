/**
 * The proof that a change keeps what names mean: every occurrence of the names concerned, in all files that have one, resolves to the
 * same declarations before the edits and after them.
 */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import { editsByPath } from '../edit.ts';
import { findingAt } from '../finding-at.ts';
import { compareText } from '../order.ts';
import { placeOf } from '../source-text.ts';
import { Meanings } from './meaning.ts';
import type { Role } from './meaning.ts';
import { mayName, namesIn } from './names.ts';
import type { TypeScriptProject } from './project.ts';

/** One occurrence of a name in one role. */
export interface Occurrence {
  readonly path: string;
  /** Offset in the text before the change. */
  readonly start: number;
  readonly length: number;
  readonly role: Role;
  readonly name: string;
  /** What it resolves to, by places in the texts before the change. */
  readonly meaning: string;
}

/** Answers the files in which one of the names may occur. */
export const filesNaming = (project: TypeScriptProject, names: readonly string[]): string[] =>
  project.paths.filter((path) => mayName(project.source(path)?.text ?? '', names));

/** Answers what names mean in some files of the tree as it is. */
export const meaningsBefore = (
  project: TypeScriptProject,
  paths: readonly string[],
  names: readonly string[],
): Occurrence[] => meaningsIn(project, paths, names, (_, offset) => offset);

/**
 * Answers where names mean something else after the edits. None is the proof.
 *
 * @param before - of {@link meaningsBefore}, with the same paths and names
 * @param edits - sorted
 */
export function meaningsChanged(
  project: TypeScriptProject,
  paths: readonly string[],
  names: readonly string[],
  before: readonly Occurrence[],
  edits: readonly TextEdit[],
): Finding[] {
  const placeBefore = placesBefore(edits);
  const after = project.trial(edits, () => meaningsIn(project, paths, names, placeBefore));
  return compared(project, byPlace(before), byPlace(after));
}

function meaningsIn(
  project: TypeScriptProject,
  paths: readonly string[],
  names: readonly string[],
  placeBefore: (path: string, offset: number) => number,
): Occurrence[] {
  const meanings = new Meanings(project.checker, placeBefore);
  return paths.flatMap((path) => {
    const file = project.sourceFile(path);
    if (file === undefined) return [];
    return namesIn(file, names).flatMap((node) => {
      const start = placeBefore(path, node.getStart(file));
      const length = node.getWidth(file);
      return meanings.of(node).map(([role, meaning]) => ({ path, start, length, role, name: node.text, meaning }));
    });
  });
}

/** Answers the way back from a place after the edits; a place within a new text is where that was put. */
function placesBefore(edits: readonly TextEdit[]): (path: string, offset: number) => number {
  const byPath = editsByPath(edits);
  return (path, offset) => {
    let shift = 0;
    for (const { start, end, text } of byPath.get(path) ?? []) {
      if (offset < start + shift) break;
      if (offset < start + shift + text.length) return start;
      shift += text.length - (end - start);
    }
    return offset - shift;
  };
}

type ByPlace = ReadonlyMap<string, Occurrence>;

const byPlace = (occurrences: readonly Occurrence[]): ByPlace =>
  new Map(occurrences.map((occurrence) => [`${occurrence.path}:${occurrence.start}:${occurrence.role}`, occurrence]));

function compared(project: TypeScriptProject, before: ByPlace, after: ByPlace): Finding[] {
  const findings: Finding[] = [];
  for (const [place, was] of before) {
    const is = after.get(place);
    if (is?.meaning !== was.meaning) findings.push(changed(project, was, was, is));
  }
  for (const [place, is] of after) if (!before.has(place)) findings.push(changed(project, is, undefined, is));
  return findings.sort((a, b) => compareText(a.path!, b.path!) || a.line! - b.line! || a.column! - b.column!);
}

function changed(
  project: TypeScriptProject,
  { path, start, length }: Occurrence,
  was: Occurrence | undefined,
  is: Occurrence | undefined,
): Finding {
  const text = project.source(path)!.text;
  const name = was?.name ?? is!.name;
  const details = { before: placesOf(project, was), after: placesOf(project, is) };
  const message = `${name} would not mean the same after the change: ${said(details.before)} before, ${said(details.after)} after.`;
  return findingAt('BINDING_CHANGED', message, { path, text, start, end: start + length }, details);
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
