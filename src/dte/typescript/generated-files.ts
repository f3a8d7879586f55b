/** Files that are written by tools, which would undo a change. */
import type { Finding } from '../../base/report.ts';
import { editsByPath } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import { findingAt } from '../finding-at.ts';
import type { TypeScriptProject } from './project.ts';

/** What tools write into the head of files that they make. */
const GENERATED =
  /@generated\b|\bcode generated\b.*\bdo not edit\b|\b(?:auto-?generated|automatically generated)\b.*\bdo not (?:edit|modify)\b/is;

/** How far the head of a file reaches. */
const HEAD = 1000;

/** Where compilers put what they write. */
const BUILT = /(?:^|\/)dist\/.*\.(?:[cm]?js|d\.[cm]?ts|map)$/;

/** Answers a finding for each file that would change and says, or whose place does, that it is not written by people. */
export const generatedFaults = (project: TypeScriptProject, edits: readonly TextEdit[]): Finding[] =>
  [...editsByPath(edits)].flatMap(([path, [edit]]) => {
    const { text } = project.source(path)!;
    if (!BUILT.test(path) && !GENERATED.test(text.slice(0, HEAD))) return [];
    const { start, end } = edit!;
    const message = `${path} is made by a tool, which would undo the change: change what it is made from.`;
    return [findingAt('FILE_UNSUPPORTED', message, { path, text, start, end })];
  });
