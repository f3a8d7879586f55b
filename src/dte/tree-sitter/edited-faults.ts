/** Whether files still parse after edits. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import { faultFindings } from './node-finding.ts';
import type { SyntaxProject } from './project.ts';

/** Answers where edited files do not parse, before or after: an edit of such a text cannot be trusted. @param edits - sorted */
export function editedFaults(project: SyntaxProject, edits: readonly TextEdit[]): Finding[] {
  const paths = [...new Set(edits.map(({ path }) => path))];
  const before = faultFindings(project, paths);
  return before.length > 0 ? before : faultFindings(project.after(edits), paths);
}
