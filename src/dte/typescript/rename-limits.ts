/** Edits that are right but not allowed. */
import type { Finding } from '../../base/report.ts';
import { editsByPath } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import { findingAt } from '../finding-at.ts';
import type { PathFilter } from '../path-filter.ts';
import { generatedFaults } from './generated-files.ts';
import type { TypeScriptProject } from './project.ts';

/** Answers a finding for each file that would change and is out of scope, or is written by a tool. */
export function forbiddenEdits(project: TypeScriptProject, scope: PathFilter, edits: readonly TextEdit[]): Finding[] {
  const outside = [...editsByPath(edits)].filter(([path]) => !scope(path));
  return [
    ...outside.map(([path, own]) => {
      const message = `${path} has ${own.length} of the names, and is out of scope.`;
      return findingAt('OUT_OF_SCOPE', message, { ...own[0]!, text: project.source(path)!.text });
    }),
    ...generatedFaults(
      project,
      edits.filter(({ path }) => scope(path)),
    ),
  ];
}
