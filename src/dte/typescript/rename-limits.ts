/** Edits that are right but not allowed. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import { findingAt } from '../finding-at.ts';
import type { PathFilter } from '../path-filter.ts';
import type { TypeScriptProject } from './project.ts';

/** What tools write into the head of files that they make. */
const GENERATED =
  /@generated\b|\bcode generated\b.*\bdo not edit\b|\b(?:auto-?generated|automatically generated)\b.*\bdo not (?:edit|modify)\b/is;

/** How far the head of a file reaches. */
const HEAD = 1000;

/** Where compilers put what they write. */
const BUILT = /(?:^|\/)dist\/.*\.(?:[cm]?js|d\.[cm]?ts|map)$/;

/** Answers a finding for each file that would change and is out of scope, or is written by a tool. */
export function forbiddenEdits(project: TypeScriptProject, scope: PathFilter, edits: readonly TextEdit[]): Finding[] {
  const first = new Map<string, TextEdit>();
  for (const edit of edits) if (!first.has(edit.path)) first.set(edit.path, edit);
  return [...first.values()].flatMap((edit) => {
    const count = edits.filter(({ path }) => path === edit.path).length;
    const at = { ...edit, text: project.source(edit.path)!.text };
    if (!scope(edit.path))
      return [findingAt('OUT_OF_SCOPE', `${edit.path} has ${count} of the names, and is out of scope.`, at)];
    if (isGenerated(edit.path, at.text)) {
      return [
        findingAt(
          'FILE_UNSUPPORTED',
          `${edit.path} is made by a tool, which would undo the change: change what it is made from.`,
          at,
        ),
      ];
    }
    return [];
  });
}

/** Whether a file says, or its place does, that it is not written by people. Pure. */
export const isGenerated = (path: string, text: string): boolean =>
  BUILT.test(path) || GENERATED.test(text.slice(0, HEAD));
