/** A move writes where a file was, where it will be, and in all files that name it. */
import type { Finding } from '../../../base/report.ts';
import { editsByPath } from '../../edit.ts';
import type { TextEdit } from '../../edit.ts';
import { findingAt } from '../../finding-at.ts';
import type { PathFilter } from '../../path-filter.ts';
import type { TypeScriptProject } from '../project.ts';
import type { MovePlan } from '../../move/move-plan.ts';

/** Answers a finding for each file that would be written and is out of scope. */
export function checkMoveScope(
  project: TypeScriptProject,
  scope: PathFilter,
  plan: MovePlan,
  edits: readonly TextEdit[],
): Finding[] {
  const moved = new Set(plan.moves.flatMap(({ from, to }) => [from, to]));
  const outside = [...moved]
    .filter((path) => !scope(path))
    .map((path): Finding => ({
      code: 'OUT_OF_SCOPE',
      message: `The move takes a file from or to ${path}, which is out of scope.`,
      path,
    }));
  const edited = [...editsByPath(edits)].filter(([path]) => !moved.has(path) && !scope(path));
  return [...outside, ...edited.map(([path, own]) => outOfScope(project, path, own))];
}

function outOfScope(project: TypeScriptProject, path: string, edits: readonly TextEdit[]): Finding {
  const [{ start, end }] = edits as [TextEdit];
  const places = edits.length === 1 ? 'a place' : `${edits.length} places`;
  const message = `${path} names what moves in ${places}, and is out of scope.`;
  return findingAt('OUT_OF_SCOPE', message, { path, text: project.source(path)!.text, start, end });
}
